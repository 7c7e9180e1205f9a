// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/safetensors.h"

#include <filesystem>
#include <string>

namespace duoscope::test {

/// Scenes that a network learns in seconds: a bright road under a dark sky with a warm square person, 64×64, as
/// duoscope-cli pack would write them. Some pairs with labels, one with boxes only, one without labels.
inline WeightFile tinyDataset()
{
    WeightFile file;
    file.metadata = {
        {"format", "duoscope-samples"},           {"format_version", "1"}, {"class_set", "street"},
        {"classes", "unlabeled,road,sky,person"}, {"ignored", "0"},        {"boxed_classes/boxes", "person"}};
    torch::manual_seed(5);
    for (int i = 0; i < 6; ++i) {
        const int horizon = 24 + 4 * i;
        const int left = 6 + 7 * i;
        torch::Tensor label = torch::full({64, 64}, 2, torch::kUInt8);
        label.narrow(0, horizon, 64 - horizon).fill_(1);
        label.narrow(0, horizon - 8, 24).narrow(1, left, 10).fill_(3);
        torch::Tensor visible = torch::where(label == 1, 150, 60).to(torch::kFloat32);
        torch::Tensor infrared = torch::where(label == 1, 90, 40).to(torch::kFloat32);
        infrared = torch::where(label == 3, 230.F * torch::ones_like(infrared), infrared);
        const auto bytes = [](const torch::Tensor& image) {
            return (image + 8 * torch::randn_like(image)).clamp(0, 255).to(torch::kUInt8);
        };
        const std::string name = std::string(i == 4   ? "boxes/train/"
                                             : i == 5 ? "plain/train/"
                                                      : "labelled/") +
                                 (i < 4 ? (i == 3 ? "val/" : "train/") : "") + std::to_string(i);
        file.tensors[name + "/infrared"] = bytes(infrared);
        file.tensors[name + "/visible"] = bytes(visible);
        if (i == 4)
            label = torch::where(label == 3, 3, 254).to(torch::kUInt8);
        if (i != 5)
            file.tensors[name + "/label"] = label;
        if (i == 3 || i == 4)
            file.tensors[name + "/boxes"] = torch::tensor(
                {{3.F, static_cast<float>(left), static_cast<float>(horizon - 8), left + 10.F, horizon + 16.F}});
    }
    return file;
}

inline void writeTinyDataset(const std::filesystem::path& file) { writeSafetensors(file, tinyDataset()); }

} // namespace duoscope::test
