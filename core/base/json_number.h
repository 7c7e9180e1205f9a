// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>

namespace duoscope {

/// A whole number out of a JSON value (nlohmann's of any kind): what the library gives for 1e300 or 2^40 as an int is
/// anything. Throws std::runtime_error, whose text is a reason fit for an Error, where it is none of that type.
template <typename Integer, typename Json>
Integer wholeNumber(const Json& json)
{
    if (json.is_number_unsigned()) {
        if (const auto value = json.template get<std::uint64_t>(); std::in_range<Integer>(value))
            return static_cast<Integer>(value);
    } else if (json.is_number_integer()) {
        if (const auto value = json.template get<std::int64_t>(); std::in_range<Integer>(value))
            return static_cast<Integer>(value);
    }
    throw std::runtime_error("it has " + json.dump().substr(0, 40) + " where a whole number of at most " +
                             std::to_string(std::numeric_limits<Integer>::max()) + " belongs");
}

} // namespace duoscope
