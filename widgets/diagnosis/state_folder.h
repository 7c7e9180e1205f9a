// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace duoscope {

/// Where logs and traces of crashes go: $XDG_STATE_HOME/duoscope, else ~/.local/state/duoscope. Qt knows this place
/// from 6.7 on only. Made where missing, for its user's eyes only; empty where that fails.
QString stateFolder();

/// Makes a folder that only its user may read, or takes that away from others where it is there; false where it fails.
bool makePrivateFolder(const QString& folder);

/// A text without its user's name: the home folder shown as "~".
QString withoutHome(QString text);

} // namespace duoscope
