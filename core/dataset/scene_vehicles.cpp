// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/scene_things.h"

#include <array>
#include <vector>

namespace duoscope::scene {
namespace {

/// The outline of a body at one place along it.
struct Section {
    float x = 0, bottom = 0.28f, belt = 0.9f, top = 0.9f, half = 0.85f, roofHalf = 0.6f;
};

constexpr int kRing = 12;

std::array<Vec3, kRing> ringOf(const Section& s)
{
    const float waist = mix(s.bottom, s.belt, 0.55f);
    const Vec3 left[6] = {{s.x, s.half * 0.90f, s.bottom},
                          {s.x, s.half * 0.985f, s.bottom + 0.12f},
                          {s.x, s.half, waist},
                          {s.x, s.half * 0.955f, s.belt},
                          {s.x, s.roofHalf, std::max(s.belt, s.top - 0.055f)},
                          {s.x, s.roofHalf * 0.72f, s.top}};
    std::array<Vec3, kRing> ring;
    for (int i = 0; i < 6; ++i) {
        ring[static_cast<std::size_t>(i)] = left[i];
        ring[static_cast<std::size_t>(kRing - 1 - i)] = {left[i].x, -left[i].y, left[i].z};
    }
    return ring;
}

/// A skin over the sections from back to front, smooth across its facets.
void loft(Builder& b, const std::vector<Section>& sections)
{
    const std::size_t rows = sections.size();
    std::vector<std::array<Vec3, kRing>> points(rows), normals(rows);
    for (std::size_t i = 0; i < rows; ++i)
        points[i] = ringOf(sections[i]);
    for (std::size_t i = 0; i + 1 < rows; ++i)
        for (std::size_t j = 0; j + 1 < kRing; ++j) {
            const Vec3 n = cross(points[i + 1][j + 1] - points[i][j], points[i + 1][j] - points[i][j + 1]);
            for (std::size_t corner = 0; corner < 4; ++corner)
                normals[i + corner / 2][j + corner % 2] += n;
        }
    for (auto& row : normals)
        for (Vec3& n : row)
            n = normalized(-n);
    for (std::size_t i = 0; i + 1 < rows; ++i)
        for (std::size_t j = 0; j + 1 < kRing; ++j) {
            b.triangle(points[i][j], points[i][j + 1], points[i + 1][j + 1], normals[i][j], normals[i][j + 1],
                       normals[i + 1][j + 1]);
            b.triangle(points[i][j], points[i + 1][j + 1], points[i + 1][j], normals[i][j], normals[i + 1][j + 1],
                       normals[i + 1][j]);
        }
    for (const std::size_t row : {std::size_t{0}, rows - 1}) {
        const Vec3 out{row == 0 ? -1.0f : 1.0f, 0, 0};
        for (std::size_t j = 1; j + 1 < kRing; ++j)
            b.triangle(points[row][0], points[row][j], points[row][j + 1], out, out, out);
    }
    // The underside, which closes the body against the light between the wheels.
    const Section &back = sections.front(), &front = sections.back();
    const float z = back.bottom, w = 0.8f * back.half;
    b.quad({back.x + 0.05f, -w, z}, {front.x - 0.05f, -w, z}, {front.x - 0.05f, w, z}, {back.x + 0.05f, w, z});
}

void wheel(Builder& b, Vec3 centre, float radius, float width)
{
    constexpr int kCorners = 18;
    const float side = centre.y > 0 ? 1.0f : -1.0f;
    const Vec3 outer = centre, inner = centre - Vec3{0, width * side, 0};
    b.disc(outer, {0, side, 0}, radius, kCorners);
    for (int i = 0; i < kCorners; ++i) {
        const float from = 2 * kPi * static_cast<float>(i) / kCorners,
                    to = 2 * kPi * static_cast<float>(i + 1) / kCorners;
        const Vec3 p{radius * cosine(from), 0, radius * sine(from)}, q{radius * cosine(to), 0, radius * sine(to)};
        b.quad(outer + p, outer + q, inner + q, inner + p);
    }
}

void wheels(Builder& b, std::initializer_list<float> axles, float half, float radius, float running)
{
    b.setMaterial(Material::Wheel);
    b.setTint({radius, 0, 0}); // the painter needs it to tell rim from tyre
    b.setWarmth(running);
    for (const float x : axles)
        for (const float side : {-1.0f, 1.0f})
            wheel(b, {x, half * side, radius}, radius, 0.22f);
}

void lights(Builder& b, float front, float back, float half, float height)
{
    const Object& o = b.object();
    const float strength = 16 + 14 * unitOf(o.seed);
    for (const float side : {-0.72f, 0.72f}) {
        b.world().lights.push_back({o.toWorld({front + 0.15f, half * side, height}), o.turned({0.992f, 0, -0.125f}),
                                    Vec3{1, 0.96f, 0.88f} * strength, 0.93f, 0.62f, 30});
        b.world().lights.push_back({o.toWorld({back - 0.25f, half * side, height + 0.15f}), o.turned({-1, 0, 0}),
                                    Vec3{0.9f, 0.04f, 0.02f}, 0.5f, -0.3f, 6});
    }
}

Vec3 carPaint(Random& random)
{
    return random.pick({paint(222, 222, 220), paint(205, 206, 208), paint(150, 154, 158), paint(110, 114, 120),
                        paint(58, 60, 64), paint(26, 27, 30), paint(24, 26, 32), paint(140, 24, 26), paint(32, 58, 112),
                        paint(24, 74, 110), paint(100, 86, 70), paint(60, 84, 70), paint(188, 170, 130)});
}

} // namespace

void addCar(Builder& b, Vec3 ground, float yaw, CarBody body, bool running, bool lightsOn)
{
    Random& random = b.random();
    const bool tall = body == CarBody::Suv || body == CarBody::Van;
    const float length = body == CarBody::Hatchback ? random.uniform(3.8f, 4.2f)
                         : body == CarBody::Van     ? random.uniform(4.6f, 5.0f)
                                                    : random.uniform(4.4f, 4.9f);
    const float half = tall ? random.uniform(0.91f, 0.97f) : random.uniform(0.86f, 0.92f);
    const float roof = body == CarBody::Van   ? random.uniform(1.80f, 1.98f)
                       : body == CarBody::Suv ? random.uniform(1.62f, 1.74f)
                                              : random.uniform(1.42f, 1.52f);
    const float belt = (tall ? 1.03f : 0.91f) + random.uniform(-0.02f, 0.03f);
    const float hood = belt + (tall ? 0.03f : 0.0f), bottom = tall ? 0.33f : 0.26f;
    const float l = length / 2, rh = half * (tall ? 0.80f : 0.73f);

    Object& object = b.beginObject(ground, yaw, Label::Car);
    object.size = {length, 2 * half, roof};
    object.colour = carPaint(random);
    object.accent = {belt, rh, bottom}; // what the painter needs to find the windows
    object.heat = running ? random.uniform(9, 18) : random.uniform(0, 1.5f);
    object.light = lightsOn ? 1.0f : 0.0f;
    object.style = static_cast<int>(body);

    // Where the windscreen meets hood and roof, where the rear window meets roof and deck.
    float cowl = 0, screenTop = 0, rearTop = 0, deck = 0, deckHeight = hood;
    switch (body) {
    case CarBody::Sedan:
        cowl = l - 1.32f, screenTop = l - 2.05f, rearTop = -l + 1.45f, deck = -l + 0.70f, deckHeight = belt + 0.08f;
        break;
    case CarBody::Hatchback:
        cowl = l - 0.95f, screenTop = l - 1.65f, rearTop = -l + 0.72f, deck = -l + 0.14f, deckHeight = belt + 0.02f;
        break;
    case CarBody::Suv:
        cowl = l - 1.30f, screenTop = l - 1.95f, rearTop = -l + 0.42f, deck = -l + 0.12f, deckHeight = belt + 0.02f;
        break;
    case CarBody::Van:
        cowl = l - 0.72f, screenTop = l - 1.45f, rearTop = -l + 0.22f, deck = -l + 0.10f, deckHeight = belt + 0.02f;
        break;
    }
    const std::vector<Section> sections = {
        {-l, bottom + 0.12f, belt - 0.12f, belt - 0.10f, half * 0.84f, half * 0.72f},
        {-l + 0.08f, bottom + 0.04f, belt - 0.02f, deckHeight - 0.03f, half * 0.93f, half * 0.80f},
        {deck, bottom + 0.02f, belt, deckHeight, half * 0.96f, half * 0.80f},
        {rearTop, bottom, belt, roof - 0.05f, half, rh * 0.97f},
        {rearTop + 0.35f, bottom, belt, roof - 0.01f, half, rh},
        {0, bottom, belt, roof, half, rh},
        {screenTop, bottom, belt, roof - 0.05f, half, rh * 0.95f},
        {cowl, bottom, belt - 0.01f, hood, half * 0.985f, half * 0.84f},
        {mix(cowl, l, 0.55f), bottom, belt - 0.06f, hood - 0.05f, half * 0.96f, half * 0.80f},
        {l - 0.18f, bottom + 0.02f, belt - 0.12f, hood - 0.11f, half * 0.93f, half * 0.77f},
        {l - 0.04f, bottom + 0.05f, belt - 0.20f, hood - 0.18f, half * 0.87f, half * 0.70f},
        {l, bottom + 0.10f, belt - 0.28f, hood - 0.26f, half * 0.80f, half * 0.62f},
    };
    b.setMaterial(Material::Car);
    loft(b, sections);
    // Mirrors.
    for (const float side : {-1.0f, 1.0f})
        b.ball({cowl - 0.35f, side * (half + 0.08f), belt + 0.06f}, {0.07f, 0.10f, 0.07f});
    const float axle = tall ? 0.36f : 0.32f;
    wheels(b, {-l + 0.82f, l - 0.86f}, half * 0.985f + 0.015f, axle, running ? 9.0f : 0.5f);
    b.contact({0, 0, 0}, l, half, running ? 4.0f : 1.0f);
    if (lightsOn)
        lights(b, l, -l, half, belt - 0.25f);
}

void addTruck(Builder& b, Vec3 ground, float yaw, bool lightsOn)
{
    Random& random = b.random();
    const float l = random.uniform(3.2f, 4.2f), half = 1.15f, roof = random.uniform(2.35f, 2.7f);
    const float cargo = random.uniform(2.8f, 3.5f), cab = l - 1.75f;
    Object& object = b.beginObject(ground, yaw, Label::Truck);
    object.size = {2 * l, 2 * half, roof};
    object.colour = carPaint(random);
    object.accent = {cab, 1.35f, cargo};
    object.heat = random.uniform(9, 17);
    object.light = lightsOn ? 1.0f : 0.0f;
    object.style = random.integer(0, 2);
    b.setMaterial(Material::Truck);
    loft(b, {{cab, 0.55f, 1.3f, roof, half * 0.97f, half * 0.88f},
             {l - 0.55f, 0.45f, 1.3f, roof, half * 0.97f, half * 0.86f},
             {l - 0.25f, 0.42f, 1.3f, roof - 0.12f, half * 0.96f, half * 0.84f},
             {l - 0.03f, 0.40f, 1.25f, 1.36f, half * 0.93f, half * 0.80f},
             {l, 0.48f, 1.1f, 1.15f, half * 0.88f, half * 0.76f}});
    b.box({-l, -half, 0.95f}, {cab - 0.12f, half, cargo});
    b.box({-l + 0.1f, -0.55f, 0.5f}, {cab + 0.3f, 0.55f, 0.95f});
    b.box({-l, -half, 0.55f}, {-l + 0.08f, half, 0.72f});
    wheels(b, {-l + 1.15f, l - 0.85f}, half - 0.01f, 0.46f, 9);
    b.contact({0, 0, 0}, l, half, 4);
    if (lightsOn)
        lights(b, l, -l, half, 0.8f);
}

void addBus(Builder& b, Vec3 ground, float yaw, bool lightsOn)
{
    Random& random = b.random();
    const float l = random.uniform(4.6f, 5.8f), half = 1.25f, roof = random.uniform(2.95f, 3.15f);
    Object& object = b.beginObject(ground, yaw, Label::Bus);
    object.size = {2 * l, 2 * half, roof};
    object.colour = random.pick(
        {paint(186, 40, 36), paint(224, 178, 48), paint(226, 226, 222), paint(40, 98, 150), paint(60, 130, 84)});
    object.accent = random.pick({paint(240, 240, 236), paint(40, 44, 54), paint(220, 120, 40)});
    object.heat = random.uniform(9, 15);
    object.light = lightsOn ? 1.0f : 0.0f;
    b.setMaterial(Material::Bus);
    const float belt = 1.25f;
    loft(b, {{-l, 0.42f, belt, roof - 0.22f, half * 0.95f, half * 0.90f},
             {-l + 0.12f, 0.36f, belt, roof - 0.03f, half * 0.99f, half * 0.95f},
             {-l + 0.5f, 0.34f, belt, roof, half, half * 0.96f},
             {0, 0.34f, belt, roof, half, half * 0.96f},
             {l - 0.5f, 0.34f, belt, roof, half, half * 0.96f},
             {l - 0.10f, 0.36f, belt, roof - 0.04f, half * 0.99f, half * 0.94f},
             {l, 0.42f, belt, roof - 0.24f, half * 0.94f, half * 0.88f}});
    wheels(b, {-l + 2.3f, l - 1.9f}, half + 0.005f, 0.47f, 10);
    b.contact({0, 0, 0}, l, half, 4);
    if (lightsOn)
        lights(b, l, -l, half, 0.75f);
}

} // namespace duoscope::scene
