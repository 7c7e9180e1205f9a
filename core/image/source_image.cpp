// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/source_image.h"

#include "core/base/error.h"
#include "core/image/colour.h"
#include "core/image/image_file.h"

#include <opencv2/core.hpp>

namespace duoscope {
namespace {

bool isConstant(const cv::Mat& channel)
{
    double low = 0, high = 0;
    cv::minMaxIdx(channel, &low, &high);
    // NaN is neither: it must reach the check that names it.
    return low == high && cv::checkRange(channel);
}

cv::Mat channelOf(const cv::Mat& pixels, int index)
{
    cv::Mat channel;
    cv::extractChannel(pixels, channel, index);
    return channel;
}

struct Selection {
    cv::Mat stored; ///< 1 or 3 channels.
    std::string note;
};

Selection selectColours(const cv::Mat& pixels)
{
    const std::string which = pixels.channels() == 4 ? "first three channels" : "three channels";
    if (isGray(pixels))
        return {channelOf(pixels, 0), which + ", equal: gray"};
    if (pixels.channels() == 3)
        return {pixels, which + ": colour"};
    cv::Mat colours(pixels.size(), CV_MAKETYPE(pixels.depth(), 3));
    cv::mixChannels(pixels, colours, {0, 0, 1, 1, 2, 2});
    return {colours, which + ": colour"};
}

Selection selectChannels(const cv::Mat& pixels, Modality modality)
{
    if (pixels.channels() == 1)
        return {pixels, "one channel: gray"};
    if (pixels.channels() == 3)
        return selectColours(pixels);
    const cv::Mat fourth = channelOf(pixels, 3);
    const bool varies = !isConstant(fourth);
    if (modality == Modality::Infrared && varies)
        return {fourth, "fourth channel as thermal"};
    Selection selection = selectColours(pixels);
    selection.note += varies ? "; the fourth left out" : "; the fourth is constant and left out";
    return selection;
}

} // namespace

SourceImage loadSource(const std::filesystem::path& file, Modality modality, const RangeRequest& request)
try {
    const DecodedImage decoded = readImageFile(file);
    const Selection selection = selectChannels(decoded.pixels, modality);
    SourceImage source;
    source.path = file;
    source.format = decoded.format;
    source.bitDepth = decoded.bitDepth;
    source.channels = decoded.pixels.channels();
    source.channelNote = selection.note;
    source.range = resolveRange(selection.stored, modality, request, file.string());
    const cv::Mat values = applyRange(selection.stored, source.range);
    if (values.channels() == 1) {
        source.luminance = values;
    } else {
        const ColourPlanes planes = splitColour(values);
        source.luminance = planes.luminance;
        source.chroma = planes.chroma;
    }
    return source;
} catch (const std::bad_alloc&) {
    throw Error(ErrorKind::Input, "Cannot read " + file.string(), "there is not enough memory to convert its pixels",
                "Close other programs, or cut the image into parts");
}

} // namespace duoscope
