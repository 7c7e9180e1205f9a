// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/scene_model.h"

#include <cstdint>
#include <vector>

namespace duoscope::scene {

/// What ideal cameras would see, row by row.
struct Exposure {
    int width = 0, height = 0;
    std::vector<Vec3> colour;        ///< linear RGB
    std::vector<float> temperature;  ///< °C
    std::vector<std::uint8_t> label; ///< ids of the class set "street"
};

Exposure render(const World& world, int width, int height);

} // namespace duoscope::scene
