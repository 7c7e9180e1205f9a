// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/scene_raster.h"
#include "core/dataset/scene_shapes.h"

#include <algorithm>
#include <numeric>

namespace duoscope::scene {
namespace {

constexpr float kNear = 0.25f; // metres; nothing nearer is drawn

class Rasterizer {
public:
    Rasterizer(const World& world, Visibility& target) : m_world(world), m_camera(world.camera), m_target(target) {}

    void draw(std::uint32_t index)
    {
        const Primitive& primitive = m_world.primitives[index];
        if (primitive.shape == Shape::Triangle)
            drawTriangle(primitive, index);
        else
            drawRound(primitive, index);
    }

private:
    void put(int x, int y, float nearness, std::uint32_t index)
    {
        const auto at =
            static_cast<std::size_t>(y) * static_cast<std::size_t>(m_target.width) + static_cast<std::size_t>(x);
        if (nearness > m_target.nearness[at]) {
            m_target.nearness[at] = nearness;
            m_target.primitive[at] = index;
        }
    }

    void drawTriangle(const Primitive& primitive, std::uint32_t index)
    {
        const Vec3 corners[3] = {m_camera.toView(primitive.a), m_camera.toView(primitive.b),
                                 m_camera.toView(primitive.c)};
        const Vec3 normal = cross(corners[1] - corners[0], corners[2] - corners[0]);
        const float distance = dot(normal, corners[0]);
        if (std::abs(distance) < 1e-7f)
            return;
        Vec3 clipped[4];
        int count = 0;
        for (int i = 0; i < 3; ++i) {
            const Vec3 p = corners[i], q = corners[(i + 1) % 3];
            if (p.z >= kNear)
                clipped[count++] = p;
            if ((p.z >= kNear) != (q.z >= kNear))
                clipped[count++] = mix(p, q, (kNear - p.z) / (q.z - p.z));
        }
        if (count < 3)
            return;
        Point2 outline[4];
        for (int i = 0; i < count; ++i)
            outline[i] = {kOversampling * (m_camera.centreX + m_camera.focal * clipped[i].x / clipped[i].z),
                          kOversampling * (m_camera.centreY - m_camera.focal * clipped[i].y / clipped[i].z)};
        // 1 / depth is a linear function of the position in the picture.
        const float perSample = 1.0f / (kOversampling * m_camera.focal * distance);
        const float stepX = normal.x * perSample, stepY = -normal.y * perSample;
        const float start =
            normal.z / distance - stepX * kOversampling * m_camera.centreX - stepY * kOversampling * m_camera.centreY;
        fillConvex(outline, count, m_target.width, m_target.height, [&](int y, int from, int to) {
            const float row = start + stepY * (static_cast<float>(y) + 0.5f);
            for (int x = from; x < to; ++x)
                put(x, y, row + stepX * (static_cast<float>(x) + 0.5f), index);
        });
    }

    void drawRound(const Primitive& primitive, std::uint32_t index)
    {
        // The outline lies within those of balls around the ends.
        float left = 1e9f, right = -1e9f, top = 1e9f, bottom = -1e9f, nearest = 1e9f;
        const Vec3 ends[2] = {m_camera.toView(primitive.a),
                              m_camera.toView(primitive.shape == Shape::Tube ? primitive.b : primitive.a)};
        const float radii[2] = {primitive.r0, primitive.shape == Shape::Tube ? primitive.r1 : primitive.r0};
        for (int i = 0; i < 2; ++i) {
            const float front = ends[i].z - radii[i];
            if (front < kNear)
                return;
            const float scale = kOversampling * m_camera.focal;
            const float r = scale * radii[i] / front + 1;
            const float x = kOversampling * m_camera.centreX + scale * ends[i].x / ends[i].z;
            const float y = kOversampling * m_camera.centreY - scale * ends[i].y / ends[i].z;
            left = std::min(left, x - r);
            right = std::max(right, x + r);
            top = std::min(top, y - r);
            bottom = std::max(bottom, y + r);
            nearest = std::min(nearest, front);
        }
        const int x0 = clampInt(left, m_target.width), x1 = clampInt(right + 1, m_target.width);
        const int y0 = clampInt(top, m_target.height), y1 = clampInt(bottom + 1, m_target.height);
        const RoundShape shape(m_world.objects[primitive.object], primitive);
        for (int y = y0; y < y1; ++y)
            for (int x = x0; x < x1; ++x) {
                const auto at = static_cast<std::size_t>(y) * static_cast<std::size_t>(m_target.width) +
                                static_cast<std::size_t>(x);
                if (m_target.nearness[at] * nearest >= 1)
                    continue;
                const Vec3 ray = m_camera.ray((static_cast<float>(x) + 0.5f) / kOversampling,
                                              (static_cast<float>(y) + 0.5f) / kOversampling);
                const float depth = shape.hit(m_camera.position, ray);
                if (depth > 0)
                    put(x, y, 1 / depth, index);
            }
    }

