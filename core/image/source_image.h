// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/modality.h"
#include "core/image/value_range.h"

#include <opencv2/core/mat.hpp>

#include <filesystem>
#include <string>

namespace duoscope {

/// One source of a fusion, ready for it, and how it came from its file.
struct SourceImage {
    cv::Mat luminance;          ///< CV_32FC1 in [0, 1].
    cv::Mat chroma;             ///< CV_32FC2 (Cr, Cb; see colour.h) of the same size; empty where there is no colour.
    std::filesystem::path path; ///< As given.
    std::string format;         ///< "PNG", "JPEG", "BMP" or "TIFF".
    int bitDepth = 8;           ///< Of one decoded sample: 8, 16 or 32.
    int channels = 1;           ///< Of the decoded file: 1, 3 or 4.
    std::string channelNote;    ///< Which of them were used: "fourth channel as thermal".
    AppliedRange range;         ///< How stored values became [0, 1]; all used channels share it.

    cv::Size size() const { return luminance.size(); }
    bool isGray() const { return chroma.empty(); }
};

/// Reads one source.
///
/// Channels: three that are equal everywhere are gray, with exactly the stored values. Otherwise three are colour, in
/// infrared images, too (a thermal image in false colours, PET). Of four channels, as in MFNet, whose fourth is a
/// thermal image and not transparency, a visible image takes the first three, and an infrared image the fourth; but
/// where the fourth has one value everywhere, as transparency of an opaque image has, infrared takes the first three.
///
/// Throws Error(Input) as readImageFile() and resolveRange() do.
SourceImage loadSource(const std::filesystem::path& file, Modality modality, const RangeRequest& request = {});

} // namespace duoscope
