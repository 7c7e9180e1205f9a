// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

/// Small vectors and elementary functions of the scene generator. The functions use additions, multiplications,
/// divisions and square roots only, which IEEE 754 fixes to the last bit, where the C library's sine and exponential
/// differ from one machine to the next.
namespace duoscope::scene {

constexpr float kPi = 3.14159265358979f;

struct Vec3 {
    float x = 0, y = 0, z = 0;
};

inline Vec3 operator+(Vec3 a, Vec3 b) { return {a.x + b.x, a.y + b.y, a.z + b.z}; }
inline Vec3 operator-(Vec3 a, Vec3 b) { return {a.x - b.x, a.y - b.y, a.z - b.z}; }
inline Vec3 operator-(Vec3 a) { return {-a.x, -a.y, -a.z}; }
inline Vec3 operator*(Vec3 a, Vec3 b) { return {a.x * b.x, a.y * b.y, a.z * b.z}; }
inline Vec3 operator*(Vec3 a, float s) { return {a.x * s, a.y * s, a.z * s}; }
inline Vec3 operator*(float s, Vec3 a) { return a * s; }
inline Vec3& operator+=(Vec3& a, Vec3 b) { return a = a + b; }
inline Vec3& operator*=(Vec3& a, float s) { return a = a * s; }
inline float dot(Vec3 a, Vec3 b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
inline Vec3 cross(Vec3 a, Vec3 b) { return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x}; }
inline float length(Vec3 a) { return std::sqrt(dot(a, a)); }
inline Vec3 normalized(Vec3 a) { return a * (1.0f / std::max(length(a), 1e-12f)); }

inline float clamp01(float v) { return std::clamp(v, 0.0f, 1.0f); }
inline float mix(float a, float b, float t) { return a + (b - a) * t; }
inline Vec3 mix(Vec3 a, Vec3 b, float t) { return a + (b - a) * t; }
inline float luma(Vec3 c) { return 0.299f * c.x + 0.587f * c.y + 0.114f * c.z; }

/// 0 below `from`, 1 above `to`, smooth between.
inline float smooth(float from, float to, float v)
{
    const float t = clamp01((v - from) / (to - from));
    return t * t * (3 - 2 * t);
}

/// 1 inside [from, to], 0 outside, with edges of the given softness.
inline float band(float from, float to, float v, float soft)
{
    return clamp01((v - from) / soft + 0.5f) * clamp01((to - v) / soft + 0.5f);
}

/// Largest whole number not above v, for |v| < 2^31.
inline int floorInt(float v)
{
    const int i = static_cast<int>(v);
    return i - (v < static_cast<float>(i) ? 1 : 0);
}

inline float fraction(float v) { return v - static_cast<float>(floorInt(v)); }

inline float sine(float v)
{
    float t = fraction(v / (2 * kPi) + 0.25f); // a quarter turn later, so that the fold below is symmetric
    t = (t > 0.5f ? 0.75f - t : t - 0.25f) * (2 * kPi);
    const float s = t * t;
    return t * (1 - s / 6 * (1 - s / 20 * (1 - s / 42 * (1 - s / 72))));
}

inline float cosine(float v) { return sine(v + kPi / 2); }

/// 2^v, clamped to the normal numbers.
inline float exp2Of(float v)
{
    v = std::clamp(v, -126.0f, 126.0f);
    const int whole = floorInt(v);
    const float f = (v - static_cast<float>(whole)) * 0.69314718f;
    const float series = 1 + f * (1 + f / 2 * (1 + f / 3 * (1 + f / 4 * (1 + f / 5 * (1 + f / 6)))));
    return series * std::bit_cast<float>(static_cast<std::uint32_t>(whole + 127) << 23);
}

inline float expOf(float v) { return exp2Of(v * 1.44269504f); }

/// log2 of a positive normal number.
inline float log2Of(float v)
{
    const std::uint32_t bits = std::bit_cast<std::uint32_t>(v);
    const float m = std::bit_cast<float>((bits & 0x007fffffu) | 0x3f800000u);
    const float t = (m - 1.41421356f) / (m + 1.41421356f);
    const float s = t * t;
    const float series = 2 * t * (1 + s * (1.0f / 3 + s * (1.0f / 5 + s / 7)));
    return static_cast<float>(static_cast<int>(bits >> 23) - 127) + 0.5f + series * 1.44269504f;
}

/// v^p for v >= 0.
inline float power(float v, float p) { return v <= 1e-30f ? 0.0f : exp2Of(p * log2Of(v)); }

} // namespace duoscope::scene
