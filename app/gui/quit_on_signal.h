// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

class QObject;

namespace duoscope {

/// Calls the function, on the window's thread, when the program is asked to end by a signal (SIGTERM, SIGINT, SIGHUP),
/// so that it ends in order: what is open is saved and temporary files are removed. A second signal ends it at once.
/// To be called once.
/// @param context  whose thread that is; nothing is called when it is gone
void quitOnSignal(QObject* context, std::function<void()> quit);

} // namespace duoscope
