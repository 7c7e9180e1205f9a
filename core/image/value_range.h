// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/modality.h"

#include <opencv2/core/mat.hpp>

#include <string>

namespace duoscope {

/// How an analyst wants stored values to become [0, 1].
struct RangeRequest {
    enum class Kind {
        /// Full for 8 bits and for visible images; Percentile(0.5, 99.5) for infrared of 16 bits or float, whose few
        /// hundred counts would be black in the full range, and for visible float that leaves [0, 1].
        Automatic,
        Full,       ///< 0..255, 0..65535, or 0..1 for float.
        Percentile, ///< low and high are percentiles of the image's own values, 0 <= low < high <= 100.
        Fixed,      ///< low and high are stored values (counts, kelvins), low < high.
    };
    Kind kind = Kind::Automatic;
    double low = 0;  ///< Of Percentile and Fixed only.
    double high = 0; ///< Of Percentile and Fixed only.

    /// Reads "auto", "full", "percentile:LOW,HIGH" or "fixed:LOW,HIGH". Throws Error(Usage) for any other text.
    static RangeRequest parse(const std::string& text);
    /// The text that parse() reads as this.
    std::string toString() const;

    bool operator==(const RangeRequest&) const = default;
};

/// What was really done: value v became (v - low) / (high - low), cut to [0, 1].
struct AppliedRange {
    double low = 0;          ///< The stored value that became 0.
    double high = 1;         ///< The stored value that became 1.
    std::string rule;        ///< As a request that is not "auto": "full", "percentile:0.5,99.5" or "fixed:LOW,HIGH".
    double clippedBelow = 0; ///< Share of the values below low, in [0, 1].
    double clippedAbove = 0; ///< Share of the values above high, in [0, 1].
};

/// Settles the request for one image.
/// @param stored  CV_8U, CV_16U or CV_32F; the values of all its channels count together
/// @param name    the image as messages call it
/// Percentiles are exact, with linear interpolation between the two nearest ranks (NumPy's default).
/// Throws Error(Input) where a float image holds NaN or infinity: how many, and where the first is.
AppliedRange resolveRange(const cv::Mat& stored, Modality modality, const RangeRequest& request,
                          const std::string& name);

/// CV_32F in [0, 1] with the channels of stored; each value is the float nearest to the exact quotient.
/// Where low equals high, as in an image of one value, values up to low become 0 and those above become 1.
cv::Mat applyRange(const cv::Mat& stored, const AppliedRange& range);

} // namespace duoscope
