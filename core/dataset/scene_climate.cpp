// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/scene_layout.h"
#include "core/dataset/scene_things.h"

namespace duoscope::scene {
namespace {

Vec3 directionOf(float azimuth, float elevation)
{
    return {sine(azimuth) * cosine(elevation), cosine(azimuth) * cosine(elevation), sine(elevation)};
}

void chooseDay(Climate& c, const LayoutRequest& request, Random& random)
{
    c.clouds = request.glare ? random.uniform(0.05f, 0.3f)
               : request.fog ? 1.0f
                             : std::clamp(random.uniform(-0.3f, 1.25f), 0.0f, 1.0f);
    // A sun above the street ahead blinds; otherwise it mostly stands aside or behind, as photographers like it.
    const float azimuth = request.glare ? random.uniform(-0.17f, 0.17f) : random.uniform(0.7f, 5.6f);
    const float elevation = request.glare ? random.uniform(0.13f, 0.24f) : random.uniform(0.32f, 1.05f);
    c.sunDirection = directionOf(azimuth, elevation);
    const float low = 1 - smooth(0.1f, 0.75f, elevation);
    const float open = (1 - smooth(0.55f, 1.0f, c.clouds)) * (request.fog ? 0.0f : 1.0f);
    const Vec3 warm = mix(Vec3{1.0f, 0.95f, 0.87f}, Vec3{1.0f, 0.74f, 0.46f}, low);
    c.sunColour = warm * (2.3f * open * mix(1.0f, 0.75f, low));
    const Vec3 blue = mix(Vec3{0.20f, 0.38f, 0.72f}, Vec3{0.30f, 0.42f, 0.66f}, low);
    const Vec3 pale = mix(Vec3{0.62f, 0.74f, 0.90f}, Vec3{1.0f, 0.80f, 0.58f}, low * 0.8f);
    const Vec3 grey{0.70f, 0.73f, 0.77f};
    const float cover = smooth(0.3f, 1.0f, c.clouds);
    c.zenith = mix(blue, grey * 0.85f, cover);
    c.horizon = mix(pale, grey * 1.05f, cover);
    c.ground = mix(Vec3{0.30f, 0.28f, 0.25f}, Vec3{0.26f, 0.26f, 0.25f}, cover) * (0.55f + 0.45f * open);
    c.exposure = random.uniform(0.95f, 1.25f) * mix(1.12f, 0.78f, open);
    c.airTemperature = random.uniform(6, 23);
    c.sunWarmth = open * random.uniform(4, 9);
    c.skyTemperature = c.airTemperature - mix(34.0f, 9.0f, cover);
    c.air = mix(c.horizon, grey, 0.6f) * 0.97f;
    c.fog = 0.0009f;
    if (request.fog) {
        c.fog = random.uniform(0.022f, 0.048f);
        c.horizon = c.air;
        c.zenith = c.air * 0.97f;
        c.skyTemperature = c.airTemperature - 4;
    }
}

void chooseNight(Climate& c, const LayoutRequest& request, Random& random)
{
    c.clouds = request.fog ? 1.0f : random.uniform(0.0f, 0.8f);
    const float moonAzimuth = random.uniform(-0.9f, 0.9f);
    c.sunDirection = directionOf(moonAzimuth, random.uniform(0.3f, 0.5f));
    const bool dusk = random.chance(0.28f);
    const float dim = dusk ? random.uniform(0.028f, 0.055f) : random.uniform(0.005f, 0.014f);
    const Vec3 sky =
        dusk ? Vec3{0.55f, 0.75f, 1.30f} : random.pick({Vec3{0.75f, 0.85f, 1.15f}, Vec3{0.95f, 0.9f, 0.9f}});
    c.zenith = sky * (dim * 0.8f);
    c.horizon = (dusk ? Vec3{1.5f, 1.0f, 0.85f} : Vec3{1.35f, 1.1f, 0.85f}) * (dim * 1.3f);
    c.ground = Vec3{1, 1, 1} * (dim * 0.35f);
    c.sunColour = {0, 0, 0};
    c.exposure = random.uniform(0.6f, 1.25f);
    c.airTemperature = random.uniform(1, 16);
    c.skyTemperature = c.airTemperature - mix(32.0f, 10.0f, c.clouds);
    c.fog = 0.0012f;
    c.air = c.horizon * 0.8f;
    if (request.fog) {
        c.fog = random.uniform(0.024f, 0.045f);
        // What the fog scatters of the town's lamps.
        c.air = mix(Vec3{0.062f, 0.055f, 0.048f}, Vec3{0.040f, 0.046f, 0.058f}, random.uniform());
        c.air *= random.uniform(0.6f, 1.1f);
        c.zenith = c.air * 0.6f;
        c.horizon = c.air;
        c.skyTemperature = c.airTemperature - 4;
    }
    c.whiteBalance =
        random.pick({Vec3{1, 1, 1}, Vec3{0.93f, 1.06f, 0.95f}, Vec3{1.05f, 1, 0.93f}, Vec3{0.94f, 1, 1.1f}});
}

} // namespace

Climate chooseClimate(const LayoutRequest& request)
{
    Random random(request.seed * 0xd1342543de82ef95ull + 0xc11a7e);
    Climate c;
    c.night = request.night;
    c.seed = random.seed();
    request.night ? chooseNight(c, request, random) : chooseDay(c, request, random);
    c.infraredFog = c.fog * 0.13f;
    c.glare = request.glare ? random.uniform(0.8f, 1.2f) : 0.0f;
    return c;
}

} // namespace duoscope::scene
