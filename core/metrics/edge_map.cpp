// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/edge_map.h"

#include "core/metrics/sobel.h"

#include <opencv2/core.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdlib>

namespace duoscope {

cv::Mat edgeMap(const cv::Mat& gray)
{
    const SobelGradient gradient(gray, cv::BORDER_REPLICATE);
    cv::Mat_<int> strength(gray.size()); // squared; a common factor changes no comparison
    std::int64_t sum = 0;
    for (int y = 0; y < gray.rows; ++y)
        for (int x = 0; x < gray.cols; ++x) {
            const int alongRows = gradient.alongRows(y)[x], alongColumns = gradient.alongColumns(y)[x];
            strength(y, x) = alongRows * alongRows + alongColumns * alongColumns;
            sum += strength(y, x);
        }
    const auto pixels = static_cast<std::int64_t>(gray.total());

    cv::Mat edges(gray.size(), CV_8UC1);
    for (int y = 0; y < gray.rows; ++y) {
        const int *row = strength[y], *above = strength[std::max(y - 1, 0)];
        const int* below = strength[std::min(y + 1, gray.rows - 1)];
        for (int x = 0; x < gray.cols; ++x) {
            const int here = row[x];
            const bool steepAlongRow = std::abs(gradient.alongRows(y)[x]) >= std::abs(gradient.alongColumns(y)[x]);
            const bool steepAlongColumn = std::abs(gradient.alongColumns(y)[x]) >= std::abs(gradient.alongRows(y)[x]);
            const bool peakOfRow = (x == 0 || row[x - 1] <= here) && (x == gray.cols - 1 || here > row[x + 1]);
            const bool peakOfColumn = (y == 0 || above[x] <= here) && (y == gray.rows - 1 || here > below[x]);
            const bool isEdge = here * pixels > 4 * sum && // four times the mean
                                ((steepAlongRow && peakOfRow) || (steepAlongColumn && peakOfColumn));
            edges.at<std::uint8_t>(y, x) = isEdge ? 1 : 0;
        }
    }
    return edges;
}

} // namespace duoscope
