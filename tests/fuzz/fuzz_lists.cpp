// SPDX-License-Identifier: GPL-3.0-or-later
// The texts of data sets: YOLO boxes, the names of their classes, lists of a split's samples. Each reader gets every
// input.
#include "core/dataset/box_labels.h"
#include "core/dataset/box_list.h"
#include "core/dataset/split_lists.h"
#include "tests/fuzz/fuzz_input.h"

using namespace duoscope;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto file = fuzz::fileOf(data, size, "input.txt");
    const cv::Size picture(64, 48);
    const ClassSet classes("street", "Street", {{0, "background", {}}, {1, "car", {}}, {2, "person", {}}}, -1);
    fuzz::valueOrError([&] { readBoxClasses(file); });
    fuzz::valueOrError([&] {
        std::vector<std::string> warnings;
        const auto boxes = readBoxList(file, picture, {{0, "person"}, {1, "car"}}, classes, warnings);
        labelsFromBoxes(mergeBoxes(boxes), cv::Mat(picture, CV_8UC1, cv::Scalar(7)), classes);
    });
    fuzz::valueOrError([&] {
        DatasetListing listing;
        listing.samples.resize(2);
        listing.samples[0].name = "a";
        listing.samples[1].name = "b";
        applySplitLists({{file, "train"}}, listing);
    });
    return 0;
}
