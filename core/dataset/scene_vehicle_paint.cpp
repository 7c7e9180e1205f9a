// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/scene_surface.h"

namespace duoscope::scene {
namespace {

constexpr Vec3 kGlass{0.018f, 0.022f, 0.026f};
constexpr Vec3 kRubber{0.022f, 0.022f, 0.024f};
constexpr Vec3 kHeadlight{1.0f, 0.96f, 0.86f};
constexpr Vec3 kTailLight{1.0f, 0.05f, 0.03f};

void makeGlass(Surface& out, const Climate& climate, float cabin)
{
    out.albedo = kGlass;
    out.gloss = 0.13f;
    out.mirror = climate.night ? 0.16f : 0.30f;
    out.temperature = climate.airTemperature + cabin;
    out.absorption = 0.3f;
}

bool inside(float v, float from, float to) { return v > from && v < to; }

/// Lamps, plates and bumpers, which all vehicles have at their ends.
void paintEnds(const Object& o, Vec3 p, Vec3 n, float half, float lampLow, Surface& out)
{
    const float l = o.size.x / 2, y = std::abs(p.y);
    if (p.x > l - 0.42f && n.x > 0.25f) {
        const float slant = 0.06f * (y / half - 0.5f);
        if (inside(p.z, lampLow + 0.02f + slant, lampLow + 0.15f + slant) && inside(y, half * 0.48f, half * 0.93f)) {
            out.albedo = {0.55f, 0.57f, 0.58f};
            out.gloss = 0.10f;
            const float dy = (y - half * 0.70f) / 0.16f, dz = (p.z - lampLow - 0.085f) / 0.09f;
            const float core = clamp01(1.35f - dy * dy - dz * dz);
            out.emission = kHeadlight * (o.light * (0.8f + 11 * core));
            out.temperature += 3 + 6 * o.light * core;
        } else if (inside(p.z, lampLow - 0.16f, lampLow + 0.12f) && y < half * 0.44f) {
            out.albedo = Vec3{0.02f, 0.02f, 0.022f} * (fraction(p.z / 0.06f) > 0.4f ? 1.0f : 3.0f); // grille
            out.temperature += 0.7f * o.heat;
        }
    }
    if (p.x < -l + 0.5f && n.x < -0.25f) {
        if (inside(p.z, lampLow + 0.07f, lampLow + 0.28f) && y > half * 0.60f) {
            out.albedo = {0.38f, 0.02f, 0.02f};
            out.gloss = 0.08f;
            out.emission = kTailLight * (o.light * 1.5f);
            out.temperature += 1.5f * o.light;
        }
    }
    if (std::abs(n.x) > 0.5f && y < 0.27f && inside(p.z, lampLow - 0.20f, lampLow - 0.09f) && std::abs(p.x) > l - 0.5f)
        out.albedo = fraction(p.y * 13) > 0.45f && inside(p.z, lampLow - 0.18f, lampLow - 0.11f) && y < 0.23f
                         ? Vec3{0.12f, 0.12f, 0.13f}
                         : Vec3{0.62f, 0.62f, 0.58f};
}

void paintCar(const Climate& climate, const Object& o, Vec3 p, Vec3 n, Surface& out)
{
    const float l = o.size.x / 2, half = o.size.y / 2, roof = o.size.z, belt = o.accent.x, roofHalf = o.accent.y;
    const bool tall = o.style >= 2;
    const float y = std::abs(p.y);
    // Warm hood, cool sides, hottest near the engine.
    const float hood = smooth(0.7f, 1.6f, p.x) * smooth(0.3f, 0.75f, p.z) * (p.z < belt + 0.12f ? 1.0f : 0.3f);
    out.temperature += o.heat * (0.75f * hood + 0.10f);
    const float glassLow = belt + 0.045f, glassHigh = roof - 0.10f;
    if (inside(p.z, glassLow, glassHigh)) {
        const float t = (p.z - belt) / (roof - belt);
        const float paneHalf = mix(half * 0.955f, roofHalf, t);
        if (std::abs(n.y) > 0.62f) { // side windows between the pillars
            const float frontEdge = l -
                                    (o.style == 0   ? 1.50f
                                     : o.style == 1 ? 1.15f
                                     : o.style == 2 ? 1.50f
                                                    : 0.95f) -
                                    0.62f * t;
            const float rearEdge = -l +
                                   (o.style == 0   ? 1.02f
                                    : o.style == 1 ? 0.52f
                                    : o.style == 2 ? 0.50f
                                                   : 0.40f) +
                                   (o.style == 0 ? 0.48f : 0.22f) * t;
            const bool pillar = inside(p.x, -0.12f, -0.02f) || (tall && inside(p.x, -1.18f, -1.10f));
            if (inside(p.x, rearEdge, frontEdge) && !pillar)
                makeGlass(out, climate, 0.15f * o.heat);
        } else if (std::abs(n.x) > 0.25f && y < paneHalf - 0.085f) {
            makeGlass(out, climate, (n.x > 0 ? 0.25f : 0.12f) * o.heat);
        }
    } else if (std::abs(n.y) > 0.75f) {
        const float sill = o.accent.z + 0.10f;
        if (p.z < sill)
            out.albedo = kRubber * 1.5f;
        const bool seam = inside(p.x, -0.085f, -0.065f) || inside(p.x, 0.92f, 0.94f) || inside(p.x, -0.98f, -0.96f);
        if (seam && p.z > sill + 0.05f && p.z < belt)
            out.albedo *= 0.35f;
        if (inside(p.z, belt - 0.15f, belt - 0.11f) && (inside(p.x, 0.02f, 0.20f) || inside(p.x, -0.90f, -0.72f)))
            out.albedo = out.albedo * 0.5f + Vec3{0.1f, 0.1f, 0.1f};
        const float axle = tall ? 0.36f : 0.32f; // dark wheel arches
        for (const float x : {-l + 0.82f, l - 0.86f}) {
            const float dx = p.x - x, dz = p.z - axle;
            if (dx * dx + dz * dz < (axle + 0.07f) * (axle + 0.07f)) {
                out.albedo = kRubber * 0.5f;
                out.gloss = 0;
                out.temperature += 0.25f * o.heat;
            }
        }
    }
    if (p.z < o.accent.z + 0.13f && (n.z < -0.6f || std::abs(n.x) > 0.35f)) {
        out.albedo = kRubber * (n.z < -0.6f ? 0.4f : 1.6f);
        out.gloss = out.mirror = 0;
    }
    if (n.x > 0.35f && inside(p.z, o.accent.z + 0.13f, o.accent.z + 0.23f) && y < half * 0.62f)
        out.albedo = kRubber; // the lower air intake
    paintEnds(o, p, n, half, belt - 0.33f + (p.x < 0 ? 0.05f : 0.0f), out);
    // Exhaust, and warm air below the engine.
    if (p.x < -l + 0.4f && p.z < o.accent.z + 0.16f && inside(p.y, 0.35f, 0.62f))
        out.temperature += 1.4f * o.heat;
    out.temperature += 0.45f * o.heat * smooth(o.accent.z + 0.22f, o.accent.z, p.z);
}

void paintTruck(const Climate& climate, const Object& o, Vec3 p, Vec3 n, Surface& out)
{
    const float l = o.size.x / 2, half = o.size.y / 2;
    if (p.x < o.accent.x - 0.06f) {
        if (p.z > 0.95f) { // the box
            const Vec3 base = o.style == 0   ? Vec3{0.62f, 0.62f, 0.60f}
                              : o.style == 1 ? o.colour
                                             : Vec3{0.42f, 0.43f, 0.44f};
            const float rib = std::abs(n.y) > 0.5f ? fraction(p.x / 0.45f) : fraction(p.y / 0.45f);
            out.albedo = base * (rib < 0.08f ? 0.72f : 1.0f);
            if (o.style == 0 && std::abs(n.y) > 0.5f && inside(p.z, 1.55f, 2.3f) &&
                std::abs(p.x - (o.accent.x - l) / 2) < 1.3f)
                out.albedo = o.colour;
            if (n.x < -0.5f && std::abs(p.y) < 0.02f)
                out.albedo *= 0.3f;
            out.gloss = 0.025f;
            out.temperature -= 0.8f;
        } else {
            out.albedo = kRubber * 1.6f;
            out.temperature += 0.25f * o.heat;
        }
        paintEnds(o, p, n, half, 0.50f, out);
        return;
    }
    out.temperature += o.heat * 0.5f * smooth(1.6f, 0.7f, p.z);
    if (inside(p.z, 1.42f, o.size.z - 0.22f)) {
        if (n.x > 0.3f && std::abs(p.y) < half * 0.84f)
            makeGlass(out, climate, 0.25f * o.heat);
        else if (std::abs(n.y) > 0.6f && inside(p.x, o.accent.x + 0.35f, l - 0.45f))
            makeGlass(out, climate, 0.15f * o.heat);
    }
    paintEnds(o, p, n, half, 0.72f, out);
}

void paintBus(const Climate& climate, const Object& o, Vec3 p, Vec3 n, Surface& out)
{
    const float l = o.size.x / 2, half = o.size.y / 2, y = std::abs(p.y);
    const float inner = climate.night ? o.light : 0.0f;
    out.temperature += 0.12f * o.heat + 0.7f * o.heat * smooth(-l + 1.8f, -l + 0.3f, p.x) * smooth(1.6f, 0.8f, p.z);
    if (inside(p.z, 0.95f, 1.12f))
        out.albedo = o.accent;
    bool pane = false;
    if (inside(p.z, 1.28f, 2.45f)) {
        if (std::abs(n.y) > 0.6f)
            pane = fraction((p.x + l) / 1.35f) > 0.07f && std::abs(p.x) < l - 0.35f;
        else if (std::abs(n.x) > 0.4f)
            pane = y < half * 0.88f;
    } else if (p.y < 0 && n.y < -0.6f && p.z > 0.45f && p.z <= 1.28f) { // doors on the right
        for (const float x : {l - 1.0f, -0.3f})
            pane |= inside(p.x, x - 0.55f, x + 0.55f) && std::abs(p.x - x) > 0.04f;
    } else if (n.x > 0.4f && inside(p.z, 2.52f, 2.82f) && y < half * 0.7f) {
        out.albedo = {0.02f, 0.02f, 0.02f};
        if (inside(p.z, 2.58f, 2.76f) && y < 0.6f && fraction(p.y * 5.5f) > 0.35f)
            out.emission = Vec3{1.0f, 0.62f, 0.12f} * 0.8f;
    }
    if (pane) {
        makeGlass(out, climate, 0.3f * o.heat);
        // Seats and heads before the lit ceiling.
        const float across = std::abs(n.y) > 0.6f ? p.x : p.y;
        const int seat = floorInt(across / 0.62f);
        const float level = 1.55f + 0.42f * unitOf(hashOf(seat, 3, o.seed));
        const float aside = std::abs(fraction(across / 0.62f) - 0.5f);
        const float open = smooth(level - 0.05f, level + 0.05f, p.z + 14 * aside * aside * aside * aside);
        const float glow = 0.10f + 0.45f * open * (0.6f + 0.4f * smooth(1.6f, 2.5f, p.z));
        out.emission = Vec3{1.0f, 0.92f, 0.74f} * (inner * glow * (std::abs(n.x) > 0.4f ? 0.5f : 1.0f));
        out.temperature += 1.2f * (1 - open);
    }
    if (p.z < 0.48f)
        out.albedo = kRubber * 2;
    paintEnds(o, p, n, half, 0.62f, out);
}

void paintWheel(const Object& o, const Primitive& primitive, Vec3 p, Vec3 n, Surface& out)
{
    const float radius = primitive.tint.x;
    out.albedo = kRubber;
    out.gloss = 0.012f;
    out.temperature += primitive.warmth * 0.8f;
    if (std::abs(n.y) < 0.6f)
        return;
    // The disc's middle lies at the middle of its three corners' circle: corner a of every facet.
    const Vec3 centre = o.toLocal(primitive.a);
    const float dx = p.x - centre.x, dz = p.z - centre.z, r = std::sqrt(dx * dx + dz * dz) / radius;
    if (r > 0.68f)
        return;
    const bool spoke = r < 0.18f || std::abs(dx) < 0.16f * radius || std::abs(dz) < 0.16f * radius ||
                       std::abs(std::abs(dx) - std::abs(dz)) < 0.2f * radius || r > 0.60f;
    out.albedo = spoke ? Vec3{0.34f, 0.35f, 0.36f} : Vec3{0.05f, 0.05f, 0.055f};
    out.gloss = 0.05f;
    out.temperature += primitive.warmth * (spoke ? 0.3f : 0.9f); // brakes glow between the spokes
}

} // namespace

Surface paintVehicle(const World& world, const Object& o, const Primitive& primitive, Vec3 point, Vec3 normal,
                     float footprint)
{
    const Vec3 p = o.toLocal(point), n = o.turnedBack(normal);
    const float dirt = mix(noise(p * 2.2f, o.seed + 90), 0.5f, clamp01(footprint * 2));
    Surface out;
    out.normal = normal;
    out.albedo = o.colour;
    out.gloss = 0.055f;
    out.mirror = 0.22f;
    out.absorption = 0.75f;
    out.temperature = world.climate.airTemperature - (world.climate.night ? 0.8f : 0.0f);
    switch (primitive.material) {
    case Material::Car:
        paintCar(world.climate, o, p, n, out);
        break;
    case Material::Truck:
        paintTruck(world.climate, o, p, n, out);
        break;
    case Material::Bus:
        paintBus(world.climate, o, p, n, out);
        break;
    default:
        out.mirror = 0;
        paintWheel(o, primitive, p, n, out);
        break;
    }
    const float low = smooth(0.9f, 0.25f, p.z);
    out.albedo = mix(out.albedo, Vec3{0.16f, 0.14f, 0.12f}, 0.22f * low * dirt) * (0.93f + 0.12f * dirt);
    out.temperature += 0.9f * (dirt - 0.5f);
    out.occlusion = mix(0.45f, 1.0f, smooth(0.1f, 0.7f, p.z));
    return out;
}

} // namespace duoscope::scene
