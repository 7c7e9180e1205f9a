// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/bridge/look.h"
#include "widgets/bridge/session.h"

#include <QString>

namespace duoscope {

/// How far a pair is, as lists show it: an icon and a word.
struct PairStatus {
    QString text;                ///< in the window's language: "stage 3 of 5"
    QString icon;                ///< name of a line icon
    Tone tone = Tone::Secondary; ///< the icon's
    QString detail;              ///< a sentence for the tooltip; empty where the text says it all
};

/// Of the result of the session's choice.
PairStatus pairStatus(const PairEntry& pair, const Session& session);

} // namespace duoscope
