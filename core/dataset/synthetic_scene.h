// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <opencv2/core/mat.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace duoscope {

enum class SceneTime {
    Any, ///< The seed decides.
    Day,
    Night,
};

enum class SceneWeather {
    Any, ///< The seed decides.
    Clear,
    Fog,   ///< Hides what is far in the visible picture, much less in the infrared one.
    Glare, ///< A low sun or oncoming headlights outshine part of the visible picture.
};

/// What street scene to generate.
struct SceneOptions {
    int width = 640;        ///< pixels, 32 … 4096
    int height = 480;       ///< pixels, 32 … 4096
    std::uint64_t seed = 1; ///< decides all that the other options leave open
    SceneTime time = SceneTime::Any;
    SceneWeather weather = SceneWeather::Any;

    /// Throws Error(Usage).
    void check() const;
};

/// One aligned pair of a street and its labels, all three of the size asked for.
struct SyntheticScene {
    cv::Mat visible;         ///< CV_8UC3, BGR
    cv::Mat infrared;        ///< CV_8UC1, warmer is brighter
    cv::Mat labels;          ///< CV_8UC1, ids 0 … 14 of the class set "street" (those of FMB)
    std::string description; ///< "night, fog, seed 7"
};

/// Draws the scene of those options: geometry in metres seen by a pinhole camera, lit for the visible picture and given
/// temperatures for the infrared one. The same options give the same bytes on every run, thread and machine: the
/// random numbers, the elementary functions and the filters are the generator's own.
/// Uses the calling thread only; keeps no state, so that any number of threads may call it. Throws Error(Usage).
SyntheticScene generateScene(const SceneOptions& options);

/// "day", "night", "any".
std::string_view sceneTimeName(SceneTime time);
/// "clear", "fog", "glare", "any".
std::string_view sceneWeatherName(SceneWeather weather);

} // namespace duoscope
