// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <opencv2/core/mat.hpp>

#include <cstdint>

namespace duoscope {

/// Unnormalised 3 x 3 Sobel derivatives (weights 1 2 1) of 8-bit images, exact.
class SobelGradient {
public:
    /// @param image   CV_8UC1
    /// @param border  cv::BorderTypes; cv::BORDER_CONSTANT pads with 0
    SobelGradient(const cv::Mat& image, int border);

    const std::int16_t* alongRows(int y) const { return m_alongRows.ptr<std::int16_t>(y); }       ///< -1020..1020
    const std::int16_t* alongColumns(int y) const { return m_alongColumns.ptr<std::int16_t>(y); } ///< -1020..1020

private:
    cv::Mat m_alongRows;
    cv::Mat m_alongColumns;
};

} // namespace duoscope
