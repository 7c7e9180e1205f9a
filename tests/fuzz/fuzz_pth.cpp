// SPDX-License-Identifier: GPL-3.0-or-later
// PyTorch's checkpoints, both formats: the zip archive, its pickles and the tensors they describe.
#include "core/net/pth_file.h"
#include "tests/fuzz/fuzz_input.h"

using namespace duoscope;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto file = fuzz::fileOf(data, size, "input.pth");
    fuzz::valueOrError([&] { readPth(file); });
    return 0;
}
