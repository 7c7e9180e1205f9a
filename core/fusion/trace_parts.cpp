// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fusion/trace_parts.h"

#include "core/image/colour.h"

#include <opencv2/core.hpp>

namespace duoscope {

FusedResult resultOf(const ImagePair& pair, const cv::Mat& fused, bool stretch)
{
    FusedResult result{fused, {}};
    double low = 0;
    double high = 1;
    if (stretch)
        cv::minMaxLoc(fused, &low, &high);
    if (high > low && (low != 0 || high != 1)) {
        // In two steps: as one expression OpenCV would compute fused·(1/range) − low/range, which loses the digits
        // of a narrow range.
        const cv::Mat shifted = fused - low;
        // Into pixels of its own: assigning the expression would write into those of the fused image.
        const cv::Mat stretched = shifted / (high - low);
        result.gray = stretched;
    }
    const cv::Mat chroma = mergeChroma(pair.infrared.chroma, pair.visible.chroma);
    if (!chroma.empty())
        result.colour = toColour(result.gray, chroma);
    return result;
}

std::map<std::string, std::string> libraryVersions()
{
    return {{"duoscope", DUOSCOPE_VERSION}, {"opencv", CV_VERSION}};
}

} // namespace duoscope
