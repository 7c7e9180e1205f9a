// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace duoscope {

// Numbers as tables write them, the same in every locale.

/// With so many decimals; never "-0.000". "inf", "-inf", "nan".
std::string fixedNumber(double value, int decimals);
/// All digits that are needed to read the same value again. "inf", "-inf", "nan".
std::string exactNumber(double value);

} // namespace duoscope
