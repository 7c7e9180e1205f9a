// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/scene_surface.h"

namespace duoscope::scene {
namespace {

struct Opening {
    float cover = 0; ///< 1 in the pane, 0 on the wall
    float frame = 0; ///< 1 on its frame
    float above = 0; ///< distance below its upper edge, metres
    std::uint32_t hash = 0;
    bool shop = false, door = false;
};

/// The window or door around a point of the wall; u along it, v above the ground, metres.
Opening openingAt(const Object& o, float u, float v, bool front, float soft)
{
    Opening w;
    const bool house = o.size.z < 9.5f;
    const float first = house ? 0.0f : 3.9f, floorHeight = house ? 2.8f : 3.1f;
    const float wall = front ? o.size.y : o.size.x;
    if (v > o.size.z - (house ? 0.25f : 0.8f))
        return w;
    float cellWidth = o.style == 2 ? 4.2f : o.style == 3 ? 1.9f : o.style == 4 ? 1.6f : 2.8f;
    float low = 0.85f, high = 2.35f, share = 0.52f;
    if (o.style == 2)
        share = 0.94f, low = 0.9f, high = 2.5f;
    else if (o.style == 3)
        share = 0.50f, low = 0.6f, high = 2.5f;
    else if (o.style == 4)
        share = 0.93f, low = 0.35f, high = 3.0f;
    int level = 0;
    float inLevel = v;
    if (v >= first) {
        level = 1 + floorInt((v - first) / floorHeight);
        inLevel = v - first - static_cast<float>(level - 1) * floorHeight;
    } else {
        if (!front)
            return w;
        cellWidth = 3.6f, share = 0.84f, low = 0.45f, high = 3.1f;
        w.shop = true;
    }
    const float columns = std::max(1.0f, std::floor(wall / cellWidth));
    const float width = wall / columns;
    const float along = u / width;
    const int column = floorInt(along);
    w.hash = hashOf(column, level, o.seed + (front ? 0u : 991u));
    if ((level == 0 || (house && level == 1)) &&
        column == static_cast<int>(o.seed % static_cast<std::uint32_t>(columns)) && front) {
        w.door = true;
        w.shop = false;
        share = std::min(0.8f, 1.15f / width), low = 0.02f, high = 2.2f;
    } else if (!front && unitOf(w.hash) < 0.45f) {
        return w; // side walls have fewer windows
    }
    const float x = (along - static_cast<float>(column) - 0.5f) * width;
    const float half = 0.5f * share * width;
    const float outer = band(-half - 0.09f, half + 0.09f, x, soft) * band(low - 0.09f, high + 0.09f, inLevel, soft);
    w.cover = band(-half, half, x, soft) * band(low, high, inLevel, soft);
    // Bars across the panes.
    if (!w.door && o.style != 4) {
        const float bar =
            band(-0.035f, 0.035f, w.shop ? std::abs(x) - half * 0.4f : x, soft) * (soft > 0.3f ? 0.0f : 1.0f);
        w.cover *= 1 - bar;
    }
    w.frame = clamp01(outer - w.cover);
    w.above = high - inLevel;
    return w;
}

} // namespace

Surface paintFacade(const World& world, const Object& o, Vec3 point, Vec3 normal, float footprint)
{
    const Vec3 local = o.toLocal(point), n = o.turnedBack(normal);
    const bool front = std::abs(n.x) > 0.5f;
    const float u = front ? local.y + o.size.y / 2 : -local.x, v = local.z;
    const bool night = world.climate.night;
    Surface out;
    out.normal = normal;

    const float stain = fractal(u * 0.35f, v * 0.22f, 4, o.seed, footprint * 0.35f);
    const float grain = fractal(u * 7, v * 7, 2, o.seed + 3, footprint * 7);
    float tone = 0.76f + 0.36f * stain + 0.16f * (grain - 0.5f);
    if (o.style == 3 || (o.style == 1 && o.seed % 2 == 0)) { // bricks
        const float row = v / 0.085f;
        const float shift = floorInt(row) % 2 == 0 ? 0.0f : 0.5f;
        const float keep = clamp01(1.4f - footprint * 22);
        const float each = unitOf(hashOf(floorInt(u / 0.26f + shift), floorInt(row), o.seed + 5));
        tone += keep * (0.28f * (each - 0.5f) + 0.14f * (1 - band(0.1f, 0.9f, fraction(row), 0.2f)));
    }
    tone *=
        0.80f + 0.20f * smooth(0, 1.2f, v) - 0.12f * smooth(1.5f, 0.0f, o.size.z - v); // splashes below, shade above
    out.albedo = o.colour * tone;
    if (o.size.z > 9.5f && v < 3.9f)
        out.albedo = mix(out.albedo, o.accent * tone, 0.7f);
    // Bands between the floors; warmth escapes there.
    const float slab = o.size.z > 9.5f && v > 3.5f
                           ? band(-0.14f, 0.14f, fraction((v - 3.9f) / 3.1f + 0.5f) * 3.1f - 1.55f, footprint + 0.02f)
                           : 0.0f;
    out.albedo =
        mix(out.albedo, o.accent * (0.8f + 0.3f * stain), slab * (o.style == 0 || o.style == 4 ? 0.9f : 0.35f));
    out.temperature = world.climate.airTemperature + o.heat * 0.55f + 2.4f * (stain - 0.5f) + 0.5f * (grain - 0.5f) +
                      0.5f * slab + 0.02f * v;
    out.absorption = 0.85f;

    const Opening w = openingAt(o, u, v, front, std::max(footprint, 0.02f));
    if (w.cover + w.frame <= 0.001f)
        return out;
    const float lottery = unitOf(hashOf(w.hash + 11)), hue = unitOf(hashOf(w.hash + 12)),
                dim = unitOf(hashOf(w.hash + 13));
    out.albedo = mix(out.albedo, w.door ? o.accent * 0.5f : mix(o.accent, Vec3{0.7f, 0.7f, 0.68f}, 0.5f), w.frame);
    out.temperature += 0.7f * w.frame;
    Vec3 pane{0.035f, 0.045f, 0.055f};
    if (w.door)
        pane = o.accent * 0.28f + Vec3{0.02f, 0.015f, 0.01f};
    else if (dim < 0.35f && !w.shop) // a blind or curtain behind the glass
        pane = Vec3{0.32f, 0.30f, 0.27f} * (w.above < 2 * hue ? 1.0f : 0.25f);
    else
        pane = pane * (0.7f + 0.6f * noise(u * 1.7f, v * 1.7f, o.seed + 7));
    const float recess = 1 - 0.55f * smooth(0.28f, 0.0f, w.above);
    out.albedo = mix(out.albedo, pane * recess, w.cover);
    out.gloss = (w.door ? 0.02f : 0.09f) * w.cover;
    out.mirror = (w.door ? 0.05f : night ? 0.12f : 0.30f) * w.cover;
    out.temperature += w.cover * (w.door ? 0.5f : o.heat * (0.1f + 0.5f * dim) * (night ? 1.5f : 0.3f));
    const float chance = w.shop ? o.light * 1.2f : o.light * 0.8f;
    if (o.light > 0 && lottery < chance) {
        const Vec3 colour = hue < 0.62f   ? Vec3{1.0f, 0.72f, 0.40f}
                            : hue < 0.88f ? Vec3{1.0f, 0.90f, 0.70f}
                                          : Vec3{0.70f, 0.86f, 1.0f};
        const float inside = 0.45f + 0.75f * fractal(u * 1.1f, v * 1.3f, 3, o.seed + w.hash, footprint);
        const float curtain = dim < 0.4f ? 0.55f : 1.0f;
        out.emission =
            colour * (w.cover * curtain * inside * (w.shop ? 0.75f : 0.18f + 0.42f * dim) * (w.door ? 0.35f : 1.0f));
        out.temperature += w.cover * 1.6f;
    }
    return out;
}

} // namespace duoscope::scene
