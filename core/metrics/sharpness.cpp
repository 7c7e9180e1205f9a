// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/sharpness.h"

#include "core/metrics/pixel_sums.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace duoscope {
namespace {

const char* const kTooNarrow = "the images are one pixel wide or high, so no pixel has neighbours on both axes";

bool isTooNarrow(const cv::Mat& image) { return image.rows < 2 || image.cols < 2; }

/// Sum of (a - b)² over n values.
std::int64_t squaredDifferences(const std::uint8_t* a, const std::uint8_t* b, int n)
{
    constexpr int kRun = 1 << 15; // so many squares of 255 fit into 32 bits
    std::int64_t sum = 0;
    for (int start = 0; start < n; start += kRun) {
        std::uint32_t part = 0;
        for (int i = start; i < std::min(start + kRun, n); ++i) {
            const int difference = a[i] - b[i];
            part += static_cast<std::uint32_t>(difference * difference);
        }
        sum += part;
    }
    return sum;
}

/// Sum of sqrt(gx² + gy²) over a row.
/// @param gy  of one column: scale (below - above)
double gradients(const std::uint8_t* row, const std::uint8_t* above, const std::uint8_t* below, double scale,
                 int columns)
{
    const auto magnitude = [&](int x, double gx) {
        const double gy = scale * (below[x] - above[x]);
        return std::sqrt(gx * gx + gy * gy);
    };
    double sum = magnitude(0, row[1] - row[0]) + magnitude(columns - 1, row[columns - 1] - row[columns - 2]);
    for (int x = 1; x < columns - 1; ++x)
        sum += magnitude(x, 0.5 * (row[x + 1] - row[x - 1]));
    return sum;
}

} // namespace

MetricValue standardDeviation(const MetricImages& images)
{
    const PixelSums sums = sumPixels(images);
    return std::sqrt(variance({sums.fused, sums.fusedSquared}, sums.count));
}

MetricValue spatialFrequency(const MetricImages& images)
{
    const cv::Mat& fused = images.fused();
    if (isTooNarrow(fused))
        return MetricValue::undefined(kTooNarrow);
    std::int64_t alongRows = 0, alongColumns = 0;
    for (int y = 0; y < fused.rows; ++y) {
        const auto* row = fused.ptr<std::uint8_t>(y);
        alongRows += squaredDifferences(row + 1, row, fused.cols - 1);
        if (y > 0)
            alongColumns += squaredDifferences(row, fused.ptr<std::uint8_t>(y - 1), fused.cols);
    }
    const double rows = fused.rows, columns = fused.cols;
    return std::sqrt(static_cast<double>(alongRows) / (rows * (columns - 1)) +
                     static_cast<double>(alongColumns) / ((rows - 1) * columns));
}

MetricValue averageGradient(const MetricImages& images, MetricConvention convention)
{
    const cv::Mat& fused = images.fused();
    if (isTooNarrow(fused))
        return MetricValue::undefined(kTooNarrow);
    double sum = 0;
    for (int y = 0; y < fused.rows; ++y) {
        const int above = std::max(y - 1, 0), below = std::min(y + 1, fused.rows - 1);
        sum += gradients(fused.ptr<std::uint8_t>(y), fused.ptr<std::uint8_t>(above), fused.ptr<std::uint8_t>(below),
                         1.0 / (below - above), fused.cols);
    }
    const double rows = fused.rows, columns = fused.cols;
    const double pixels = convention == MetricConvention::Paper ? rows * columns : (rows - 1) * (columns - 1);
    return std::sqrt(0.5) * sum / pixels;
}

} // namespace duoscope
