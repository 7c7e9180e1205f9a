// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/sample_reader.h"

#include "core/base/error.h"
#include "core/dataset/box_labels.h"
#include "core/dataset/box_lists.h"
#include "core/dataset/label_image.h"
#include "core/image/colour.h"
#include "core/image/image_pair.h"

namespace duoscope {
namespace {

std::string describe(cv::Size size) { return std::to_string(size.width) + " x " + std::to_string(size.height); }

void readImages(const SampleFiles& files, Sample& sample)
{
    if (!files.infrared.empty() && !files.visible.empty()) {
        const ImagePair pair = loadPair(files.infrared, files.visible);
        sample.infrared = toBytes(pair.infrared.luminance);
        sample.visible = toBytes(pair.visible.luminance);
    } else if (!files.visible.empty()) {
        sample.visible = toBytes(loadSource(files.visible, Modality::Visible).luminance);
    } else {
        sample.infrared = toBytes(loadSource(files.infrared, Modality::Infrared).luminance);
    }
}

void addBoxes(const SampleFiles& files, const LabelClasses& classes, Sample& sample)
{
    const auto read = [&](const BoxFiles& lists, std::vector<std::string>& warnings) {
        return readBoxes(lists, sample.visible.size(), classes.boxClasses, classes.target, warnings);
    };
    const std::vector<LabelBox> merged = mergeBoxes(read(files.boxes, sample.warnings));
    std::vector<std::string> alreadyTold;
    const auto fusion = files.boxes.find("fusion");
    sample.boxes = fusion == files.boxes.end() ? merged : read({*fusion}, alreadyTold);
    if (files.label.empty() && !sample.infrared.empty())
        sample.label = labelsFromBoxes(merged, sample.infrared, classes.target);
}

} // namespace

Sample readSample(const SampleFiles& files, const LabelClasses& classes)
{
    Sample sample;
    readImages(files, sample);
    const cv::Size size = sample.visible.empty() ? sample.infrared.size() : sample.visible.size();
    if (!files.label.empty()) {
        sample.label = readLabelImage(files.label, classes.stored, classes.target, sample.warnings);
        if (sample.label.size() != size)
            throw Error(ErrorKind::Input, "Cannot use the labels in " + files.label.string(),
                        "they have " + describe(sample.label.size()) + " pixels and the image " + describe(size),
                        "Take labels and images of one size");
    }
    if (!files.boxes.empty())
        addBoxes(files, classes, sample);
    return sample;
}

} // namespace duoscope
