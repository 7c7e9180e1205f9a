// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/scene_things.h"

namespace duoscope::scene {
namespace {

/// Joints in metres, x ahead, y to the left, z above the ground.
struct Pose {
    Vec3 hip[2], knee[2], ankle[2], toe[2], shoulder[2], elbow[2], hand[2], head;
};

struct Clothing {
    Vec3 top, legs, shoes, skin, hair;
    bool skirt = false, coat = false, shortSleeves = false, bareLegs = false, hat = false, helmet = false;
    int bag = 0; ///< 1 on the back, 2 in the hand
    float bulk = 1;
};

Clothing dress(Random& random)
{
    Clothing c;
    c.top = random.pick({paint(38, 42, 52), paint(30, 30, 32), paint(150, 40, 42), paint(60, 84, 130),
                         paint(196, 190, 178), paint(88, 96, 70), paint(176, 130, 70), paint(104, 60, 84),
                         paint(214, 214, 218), paint(70, 74, 80), paint(40, 96, 100), paint(205, 165, 60)});
    c.legs = random.pick({paint(36, 40, 54), paint(28, 28, 30), paint(56, 66, 92), paint(92, 84, 72), paint(64, 62, 60),
                          paint(128, 118, 100)});
    c.shoes = random.pick({paint(24, 22, 22), paint(70, 48, 34), paint(205, 205, 205)});
    c.skin = random.pick({paint(228, 186, 158), paint(205, 156, 124), paint(158, 108, 78), paint(104, 70, 52)});
    c.hair = random.pick({paint(26, 22, 20), paint(60, 42, 30), paint(122, 90, 56), paint(130, 126, 120)});
    c.skirt = random.chance(0.14f);
    c.coat = !c.skirt && random.chance(0.25f);
    c.shortSleeves = !c.coat && random.chance(0.3f);
    c.bareLegs = random.chance(c.skirt ? 0.7f : 0.12f);
    c.hat = random.chance(0.15f);
    c.bag = random.chance(0.35f) ? random.integer(1, 2) : 0;
    c.bulk = random.uniform(0.9f, 1.15f);
    return c;
}

void drawPerson(Builder& b, const Pose& p, const Clothing& c, float s)
{
    const auto cloth = [&](Vec3 tint, float warmth) {
        b.setMaterial(Material::Cloth);
        b.setTint(tint);
        b.setWarmth(warmth);
    };
    const auto skin = [&] {
        b.setMaterial(Material::Skin);
        b.setTint(c.skin);
        b.setWarmth(0);
    };
    const float w = s * c.bulk;
    for (int i = 0; i < 2; ++i) {
        c.bareLegs ? skin() : cloth(c.legs, 1);
        b.tube(p.knee[i], p.ankle[i], 0.058f * w, 0.038f * s);
        c.bareLegs&& c.skirt ? skin() : cloth(c.legs, 0);
        b.tube(p.hip[i], p.knee[i], 0.088f * w, 0.060f * w);
        cloth(c.shoes, -5);
        b.tube(p.ankle[i] + Vec3{-0.03f, 0, -0.035f} * s, p.toe[i], 0.045f * s, 0.036f * s);
        c.shortSleeves ? skin() : cloth(c.top, -1);
        b.tube(p.elbow[i], p.hand[i], 0.040f * w, 0.030f * s);
        cloth(c.top, 0);
        b.tube(p.shoulder[i], p.elbow[i], 0.054f * w, 0.043f * w);
        skin();
        b.ball(p.hand[i] + Vec3{0, 0, -0.04f * s}, {0.04f * s, 0.032f * s, 0.06f * s});
    }
    const Vec3 hips = (p.hip[0] + p.hip[1]) * 0.5f, chest = (p.shoulder[0] + p.shoulder[1]) * 0.5f;
    cloth(c.top, 0.5f);
    for (int i = 0; i < 2; ++i) // two tubes side by side: broader than deep
        b.tube(mix(p.hip[i], hips, 0.25f) + Vec3{0, 0, 0.02f * s},
               mix(p.shoulder[i], chest, 0.50f) - Vec3{0, 0, 0.06f * s}, 0.090f * w, 0.108f * w);
    for (int i = 0; i < 2; ++i) // sloping from the neck
        b.tube(chest + Vec3{0, 0, 0.055f * s}, mix(p.shoulder[i], chest, 0.05f), 0.066f * w, 0.056f * w);
    if (c.coat || c.skirt) {
        const Vec3 hem =
            hips + Vec3{0, 0, (c.coat ? -0.42f : -0.36f) * s} + ((p.knee[0] + p.knee[1]) * 0.5f - hips) * 0.2f;
        cloth(c.coat ? c.top : c.legs, -1);
        const Vec3 half{0, 0.055f * s, 0};
        for (const float side : {-1.0f, 1.0f})
            b.tube(hips + half * side, hem + half * (1.6f * side), 0.112f * w, (c.coat ? 0.128f : 0.142f) * w);
    }
    skin();
    const Vec3 up = normalized(p.head - chest);
    b.tube(chest + up * (0.085f * s), p.head - up * (0.06f * s), 0.055f * s, 0.05f * s);
    b.ball(p.head, {0.098f * s, 0.080f * s, 0.122f * s});
    if (c.helmet) {
        cloth(c.top * 0.7f + Vec3{0.1f, 0.1f, 0.1f}, -8);
        b.ball(p.head + Vec3{-0.02f, 0, 0.045f} * s, {0.14f * s, 0.12f * s, 0.115f * s});
    } else {
        b.setMaterial(c.hat ? Material::Cloth : Material::Hair);
        b.setTint(c.hat ? c.top * 0.6f : c.hair);
        b.setWarmth(c.hat ? -3.0f : 0.0f);
        b.ball(p.head + Vec3{-0.028f, 0, 0.034f} * s, {0.098f * s, 0.088f * s, 0.104f * s});
    }
    if (c.bag == 1) {
        cloth(c.legs * 0.8f + Vec3{0.03f, 0.01f, 0.01f}, -10);
        b.ball(mix(hips, chest, 0.62f) + Vec3{-0.16f * s, 0, 0}, {0.10f * s, 0.15f * s, 0.22f * s});
    } else if (c.bag == 2) {
        cloth(c.shoes + Vec3{0.05f, 0.03f, 0.02f}, -12);
        b.ball(p.hand[0] + Vec3{0, 0.01f, -0.20f * s}, {0.15f * s, 0.05f * s, 0.13f * s});
    }
}

void tubeRing(Builder& b, Vec3 centre, float radius, float thickness)
{
    constexpr int kParts = 14;
    for (int i = 0; i < kParts; ++i) {
        const float from = 2 * kPi * static_cast<float>(i) / kParts, to = 2 * kPi * static_cast<float>(i + 1) / kParts;
        b.tube(centre + Vec3{cosine(from), 0, sine(from)} * radius, centre + Vec3{cosine(to), 0, sine(to)} * radius,
               thickness, thickness);
    }
}

} // namespace

void addPerson(Builder& b, Vec3 foot, float yaw, bool walking, bool child)
{
    Random& random = b.random();
    const Clothing clothing = dress(random);
    const float s = (child ? random.uniform(0.62f, 0.82f) : random.uniform(0.91f, 1.07f));
    Object& object = b.beginObject(foot, yaw, Label::Person);
    object.colour = {1, 1, 1};
    object.heat = random.uniform(7, 13);
    object.style = 0;

    Pose p;
    const float swing =
        walking ? random.uniform(0.18f, 0.5f) * (random.chance(0.5f) ? 1.0f : -1.0f) : random.uniform(-0.07f, 0.07f);
    const float lean = walking ? 0.04f : random.uniform(-0.03f, 0.03f);
    const bool phone = random.chance(walking ? 0.12f : 0.3f);
    const float stance = random.uniform(0.8f, 1.25f);
    float lowest = 9;
    for (int i = 0; i < 2; ++i) {
        const float side = i == 0 ? 1.0f : -1.0f;
        const float leg = swing * side, bend = walking ? (leg < 0 ? 0.5f : 0.12f) : 0.03f;
        p.hip[i] = Vec3{0, 0.085f * side, 0.93f} * s;
        p.knee[i] = p.hip[i] + Vec3{sine(leg), 0.012f * side * stance, -cosine(leg)} * (0.43f * s);
        p.ankle[i] = p.knee[i] + Vec3{sine(leg - bend), 0.012f * side * stance, -cosine(leg - bend)} * (0.42f * s);
        lowest = std::min(lowest, p.ankle[i].z);
    }
    const Vec3 drop{0, 0, lowest - 0.08f * s};
    for (int i = 0; i < 2; ++i) {
        const float side = i == 0 ? 1.0f : -1.0f;
        p.hip[i] = p.hip[i] - drop;
        p.knee[i] = p.knee[i] - drop;
        p.ankle[i] = p.ankle[i] - drop;
        const float lift = p.ankle[i].z - 0.08f * s;
        p.toe[i] = p.ankle[i] + Vec3{0.16f * s, 0.02f * side * s, -0.042f * s - lift * 0.6f};
        p.shoulder[i] = Vec3{lean * s, 0.163f * side * s, 1.40f * s} - drop;
        const float arm = -0.9f * swing * side;
        const bool raised = phone && i == 1;
        p.elbow[i] = p.shoulder[i] + (raised ? Vec3{0.08f, -0.03f * side, -0.27f}
                                             : Vec3{0.28f * sine(arm), 0.045f * side, -0.28f * cosine(arm)}) *
                                         s;
        p.hand[i] =
            p.elbow[i] + (raised ? Vec3{0.22f, -0.08f * side, 0.09f}
                                 : Vec3{0.25f * sine(arm + 0.25f), -0.01f * side, -0.25f * cosine(arm + 0.25f)}) *
                             s;
    }
    p.head = Vec3{(lean + (phone ? 0.05f : 0.015f)) * s, 0, 1.645f * s} - drop;
    drawPerson(b, p, clothing, s);
    b.contact({0, 0, 0}, 0.34f * s, 0.28f * s, 0.6f);
}

void addCycle(Builder& b, Vec3 ground, float yaw, bool motor, bool night)
{
    Random& random = b.random();
    Clothing clothing = dress(random);
    clothing.helmet = motor || random.chance(0.4f);
    clothing.coat = clothing.skirt = clothing.bareLegs = false;
    clothing.bag = clothing.bag == 1 ? 1 : 0;
    const Vec3 frame = random.pick(
        {paint(150, 30, 30), paint(30, 60, 120), paint(30, 30, 32), paint(180, 180, 184), paint(40, 110, 90)});
    Object& object = b.beginObject(ground, yaw, motor ? Label::Motorcycle : Label::Bicycle);
    object.colour = {1, 1, 1};
    object.heat = motor ? 22.0f : 0.5f;
    object.light = night ? 1.0f : 0.0f;
    const float wheel = motor ? 0.31f : 0.34f, base = motor ? 0.68f : 0.53f, thick = motor ? 0.062f : 0.022f;
    b.setMaterial(Material::Metal);
    b.setTint(paint(26, 26, 28));
    b.setWarmth(motor ? 6.0f : 1.0f);
    for (const float x : {-base, base})
        tubeRing(b, {x, 0, wheel}, wheel - thick, thick);
    b.setTint(frame);
    const Vec3 seat{motor ? -0.25f : -0.22f, 0, motor ? 0.80f : 0.95f}, bars{motor ? 0.42f : 0.36f, 0, 1.05f};
    if (motor) {
        for (const float x : {-base, base}) {
            b.setTint(paint(90, 90, 92));
            b.ball({x, 0, wheel}, {0.13f, 0.05f, 0.13f});
        }
        b.setTint(frame);
        b.setWarmth(4);
        b.ball({0.12f, 0, 0.80f}, {0.34f, 0.15f, 0.17f});
        b.ball({-0.42f, 0, 0.76f}, {0.36f, 0.13f, 0.10f});
        b.ball({0.46f, 0, 0.86f}, {0.18f, 0.17f, 0.24f});
        b.tube({0.42f, 0, 0.95f}, {base, 0, wheel}, 0.06f, 0.05f);
        b.setTint(paint(70, 70, 74));
        b.setWarmth(28);
        b.ball({0.05f, 0, 0.47f}, {0.26f, 0.17f, 0.20f});
        b.setWarmth(38);
        b.tube({0.0f, -0.18f, 0.34f}, {-0.75f, -0.20f, 0.42f}, 0.05f, 0.06f);
    } else {
        const Vec3 crank{-0.04f, 0, 0.30f}, head{0.40f, 0, 0.82f};
        b.tube(crank, head, 0.022f, 0.022f);
        b.tube(crank, seat, 0.02f, 0.018f);
        b.tube(seat - Vec3{0, 0, 0.12f}, head, 0.018f, 0.018f);
        b.tube(crank, {-base, 0, wheel}, 0.016f, 0.016f);
        b.tube(seat - Vec3{0, 0, 0.1f}, {-base, 0, wheel}, 0.014f, 0.014f);
        b.tube(head, {base, 0, wheel}, 0.02f, 0.016f);
        b.tube(head, bars, 0.018f, 0.018f);
        b.setTint(paint(28, 26, 26));
        b.ball(seat, {0.13f, 0.07f, 0.04f});
    }
    b.setTint(paint(40, 40, 42));
    b.setWarmth(1);
    b.tube(bars + Vec3{-0.05f, 0.27f, 0}, bars + Vec3{-0.05f, -0.27f, 0}, 0.018f, 0.018f);
    if (night) {
        b.setMaterial(Material::LampHead);
        b.setTint({1, 0.95f, 0.85f});
        b.ball({base - 0.05f, 0, 0.86f}, {0.07f, 0.07f, 0.07f});
        b.setTint({1, 0.08f, 0.05f});
        b.ball({-base - 0.05f, 0, 0.72f}, {0.04f, 0.05f, 0.04f});
        const Object& o = b.object();
        b.world().lights.push_back(
            {o.toWorld({base, 0, 0.9f}), o.turned({0.98f, 0, -0.18f}), Vec3{6, 5.6f, 5}, 0.9f, 0.6f, 14});
    }

    // The rider is an object of their own: their warmth is not that of the machine.
    const float bodyHeat = random.uniform(8, 13);
    Object& rider = b.beginObject(ground, yaw, Label::Person);
    rider.colour = {1, 1, 1};
    rider.heat = bodyHeat;
    const float phase = random.uniform(0, 2 * kPi);
    Pose p;
    for (int i = 0; i < 2; ++i) {
        const float side = i == 0 ? 1.0f : -1.0f, turn = phase + (i == 0 ? 0 : kPi);
        p.hip[i] = seat + Vec3{0, 0.09f * side, 0.08f};
        p.ankle[i] = motor ? Vec3{0.02f, 0.20f * side, 0.40f}
                           : Vec3{-0.04f + 0.16f * cosine(turn), 0.11f * side, 0.36f + 0.16f * sine(turn)};
        p.knee[i] = (p.hip[i] + p.ankle[i]) * 0.5f + Vec3{0.24f, 0.05f * side, 0.12f};
        p.toe[i] = p.ankle[i] + Vec3{0.15f, 0, -0.05f};
        p.shoulder[i] = seat + Vec3{motor ? 0.14f : 0.22f, 0.18f * side, 0.55f};
        p.hand[i] = bars + Vec3{-0.05f, 0.25f * side, 0.03f};
        p.elbow[i] = (p.shoulder[i] + p.hand[i]) * 0.5f + Vec3{-0.04f, 0.06f * side, -0.08f};
    }
    p.head = seat + Vec3{motor ? 0.20f : 0.30f, 0, 0.79f};
    drawPerson(b, p, clothing, 1);
    b.contact({0, 0, 0}, 0.9f, 0.25f, motor ? 2.0f : 0.2f);
}

} // namespace duoscope::scene
