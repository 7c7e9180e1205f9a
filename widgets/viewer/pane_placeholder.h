// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/bridge/session.h"

namespace duoscope {

/// What a pane says where it has no picture.
struct PanePlaceholder {
    QString title;
    QString hint = {};
    bool canFuse = false; ///< whether a button to fuse helps
};

/// @param picture  the empty one
/// @param method   key of the result that it is of; empty for the one looked at
PanePlaceholder panePlaceholder(const Session& session, const LayerPicture& picture, const std::string& method);

} // namespace duoscope
