// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <opencv2/core/mat.hpp>

#include <string>
#include <string_view>

namespace duoscope {

/// Whose definitions are followed where the field's codes differ.
enum class MetricConvention {
    Paper,   ///< The evaluators of the UAAFusion authors (HaowenBai/TDFusion, Zhaozixiang1228/MMIF-CDDFuse).
    Toolbox, ///< The MATLAB toolbox Linfeng-Tang/Evaluation-for-Image-Fusion.
};

/// "paper" or "toolbox".
std::string toString(MetricConvention convention);
/// Inverse of toString; throws Error(Usage).
MetricConvention parseMetricConvention(std::string_view text);

/// The three images a fusion metric looks at, of one size: in formulas F, A (infrared) and B (visible).
/// Pixels are shared with the matrices it was made from. Any thread.
class MetricImages {
public:
    /// @param fused, infrared, visible  CV_8UC1, not empty; std::invalid_argument otherwise
    /// Throws Error(Input) where the sizes differ.
    MetricImages(cv::Mat fused, cv::Mat infrared, cv::Mat visible);

    const cv::Mat& fused() const { return m_fused; }       ///< F, CV_8UC1
    const cv::Mat& infrared() const { return m_infrared; } ///< A, CV_8UC1
    const cv::Mat& visible() const { return m_visible; }   ///< B, CV_8UC1
    cv::Size size() const { return m_fused.size(); }

private:
    cv::Mat m_fused;
    cv::Mat m_infrared;
    cv::Mat m_visible;
};

/// The gray levels that a convention measures. One channel stays as it is, a fourth is left out, and three become
///   Paper:   0.299 R + 0.587 G + 0.114 B, rounded to the nearest, half to even;
///   Toolbox: 0.298936 R + 0.587043 G + 0.114021 B, rounded to the nearest, half up.
/// The codes know 8 bits only: 16 bits are divided by 257 and floats in [0, 1] multiplied by 255 before rounding.
/// @param decoded  CV_8U, CV_16U or CV_32F with 1, 3 (BGR) or 4 (BGRA) channels; std::invalid_argument otherwise
/// @return CV_8UC1; shares the pixels of CV_8UC1
cv::Mat metricGray(const cv::Mat& decoded, MetricConvention convention);
/// Likewise of an infrared source: of four channels the last, as in MFNet, where that is not constant.
cv::Mat metricInfrared(const cv::Mat& decoded, MetricConvention convention);

/// metricGray() of all three. Throws Error(Input) where the sizes differ.
MetricImages prepareMetricImages(const cv::Mat& fused, const cv::Mat& infrared, const cv::Mat& visible,
                                 MetricConvention convention);

} // namespace duoscope
