// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/scene_model.h"

#include <algorithm>

namespace duoscope::scene {

struct Point2 {
    float x = 0, y = 0;
};

constexpr float kLeavesPerMetre = 11;

/// Calls span(row, from, to) for the cells whose centres lie in a convex polygon, clipped to width × height.
/// Polygons that share an edge neither overlap there nor leave a gap.
template <typename Span>
void fillConvex(const Point2* corners, int count, int width, int height, Span span)
{
    float top = 1e9f, bottom = -1e9f;
    for (int i = 0; i < count; ++i) {
        top = std::min(top, corners[i].y);
        bottom = std::max(bottom, corners[i].y);
    }
    if (!(bottom > 0) || !(top < static_cast<float>(height)))
        return;
    const int last = std::min(height - 1, floorInt(std::min(bottom, static_cast<float>(height)) - 0.5f));
    for (int y = std::max(0, floorInt(std::max(top, 0.0f) - 0.5f)); y <= last; ++y) {
        const float line = static_cast<float>(y) + 0.5f;
        float left = 1e9f, right = -1e9f;
        for (int i = 0; i < count; ++i) {
            Point2 p = corners[i], q = corners[i + 1 == count ? 0 : i + 1];
            if (p.y > q.y)
                std::swap(p, q);
            if (line < p.y || line >= q.y)
                continue;
            const float x = p.x + (line - p.y) / (q.y - p.y) * (q.x - p.x);
            left = std::min(left, x);
            right = std::max(right, x);
        }
        if (left > right)
            continue;
        const float limit = static_cast<float>(width);
        const int from = floorInt(std::clamp(left, 0.0f, limit) + 0.5f);
        const int to = floorInt(std::clamp(right, 0.0f, limit) + 0.5f);
        if (from < to)
            span(y, from, to);
    }
}

/// A tube, ball or cluster of leaves that rays can meet.
class RoundShape {
public:
    RoundShape(const Object& object, const Primitive& primitive) : m_object(object), m_primitive(primitive)
    {
        m_axis = primitive.b - primitive.a;
        m_axisSquared = dot(m_axis, m_axis);
    }

    /// How many times `ray` the surface is away from the origin; 0 where it isn't met.
    float hit(Vec3 origin, Vec3 ray) const
    {
        // Counted from beside the shape: the squares of far distances would swallow those of thin radii.
        const float beside = dot(m_primitive.a - origin, ray) / dot(ray, ray);
        const Vec3 start = origin + ray * beside;
        float t = kMiss;
        if (m_primitive.shape == Shape::Tube)
            t = hitTube(start, ray);
        else if (m_primitive.shape == Shape::Leaves)
            t = hitLeaves(start, ray);
        else
            t = hitSphere(squeezed(m_object.turnedBack(start - m_primitive.a)), squeezed(m_object.turnedBack(ray)), 1);
        return t == kMiss ? 0 : beside + t;
    }

    Vec3 normal(Vec3 point) const
    {
        if (m_primitive.shape == Shape::Ball)
            return normalized(m_object.turned(squeezed(squeezed(m_object.turnedBack(point - m_primitive.a)))));
        if (m_primitive.shape == Shape::Leaves)
            return normalized(point - m_primitive.a);
        const float t = clamp01(dot(point - m_primitive.a, m_axis) / m_axisSquared);
        return normalized(point - m_primitive.a - m_axis * t);
    }

private:
    static constexpr float kMiss = 1e9f;

    Vec3 squeezed(Vec3 v) const { return {v.x / m_primitive.b.x, v.y / m_primitive.b.y, v.z / m_primitive.b.z}; }

    static float hitSphere(Vec3 o, Vec3 d, float radius)
    {
        const float a = dot(d, d), b = dot(o, d), c = dot(o, o) - radius * radius;
        const float root = b * b - a * c;
        return root < 0 ? kMiss : (-b - std::sqrt(root)) / a;
    }

    /// The union of two balls and the cone that touches both.
    float hitTube(Vec3 origin, Vec3 ray) const
    {
        const Vec3 oa = origin - m_primitive.a;
        const float r0 = m_primitive.r0, rr = r0 - m_primitive.r1;
        const float m0 = m_axisSquared, m1 = dot(m_axis, oa), m2 = dot(m_axis, ray), m3 = dot(ray, oa);
        const float m5 = dot(oa, oa), d2 = m0 - rr * rr, dd = dot(ray, ray);
        const float k2 = d2 * dd - m2 * m2;
        const float k1 = d2 * m3 - m1 * m2 + m2 * rr * r0;
        const float k0 = d2 * m5 - m1 * m1 + 2 * m1 * rr * r0 - m0 * r0 * r0;
        const float root = k1 * k1 - k0 * k2;
        if (root < 0 || k2 < 1e-12f)
            return root < 0 ? kMiss : hitSphere(oa, ray, r0);
        const float t = (-std::sqrt(root) - k1) / k2;
        const float along = m1 - r0 * rr + t * m2;
        if (along > 0 && along < d2)
            return t;
        return std::min(hitSphere(oa, ray, r0), hitSphere(origin - m_primitive.b, ray, m_primitive.r1));
    }

    float hitLeaves(Vec3 origin, Vec3 ray) const
    {
        const float t = hitSphere(origin - m_primitive.a, ray, m_primitive.r0);
        if (t == kMiss)
            return kMiss;
        const Vec3 p = origin + ray * t;
        const Vec3 out = (p - m_primitive.a) * (1 / m_primitive.r0);
        const float facing = -dot(out, ray) / length(ray);
        const Leaf leaf = leafAt(p * kLeavesPerMetre, m_object.seed + 5);
        const float n = 0.55f * noise(p * 3.4f, m_object.seed) + 0.45f * unitOf(hashOf(leaf.hash));
        if (n - 0.45f * leaf.distance * leaf.distance < mix(0.52f, 0.16f, facing))
            return kMiss;
        // Leaves stand at various depths, so that clusters don't cut each other along circles.
        return t + (0.5f - n) * m_primitive.r0 * 1.3f / length(ray);
    }

    const Object& m_object;
    const Primitive& m_primitive;
    Vec3 m_axis;
    float m_axisSquared = 0;
};

} // namespace duoscope::scene
