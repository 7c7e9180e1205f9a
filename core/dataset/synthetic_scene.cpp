// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/synthetic_scene.h"
#include "core/base/error.h"
#include "core/dataset/scene_layout.h"
#include "core/dataset/scene_render.h"
#include "core/dataset/scene_sensor.h"

#include <algorithm>

namespace duoscope {
namespace {

constexpr int kSmallest = 32, kLargest = 4096; // pixels

} // namespace

void SceneOptions::check() const
{
    const auto side = [](const char* name, int size) {
        if (size < kSmallest || size > kLargest)
            throw Error(ErrorKind::Usage, "Cannot generate a scene",
                        std::string("the ") + name + " of " + std::to_string(size) + " pixels is not between " +
                            std::to_string(kSmallest) + " and " + std::to_string(kLargest),
                        std::string("Choose another ") + name);
    };
    side("width", width);
    side("height", height);
    const auto choice = [](const char* name, int value, int last) {
        if (value < 0 || value > last)
            throw Error(ErrorKind::Usage, "Cannot generate a scene",
                        std::string(name) + " number " + std::to_string(value) + " is unknown",
                        std::string("Choose a number from 0 to ") + std::to_string(last));
    };
    choice("time", static_cast<int>(time), static_cast<int>(SceneTime::Night));
    choice("weather", static_cast<int>(weather), static_cast<int>(SceneWeather::Glare));
}

std::string_view sceneTimeName(SceneTime time)
{
    switch (time) {
    case SceneTime::Day:
        return "day";
    case SceneTime::Night:
        return "night";
    case SceneTime::Any:
        break;
    }
    return "any";
}

std::string_view sceneWeatherName(SceneWeather weather)
{
    switch (weather) {
    case SceneWeather::Clear:
        return "clear";
    case SceneWeather::Fog:
        return "fog";
    case SceneWeather::Glare:
        return "glare";
    case SceneWeather::Any:
        break;
    }
    return "any";
}

SyntheticScene generateScene(const SceneOptions& options)
{
    options.check();
    // Both are drawn whether asked for or not, so that fixing one of them leaves the rest of a seed's scene alone.
    scene::Random random(options.seed);
    const float timeLot = random.uniform(), weatherLot = random.uniform();
    const SceneTime time = options.time != SceneTime::Any ? options.time
                           : timeLot < 0.5f               ? SceneTime::Day
                                                          : SceneTime::Night;
    const SceneWeather weather = options.weather != SceneWeather::Any ? options.weather
                                 : weatherLot < 0.64f                 ? SceneWeather::Clear
                                 : weatherLot < 0.82f                 ? SceneWeather::Fog
                                                                      : SceneWeather::Glare;
    const std::uint32_t visibleNoise = random.seed(), infraredNoise = random.seed();

    const scene::World world = scene::layOut({options.width, options.height, options.seed, time == SceneTime::Night,
                                              weather == SceneWeather::Fog, weather == SceneWeather::Glare});
    const scene::Exposure exposure = scene::render(world, options.width, options.height);

    SyntheticScene result;
    result.visible = scene::photograph(world, exposure, visibleNoise);
    result.infrared = scene::photographHeat(world, exposure, infraredNoise);
    result.labels.create(options.height, options.width, CV_8UC1);
    std::copy(exposure.label.begin(), exposure.label.end(), result.labels.ptr<std::uint8_t>());
    result.description = std::string(sceneTimeName(time)) + ", " + std::string(sceneWeatherName(weather)) + ", seed " +
                         std::to_string(options.seed);
    return result;
}

} // namespace duoscope