    static int clampInt(float v, int size) { return static_cast<int>(std::clamp(v, 0.0f, static_cast<float>(size))); }

    const World& m_world;
    const Camera& m_camera;
    Visibility& m_target;
};

} // namespace

GroundHit hitGround(const Street& street, Vec3 origin, Vec3 ray)
{
    GroundHit hit;
    if (ray.z > -1e-5f)
        return hit;
    const float upper = (kKerbHeight - origin.z) / ray.z;
    const float lower = -origin.z / ray.z;
    hit.zone = street.zone(origin.x + ray.x * upper, origin.y + ray.y * upper);
    hit.depth = upper;
    if (hit.zone != Zone::Road)
        return hit;
    hit.zone = street.zone(origin.x + ray.x * lower, origin.y + ray.y * lower);
    hit.depth = lower;
    if (hit.zone == Zone::Road)
        return hit;
    // Above the kerb's top it was over the road, below the road's height it is inside the kerb: it met the kerb's face.
    hit.zone = Zone::Kerb;
    hit.kerbFace = true;
    hit.depth = 0.5f * (upper + lower);
    return hit;
}

Visibility findVisible(const World& world, int width, int height)
{
    Visibility result;
    result.width = width * kOversampling;
    result.height = height * kOversampling;
    const auto count = static_cast<std::size_t>(result.width) * static_cast<std::size_t>(result.height);
    result.primitive.assign(count, kSkySample);
    result.nearness.assign(count, 0.0f);

    // From near to far, so that most of what is hidden is skipped early.
    std::vector<std::uint32_t> order(world.primitives.size());
    std::iota(order.begin(), order.end(), 0u);
    std::vector<float> depth(order.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        depth[i] = world.camera.toView(world.primitives[i].a).z - world.primitives[i].r0;
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return depth[a] < depth[b]; });
    Rasterizer rasterizer(world, result);
    for (const std::uint32_t index : order)
        rasterizer.draw(index);

    std::size_t at = 0;
    for (int y = 0; y < result.height; ++y)
        for (int x = 0; x < result.width; ++x, ++at) {
            const Vec3 ray = world.camera.ray((static_cast<float>(x) + 0.5f) / kOversampling,
                                              (static_cast<float>(y) + 0.5f) / kOversampling);
            const float lowest = -world.camera.position.z / ray.z; // of the ground's two heights
            if (ray.z > -1e-5f || result.nearness[at] * (lowest - kKerbHeight / -ray.z) >= 1)
                continue;
            const GroundHit hit = hitGround(world.street, world.camera.position, ray);
            if (hit.depth * result.nearness[at] < 1) {
                result.nearness[at] = 1 / hit.depth;
                result.primitive[at] = kGroundSample;
            }
        }
    return result;
}

Vec3 normalAt(const World& world, const Primitive& primitive, Vec3 point, Vec3 towardsViewer)
{
    Vec3 normal;
    if (primitive.shape == Shape::Triangle) {
        const Vec3 full = cross(primitive.b - primitive.a, primitive.c - primitive.a);
        const float inverse = 1 / std::max(dot(full, full), 1e-12f);
        const float wa = clamp01(dot(cross(primitive.b - point, primitive.c - point), full) * inverse);
        const float wb = clamp01(dot(cross(primitive.c - point, primitive.a - point), full) * inverse);
        normal = normalized(primitive.na * wa + primitive.nb * wb + primitive.nc * clamp01(1 - wa - wb));
    } else {
        normal = RoundShape(world.objects[primitive.object], primitive).normal(point);
    }
    return dot(normal, towardsViewer) < 0 ? -normal : normal;
}

bool blocked(const World& world, Vec3 origin, Vec3 ray)
{
    for (const Primitive& primitive : world.primitives) {
        if (primitive.shape != Shape::Triangle) {
            if (RoundShape(world.objects[primitive.object], primitive).hit(origin, ray) > 0)
                return true;
            continue;
        }
        const Vec3 ab = primitive.b - primitive.a, ac = primitive.c - primitive.a, p = cross(ray, ac);
        const float determinant = dot(ab, p);
        if (std::abs(determinant) < 1e-9f)
            continue;
        const Vec3 way = origin - primitive.a, q = cross(way, ab);
        const float u = dot(way, p) / determinant, v = dot(ray, q) / determinant;
        if (u >= 0 && v >= 0 && u + v <= 1 && dot(ac, q) / determinant > 0)
            return true;
    }
    return false;
}

} // namespace duoscope::scene
