// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fusion/trace_parts.h"

#include "core/image/colour.h"

#include <opencv2/core.hpp>

namespace duoscope {

void setResult(FusionTrace& trace, bool stretch)
{
    const cv::Mat& fused = trace.stages.back().fused;
    trace.gray = fused;
    double low = 0;
    double high = 1;
    if (stretch)
        cv::minMaxLoc(fused, &low, &high);
    if (high > low && (low != 0 || high != 1)) {
        // In two steps: as one expression OpenCV would compute fused·(1/range) − low/range, which loses the digits
        // of a narrow range.
        const cv::Mat shifted = fused - low;
        trace.gray = shifted / (high - low);
    }
    const cv::Mat chroma = mergeChroma(trace.pair.infrared.chroma, trace.pair.visible.chroma);
    trace.colour = chroma.empty() ? cv::Mat() : toColour(trace.gray, chroma);
}

std::map<std::string, std::string> libraryVersions()
{
    return {{"duoscope", DUOSCOPE_VERSION}, {"opencv", CV_VERSION}};
}

} // namespace duoscope
