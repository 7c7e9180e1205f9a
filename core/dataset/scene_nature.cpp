// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/scene_things.h"

namespace duoscope::scene {

Vec3 paint(int red, int green, int blue)
{
    const auto linear = [](int v) { return power(static_cast<float>(v) / 255, 2.2f); };
    return {linear(red), linear(green), linear(blue)};
}

namespace {

Vec3 foliage(Random& random)
{
    return random.pick({paint(74, 98, 44), paint(60, 88, 46), paint(92, 108, 50), paint(52, 78, 50), paint(84, 96, 60),
                        paint(66, 92, 36), paint(132, 110, 44)});
}

} // namespace

void addTree(Builder& b, Vec3 ground, float height, bool detailed)
{
    Random& random = b.random();
    enum Form { Round, Tall, Conifer, Bare };
    const int form = random.integer(0, 19);
    const Form shape = form < 11 ? Round : form < 15 ? Tall : form < 18 ? Conifer : Bare;
    const float turn = random.uniform(0, 2 * kPi);
    Object& object = b.beginObject(ground, turn, Label::Vegetation);
    object.colour = shape == Conifer ? paint(46, 70, 48) : foliage(random);
    object.accent = random.pick({paint(92, 78, 64), paint(76, 66, 58), paint(112, 102, 90)});
    // Below the crowns of street trees people can walk.
    const float trunk = shape == Conifer ? 0.12f * height
                        : shape == Tall
                            ? 0.16f * height
                            : std::max(random.uniform(0.26f, 0.36f) * height, std::min(3.1f, 0.5f * height));
    const float girth = 0.020f * height + 0.03f;
    const float spread = height * (shape == Round || shape == Bare ? random.uniform(0.28f, 0.38f) : 0.16f);
    object.size = {spread, trunk, height};
    const Vec3 bend = Vec3{random.uniform(-0.04f, 0.04f), random.uniform(-0.04f, 0.04f), 0} * height;
    const Vec3 fork = Vec3{0, 0, trunk} + bend * 0.5f;
    b.setMaterial(Material::Bark);
    b.tube({0, 0, -0.1f}, {0, 0, 0.25f}, girth * 1.5f, girth * 1.1f);
    b.tube({0, 0, 0}, fork, girth * 1.15f, girth * 0.85f);
    b.tube(fork, Vec3{0, 0, height * (shape == Bare ? 0.9f : 0.8f)} + bend, girth * 0.8f, girth * 0.2f);
    const int branches = shape == Bare ? 15 : shape == Round ? 6 : 0;
    for (int i = 0; i < branches; ++i) {
        const float angle = 2.4f * static_cast<float>(i) + random.uniform(-0.3f, 0.3f);
        const float from = random.uniform(0.75f, 2.0f) * trunk, reach = random.uniform(0.5f, 0.95f) * spread;
        const Vec3 start = mix(fork, Vec3{0, 0, height * 0.8f} + bend, clamp01((from - trunk) / height));
        const Vec3 tip = start + Vec3{reach * cosine(angle), reach * sine(angle), reach * random.uniform(0.6f, 1.3f)};
        b.tube(start, tip, girth * 0.45f, girth * 0.12f);
        for (int k = 0; k < 4 && shape == Bare; ++k) {
            const float t = random.uniform(0.3f, 0.9f), twist = random.uniform(0, 2 * kPi);
            const float twig = reach * random.uniform(0.25f, 0.5f);
            b.tube(mix(start, tip, t), mix(start, tip, t) + Vec3{twig * cosine(twist), twig * sine(twist), twig * 0.8f},
                   girth * 0.16f, girth * 0.05f);
        }
    }
    b.contact({0, 0, 0}, girth * 2.2f, girth * 2.2f);
    if (shape == Bare)
        return;
    b.setMaterial(Material::Leaf);
    const float bottom = trunk * 0.95f, crown = height - bottom;
    const int clusters = detailed ? 64 : 26;
    for (int i = 0; i < clusters; ++i) {
        const float level = (static_cast<float>(i) + 0.5f) / static_cast<float>(clusters);
        const float angle = 2.4f * static_cast<float>(i) + random.uniform(-0.4f, 0.4f);
        const float width = shape == Conifer
                                ? 1.05f * (1 - level) + 0.08f
                                : std::sqrt(std::max(0.02f, 1 - (2 * level - 0.9f) * (2 * level - 0.9f) * 0.9f));
        const float away = spread * width * std::sqrt(random.uniform(0.25f, 1.0f));
        const float r = (shape == Conifer ? 0.22f + 0.50f * width
                         : shape == Tall  ? 0.95f
                                          : 0.75f) *
                        random.uniform(0.34f, 0.52f) * (detailed ? 0.95f : 1.25f) *
                        (shape == Round ? spread : spread * 1.35f);
        b.leaves(Vec3{away * cosine(angle), away * sine(angle), bottom + crown * (0.1f + 0.82f * level)} + bend * level,
                 r);
    }
}

void addBush(Builder& b, Vec3 ground, float radius)
{
    Random& random = b.random();
    Object& object = b.beginObject(ground, random.uniform(0, 6), Label::Vegetation);
    object.colour = foliage(random);
    object.accent = paint(76, 66, 58);
    object.size = {radius, 0, radius * 1.6f};
    b.setMaterial(Material::Leaf);
    const int clusters = random.integer(6, 9);
    for (int i = 0; i < clusters; ++i) {
        const float angle = 2.4f * static_cast<float>(i), away = radius * random.uniform(0.1f, 0.7f);
        const float r = radius * random.uniform(0.4f, 0.62f);
        b.leaves({away * cosine(angle), away * sine(angle), r * random.uniform(0.6f, 1.3f)}, r);
    }
    b.contact({0, 0, 0}, radius * 0.9f, radius * 0.9f);
}

void addHedge(Builder& b, Vec3 from, Vec3 to, float height)
{
    Random& random = b.random();
    Object& object = b.beginObject(from, 0, Label::Vegetation);
    object.colour = foliage(random) * 0.85f;
    object.accent = paint(70, 60, 50);
    object.size = {height, 0, height * 1.2f};
    b.setMaterial(Material::Leaf);
    const Vec3 way = to - from;
    const float step = height * 0.42f, size = length(way);
    const Vec3 along = way * (1 / std::max(size, 0.1f)), side{-along.y, along.x, 0};
    for (float t = 0; t < size; t += step)
        for (const float level : {0.32f, 0.68f}) {
            const float jitter = random.uniform(-0.08f, 0.08f) * height;
            b.leaves(along * t + side * jitter + Vec3{0, 0, height * level}, height * random.uniform(0.36f, 0.44f));
        }
    const float reach = size / 2;
    b.world().contacts.push_back({from.x + way.x / 2, from.y + way.y / 2, along.x, along.y, reach, height * 0.4f, 0});
}

} // namespace duoscope::scene
