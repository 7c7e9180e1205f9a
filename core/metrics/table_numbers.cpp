// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/table_numbers.h"

#include <array>
#include <charconv>
#include <cmath>

namespace duoscope {
namespace {

/// "inf", "-inf" or "nan"; empty for finite numbers.
std::string notFinite(double value)
{
    if (std::isnan(value))
        return "nan";
    if (std::isinf(value))
        return value > 0 ? "inf" : "-inf";
    return {};
}

} // namespace

std::string fixedNumber(double value, int decimals)
{
    if (!std::isfinite(value))
        return notFinite(value);
    std::array<char, 400> text; // 1.8e308 has 309 digits
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed, decimals);
    std::string number(text.data(), end.ptr);
    if (number.starts_with('-') && number.find_first_not_of("-0.") == std::string::npos)
        number.erase(0, 1);
    return number;
}

std::string exactNumber(double value)
{
    if (!std::isfinite(value))
        return notFinite(value);
    std::array<char, 40> text;
    return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr};
}

} // namespace duoscope
