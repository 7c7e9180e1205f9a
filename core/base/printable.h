// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace duoscope {

/// Text from a file or a user, safe for a terminal and for one line: control characters become '?'.
std::string printable(std::string_view text);

} // namespace duoscope
