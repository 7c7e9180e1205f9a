// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/image_pair.h"

#include "core/base/error.h"

namespace duoscope {
namespace {

std::string describe(cv::Size size) { return std::to_string(size.width) + " x " + std::to_string(size.height); }

} // namespace

ImagePair loadPair(const std::filesystem::path& infrared, const std::filesystem::path& visible,
                   const PairOptions& options)
{
    ImagePair pair;
    pair.infrared = loadSource(infrared, Modality::Infrared, options.infraredRange);
    pair.visible = loadSource(visible, Modality::Visible, options.visibleRange);
    pair.name = visible.stem().string();
    if (pair.infrared.size() != pair.visible.size())
        throw Error(ErrorKind::Input, "Cannot pair " + infrared.string() + " with " + visible.string(),
                    "the infrared image has " + describe(pair.infrared.size()) + " pixels and the visible image " +
                        describe(pair.visible.size()),
                    "Register the two images and resize them to one size first");
    return pair;
}

} // namespace duoscope
