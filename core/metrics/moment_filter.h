// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <opencv2/core/mat.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

namespace duoscope {

using Plane = cv::Mat_<double>;

/// One plane of a set, or the product of two of them, by their places in the set.
struct Moment {
    static constexpr int kNone = -1;
    int first = 0;
    int second = kNone;
};

/// The first half of a symmetric kernel of N taps, and the one in the middle.
template <int N>
using HalfKernel = std::array<double, N / 2 + 1>;

/// A Gaussian whose N taps sum to 1.
template <int N>
HalfKernel<N> gaussianKernel(double sigma)
{
    HalfKernel<N> kernel;
    double sum = 0;
    for (int k = 0; k <= N / 2; ++k) {
        const int distance = N / 2 - k;
        kernel[static_cast<std::size_t>(k)] = std::exp(-distance * distance / (2 * sigma * sigma));
        sum += kernel[static_cast<std::size_t>(k)] * (distance > 0 ? 2 : 1);
    }
    for (double& tap : kernel)
        tap /= sum;
    return kernel;
}

/// N equal taps of 1, which sum integers exactly.
template <int N>
HalfKernel<N> boxKernel()
{
    HalfKernel<N> kernel;
    kernel.fill(1);
    return kernel;
}

/// to[x] = sum over k of kernel[k] rows[k][x]. The two rows that share a weight are added first.
template <int N>
void weighRows(const std::array<const double*, N>& rows, const HalfKernel<N>& kernel, double* __restrict to,
               int columns)
{
    for (int x = 0; x < columns; ++x) {
        double sum = kernel[N / 2] * rows[N / 2][x];
        for (std::size_t k = 0; k < N / 2; ++k)
            sum += kernel[k] * (rows[k][x] + rows[N - 1 - k][x]);
        to[x] = sum;
    }
}

/// Means (or sums) of planes and of their products over a sliding window of N x N, one row of windows after the other;
/// only windows that are fully inside. Both axes are filtered apart, 2 N instead of N² multiplications a value, and
/// nothing larger than N rows is kept.
/// @tparam Planes, Moments  how many of them
template <int N, std::size_t Planes, std::size_t Moments>
class MomentFilter {
public:
    /// @param planes  of one size, at least N x N; they must outlive the filter
    MomentFilter(const std::array<Plane, Planes>& planes, const std::array<Moment, Moments>& moments,
                 const HalfKernel<N>& kernel)
        : m_planes(planes), m_moments(moments), m_kernel(kernel), m_products(static_cast<std::size_t>(planes[0].cols)),
          m_narrow(static_cast<std::size_t>(columns()) * N * Moments),
          m_means(static_cast<std::size_t>(columns()) * Moments)
    {
    }

    int rows() const { return m_planes[0].rows - N + 1; }
    int columns() const { return m_planes[0].cols - N + 1; }

    /// Goes to the first row, and from each to the next; rows() times.
    void advance()
    {
        for (const int last = m_nextInput == 0 ? N - 1 : m_nextInput; m_nextInput <= last; ++m_nextInput)
            for (std::size_t moment = 0; moment < Moments; ++moment)
                filterAlongRow(moment);
        for (std::size_t moment = 0; moment < Moments; ++moment) {
            std::array<const double*, N> rows;
            for (int k = 0; k < N; ++k)
                rows[static_cast<std::size_t>(k)] = narrow(moment, m_nextInput - N + k);
            weighRows<N>(rows, m_kernel, mean(moment), columns());
        }
    }

    /// columns() values, valid until the next advance().
    const double* operator[](std::size_t moment) const { return m_means.data() + moment * size(); }

private:
    std::size_t size() const { return static_cast<std::size_t>(columns()); }
    double* mean(std::size_t moment) { return m_means.data() + moment * size(); }
    double* narrow(std::size_t moment, int row)
    {
        return m_narrow.data() + (moment * N + static_cast<std::size_t>(row % N)) * size();
    }

    void filterAlongRow(std::size_t moment)
    {
        const auto [first, second] = m_moments[moment];
        const double* values = m_planes[static_cast<std::size_t>(first)][m_nextInput];
        if (second != Moment::kNone) {
            const double* factors = m_planes[static_cast<std::size_t>(second)][m_nextInput];
            double* __restrict products = m_products.data();
            for (int x = 0; x < m_planes[0].cols; ++x)
                products[x] = values[x] * factors[x];
            values = products;
        }
        std::array<const double*, N> shifted;
        for (int k = 0; k < N; ++k)
            shifted[static_cast<std::size_t>(k)] = values + k;
        weighRows<N>(shifted, m_kernel, narrow(moment, m_nextInput), columns());
    }

    const std::array<Plane, Planes>& m_planes;
    std::array<Moment, Moments> m_moments;
    HalfKernel<N> m_kernel;
    std::vector<double> m_products; ///< One row.
    std::vector<double> m_narrow;   ///< For each moment, the last N rows, filtered along the row.
    std::vector<double> m_means;    ///< For each moment, the present row.
    int m_nextInput = 0;
};

} // namespace duoscope
