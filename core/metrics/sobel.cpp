// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/sobel.h"

#include <opencv2/imgproc.hpp>

namespace duoscope {

SobelGradient::SobelGradient(const cv::Mat& image, int border)
{
    border |= cv::BORDER_ISOLATED; // a part of a larger image has its own border
    cv::Sobel(image, m_alongRows, CV_16S, 1, 0, 3, 1, 0, border);
    cv::Sobel(image, m_alongColumns, CV_16S, 0, 1, 3, 1, 0, border);
}

} // namespace duoscope
