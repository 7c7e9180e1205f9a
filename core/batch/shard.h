// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace duoscope {

/// One of the parts that a batch is split into, for several processes or machines.
struct Shard {
    int index = 1; ///< I, 1 … count
    int count = 1; ///< N; 1 for a batch that is not split

    /// Reads "I/N". Throws Error(Usage) for any other text.
    static Shard parse(std::string_view text);
    /// The text that parse() reads as this.
    std::string toString() const;

    bool isWhole() const { return count == 1; }
    /// Whether the item of that index in the plan is this shard's. Neighbours go to different shards, so that a folder
    /// ordered by scene or size is shared out evenly.
    bool holds(std::size_t item) const
    {
        return item % static_cast<std::size_t>(count) == static_cast<std::size_t>(index - 1);
    }

    bool operator==(const Shard&) const = default;
};

} // namespace duoscope
