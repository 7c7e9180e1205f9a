// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/scene_surface.h"

namespace duoscope::scene {
namespace {

/// How much road paint covers the point, 0 … 1. `s` is the distance from the centre line, to the right.
float markings(const Street& street, float s, float y, float footprint)
{
    const float soft = std::max(footprint, 0.01f);
    const float driven = street.halfWidth - (street.parking ? 2.1f : 0.3f);
    const float lane = 2 * driven / static_cast<float>(street.lanes);
    float cover = 0;
    const bool nearWalk = y > street.walkFrom - 3.2f && y < street.walkTo + 1;
    const bool nearCrossing = y > street.crossFrom - 1 && y < street.crossTo + 1;
    if (!nearWalk && !nearCrossing) {
        for (int i = 1; i < street.lanes; ++i) {
            const float at = -driven + lane * static_cast<float>(i);
            const bool middle = 2 * i == street.lanes;
            const float dash =
                middle && street.lanes > 2 ? 1.0f : band(0, 3, y - 9 * std::floor(y / 9), std::max(soft, 0.1f) * 3);
            cover = std::max(cover, dash * band(at - 0.07f, at + 0.07f, s, soft));
        }
        if (street.edgeLines || street.parking)
            for (const float at : {-driven, driven})
                cover = std::max(cover, band(at - 0.06f, at + 0.06f, s, soft) * (street.edgeLines ? 1.0f : 0.7f));
    }
    const float within = band(-street.halfWidth + 0.5f, street.halfWidth - 0.5f, s, soft);
    if (street.walkFrom < 1e6f) {
        const float bar = fraction(s / 1.0f);
        const float bars = soft > 0.8f ? 0.5f : band(0.22f, 0.72f, bar, soft);
        cover = std::max(cover, within * bars * band(street.walkFrom, street.walkTo, y, soft * 3));
        const float stop = street.walkFrom - 1.4f;
        if (s > 0 && s < driven)
            cover = std::max(cover, within * band(stop - 0.2f, stop + 0.2f, y, soft * 3));
    }
    return cover;
}

void paintRoad(const Street& street, float s, Vec3 p, float footprint, Surface& out)
{
    const float coarse = fractal(p.x * 0.30f, p.y * 0.14f, 3, street.seed, footprint * 0.3f);
    const float grain = fractal(p.x * 14, p.y * 14, 2, street.seed + 1, footprint * 14);
    const float driven = street.halfWidth - (street.parking ? 2.1f : 0.3f);
    const float lane = 2 * driven / static_cast<float>(street.lanes);
    const float inLane = fraction((s + driven) / lane);
    const bool onLanes = std::abs(s) < driven;
    const float track =
        onLanes ? smooth(0.10f, 0.0f, std::abs(inLane - 0.25f)) + smooth(0.10f, 0.0f, std::abs(inLane - 0.75f)) : 0;
    const float oil = onLanes ? smooth(0.16f, 0.0f, std::abs(inLane - 0.5f)) : 0;

    float tone = 0.72f + 0.42f * coarse + 0.34f * (grain - 0.5f) + 0.07f * track - 0.09f * oil * street.wear;
    // Patches of newer asphalt with sharp edges, and cracks.
    const int cellX = floorInt(p.x / 2.3f), cellY = floorInt(p.y / 5.0f);
    const float lottery = unitOf(hashOf(cellX, cellY, street.seed + 9));
    if (lottery < 0.10f * street.wear)
        tone *= 0.74f;
    const float vein = std::abs(fractal(p.x * 0.55f + 3, p.y * 0.4f, 3, street.seed + 4, footprint * 0.5f) - 0.5f);
    if (street.wear > 0.35f)
        tone *= 1 - 0.45f * (street.wear - 0.3f) * clamp01(1 - vein / (0.006f + footprint * 0.2f)) *
                        clamp01(1.4f - footprint * 12);
    out.albedo = street.asphalt * tone;
    const float worn =
        smooth(0.15f + 0.3f * street.wear, 0.05f, fractal(p.x * 2.1f, p.y * 2.1f, 3, street.seed + 6, footprint * 2));
    const float cover = markings(street, s, p.y, footprint) * (1 - 0.75f * worn) * (0.9f - 0.25f * street.wear);
    out.albedo = mix(out.albedo, Vec3{0.68f, 0.68f, 0.66f} * (0.8f + 0.3f * grain), cover);

    const float puddle = street.wetness * smooth(0.42f, 0.62f, coarse + 0.2f * street.wetness - 0.06f * track);
    out.albedo *= 1 - 0.35f * street.wetness - 0.2f * puddle;
    out.gloss = 0.012f + 0.05f * street.wetness + 0.12f * puddle;
    out.temperature += 2.6f * (coarse - 0.5f) + 0.9f * (grain - 0.5f) + 0.8f * track - 0.9f * cover - 1.5f * puddle;
    out.absorption = 0.95f - 0.35f * cover - 0.3f * street.wetness;
}

void paintSlabs(const Street& street, float s, Vec3 p, float footprint, Surface& out)
{
    const float along = street.cobbled ? 0.22f : 0.60f, across = street.cobbled ? 0.22f : 0.60f;
    const int row = floorInt(p.y / along);
    const float shift = row % 2 == 0 ? 0.0f : across / 2;
    const int column = floorInt((s + shift) / across);
    const float u = fraction((s + shift) / across), v = fraction(p.y / along);
    const float keep = clamp01(1.3f - 2.2f * footprint / along);
    const float gap =
        1 - band(0.03f, 0.97f, u, 0.03f + footprint / across) * band(0.03f, 0.97f, v, 0.03f + footprint / along);
    const float each = unitOf(hashOf(column, row, street.seed + 20));
    const float stain = fractal(p.x * 0.7f, p.y * 0.5f, 4, street.seed + 21, footprint * 0.7f);
    const float grain = fractal(p.x * 16, p.y * 16, 2, street.seed + 22, footprint * 16);
    const float tone = 0.74f + 0.36f * stain + 0.20f * (grain - 0.5f) + keep * (0.16f * (each - 0.5f) - 0.30f * gap);
    out.albedo = street.paving * tone * (1 - 0.3f * street.wetness);
    out.gloss = 0.015f + 0.04f * street.wetness;
    out.temperature +=
        -0.6f + 2.2f * (stain - 0.5f) + keep * (0.7f * (each - 0.5f) - 0.5f * gap) + 0.5f * (grain - 0.5f);
    out.absorption = 0.7f;
}

void paintGrass(const Street& street, Vec3 p, float footprint, Surface& out)
{
    const float patch = fractal(p.x * 0.5f, p.y * 0.35f, 3, street.seed + 30, footprint * 0.5f);
    const float blades = fractal(p.x * 11, p.y * 5, 3, street.seed + 31, footprint * 11);
    const Vec3 dry{0.30f, 0.25f, 0.11f};
    out.albedo = mix(street.grass, dry, 0.35f * smooth(0.5f, 0.8f, patch)) *
                 (0.45f + 0.55f * patch + 0.7f * (blades - 0.25f) * 0.8f);
    out.temperature += -2.2f + 2.4f * (patch - 0.5f) + 2.2f * (blades - 0.5f);
    out.absorption = 0.5f;
}

} // namespace

Surface paintGround(const World& world, const GroundHit& hit, Vec3 p, float footprint)
{
    const Street& street = world.street;
    const float s = p.x - street.centre(p.y);
    Surface out;
    // Stone keeps the day's warmth.
    out.temperature = world.climate.airTemperature + (world.climate.night ? 2.2f : 1.5f);
    switch (hit.zone) {
    case Zone::Road:
        paintRoad(street, s, p, footprint, out);
        break;
    case Zone::Kerb: {
        const float joint = band(0.03f, 0.97f, fraction(p.y), 0.03f + footprint);
        const float tone = 0.8f + 0.35f * fractal(p.x * 3, p.y * 3, 3, street.seed + 40, footprint * 3);
        out.albedo = mix(street.paving, Vec3{0.40f, 0.40f, 0.39f}, 0.6f) * (tone * (0.82f + 0.18f * joint));
        out.temperature += 0.6f * (tone - 1) - (hit.kerbFace ? 0.0f : 0.4f);
        if (hit.kerbFace) {
            out.albedo *= 0.62f;
            out.normal = normalized({s > 0 ? -1.0f : 1.0f, 0, 0.25f});
            out.occlusion = 0.8f;
        }
        return out;
    }
    case Zone::Sidewalk:
        paintSlabs(street, s, p, footprint, out);
        break;
    case Zone::Verge:
        paintGrass(street, p, footprint, out);
        break;
    case Zone::Yard:
        street.pavedYard ? paintSlabs(street, s, p, footprint, out) : paintGrass(street, p, footprint, out);
        break;
    }
    const float bump = clamp01(1 - footprint * 10) * 0.10f;
    out.normal =
        normalized({bump * (noise(p.x * 22, p.y * 22, 1) - 0.5f), bump * (noise(p.x * 22, p.y * 22, 2) - 0.5f), 1});
    for (const Contact& c : world.contacts) {
        const float dx = p.x - c.x, dy = p.y - c.y, far = c.halfLength + c.halfWidth + 1;
        if (dx * dx + dy * dy > far * far)
            continue;
        const float u = std::max(0.0f, std::abs(dx * c.cosYaw + dy * c.sinYaw) - c.halfLength * 0.75f);
        const float v = std::max(0.0f, std::abs(dy * c.cosYaw - dx * c.sinYaw) - c.halfWidth * 0.75f);
        const float fade = 1 - smooth(0, 0.25f + 0.45f * c.halfWidth, std::sqrt(u * u + v * v));
        out.occlusion *= 1 - 0.78f * fade;
        out.temperature += c.warmth * fade;
    }
    return out;
}

} // namespace duoscope::scene
