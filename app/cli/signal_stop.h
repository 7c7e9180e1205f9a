// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>

namespace duoscope {

/// Turns Ctrl-C and SIGTERM into a stop request, so that work ends cleanly; the second one ends the program at once.
/// @return a token that lives as long as the program
std::stop_token stopOnSignal();

} // namespace duoscope
