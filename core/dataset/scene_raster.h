// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/scene_model.h"

#include <cstdint>
#include <vector>

namespace duoscope::scene {

constexpr std::uint32_t kSkySample = 0xffffffffu;
constexpr std::uint32_t kGroundSample = 0xfffffffeu;
constexpr int kOversampling = 2;     ///< samples a pixel along each axis
constexpr float kKerbHeight = 0.13f; ///< metres that sidewalks lie above the road

/// What the ground is where a ray meets it.
struct GroundHit {
    float depth = 0; ///< along the view, 0 if the ray misses
    Zone zone = Zone::Road;
    bool kerbFace = false;
};
/// `ray` as Camera::ray gives it.
GroundHit hitGround(const Street& street, Vec3 origin, Vec3 ray);

/// For every sample what is seen there: an index of the world's primitives, or the ground, or the sky.
struct Visibility {
    int width = 0, height = 0; ///< samples
    std::vector<std::uint32_t> primitive;
    std::vector<float> nearness; ///< 1 / depth, 0 for the sky
};

/// Hides what lies behind something else; the picture is width × height pixels.
Visibility findVisible(const World& world, int width, int height);

/// Normal of the primitive at that point of its surface, facing the viewer.
Vec3 normalAt(const World& world, const Primitive& primitive, Vec3 point, Vec3 towardsViewer);

/// Whether anything but the ground lies in the way of the ray.
bool blocked(const World& world, Vec3 origin, Vec3 ray);

/// Where the sun doesn't reach.
class ShadowMap {
public:
    explicit ShadowMap(const World& world);

    /// Share of the sun that reaches the point, 0 … 1.
    float lightAt(Vec3 point, Vec3 normal) const;

private:
    Vec3 project(Vec3 point) const;
    void put(int x, int y, float height);

    static constexpr int kSize = 1024;
    static constexpr float kCell = 0.11f; ///< metres
    Vec3 m_centre, m_axisX, m_axisY, m_sun;
    std::vector<float> m_height; ///< along the direction to the sun, of the surface nearest to it
};

} // namespace duoscope::scene
