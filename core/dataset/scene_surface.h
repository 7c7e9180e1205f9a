// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/scene_raster.h"

namespace duoscope::scene {

/// How a point of a surface looks before light falls on it, and how warm it is.
struct Surface {
    Vec3 albedo{0.3f, 0.3f, 0.3f};
    Vec3 normal{0, 0, 1};
    Vec3 emission;
    float gloss = 0;          ///< share of light mirrored when looked at straight, 0 … 1
    float temperature = 15;   ///< °C, without the sun's warmth
    float mirror = 0;         ///< share of the heat radiation that comes from the mirrored sky
    float absorption = 0.7f;  ///< how much of the sun's warmth is taken up
    float occlusion = 1;      ///< share of the light from all around that reaches it
    bool translucent = false; ///< leaves let light through
};

/// `footprint` is the size of a pixel on the surface, metres.
Surface paintGround(const World& world, const GroundHit& hit, Vec3 point, float footprint);
Surface paintPrimitive(const World& world, const Primitive& primitive, Vec3 point, Vec3 normal, float footprint);
Surface paintFacade(const World& world, const Object& object, Vec3 point, Vec3 normal, float footprint);
Surface paintVehicle(const World& world, const Object& object, const Primitive& primitive, Vec3 point, Vec3 normal,
                     float footprint);

} // namespace duoscope::scene
