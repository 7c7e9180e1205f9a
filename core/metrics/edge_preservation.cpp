// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/edge_preservation.h"

#include "core/metrics/branchless.h"
#include "core/metrics/sobel.h"

#include <opencv2/core.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <vector>

namespace duoscope {
namespace {

/// An edge at one pixel: its squared strength, and its direction as a vector of the right half plane; that of vertical
/// gradients, and of none, points up. Integers, so that equal strengths and vertical gradients are told exactly.
struct Edge {
    int squared;
    int x;
    int y;
};

inline Edge edgeAt(int alongRows, int alongColumns)
{
    const int squared = alongRows * alongRows + alongColumns * alongColumns;
    const int sign = alongRows < 0 ? -1 : 1;
    const int upwards = -alongColumns; // rows are counted downwards
    return {squared, sign * alongRows, alongRows == 0 ? 1 : sign * upwards};
}

/// Q of one pixel and source: how much of the source's edge strength and direction is in the fused image.
inline double preserved(const Edge& source, const Edge& fused)
{
    const double weaker = std::min(source.squared, fused.squared), stronger = std::max(source.squared, fused.squared);
    // Of equal edges the codes in use take the strength itself for the ratio, which saturates the sigmoid.
    const double ratio = std::sqrt(source.squared == fused.squared ? stronger : weaker / stronger);
    const int cross = source.x * fused.y - source.y * fused.x, dot = source.x * fused.x + source.y * fused.y;
    const double angle = branchlessAngle(dot, cross < 0 ? -cross : cross); // 0..pi: not taken modulo pi
    const double direction = 1 - angle * (2 / std::numbers::pi);
    const double ofStrength = 1 + branchlessExp(-15 * (ratio - 0.5));
    const double ofDirection = 1 + branchlessExp(-22 * (direction - 0.8));
    return 0.9994 * 0.9879 / (ofStrength * ofDirection);
}

/// Strengths of a row of source edges, and what is preserved of them.
struct Row {
    std::vector<double> strength;
    std::vector<double> kept;

    void compare(const SobelGradient& ofSource, const SobelGradient& ofFused, int y)
    {
        const std::int16_t *sourceX = ofSource.alongRows(y), *sourceY = ofSource.alongColumns(y);
        const std::int16_t *fusedX = ofFused.alongRows(y), *fusedY = ofFused.alongColumns(y);
        double* __restrict strengths = strength.data();
        double* __restrict keeps = kept.data();
        const auto columns = static_cast<int>(strength.size());
        for (int x = 0; x < columns; ++x) {
            const Edge source = edgeAt(sourceX[x], sourceY[x]), fused = edgeAt(fusedX[x], fusedY[x]);
            strengths[x] = std::sqrt(static_cast<double>(source.squared));
            keeps[x] = strengths[x] * preserved(source, fused);
        }
    }
};

double sumOf(const std::vector<double>& values)
{
    double sum = 0;
    for (const double value : values)
        sum += value;
    return sum;
}

} // namespace

// Of each pixel and source: three divisions, two square roots, and 60 multiplications and additions, most of them in
// the series of two exponentials and an arc tangent. Calls of the library for these three take five times as long.
MetricValue edgePreservation(const MetricImages& images)
{
    const SobelGradient ofFused(images.fused(), cv::BORDER_CONSTANT);
    const auto columns = static_cast<std::size_t>(images.size().width);
    Row row{std::vector<double>(columns), std::vector<double>(columns)};
    double kept = 0, strength = 0;
    for (const cv::Mat* source : {&images.infrared(), &images.visible()}) {
        const SobelGradient ofSource(*source, cv::BORDER_CONSTANT);
        for (int y = 0; y < source->rows; ++y) {
            row.compare(ofSource, ofFused, y);
            kept += sumOf(row.kept);
            strength += sumOf(row.strength);
        }
    }
    if (strength == 0)
        return MetricValue::undefined("both sources are black");
    return kept / strength;
}

} // namespace duoscope
