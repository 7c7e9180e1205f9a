// SPDX-License-Identifier: GPL-3.0-or-later
// The NumPy files of a trace, as reports read them.
#include "core/report/npy_reader.h"
#include "tests/fuzz/fuzz_input.h"

using namespace duoscope;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto file = fuzz::fileOf(data, size, "input.npy");
    fuzz::valueOrError([&] { readNpy(file); });
    return 0;
}
