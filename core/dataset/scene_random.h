// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/scene_math.h"

#include <cstdint>
#include <initializer_list>
#include <random>

namespace duoscope::scene {

/// Random numbers that are the same everywhere: the engine's output is fixed by the standard, the conversions are ours
/// (those of the standard library differ between implementations).
class Random {
public:
    explicit Random(std::uint64_t seed) : m_engine(seed) {}

    /// In [0, 1).
    float uniform() { return static_cast<float>(m_engine() >> 40) * (1.0f / 16777216.0f); }
    float uniform(float from, float to) { return from + (to - from) * uniform(); }
    /// Whole number in [from, to].
    int integer(int from, int to)
    {
        return from + static_cast<int>(m_engine() % static_cast<std::uint64_t>(to - from + 1));
    }
    bool chance(float probability) { return uniform() < probability; }
    /// About standard normal, within ±6.
    float normal()
    {
        float sum = -6;
        for (int i = 0; i < 12; ++i)
            sum += uniform();
        return sum;
    }
    template <typename T>
    T pick(std::initializer_list<T> items)
    {
        return items.begin()[integer(0, static_cast<int>(items.size()) - 1)];
    }
    std::uint32_t seed() { return static_cast<std::uint32_t>(m_engine() >> 32); }

private:
    std::mt19937_64 m_engine;
};

inline std::uint32_t hashOf(std::uint32_t a)
{
    a ^= a >> 16;
    a *= 0x7feb352du;
    a ^= a >> 15;
    a *= 0x846ca68bu;
    return a ^ (a >> 16);
}

inline std::uint32_t hashOf(int x, int y, std::uint32_t seed)
{
    return hashOf(static_cast<std::uint32_t>(x) * 0x9e3779b1u ^ (static_cast<std::uint32_t>(y) * 0x85ebca77u + seed));
}

inline std::uint32_t hashOf(int x, int y, int z, std::uint32_t seed)
{
    return hashOf(x, y, seed + static_cast<std::uint32_t>(z) * 0xc2b2ae3du);
}

/// In [0, 1).
inline float unitOf(std::uint32_t hash) { return static_cast<float>(hash >> 8) * (1.0f / 16777216.0f); }

/// Smooth value noise in [0, 1], one feature a unit.
inline float noise(float x, float y, std::uint32_t seed)
{
    const int ix = floorInt(x), iy = floorInt(y);
    float fx = x - static_cast<float>(ix), fy = y - static_cast<float>(iy);
    fx = fx * fx * (3 - 2 * fx);
    fy = fy * fy * (3 - 2 * fy);
    const float low = mix(unitOf(hashOf(ix, iy, seed)), unitOf(hashOf(ix + 1, iy, seed)), fx);
    const float high = mix(unitOf(hashOf(ix, iy + 1, seed)), unitOf(hashOf(ix + 1, iy + 1, seed)), fx);
    return mix(low, high, fy);
}

inline float noise(Vec3 p, std::uint32_t seed)
{
    const int iz = floorInt(p.z);
    float f = p.z - static_cast<float>(iz);
    f = f * f * (3 - 2 * f);
    const std::uint32_t low = seed + static_cast<std::uint32_t>(iz) * 0xc2b2ae3du;
    return mix(noise(p.x, p.y, low), noise(p.x, p.y, low + 0xc2b2ae3du), f);
}

/// A leaf near a point: leaves fill space, one a unit of volume.
struct Leaf {
    std::uint32_t hash = 0;
    float distance = 9; ///< from its middle
};

inline Leaf leafAt(Vec3 p, std::uint32_t seed)
{
    const int ix = floorInt(p.x - 0.5f), iy = floorInt(p.y - 0.5f), iz = floorInt(p.z - 0.5f);
    Leaf nearest;
    float least = 99;
    for (int i = 0; i < 8; ++i) {
        const int x = ix + (i & 1), y = iy + (i >> 1 & 1), z = iz + (i >> 2);
        const std::uint32_t hash = hashOf(x, y, z, seed);
        const auto middle = [&](int cell, int shift) {
            return static_cast<float>(cell) + 0.15f + 0.7f / 255 * static_cast<float>(hash >> shift & 255u);
        };
        const float dx = p.x - middle(x, 0), dy = p.y - middle(y, 8), dz = p.z - middle(z, 16);
        const float squared = dx * dx + dy * dy + dz * dz;
        if (squared < least) {
            least = squared;
            nearest.hash = hash;
        }
    }
    nearest.distance = std::sqrt(least);
    return nearest;
}

/// Sum of `octaves` of noise, each half as large and twice as fine; in [0, 1], mean about 0.5. Octaves finer than
/// `footprint` (the size of a pixel, in units of x and y) are left out, because they would only alias.
inline float fractal(float x, float y, int octaves, std::uint32_t seed, float footprint = 0)
{
    float sum = 0, weight = 0.5f, scale = 1;
    for (int i = 0; i < octaves; ++i, weight *= 0.5f, scale *= 2) {
        const float keep = clamp01(2 - 2 * footprint * scale);
        sum += weight * (keep <= 0 ? 0.5f : mix(0.5f, noise(x * scale, y * scale, seed + 77u * (unsigned)i), keep));
    }
    return sum / (1 - 2 * weight); // what the weights add up to
}

} // namespace duoscope::scene
