// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/lstm_cell.h"

#include <bit>

// Everything below is inlined into one loop that the compiler turns into vector instructions, twice: of the kind that
// every x86-64 processor has, and of the wider kind that most have.
#if defined(__GNUC__)
#define DUOSCOPE_INLINE [[gnu::always_inline]] inline
#else
#define DUOSCOPE_INLINE inline
#endif

namespace duoscope {
namespace {

/// eˣ to 1e-7 of it, for |x| up to 87; beyond that of 87.
DUOSCOPE_INLINE float exponential(float x)
{
    constexpr float kLimit = 87.0F;
    constexpr float kRound = 12582912.0F; // 1.5·2²³: adding it leaves whole numbers in the last bits
    x = x > kLimit ? kLimit : x;
    x = x < -kLimit ? -kLimit : x;
    const float shifted = x * 1.44269504F + kRound;
    const float whole = shifted - kRound;
    const float rest = (x - whole * 0.693359375F) + whole * 2.12194440e-4F; // ln 2 in two parts; |rest| ≤ ln 2 / 2
    // Taylor's series to the seventh power, whose remainder is 5e-9 there.
    float power = 1.98412698e-4F;
    power = power * rest + 1.38888889e-3F;
    power = power * rest + 8.33333333e-3F;
    power = power * rest + 4.16666667e-2F;
    power = power * rest + 1.66666667e-1F;
    power = power * rest + 0.5F;
    power = power * rest + 1.0F;
    power = power * rest + 1.0F;
    const std::uint32_t exponent = (std::bit_cast<std::uint32_t>(shifted) + 127U) << 23U; // of 2 to the whole
    return power * std::bit_cast<float>(exponent);
}

DUOSCOPE_INLINE float sigmoid(float x) { return 1.0F / (1.0F + exponential(-x)); }

DUOSCOPE_INLINE float hyperbolicTangent(float x) { return 2.0F * sigmoid(2.0F * x) - 1.0F; }

DUOSCOPE_INLINE void computeCell(const float* gates, const float* cellBefore, float* hidden, float* cell,
                                 std::int64_t pixels, std::int64_t width, bool tanhOfCell)
{
    for (std::int64_t p = 0; p < pixels; ++p, gates += 4 * width, hidden += width, cell += width) {
        for (std::int64_t i = 0; i < width; ++i)
            cell[i] = sigmoid(gates[width + i]) * hyperbolicTangent(gates[3 * width + i]);
        if (cellBefore) {
            for (std::int64_t i = 0; i < width; ++i)
                cell[i] += sigmoid(gates[i]) * cellBefore[i];
            cellBefore += width;
        }
        if (tanhOfCell)
            for (std::int64_t i = 0; i < width; ++i)
                hidden[i] = sigmoid(gates[2 * width + i]) * hyperbolicTangent(cell[i]);
        else
            for (std::int64_t i = 0; i < width; ++i)
                hidden[i] = sigmoid(gates[2 * width + i]) * cell[i];
    }
}

#if defined(__GNUC__) && defined(__x86_64__)
[[gnu::target("avx2,fma")]] void computeCellWide(const float* gates, const float* cellBefore, float* hidden,
                                                 float* cell, std::int64_t pixels, std::int64_t width, bool tanhOfCell)
{
    computeCell(gates, cellBefore, hidden, cell, pixels, width, tanhOfCell);
}
#endif

} // namespace

void lstmCell(const float* gates, const float* cellBefore, float* hidden, float* cell, std::int64_t pixels,
              std::int64_t width, bool tanhOfCell)
{
#if defined(__GNUC__) && defined(__x86_64__)
    static const bool hasWide = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    if (hasWide)
        return computeCellWide(gates, cellBefore, hidden, cell, pixels, width, tanhOfCell);
#endif
    computeCell(gates, cellBefore, hidden, cell, pixels, width, tanhOfCell);
}

} // namespace duoscope
