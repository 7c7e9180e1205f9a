// SPDX-License-Identifier: GPL-3.0-or-later
// How long each metric takes for a pair of 640 x 480 on one thread, and what separable windows gain for VIF.
#include "core/metrics/metric_registry.h"

#include <opencv2/core.hpp>
#include <opencv2/core/utility.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <functional>
#include <limits>
#include <string>
#include <vector>

using namespace duoscope;

namespace {

constexpr int kWidth = 640;
constexpr int kHeight = 480;

/// Waves, edges and noise, other ones for each seed.
cv::Mat scene(int seed)
{
    cv::Mat noise(kHeight, kWidth, CV_8UC1), image(kHeight, kWidth, CV_8UC1);
    cv::RNG random(static_cast<std::uint64_t>(seed));
    random.fill(noise, cv::RNG::NORMAL, 10, 4);
    for (int y = 0; y < kHeight; ++y)
        for (int x = 0; x < kWidth; ++x) {
            const double wave = 60 * std::sin(0.02 * seed * x) * std::cos(0.013 * y);
            const int block = (x / 80 + seed * y / 60) % 2 ? 50 : 0;
            image.at<std::uint8_t>(y, x) =
                cv::saturate_cast<std::uint8_t>(90 + wave + block + noise.at<std::uint8_t>(y, x));
        }
    return image;
}

/// Milliseconds, the best of several runs.
double timeOf(int runs, const std::function<void()>& work)
{
    double best = std::numeric_limits<double>::infinity();
    for (int i = 0; i < runs; ++i) {
        const auto start = std::chrono::steady_clock::now();
        work();
        best =
            std::min(best, std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
    }
    return best;
}

/// Means over n x n windows, each computed on its own: n² multiplications and additions a pixel.
cv::Mat_<double> windowed(const cv::Mat_<double>& image, const std::vector<double>& window, int n)
{
    cv::Mat_<double> means(image.rows - n + 1, image.cols - n + 1, 0.0);
    for (int y = 0; y < means.rows; ++y)
        for (int i = 0; i < n; ++i)
            for (int j = 0; j < n; ++j) {
                const double weight =
                    window[static_cast<std::size_t>(i) * static_cast<std::size_t>(n) + static_cast<std::size_t>(j)];
                const double* from = image[y + i] + j;
                double* to = means[y];
                for (int x = 0; x < means.cols; ++x)
                    to[x] += weight * from[x];
            }
    return means;
}

/// V(R, D) as it is defined: five moments a scale in direct windows, all pixels of them before every second is kept.
double directFidelity(const cv::Mat& source, const cv::Mat& fused)
{
    cv::Mat_<double> r, d;
    source.convertTo(r, CV_64F);
    fused.convertTo(d, CV_64F);
    double kept = 0, all = 0;
    for (const int n : {17, 9, 5, 3}) {
        std::vector<double> window;
        double sum = 0;
        const double sigma = n / 5.0;
        for (int y = -(n / 2); y <= n / 2; ++y)
            for (int x = -(n / 2); x <= n / 2; ++x) {
                window.push_back(std::exp(-(x * x + y * y) / (2 * sigma * sigma)));
                sum += window.back();
            }
        for (double& weight : window)
            weight /= sum;
        if (n < 17)
            for (cv::Mat_<double>* image : {&r, &d}) {
                const cv::Mat_<double> smooth = windowed(*image, window, n);
                cv::Mat_<double> half((smooth.rows + 1) / 2, (smooth.cols + 1) / 2);
                for (int y = 0; y < half.rows; ++y)
                    for (int x = 0; x < half.cols; ++x)
                        half(y, x) = smooth(2 * y, 2 * x);
                *image = half;
            }
        const cv::Mat_<double> meanR = windowed(r, window, n), meanD = windowed(d, window, n);
        const cv::Mat_<double> meanRR = windowed(r.mul(r), window, n), meanDD = windowed(d.mul(d), window, n),
                               meanRD = windowed(r.mul(d), window, n);
        for (int y = 0; y < meanR.rows; ++y)
            for (int x = 0; x < meanR.cols; ++x) {
                const double varianceR = std::max(meanRR(y, x) - meanR(y, x) * meanR(y, x), 0.0);
                const double varianceD = std::max(meanDD(y, x) - meanD(y, x) * meanD(y, x), 0.0);
                const double covariance = meanRD(y, x) - meanR(y, x) * meanD(y, x);
                const double gain = covariance > 0 ? covariance / (varianceR + 1e-10) : 0; // no flat windows here
                kept += std::log10(1 + gain * gain * varianceR / (std::max(varianceD - gain * covariance, 1e-10) + 2));
                all += std::log10(1 + varianceR / 2);
            }
    }
    return kept / all;
}

/// Multiply-adds in windows for both sources: 8 shared moments in two passes of n, and 3 images made smaller in two
/// passes of which every second value is kept; or 2 x 5 moments of n², and 2 x 2 images made smaller at full size.
struct Operations {
    double separable = 0;
    double direct = 0;
};

Operations countOperations()
{
    Operations count;
    double width = kWidth, height = kHeight;
    for (const double n : {17.0, 9.0, 5.0, 3.0}) {
        if (n < 17) {
            const double outWidth = width - n + 1, outHeight = height - n + 1;
            count.direct += 4 * n * n * outWidth * outHeight;
            count.separable += 3 * n * (width * outHeight / 2 + outWidth * outHeight / 4);
            width = std::ceil(outWidth / 2);
            height = std::ceil(outHeight / 2);
        }
        const double outWidth = width - n + 1, outHeight = height - n + 1;
        count.separable += 8 * n * outWidth * (height + outHeight);
        count.direct += 10 * n * n * outWidth * outHeight;
    }
    return count;
}

} // namespace

int main()
{
    cv::setNumThreads(1);
    const cv::Mat infrared = scene(1), visible = scene(2);
    const MetricImages images((infrared + visible) / 2, infrared, visible);

    std::printf("%d x %d, one thread, the best of 10 runs, milliseconds\n", kWidth, kHeight);
    double six = 0;
    for (const MetricConvention convention : {MetricConvention::Paper, MetricConvention::Toolbox})
        for (const MetricInfo& info : metricInfos(convention)) {
            const auto& ofTables = paperTableMetrics();
            const double time = timeOf(10, [&] { evaluateMetric(images, info.name, convention); });
            std::printf("%-8s %-14s %8.2f\n", toString(convention).c_str(), info.name.c_str(), time);
            if (convention == MetricConvention::Paper &&
                std::find(ofTables.begin(), ofTables.end(), info.name) != ofTables.end())
                six += time;
        }
    std::printf("the six of the paper's tables together: %.1f ms (target: 60)\n\n", six);

    double direct = 0;
    const double directTime = timeOf(2, [&] {
        direct = 0.5 * (directFidelity(infrared, images.fused()) + directFidelity(visible, images.fused()));
    });
    double separable = 0;
    const double separableTime =
        timeOf(10, [&] { separable = evaluateMetric(images, "VIF", MetricConvention::Paper).value; });
    const Operations count = countOperations();
    std::printf("VIF in direct windows:    %8.1f ms, %6.0f million multiply-adds, value %.12f\n", directTime,
                count.direct / 1e6, direct);
    std::printf("VIF in separable windows: %8.1f ms, %6.0f million multiply-adds, value %.12f\n", separableTime,
                count.separable / 1e6, separable);
    std::printf("ratio of times %.1f, of operations %.1f\n", directTime / separableTime,
                count.direct / count.separable);
    return 0;
}
