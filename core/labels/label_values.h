// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace duoscope {

// Values of an 8-bit label map that are no class.
constexpr std::uint8_t kLabelUnknown = 255;      ///< nothing is known of the pixel
constexpr std::uint8_t kLabelOutsideBoxes = 254; ///< in no box, so it is none of the classes that have boxes
constexpr int kMaximumLabelClasses = 254;        ///< ids 0 … 253 remain for classes

} // namespace duoscope
