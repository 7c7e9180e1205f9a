// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <opencv2/core/types.hpp>

namespace duoscope {

/// One object an annotator framed.
struct LabelBox {
    int classId = -1;       ///< in the target class set; -1 where that has no such class
    cv::Rect2d area;        ///< pixels, inside the picture
    bool inVisible = false; ///< listed for the visible image only, so it may not be seen in the infrared one
};

} // namespace duoscope
