// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/scene_render.h"

#include <opencv2/core/mat.hpp>

namespace duoscope::scene {

/// Lens, noise, tone curve and 8 bits of a colour camera; CV_8UC3, BGR.
cv::Mat photograph(const World& world, const Exposure& exposure, std::uint32_t seed);

/// Lens, fixed pattern, noise and automatic gain of a thermal camera; CV_8UC1, warmer is brighter.
cv::Mat photographHeat(const World& world, const Exposure& exposure, std::uint32_t seed);

} // namespace duoscope::scene
