// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/scene_things.h"

namespace duoscope::scene {

void addBuilding(Builder& b, Vec3 ground, float yaw, float width, float height, float depth, bool night)
{
    Random& random = b.random();
    Object& object = b.beginObject(ground, yaw, Label::Building);
    object.size = {depth, width, height};
    object.colour = random.pick({paint(172, 152, 130), paint(150, 92, 72), paint(190, 180, 164), paint(130, 128, 124),
                                 paint(204, 188, 156), paint(164, 118, 92), paint(108, 104, 104), paint(214, 210, 202),
                                 paint(146, 136, 116), paint(124, 74, 60), paint(178, 160, 150)});
    object.accent = random.pick({paint(206, 200, 190), paint(90, 84, 80), paint(66, 60, 58), paint(170, 150, 128)});
    object.heat = random.uniform(1.5f, 5.0f);
    const float lit = random.uniform(0.12f, 0.55f);
    object.light = night ? lit : 0.0f;
    object.style = random.integer(0, 4);
    const bool house = height < 9.5f;
    if (house)
        object.style = 1;

    const float hw = width / 2;
    b.setMaterial(Material::Facade);
    b.quad({0, -hw, 0}, {0, hw, 0}, {0, hw, height}, {0, -hw, height});
    b.quad({-depth, hw, 0}, {-depth, -hw, 0}, {-depth, -hw, height}, {-depth, hw, height});
    b.quad({0, hw, 0}, {-depth, hw, 0}, {-depth, hw, height}, {0, hw, height});
    b.quad({-depth, -hw, 0}, {0, -hw, 0}, {0, -hw, height}, {-depth, -hw, height});
    b.setMaterial(Material::Roof);
    if (house) {
        const Vec3 tiles = random.pick({paint(134, 70, 54), paint(96, 64, 54), paint(78, 78, 82), paint(110, 92, 78)});
        b.setTint(tiles);
        const float rise = random.uniform(1.6f, 3.0f), eave = 0.35f;
        if (random.chance(0.5f)) { // ridge along the street
            const Vec3 r0{-depth / 2, -hw - 0.2f, height + rise}, r1{-depth / 2, hw + 0.2f, height + rise};
            b.quad({eave, -hw - 0.2f, height - 0.1f}, {eave, hw + 0.2f, height - 0.1f}, r1, r0);
            b.quad({-depth - eave, hw + 0.2f, height - 0.1f}, {-depth - eave, -hw - 0.2f, height - 0.1f}, r0, r1);
            b.setMaterial(Material::Masonry);
            b.setTint(object.colour);
            for (const float side : {-hw, hw})
                b.triangle({0, side, height}, {-depth, side, height}, {-depth / 2, side, height + rise});
        } else {
            const Vec3 r0{eave, 0, height + rise}, r1{-depth - eave, 0, height + rise};
            b.quad({eave, hw + 0.3f, height - 0.15f}, {-depth - eave, hw + 0.3f, height - 0.15f}, r1, r0);
            b.quad({-depth - eave, -hw - 0.3f, height - 0.15f}, {eave, -hw - 0.3f, height - 0.15f}, r0, r1);
            b.setMaterial(Material::Masonry);
            b.setTint(object.colour);
            b.triangle({0, -hw, height}, {0, hw, height}, {0, 0, height + rise});
        }
        b.setTint(paint(120, 80, 66));
        b.setWarmth(night ? 5.0f : 2.0f);
        const float at = random.uniform(-0.3f, 0.3f) * width;
        b.box({-depth * 0.6f, at, height + 0.3f}, {-depth * 0.6f + 0.7f, at + 0.7f, height + rise + 0.7f});
    } else {
        b.setTint(paint(96, 94, 92));
        b.quad({0, -hw, height}, {0, hw, height}, {-depth, hw, height}, {-depth, -hw, height});
        // A cornice, now and then something on the roof.
        b.setMaterial(Material::Masonry);
        b.setTint(object.accent);
        b.box({-0.2f, -hw - 0.05f, height - 0.35f}, {0.25f, hw + 0.05f, height + 0.25f});
        b.box({-depth, -hw - 0.2f, height - 0.35f}, {0.2f, -hw + 0.1f, height + 0.25f});
        b.box({-depth, hw - 0.1f, height - 0.35f}, {0.2f, hw + 0.2f, height + 0.25f});
        if (random.chance(0.5f)) {
            const float at = random.uniform(-0.3f, 0.1f) * width, size = random.uniform(1.5f, 4.0f);
            b.setTint(object.colour * 0.8f);
            b.setWarmth(3);
            b.box({-depth * 0.6f, at, height}, {-depth * 0.6f + 3, at + size, height + random.uniform(1.2f, 3.0f)});
        }
        if (object.style == 1 || object.style == 3) { // balconies
            b.setTint(object.accent * 0.9f);
            b.setWarmth(0);
            const int columns = std::max(1, static_cast<int>(width / 8));
            for (int i = 0; i < columns; ++i) {
                const float y = -hw + width * (static_cast<float>(i) + 0.5f) / static_cast<float>(columns);
                for (float z = 3.9f + 3.1f; z + 2.5f < height; z += 3.1f)
                    b.box({0, y - 1.3f, z}, {1.0f, y + 1.3f, z + 0.95f});
            }
        }
    }
    // An awning above a shop's window.
    if (!house && random.chance(0.4f)) {
        b.setMaterial(Material::Masonry);
        b.setWarmth(0);
        b.setTint(random.pick({paint(150, 36, 34), paint(36, 84, 60), paint(40, 60, 110), paint(214, 190, 140)}));
        const float at = random.uniform(-0.35f, 0.1f) * width, size = random.uniform(2.5f, 4.5f);
        b.quad({0, at, 3.1f}, {1.3f, at, 2.55f}, {1.3f, at + size, 2.55f}, {0, at + size, 3.1f});
        b.quad({1.3f, at, 2.30f}, {1.3f, at + size, 2.30f}, {1.3f, at + size, 2.55f}, {1.3f, at, 2.55f});
    }
}

void addStreetLamp(Builder& b, Vec3 ground, float yaw, float height, bool lit, Vec3 colour)
{
    Object& object = b.beginObject(ground, yaw, Label::Pole);
    object.colour = b.random().pick({paint(112, 116, 118), paint(60, 66, 64), paint(140, 142, 140)});
    object.light = lit ? 1.0f : 0.0f;
    object.heat = lit ? 18.0f : 1.0f;
    const bool park = height < 5.2f;
    b.setMaterial(Material::Metal);
    b.tube({0, 0, 0}, {0, 0, 0.9f}, 0.13f, 0.11f);
    b.tube({0, 0, 0}, {0, 0, height}, 0.09f, 0.06f);
    const float reach = park ? 0 : height * 0.19f;
    if (!park) {
        b.tube({0, 0, height}, {reach * 0.5f, 0, height + 0.32f}, 0.05f, 0.045f);
        b.tube({reach * 0.5f, 0, height + 0.32f}, {reach, 0, height + 0.40f}, 0.045f, 0.04f);
    }
    b.setLabel(Label::Lamp);
    const Vec3 head{reach + (park ? 0.0f : 0.25f), 0, height + (park ? 0.18f : 0.36f)};
    if (park) {
        b.setMaterial(Material::LampHead);
        b.setTint(colour);
        b.ball(head, {0.22f, 0.22f, 0.24f});
        b.setMaterial(Material::Metal);
        b.setTint({0.8f, 0.8f, 0.8f});
        b.ball(head + Vec3{0, 0, 0.24f}, {0.26f, 0.26f, 0.07f});
    } else {
        b.setMaterial(Material::Metal);
        b.ball(head + Vec3{0, 0, 0.05f}, {0.48f, 0.18f, 0.10f});
        b.setMaterial(Material::LampHead);
        b.setTint(colour);
        b.ball(head + Vec3{0.05f, 0, -0.03f}, {0.36f, 0.15f, 0.09f});
    }
    if (lit) {
        const float strength = park ? 13.0f : height * height * 0.75f;
        b.world().lights.push_back({object.toWorld(head - Vec3{0, 0, 0.2f}),
                                    {0, 0, -1},
                                    colour * strength,
                                    park ? -0.4f : 0.72f,
                                    park ? -0.9f : 0.12f,
                                    park ? 14.0f : height * 3.6f});
    }
    b.contact({0, 0, 0}, 0.2f, 0.2f);
}

void addSign(Builder& b, Vec3 ground, float yaw)
{
    Random& random = b.random();
    Object& object = b.beginObject(ground, yaw, Label::Pole);
    object.colour = paint(146, 148, 150);
    object.style = random.integer(0, 5);
    const float size = random.uniform(0.30f, 0.42f), height = random.uniform(2.1f, 2.7f);
    b.setMaterial(Material::Metal);
    b.tube({0, 0, 0}, {0, 0, height + size * 0.8f}, 0.035f, 0.035f);
    b.setLabel(Label::Sign);
    b.setMaterial(Material::SignFace);
    const float x = 0.06f;
    object.size = {x, size, height}; // the painter measures from the middle of the face
    switch (object.style) {
    case 0: // prohibition
    case 1: // mandatory
        b.disc({x, 0, height}, {1, 0, 0}, size, 22);
        break;
    case 2: // warning
        b.triangle({x, -size * 1.1f, height - size * 0.7f}, {x, size * 1.1f, height - size * 0.7f},
                   {x, 0, height + size * 1.2f});
        break;
    case 3: // stop
        b.disc({x, 0, height}, {1, 0, 0}, size, 8);
        break;
    default: // direction or information
        object.size.y = size * (object.style == 4 ? 1.0f : 1.9f);
        b.box({0.03f, -object.size.y, height - size}, {x, object.size.y, height + size});
        break;
    }
    b.contact({0, 0, 0}, 0.1f, 0.1f);
}

void addTrafficLight(Builder& b, Vec3 ground, float yaw, bool overRoad)
{
    Random& random = b.random();
    Object& object = b.beginObject(ground, yaw, Label::Pole);
    object.colour = paint(84, 88, 88);
    object.heat = 6;
    object.style = random.integer(0, 2);
    b.setMaterial(Material::Metal);
    const float height = overRoad ? 5.6f : 3.0f;
    b.tube({0, 0, 0}, {0, 0, height}, 0.09f, 0.07f);
    const auto head = [&](float y, float z) {
        b.setLabel(Label::Lamp);
        b.setMaterial(Material::TrafficLight);
        b.setTint({y, z, 0}); // the painter measures from the middle of the head
        b.box({0.05f, y - 0.17f, z - 0.5f}, {0.32f, y + 0.17f, z + 0.5f});
    };
    if (overRoad) {
        b.tube({0, 0, height}, {0, 4.2f, height + 0.25f}, 0.06f, 0.04f);
        head(4.0f, height - 0.25f);
    }
    head(0, overRoad ? 3.1f : 2.9f);
    b.contact({0, 0, 0}, 0.2f, 0.2f);
}

void addPole(Builder& b, Vec3 ground, float height)
{
    Object& object = b.beginObject(ground, 0, Label::Pole);
    object.colour = b.random().pick({paint(128, 124, 118), paint(104, 84, 66), paint(92, 96, 96)});
    b.setMaterial(Material::Metal);
    b.tube({0, 0, 0}, {0, 0, height}, height > 2 ? 0.14f : 0.06f, height > 2 ? 0.10f : 0.055f);
    if (height > 6) {
        b.tube({-0.9f, 0, height - 0.6f}, {0.9f, 0, height - 0.6f}, 0.05f, 0.05f);
        b.tube({-0.7f, 0, height - 1.2f}, {0.7f, 0, height - 1.2f}, 0.05f, 0.05f);
    }
    b.contact({0, 0, 0}, 0.2f, 0.2f);
}

void addClutter(Builder& b, Vec3 ground, float yaw)
{
    Random& random = b.random();
    Object& object = b.beginObject(ground, yaw, Label::Unlabeled);
    const int kind = random.integer(0, 2);
    object.colour = random.pick({paint(60, 90, 66), paint(70, 72, 76), paint(120, 96, 70), paint(120, 124, 126)});
    if (kind == 0) { // a bin
        b.tube({0, 0, 0.28f}, {0, 0, 0.72f}, 0.26f, 0.28f);
        b.setTint({0.5f, 0.5f, 0.5f});
        b.ball({0, 0, 0.95f}, {0.29f, 0.29f, 0.09f});
    } else if (kind == 1) { // a bench
        b.box({-0.25f, -0.85f, 0.40f}, {0.22f, 0.85f, 0.46f});
        b.box({-0.30f, -0.85f, 0.62f}, {-0.25f, 0.85f, 0.88f});
        b.setTint({0.4f, 0.4f, 0.4f});
        for (const float y : {-0.7f, 0.7f})
            b.box({-0.28f, y - 0.04f, 0}, {0.18f, y + 0.04f, 0.42f});
    } else { // a switch box
        b.box({-0.25f, -0.45f, 0}, {0.2f, 0.45f, 1.15f});
    }
    b.contact({0, 0, 0}, 0.35f, kind == 0 ? 0.3f : 0.8f);
}

} // namespace duoscope::scene
