// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/scene_model.h"

namespace duoscope::scene {

struct LayoutRequest {
    int width = 640, height = 480;
    std::uint64_t seed = 1;
    bool night = false, fog = false, glare = false;
};

/// Camera, light, street and all that stands in it. A seed's street is the same by day and by night, in fog and in
/// clear air, but for the traffic in glare.
World layOut(const LayoutRequest& request);

/// The part of layOut that decides on light, air and temperatures.
Climate chooseClimate(const LayoutRequest& request);

} // namespace duoscope::scene
