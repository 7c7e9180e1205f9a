// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fusion/baseline.h"

#include "core/base/error.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <stdexcept>

namespace duoscope {
namespace {

constexpr double kBlurShare = 1.0 / 20; ///< of the shorter side

} // namespace

std::string toString(Baseline baseline)
{
    switch (baseline) {
    case Baseline::Zero:
        return "zero";
    case Baseline::Mean:
        return "mean";
    case Baseline::Blur:
        return "blur";
    case Baseline::Infrared:
        return "infrared";
    case Baseline::Visible:
        break;
    }
    return "visible";
}

Baseline parseBaseline(std::string_view text)
{
    for (const Baseline baseline :
         {Baseline::Zero, Baseline::Mean, Baseline::Blur, Baseline::Infrared, Baseline::Visible})
        if (text == toString(baseline))
            return baseline;
    throw Error(ErrorKind::Usage, "Unknown baseline \"" + std::string(text) + "\"",
                "there are zero, mean, blur, infrared and visible", "Choose one of them");
}

bool isSource(Baseline baseline) { return baseline == Baseline::Infrared || baseline == Baseline::Visible; }

double blurSigma(cv::Size size) { return kBlurShare * std::min(size.width, size.height); }

cv::Mat baselineImage(Baseline baseline, const cv::Mat& image, const ImagePair* pair)
{
    if (isSource(baseline)) {
        const cv::Mat source = !pair                            ? cv::Mat()
                               : baseline == Baseline::Infrared ? pair->infrared.luminance
                                                                : pair->visible.luminance;
        if (source.size() != image.size())
            throw std::invalid_argument("a baseline has the size of its picture");
        return source;
    }
    if (baseline == Baseline::Blur) {
        cv::Mat blurred;
        cv::GaussianBlur(image, blurred, {}, blurSigma(image.size()), 0, cv::BORDER_REPLICATE);
        return blurred;
    }
    return cv::Mat(image.size(), CV_32FC1, baseline == Baseline::Mean ? cv::mean(image) : cv::Scalar(0));
}

} // namespace duoscope
