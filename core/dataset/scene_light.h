// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/scene_raster.h"
#include "core/dataset/scene_surface.h"

namespace duoscope::scene {

/// Light and heat that reach the camera from one direction.
struct Radiance {
    Vec3 colour;           ///< linear RGB, 1 is white before the exposure
    float temperature = 0; ///< apparent, °C
};

/// Lights surfaces by sun, sky and lamps, and looks at them through the air.
class Lighting {
public:
    explicit Lighting(const World& world);

    /// `ray` as Camera::ray gives it.
    Radiance sky(Vec3 ray) const;
    Radiance surface(const Surface& surface, Vec3 point, Vec3 ray) const;
    /// What the air between the camera and that depth adds to the colour because lamps shine into it.
    Vec3 litAir(Vec3 ray, float depth) const;

private:
    Vec3 skyColour(Vec3 direction, bool mirrored) const;
    float skyTemperature(Vec3 direction) const;
    Vec3 lampLight(const Surface& surface, Vec3 point, Vec3 towardsViewer) const;

    const World& m_world;
    const Climate& m_climate;
    ShadowMap m_shadows;
    std::vector<Light> m_lights;
};

} // namespace duoscope::scene
