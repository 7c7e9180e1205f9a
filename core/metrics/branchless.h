// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <numbers>

namespace duoscope {

// Elementary functions without calls or branches, so that compilers turn loops over pixels into vector instructions.

/// e^x to 14 digits, for |x| up to 700; what is beyond is taken for it.
inline double branchlessExp(double x)
{
    // x = n ln 2 + r with |r| <= ln 2 / 2: e^x is 2^n, whose bits are at hand, times a short series.
    constexpr double kRounder = 0x1.8p52; // adding it leaves the nearest integer in the lowest bits
    constexpr double kLn2High = 0x1.62e42feep-1, kLn2Low = 0x1.a39ef35793c76p-33;
    x = std::clamp(x, -700.0, 700.0);
    const double shifted = x * std::numbers::log2e + kRounder;
    const double n = shifted - kRounder;
    const double r = (x - n * kLn2High) - n * kLn2Low;
    double series = 1.0 / 479001600; // 1/12!
    for (const double coefficient : {1.0 / 39916800, 1.0 / 3628800, 1.0 / 362880, 1.0 / 40320, 1.0 / 5040, 1.0 / 720,
                                     1.0 / 120, 1.0 / 24, 1.0 / 6, 0.5, 1.0, 1.0})
        series = series * r + coefficient;
    const auto power = std::bit_cast<double>((std::bit_cast<std::uint64_t>(shifted) + 1023) << 52);
    return series * power;
}

/// log2 x to 13 digits, for positive normal numbers.
inline double branchlessLog2(double x)
{
    // x = m 2^n with m in sqrt(1/2)..sqrt(2), of which ln m = 2 artanh((m - 1) / (m + 1)) is a short series.
    constexpr std::uint64_t kRootOfHalf = 0x3fe6a09e667f3bcd, kExponent = 0xfffULL << 52;
    const std::uint64_t bits = std::bit_cast<std::uint64_t>(x);
    const std::uint64_t exponent = (bits - kRootOfHalf) & kExponent; // n << 52, in two's complement
    const auto m = std::bit_cast<double>(bits - exponent);
    // n, placed in the lowest bits of a number whose lowest bit is 1.
    constexpr double kPlace = 0x1.8p52;
    const std::uint64_t n = (((exponent >> 52) + 2048) & 4095) + std::bit_cast<std::uint64_t>(kPlace);
    const double power = std::bit_cast<double>(n) - kPlace - 2048;
    const double t = (m - 1) / (m + 1), squared = t * t; // at most 0.0295
    double series = 1.0 / 17;
    for (const double divisor : {15.0, 13.0, 11.0, 9.0, 7.0, 5.0, 3.0, 1.0})
        series = series * squared + 1 / divisor;
    return power + 2 * std::numbers::log2e * t * series;
}

/// The angle 0..pi between a vector and the first axis, to 12 digits.
/// @param x  of any sign
/// @param y  not negative, and not 0 where x is
inline double branchlessAngle(double x, double y)
{
    // The angle to the nearer axis, and of that the difference to half a right angle where it is the smaller.
    const double length = x < 0 ? -x : x;
    const double shorter = std::min(length, y), longer = std::max(length, y);
    const bool nearDiagonal = shorter > 0.41421356237309503 * longer; // tan(pi / 8)
    const double t = (nearDiagonal ? shorter - longer : shorter) / (nearDiagonal ? shorter + longer : longer);
    const double squared = t * t; // at most 0.172
    double series = 1.0 / 29;
    for (const double divisor : {-27.0, 25.0, -23.0, 21.0, -19.0, 17.0, -15.0, 13.0, -11.0, 9.0, -7.0, 5.0, -3.0, 1.0})
        series = series * squared + 1 / divisor;
    double angle = t * series + (nearDiagonal ? std::numbers::pi / 4 : 0.0);
    angle = y > length ? std::numbers::pi / 2 - angle : angle;
    return x < 0 ? std::numbers::pi - angle : angle;
}

} // namespace duoscope
