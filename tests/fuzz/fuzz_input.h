// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

namespace duoscope::fuzz {

/// A folder of this process alone, removed when it ends.
const std::filesystem::path& folder();

/// Writes an input to a file of that name in folder(), for the readers take paths. The name may begin with folders.
std::filesystem::path fileOf(const std::uint8_t* data, std::size_t size, const std::string& name);

/// What every reader owes to any bytes: it gives a value or throws an Error. Whatever else is thrown ends the program.
template <typename Read>
void valueOrError(Read read)
{
    try {
        read();
    } catch (const Error&) {
        // The file is refused in words, as it should.
    }
}

} // namespace duoscope::fuzz

/// What a target does with one input; libFuzzer's interface. Returns 0.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
