// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/source_image.h"

#include <filesystem>
#include <string>

namespace duoscope {

/// The two sources of one fusion, aligned pixel by pixel and of one size.
struct ImagePair {
    SourceImage infrared;
    SourceImage visible;
    std::string name; ///< What results are called: the visible file's name without its extension.

    cv::Size size() const { return visible.size(); }
};

struct PairOptions {
    RangeRequest infraredRange; ///< Automatic by default.
    RangeRequest visibleRange;  ///< Automatic by default.
};

/// Reads both sources; the two paths may be one four-channel file (MFNet).
/// Throws Error(Input) as loadSource() does, and where the two sizes differ.
ImagePair loadPair(const std::filesystem::path& infrared, const std::filesystem::path& visible,
                   const PairOptions& options = {});

} // namespace duoscope
