// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <random>

namespace duoscope {

/// Random numbers that depend on nothing but where they are used: each (seed, step, item) has its own sequence, so a
/// training that is resumed at a step draws what the uninterrupted one drew, and no generator's state is saved.
class Random {
public:
    Random(std::uint64_t seed, std::uint64_t step, std::uint64_t item) : m_engine(mix(mix(mix(seed) + step) + item)) {}

    /// A whole number for generators of others, such as LibTorch's.
    std::uint64_t next() { return m_engine(); }
    /// In [0, 1).
    double unit() { return static_cast<double>(m_engine() >> 11) * 0x1p-53; }
    double between(double low, double high) { return low + (high - low) * unit(); }
    bool chance(double probability) { return unit() < probability; }
    /// 0 … count-1; count > 0.
    std::int64_t below(std::int64_t count)
    {
        return static_cast<std::int64_t>(m_engine() % static_cast<std::uint64_t>(count));
    }

private:
    /// SplitMix64 (Steele et al., OOPSLA 2014): neighbouring numbers become unrelated ones.
    static std::uint64_t mix(std::uint64_t value)
    {
        value += 0x9e3779b97f4a7c15U;
        value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9U;
        value = (value ^ (value >> 27)) * 0x94d049bb133111ebU;
        return value ^ (value >> 31);
    }

    std::mt19937_64 m_engine;
};

} // namespace duoscope
