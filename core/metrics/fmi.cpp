// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/fmi.h"

#include "core/metrics/branchless.h"
#include "core/metrics/edge_map.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <vector>

namespace duoscope {
namespace {

constexpr int kSide = 3;
constexpr std::size_t kPixels = 9;

/// log2 of integers up to the sum of a window's levels, and 0 for 0.
class Logarithms {
public:
    Logarithms()
    {
        for (std::size_t i = 1; i < m_values.size(); ++i)
            m_values[i] = std::log2(i);
    }
    double operator[](int value) const { return m_values[static_cast<std::size_t>(value)]; }

private:
    std::vector<double> m_values = std::vector<double>(255 * kPixels + 1);
};

/// The levels of one window, less the lowest, taken as a distribution over its pixels 0..8: p_i = levels_i / sum.
/// Integers, so that equality, flatness and vanishing covariances are exact.
struct Window {
    std::array<int, kPixels> levels; ///< Column by column.
    int lowest = 0;
    int sum = 0;        ///< 0: flat.
    int squares = 0;    ///< Sum of levels².
    int moment = 0;     ///< Sum of i levels_i.
    int spread = 0;     ///< sum² times the variance of i.
    double entropy = 0; ///< Bits.
};

/// @param rows  of the image, where the window begins
Window windowAt(const std::array<const std::uint8_t*, kSide>& rows, int x, const Logarithms& logarithms)
{
    Window window;
    for (int i = 0; i < static_cast<int>(kPixels); ++i)
        window.levels[static_cast<std::size_t>(i)] = rows[static_cast<std::size_t>(i % kSide)][x + i / kSide];
    window.lowest = *std::min_element(window.levels.begin(), window.levels.end());
    int squaredMoment = 0;
    double weightedLogarithms = 0;
    int i = 0;
    for (int& level : window.levels) {
        level -= window.lowest;
        window.sum += level;
        window.squares += level * level;
        window.moment += i * level;
        squaredMoment += i * i * level;
        weightedLogarithms += level * logarithms[level];
        ++i;
    }
    window.spread = window.sum * squaredMoment - window.moment * window.moment;
    if (window.sum > 0)
        window.entropy = logarithms[window.sum] - weightedLogarithms / window.sum;
    return window;
}

/// Where both distributions are laid over each other from their beginnings (or one from its end): the pixels whose
/// shares overlap, and by how much in units of 1 / (a.sum b.sum). This is the joint distribution with the largest (or
/// smallest) covariance, the second difference of Fréchet's bound. Some overlaps may be 0.
struct Coupling {
    static constexpr std::size_t kCells = 2 * kPixels - 1;
    std::array<std::size_t, kCells> a;
    std::array<std::size_t, kCells> b;
    std::array<int, kCells> overlap;
};

Coupling couple(const Window& a, const Window& b, bool reversed)
{
    // Shares, with one at the end that is never used up.
    std::array<int, kPixels + 1> sharesA, sharesB;
    for (std::size_t i = 0; i < kPixels; ++i) {
        sharesA[i] = a.levels[reversed ? kPixels - 1 - i : i] * b.sum;
        sharesB[i] = b.levels[i] * a.sum;
    }
    sharesA[kPixels] = sharesB[kPixels] = std::numeric_limits<int>::max();
    Coupling coupling;
    std::size_t i = 0, j = 0;
    int restA = sharesA[0], restB = sharesB[0];
    for (std::size_t cell = 0; cell < Coupling::kCells; ++cell) { // without branches that nobody can predict
        const bool endsA = restA <= restB;
        const int overlap = endsA ? restA : restB;
        const std::size_t placeA = std::min(i, kPixels - 1);
        coupling.a[cell] = reversed ? kPixels - 1 - placeA : placeA;
        coupling.b[cell] = std::min(j, kPixels - 1);
        coupling.overlap[cell] = overlap;
        i += endsA ? 1 : 0;
        j += endsA ? 0 : 1;
        restA = endsA ? sharesA[i] : restA - overlap;
        restB = endsA ? restB - overlap : sharesB[j];
    }
    return coupling;
}

/// f: twice the mutual information by the sum of the entropies, 0..1.
double shared(const Window& a, const Window& b, const Logarithms& logarithms)
{
    if (a.sum == 0 || b.sum == 0)
        return a.sum == b.sum ? 1 : 0; // a flat window shares all with another one and nothing with the rest
    if (a.lowest == b.lowest && a.levels == b.levels)
        return 1;
    int products = 0;
    for (std::size_t i = 0; i < kPixels; ++i)
        products += a.levels[i] * b.levels[i];
    constexpr int kCount = kPixels;
    const int covariance = kCount * products - a.sum * b.sum;
    if (covariance == 0 || a.spread == 0 || b.spread == 0)
        return 0; // independent
    const double correlation =
        covariance / (std::sqrt(kCount * a.squares - a.sum * a.sum) * std::sqrt(kCount * b.squares - b.sum * b.sum));

    // The joint distribution is a mixture: a share of the extreme coupling, and the rest independent.
    const Coupling coupling = couple(a, b, covariance < 0);
    int coupled = -a.moment * b.moment;
    for (std::size_t cell = 0; cell < Coupling::kCells; ++cell)
        coupled += static_cast<int>(coupling.a[cell] * coupling.b[cell]) * coupling.overlap[cell];
    const double share = correlation * std::sqrt(static_cast<double>(a.spread) * b.spread) / coupled;
    const double rest = 1 - share;

    // Of the 81 terms p log p of the joint entropy only the coupled cells, at most 17, are no product of the two
    // distributions; the others sum up to the two entropies.
    const double restLogarithm = rest == 0 ? 0 : std::log2(std::abs(rest));
    const double entropies = a.entropy + b.entropy;
    const double unit = 1 / (static_cast<double>(a.sum) * b.sum);
    const double unitLogarithm = restLogarithm - logarithms[a.sum] - logarithms[b.sum];
    double negativeJoint = rest * (restLogarithm - entropies);
    std::array<double, Coupling::kCells> joint;
    for (std::size_t cell = 0; cell < Coupling::kCells; ++cell) {
        const int levelA = a.levels[coupling.a[cell]], levelB = b.levels[coupling.b[cell]];
        const double independent = rest * unit * levelA * levelB;
        joint[cell] = independent + share * unit * coupling.overlap[cell];
        negativeJoint -= independent * (unitLogarithm + logarithms[levelA] + logarithms[levelB]);
    }
    for (double& probability : joint)
        probability *= branchlessLog2(std::max(std::abs(probability), 1e-300));
    return 2 * (entropies + std::accumulate(joint.begin(), joint.end(), negativeJoint)) / entropies;
}

/// @param fused, infrared, visible  CV_8UC1 features
MetricValue meanShared(const cv::Mat& fused, const cv::Mat& infrared, const cv::Mat& visible)
{
    const int rows = fused.rows - kSide + 1, columns = fused.cols - kSide + 1;
    if (rows < 1 || columns < 1)
        return MetricValue::undefined("the images are smaller than the window of 3 x 3 pixels");
    const auto rowsFrom = [](const cv::Mat& image, int y) {
        return std::array<const std::uint8_t*, kSide>{image.ptr(y), image.ptr(y + 1), image.ptr(y + 2)};
    };
    const Logarithms logarithms;
    double sum = 0;
    for (int y = 0; y < rows; ++y) {
        const auto rowsF = rowsFrom(fused, y), rowsA = rowsFrom(infrared, y), rowsB = rowsFrom(visible, y);
        for (int x = 0; x < columns; ++x) {
            const Window window = windowAt(rowsF, x, logarithms);
            sum += shared(windowAt(rowsA, x, logarithms), window, logarithms) +
                   shared(windowAt(rowsB, x, logarithms), window, logarithms);
        }
    }
    return sum / (2.0 * rows * columns);
}

} // namespace

MetricValue featureMutualInformation(const MetricImages& images)
{
    return meanShared(images.fused(), images.infrared(), images.visible());
}

MetricValue edgeFeatureMutualInformation(const MetricImages& images)
{
    return meanShared(edgeMap(images.fused()), edgeMap(images.infrared()), edgeMap(images.visible()));
}

} // namespace duoscope
