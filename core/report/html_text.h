// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace duoscope {

/// Text as HTML and SVG show it, also within quoted attributes.
std::string htmlText(std::string_view text);

/// "#0A6E67"
std::string htmlColour(const std::array<std::uint8_t, 3>& rgb);

} // namespace duoscope
