// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/scene_light.h"

namespace duoscope::scene {
namespace {

float arctangent(float v)
{
    const float a = std::abs(v);
    const float angle = a < 1 ? a / (1 + 0.28f * a * a) : kPi / 2 - a / (a * a + 0.28f);
    return v < 0 ? -angle : angle;
}

} // namespace

Lighting::Lighting(const World& world) : m_world(world), m_climate(world.climate), m_shadows(world)
{
    for (Light light : world.lights) {
        if (!m_climate.night) // hardly seen beside daylight
            light.colour *= m_climate.fog > 0.01f ? 0.25f : 0.10f;
        const Vec3 view = world.camera.toView(light.position);
        if (view.z > -light.reach && view.z < 110)
            m_lights.push_back(light);
    }
}

Vec3 Lighting::skyColour(Vec3 d, bool mirrored) const
{
    const Climate& c = m_climate;
    const float up = clamp01(d.z);
    const float rise = std::sqrt(up);
    Vec3 colour = mix(c.horizon, c.zenith, smooth(0.0f, 0.85f, rise));
    const float sun = dot(d, c.sunDirection);
    const float open = 1 - smooth(0.6f, 1.0f, c.clouds);
    if (!c.night) {
        const float halo = power(clamp01(sun), 24);
        colour += c.sunColour * (0.10f * halo + 0.25f * power(clamp01(sun), 180));
        if (!mirrored && sun > 0.9992f)
            colour += c.sunColour * (30 * smooth(0.9992f, 0.99965f, sun));
    }
    if (mirrored || c.fog > 0.01f)
        return colour;
    const float reach = 1 / (up + 0.10f);
    const float x = d.x * reach * 1.6f, y = d.y * reach * 1.6f;
    const float density = fractal(x, y, 5, c.seed + 100);
    const float cover = smooth(0.66f - 0.42f * c.clouds, 0.80f - 0.36f * c.clouds, density) * smooth(0.0f, 0.06f, up);
    if (!c.night) {
        const float thick =
            smooth(0.40f, 0.75f, fractal(x + c.sunDirection.x * 0.25f, y + c.sunDirection.y * 0.25f, 4, c.seed + 100));
        const Vec3 lit = c.horizon * 0.55f + c.sunColour * 0.26f + Vec3{0.25f, 0.26f, 0.28f};
        const Vec3 shade = mix(c.horizon, Vec3{0.50f, 0.53f, 0.58f}, 0.7f) * mix(1.0f, 0.82f, c.clouds);
        return mix(colour, mix(lit, shade, thick), cover * 0.9f);
    }
    colour = mix(colour, c.horizon * 0.9f, cover * 0.8f);
    // Stars on a grid over the sky, and the moon.
    const int gridX = floorInt(d.x * 210), gridY = floorInt(d.z * 210);
    const std::uint32_t hash = hashOf(gridX, gridY, c.seed + 3);
    if (unitOf(hash) < 0.02f && d.z > 0.08f) {
        const float dx = fraction(d.x * 210) - 0.5f, dy = fraction(d.z * 210) - 0.5f;
        colour += Vec3{1, 1, 1} *
                  (0.16f * (1 - cover) * smooth(0.30f, 0.05f, std::sqrt(dx * dx + dy * dy)) * unitOf(hashOf(hash)));
    }
    if (sun > 0.99980f)
        colour = mix(colour, Vec3{1.0f, 0.96f, 0.86f} * (0.5f + 0.3f * noise(d.x * 150, d.z * 150, 5)),
                     smooth(0.99980f, 0.99988f, sun) * (1 - 0.8f * cover));
    colour += Vec3{0.05f, 0.05f, 0.055f} * (power(clamp01(sun), 400) * open);
    return colour;
}

float Lighting::skyTemperature(Vec3 d) const
{
    const Climate& c = m_climate;
    const float up = clamp01(d.z);
    const float slant = std::sqrt(up);
    return mix(c.airTemperature - 3, c.skyTemperature, smooth(0.0f, 0.9f, slant));
}

Radiance Lighting::sky(Vec3 ray) const
{
    const Vec3 d = normalized(ray);
    Radiance out;
    out.colour = skyColour(d, false);
    const float reach = 1.6f / (clamp01(d.z) + 0.10f);
    const float cloud = fractal(d.x * reach, d.y * reach, 4, m_climate.seed + 100);
    const float cover = smooth(0.66f - 0.42f * m_climate.clouds, 0.80f - 0.36f * m_climate.clouds, cloud);
    out.temperature = mix(skyTemperature(d), m_climate.airTemperature - 6, 0.45f * cover);
    return out;
}

Vec3 Lighting::lampLight(const Surface& s, Vec3 point, Vec3 towardsViewer) const
{
    Vec3 sum;
    for (const Light& light : m_lights) {
        const Vec3 way = light.position - point;
        const float squared = dot(way, way), limit = light.reach * light.reach;
        if (squared >= limit)
            continue;
        const float distance = std::sqrt(squared);
        const Vec3 d = way * (1 / std::max(distance, 0.05f));
        const float facing = dot(d, s.normal);
        const float cone =
            light.cosInner <= -1 ? 1.0f : smooth(light.cosOuter, light.cosInner, -dot(d, light.direction));
        const float front = s.translucent ? 0.35f + 0.65f * std::max(facing, 0.0f) : facing;
        if (cone <= 0 || front <= 0)
            continue;
        const float edge = 1 - squared / limit;
        const float strength = cone * edge * edge / (1 + squared);
        Vec3 share = s.albedo * (s.translucent ? 0.55f * front * s.occlusion : front);
        if (s.gloss > 0.03f) {
            const float shine = clamp01(dot(normalized(d + towardsViewer), s.normal));
            share += Vec3{1, 1, 1} * (s.gloss * 6 * power(shine, 60));
        }
        sum += light.colour * share * strength;
    }
    return sum;
}

Radiance Lighting::surface(const Surface& s, Vec3 point, Vec3 ray) const
{
    const Climate& c = m_climate;
    const float distance = length(ray) * dot(point - m_world.camera.position, ray) / dot(ray, ray);
    const Vec3 view = normalized(ray);
    const float facing = clamp01(-dot(view, s.normal));

    const Vec3 above = mix(c.horizon, c.zenith, 0.55f);
    const Vec3 around = mix(c.ground, above, 0.5f + 0.5f * s.normal.z);
    Vec3 colour = s.albedo * around * (0.95f * s.occlusion);
    float warmth = 0;
    if (luma(c.sunColour) > 0.01f) {
        const float towards = dot(s.normal, c.sunDirection);
        const float lit = s.translucent ? m_shadows.lightAt(point, c.sunDirection) : m_shadows.lightAt(point, s.normal);
        const float sun = s.translucent ? 0.30f + 0.70f * std::max(towards, 0.0f) : std::max(towards, 0.0f);
        const float open = s.translucent ? 0.45f + 0.55f * s.occlusion : 1.0f;
        colour += s.albedo * c.sunColour * (lit * sun * open);
        // What is warmed by the sun stays warm for a while after a shadow falls on it.
        warmth = c.sunWarmth * s.absorption * std::max(towards, 0.0f) * (0.35f + 0.65f * lit);
        if (s.gloss > 0.02f && lit > 0) {
            const Vec3 half = normalized(c.sunDirection - view);
            colour += c.sunColour * (lit * s.gloss * 8 * power(clamp01(dot(half, s.normal)), 220));
        }
    }
    if (s.gloss > 0.005f) {
        const Vec3 mirrored = view + s.normal * (2 * facing);
        const float grazing = 1 - facing, fifth = grazing * grazing * grazing * grazing * grazing;
        const float share = s.gloss + std::min(s.gloss * 7, 1 - s.gloss) * fifth;
        // Near the horizon the houses across the street are mirrored, not the sky.
        const Vec3 across = mix(c.ground * 0.55f, above * 0.42f, smooth(-0.2f, 0.2f, mirrored.z));
        colour += mix(across, skyColour(mirrored, true), smooth(0.16f, 0.30f, mirrored.z)) *
                  (share * (0.4f + 0.6f * s.occlusion));
    }
    if (!m_lights.empty())
        colour += lampLight(s, point, -view);
    // Full beam, where headlights are to blind.
    colour += s.emission * (c.glare > 0 && c.night && luma(s.emission) > 2 ? 1 + 2 * c.glare : 1.0f);

    Radiance out;
    const float clear = expOf(-c.fog * distance), clearInfrared = expOf(-c.infraredFog * distance);
    Vec3 air = c.air;
    if (!c.night && c.fog < 0.01f)
        air += c.sunColour * (0.18f * power(clamp01(dot(view, c.sunDirection)), 8));
    out.colour = mix(air, colour, clear);
    const Vec3 mirrored = view + s.normal * (2 * facing);
    const float share = clamp01(s.mirror * (1 + 1.5f * (1 - facing) * (1 - facing)));
    const float reflected = mirrored.z > 0 ? skyTemperature(mirrored) : c.airTemperature + 1;
    out.temperature = mix(s.temperature + warmth, reflected, share);
    out.temperature = mix(c.airTemperature - 1, out.temperature, clearInfrared);
    return out;
}

Vec3 Lighting::litAir(Vec3 ray, float depth) const
{
    Vec3 sum;
    if (!m_climate.night || m_climate.fog < 0.01f)
        return sum;
    const float perUnit = length(ray);
    const Vec3 view = ray * (1 / perUnit);
    const float end = std::min(depth * perUnit, 120.0f);
    for (const Light& light : m_lights) {
        const Vec3 way = light.position - m_world.camera.position;
        const float along = dot(way, view);
        const float squared = dot(way, way) - along * along;
        if (squared > 81 || along < -5 || light.colour.z < 0.1f * light.colour.x) // tail lights are too weak to count
            continue;
        const float aside = std::sqrt(std::max(squared, 0.02f));
        // The integral of 1 / distance² to the lamp along the ray.
        const float integral = (arctangent((end - along) / aside) + arctangent(along / aside)) / aside;
        const float cone =
            light.cosInner <= -1 ? 1.0f : 0.30f + 0.70f * smooth(0.3f, 0.9f, -dot(light.direction, view));
        sum += light.colour * (integral * cone * expOf(-m_climate.fog * along) * smooth(9, 2, aside));
    }
    return sum * (0.045f * m_climate.fog);
}

} // namespace duoscope::scene
