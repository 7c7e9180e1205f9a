// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/scene_model.h"

namespace duoscope::scene {

Object& Builder::beginObject(Vec3 origin, float yaw, Label label)
{
    Object object;
    object.origin = origin;
    object.cosYaw = cosine(yaw);
    object.sinYaw = sine(yaw);
    object.seed = m_random.seed();
    m_world.objects.push_back(object);
    m_label = label;
    m_material = Material::Plain;
    m_tint = {1, 1, 1};
    m_warmth = 0;
    return m_world.objects.back();
}

Primitive& Builder::add(Shape shape)
{
    Primitive& primitive = m_world.primitives.emplace_back();
    primitive.shape = shape;
    primitive.object = static_cast<std::uint32_t>(m_world.objects.size() - 1);
    primitive.material = m_material;
    primitive.label = m_label;
    primitive.tint = m_tint;
    primitive.warmth = m_warmth;
    return primitive;
}

void Builder::triangle(Vec3 a, Vec3 b, Vec3 c)
{
    const Vec3 n = normalized(cross(b - a, c - a));
    triangle(a, b, c, n, n, n);
}

void Builder::triangle(Vec3 a, Vec3 b, Vec3 c, Vec3 na, Vec3 nb, Vec3 nc)
{
    const Object& o = object();
    Primitive& primitive = add(Shape::Triangle);
    primitive.a = o.toWorld(a);
    primitive.b = o.toWorld(b);
    primitive.c = o.toWorld(c);
    primitive.na = o.turned(na);
    primitive.nb = o.turned(nb);
    primitive.nc = o.turned(nc);
}

void Builder::quad(Vec3 a, Vec3 b, Vec3 c, Vec3 d)
{
    triangle(a, b, c);
    triangle(a, c, d);
}

void Builder::box(Vec3 p, Vec3 q)
{
    quad({p.x, p.y, p.z}, {q.x, p.y, p.z}, {q.x, p.y, q.z}, {p.x, p.y, q.z});
    quad({q.x, q.y, p.z}, {p.x, q.y, p.z}, {p.x, q.y, q.z}, {q.x, q.y, q.z});
    quad({p.x, q.y, p.z}, {p.x, p.y, p.z}, {p.x, p.y, q.z}, {p.x, q.y, q.z});
    quad({q.x, p.y, p.z}, {q.x, q.y, p.z}, {q.x, q.y, q.z}, {q.x, p.y, q.z});
    quad({p.x, p.y, q.z}, {q.x, p.y, q.z}, {q.x, q.y, q.z}, {p.x, q.y, q.z});
    if (p.z > 0.2f)
        quad({p.x, q.y, p.z}, {q.x, q.y, p.z}, {q.x, p.y, p.z}, {p.x, p.y, p.z});
}

void Builder::tube(Vec3 a, Vec3 b, float radiusA, float radiusB)
{
    const Object& o = object();
    Primitive& primitive = add(Shape::Tube);
    primitive.a = o.toWorld(a);
    primitive.b = o.toWorld(b);
    primitive.r0 = radiusA;
    primitive.r1 = radiusB;
}

void Builder::ball(Vec3 centre, Vec3 halfAxes)
{
    const Object& o = object();
    Primitive& primitive = add(Shape::Ball);
    primitive.a = o.toWorld(centre);
    primitive.b = halfAxes;
    primitive.r0 = std::max({halfAxes.x, halfAxes.y, halfAxes.z});
}

void Builder::leaves(Vec3 centre, float radius)
{
    const Object& o = object();
    Primitive& primitive = add(Shape::Leaves);
    primitive.a = o.toWorld(centre);
    primitive.r0 = radius;
}

void Builder::disc(Vec3 centre, Vec3 normal, float radius, int corners)
{
    const Vec3 side = std::abs(normal.z) > 0.5f ? Vec3{1, 0, 0} : Vec3{-normal.y, normal.x, 0};
    const Vec3 up = cross(normal, side);
    Vec3 previous = centre + side * radius;
    for (int i = 1; i <= corners; ++i) {
        const float angle = 2 * kPi * static_cast<float>(i) / static_cast<float>(corners);
        const Vec3 next = centre + side * (radius * cosine(angle)) + up * (radius * sine(angle));
        triangle(centre, previous, next, normal, normal, normal);
        previous = next;
    }
}

void Builder::contact(Vec3 centre, float halfLength, float halfWidth, float warmth)
{
    const Object& o = object();
    const Vec3 p = o.toWorld(centre);
    m_world.contacts.push_back({p.x, p.y, o.cosYaw, o.sinYaw, halfLength, halfWidth, warmth});
}

} // namespace duoscope::scene
