// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/scene_raster.h"
#include "core/dataset/scene_shapes.h"

namespace duoscope::scene {

ShadowMap::ShadowMap(const World& world) : m_sun(world.climate.sunDirection), m_height(kSize * kSize, -1e9f)
{
    m_axisX = normalized(cross(m_sun, std::abs(m_sun.y) < 0.9f ? Vec3{0, 1, 0} : Vec3{1, 0, 0}));
    m_axisY = cross(m_sun, m_axisX);
    const Vec3 ahead{world.camera.forward.x, world.camera.forward.y, 0};
    m_centre = Vec3{world.camera.position.x, world.camera.position.y, 0} + ahead * 42;

    for (const Primitive& primitive : world.primitives) {
        const Vec3 a = project(primitive.a);
        if (primitive.shape == Shape::Triangle) {
            const Vec3 corners[3] = {a, project(primitive.b), project(primitive.c)};
            const Vec3 normal = cross(corners[1] - corners[0], corners[2] - corners[0]);
            if (std::abs(normal.z) < 1e-4f)
                continue;
            const Point2 outline[3] = {
                {corners[0].x, corners[0].y}, {corners[1].x, corners[1].y}, {corners[2].x, corners[2].y}};
            const float stepX = -normal.x / normal.z, stepY = -normal.y / normal.z;
            fillConvex(outline, 3, kSize, kSize, [&](int y, int from, int to) {
                for (int x = from; x < to; ++x)
                    put(x, y,
                        a.z + stepX * (static_cast<float>(x) + 0.5f - a.x) +
                            stepY * (static_cast<float>(y) + 0.5f - a.y));
            });
            continue;
        }
        const bool tube = primitive.shape == Shape::Tube;
        const Vec3 b = tube ? project(primitive.b) : a;
        // Flat balls would cast the shadow of their longest axis.
        const Vec3 half = primitive.b;
        const float r0 = (primitive.shape == Shape::Ball ? (half.x + half.y + half.z) / 3 : primitive.r0) / kCell;
        const float r1 = tube ? primitive.r1 / kCell : r0;
        const int x0 = std::max(0, floorInt(std::min(a.x - r0, b.x - r1)));
        const int x1 = std::min(kSize - 1, floorInt(std::max(a.x + r0, b.x + r1)));
        const int y0 = std::max(0, floorInt(std::min(a.y - r0, b.y - r1)));
        const int y1 = std::min(kSize - 1, floorInt(std::max(a.y + r0, b.y + r1)));
        const float dx = b.x - a.x, dy = b.y - a.y, inverse = 1 / std::max(dx * dx + dy * dy, 1e-6f);
        for (int y = y0; y <= y1; ++y)
            for (int x = x0; x <= x1; ++x) {
                const float px = static_cast<float>(x) + 0.5f - a.x, py = static_cast<float>(y) + 0.5f - a.y;
                const float t = clamp01((px * dx + py * dy) * inverse);
                const float ex = px - t * dx, ey = py - t * dy;
                const float r = std::max(mix(r0, r1, t), 0.5f);
                if (ex * ex + ey * ey > r * r)
                    continue;
                // Sun shines through some of the leaves.
                if (primitive.shape == Shape::Leaves &&
                    unitOf(hashOf(x / 2, y / 2, primitive.object)) < 0.25f + 0.4f * (ex * ex + ey * ey) / (r * r))
                    continue;
                put(x, y, mix(a.z, b.z, t));
            }
    }
}

Vec3 ShadowMap::project(Vec3 point) const
{
    const Vec3 d = point - m_centre;
    return {dot(d, m_axisX) / kCell + kSize / 2, dot(d, m_axisY) / kCell + kSize / 2, dot(d, m_sun)};
}

void ShadowMap::put(int x, int y, float height)
{
    float& cell = m_height[static_cast<std::size_t>(y * kSize + x)];
    cell = std::max(cell, height);
}

float ShadowMap::lightAt(Vec3 point, Vec3 normal) const
{
    const float facing = dot(normal, m_sun);
    if (facing <= 0)
        return 0;
    const Vec3 p = project(point + normal * 0.12f);
    const int x = floorInt(p.x - 0.5f), y = floorInt(p.y - 0.5f);
    if (x < 1 || y < 1 || x > kSize - 3 || y > kSize - 3)
        return 1;
    const float fx = p.x - 0.5f - static_cast<float>(x), fy = p.y - 0.5f - static_cast<float>(y);
    float sum = 0;
    // Three cells wide with soft ends: the blur that the sun's size makes.
    for (int j = -1; j <= 2; ++j)
        for (int i = -1; i <= 2; ++i) {
            const float wx = i == -1 ? 1 - fx : i == 2 ? fx : 1, wy = j == -1 ? 1 - fy : j == 2 ? fy : 1;
            sum += m_height[static_cast<std::size_t>((y + j) * kSize + x + i)] > p.z + 0.12f ? 0 : wx * wy;
        }
    return sum / 9;
}

} // namespace duoscope::scene
