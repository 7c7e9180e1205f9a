// SPDX-License-Identifier: GPL-3.0-or-later
// Weight files; what is read is written and read again.
#include "core/net/safetensors.h"
#include "tests/fuzz/fuzz_input.h"

#include <cstdlib>

using namespace duoscope;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto file = fuzz::fileOf(data, size, "input.safetensors");
    WeightFile content;
    bool isRead = false;
    fuzz::valueOrError([&] {
        content = readSafetensors(file);
        isRead = true;
    });
    if (!isRead)
        return 0;
    writeSafetensors(file, content);
    const WeightFile again = readSafetensors(file);
    if (again.metadata != content.metadata || again.tensors.size() != content.tensors.size())
        std::abort();
    return 0;
}
