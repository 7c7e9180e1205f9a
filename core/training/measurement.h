// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace duoscope {

/// One measured number.
struct Measurement {
    std::string name; ///< "camvid visible mean_iou"
    double value = 0;
};

} // namespace duoscope
