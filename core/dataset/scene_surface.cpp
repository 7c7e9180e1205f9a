// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/scene_surface.h"
#include "core/dataset/scene_shapes.h"

namespace duoscope::scene {
namespace {

void paintFoliage(const Object& o, Vec3 p, float footprint, Surface& out)
{
    const Vec3 local = o.toLocal(p);
    const Leaf nearest = leafAt(p * kLeavesPerMetre, o.seed + 5);
    const std::uint32_t lot = hashOf(nearest.hash);
    const float leaf = mix(unitOf(lot), 0.5f, clamp01(footprint * 8)), clump = noise(p * 1.3f, o.seed + 61);
    const float fine = mix(noise(p * 21.0f, o.seed + 62), 0.5f, clamp01(footprint * 14));
    // Deep inside the crown and below it is dark.
    const float away = std::sqrt(local.x * local.x + local.y * local.y) / std::max(o.size.x, 0.3f);
    const float level = clamp01((local.z - o.size.y) / std::max(o.size.z - o.size.y, 0.3f));
    out.occlusion = clamp01(0.30f + 0.35f * away + 0.45f * level) * (0.55f + 0.55f * leaf);
    const float shade = 0.55f + 0.55f * clump + 0.5f * (fine - 0.5f);
    out.albedo = o.colour * shade + Vec3{0.035f, 0.03f, 0.0f} * leaf;
    const Vec3 jitter{unitOf(hashOf(lot + 1)) - 0.5f, unitOf(hashOf(lot + 2)) - 0.5f, fine - 0.3f};
    out.normal = normalized(out.normal + jitter * 1.1f + Vec3{0, 0, 0.25f});
    out.translucent = true;
    out.temperature += -0.4f + 2.6f * (leaf - 0.5f) + 1.6f * (clump - 0.5f) - 1.2f * level;
    out.absorption = 0.45f;
}

void paintSign(const Object& o, Vec3 p, Vec3 normal, Surface& out)
{
    const Vec3 local = o.toLocal(p);
    const Vec3 n = o.turnedBack(normal);
    out.gloss = 0.03f;
    out.mirror = 0.12f;
    if (n.x < 0.5f || local.x < 0.03f) { // the bare back
        out.albedo = {0.36f, 0.37f, 0.38f};
        return;
    }
    const float size = o.size.y, y = local.y / size, z = (local.z - o.size.z) / size;
    const float r = std::sqrt(y * y + z * z);
    const Vec3 red{0.62f, 0.03f, 0.04f}, white{0.80f, 0.80f, 0.78f}, blue{0.02f, 0.10f, 0.46f},
        black{0.03f, 0.03f, 0.03f};
    switch (o.style) {
    case 0:
        out.albedo = r > 0.74f                                                                    ? red
                     : (std::abs(y) < 0.14f || std::abs(y - 0.3f) < 0.08f) && std::abs(z) < 0.42f ? black
                                                                                                  : white;
        break;
    case 1: {
        const bool arrow = (std::abs(y) < 0.13f && z > -0.6f && z < 0.3f) ||
                           (z >= 0.15f && z < 0.62f && std::abs(y) < (0.62f - z) * 0.9f);
        out.albedo = r > 0.93f || arrow ? white : blue;
        break;
    }
    case 2: {
        // Distance from the edges of the triangle.
        const float edge = std::min(z + 0.7f, (1.2f - z - 1.727f * std::abs(y)) * 0.5f);
        out.albedo = edge < 0.2f                                                                    ? red
                     : std::abs(y) < 0.09f && z > -0.38f && z < 0.4f && std::abs(z + 0.18f) > 0.06f ? black
                                                                                                    : white;
        break;
    }
    case 3:
        out.albedo = r > 0.86f || (std::abs(z) < 0.20f && std::abs(y) < 0.62f && fraction(y * 3.2f + 0.2f) > 0.35f)
                         ? white
                         : red;
        break;
    case 4:
        out.albedo = std::max(std::abs(y), std::abs(z)) > 0.90f || (r < 0.62f && std::abs(y) < 0.26f) ? white : blue;
        break;
    default: {
        const float tall = (local.z - o.size.z) * 1.9f / size;
        const int line = floorInt(tall * 1.4f), letter = floorInt(y * 9);
        const bool text = fraction(tall * 1.4f) > 0.45f && std::abs(y) < 0.8f && fraction(y * 9) > 0.28f &&
                          unitOf(hashOf(letter, line, o.seed)) < 0.78f &&
                          y < 0.2f + 0.7f * unitOf(hashOf(line, 7, o.seed)); // lines of different lengths
        const Vec3 base = o.seed % 3 == 0 ? Vec3{0.02f, 0.22f, 0.12f} : o.seed % 3 == 1 ? blue : white;
        out.albedo = text || std::abs(y) > 0.94f ? (o.seed % 3 == 2 ? black : white) : base;
        break;
    }
    }
    out.temperature += 0.5f * (luma(out.albedo) < 0.2f ? 1.0f : 0.0f);
}

void paintTrafficLight(const Climate& climate, const Object& o, const Primitive& primitive, Vec3 p, Vec3 normal,
                       Surface& out)
{
    const Vec3 local = o.toLocal(p), n = o.turnedBack(normal);
    out.albedo = {0.035f, 0.04f, 0.038f};
    out.gloss = 0.03f;
    out.temperature += 2;
    if (n.x < 0.5f)
        return;
    const float y = local.y - primitive.tint.x, z = local.z - primitive.tint.y;
    static constexpr Vec3 kColours[3] = {{1.0f, 0.06f, 0.03f}, {1.0f, 0.55f, 0.05f}, {0.05f, 0.95f, 0.50f}};
    for (int i = 0; i < 3; ++i) {
        const float dz = z - 0.31f * static_cast<float>(1 - i);
        if (y * y + dz * dz > 0.0144f)
            continue;
        const bool on = o.style == i;
        out.albedo = kColours[i] * (on ? 0.4f : 0.10f);
        out.emission = kColours[i] * (on ? (climate.night ? 1.6f : 1.3f) : 0.0f);
        out.temperature += on ? 9.0f : 1.0f;
    }
}

} // namespace

Surface paintPrimitive(const World& world, const Primitive& primitive, Vec3 p, Vec3 normal, float footprint)
{
    const Object& o = world.objects[primitive.object];
    const Climate& climate = world.climate;
    if (primitive.material == Material::Facade)
        return paintFacade(world, o, p, normal, footprint);
    if (primitive.material == Material::Car || primitive.material == Material::Truck ||
        primitive.material == Material::Bus || primitive.material == Material::Wheel)
        return paintVehicle(world, o, primitive, p, normal, footprint);

    Surface out;
    out.normal = normal;
    out.temperature = climate.airTemperature + primitive.warmth;
    const float grain = mix(noise(p * 11.0f, o.seed), 0.5f, clamp01(footprint * 8));
    const float stain = noise(p * 1.7f, o.seed + 1);
    switch (primitive.material) {
    case Material::Masonry:
    case Material::Roof: {
        const float tiles = primitive.material == Material::Roof
                                ? 0.22f * band(0.12f, 1.0f, fraction(p.z / 0.16f), 0.1f) * clamp01(1.3f - footprint * 9)
                                : 0.0f;
        out.albedo = primitive.tint * (0.66f + 0.25f * stain + 0.2f * grain + tiles);
        out.temperature += 0.4f * o.heat + 1.6f * (stain - 0.5f) +
                           (primitive.material == Material::Roof && climate.night ? -2.0f : 0.0f);
        break;
    }
    case Material::Metal: {
        const bool machine = primitive.label == Label::Motorcycle || primitive.label == Label::Bicycle;
        out.albedo = o.colour * primitive.tint * (0.75f + 0.3f * stain + 0.15f * grain);
        out.gloss = machine ? 0.06f : 0.035f;
        out.mirror = 0.10f;
        out.temperature +=
            0.6f * (stain - 0.5f) + (primitive.label == Label::Lamp ? o.heat * 0.5f : 0.0f) + (machine ? 0.0f : -0.3f);
        break;
    }
    case Material::LampHead:
        out.albedo = {0.55f, 0.56f, 0.54f};
        out.emission = primitive.tint * (o.light * (primitive.label == Label::Lamp ? 9.0f : 5.0f));
        out.temperature += o.heat;
        break;
    case Material::SignFace:
        paintSign(o, p, normal, out);
        break;
    case Material::TrafficLight:
        paintTrafficLight(climate, o, primitive, p, normal, out);
        break;
    case Material::Bark: {
        const float ridge = noise(Vec3{p.x * 14, p.y * 14, p.z * 2.5f}, o.seed + 2);
        out.albedo = o.accent * (0.45f + 0.6f * ridge + 0.3f * (grain - 0.5f));
        out.occlusion = 0.8f;
        out.temperature += 0.5f + 1.6f * (ridge - 0.5f);
        break;
    }
    case Material::Leaf:
        paintFoliage(o, p, footprint, out);
        break;
    case Material::Skin:
        out.albedo = primitive.tint * (0.92f + 0.16f * grain);
        out.temperature = std::max(out.temperature, 33.2f - 0.10f * std::max(0.0f, 22 - climate.airTemperature)) +
                          1.4f * (grain - 0.5f);
        out.absorption = 0.1f;
        break;
    case Material::Hair:
        out.albedo = primitive.tint * (0.7f + 0.6f * grain);
        out.gloss = 0.02f;
        out.temperature += mix(o.heat, 33 - climate.airTemperature, 0.3f) + 1.5f * (grain - 0.5f);
        out.absorption = 0.3f;
        break;
    case Material::Cloth: {
        const Vec3 local = o.toLocal(p);
        const float folds = noise(Vec3{local.x * 9, local.y * 9, local.z * 5}, o.seed + 3);
        out.albedo = primitive.tint * (0.70f + 0.5f * folds + 0.12f * (grain - 0.5f));
        // Cloth warms where it lies on the body, and cools where it hangs.
        out.temperature = std::min(31.0f, out.temperature + o.heat + 3.6f * (folds - 0.5f));
        out.temperature = std::max(out.temperature, climate.airTemperature + 1);
        out.absorption = 0.35f;
        break;
    }
    default:
        out.albedo = o.colour * primitive.tint * (0.75f + 0.3f * stain + 0.15f * grain);
        out.temperature += 0.8f * (stain - 0.5f);
        break;
    }
    return out;
}

} // namespace duoscope::scene
