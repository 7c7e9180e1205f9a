// SPDX-License-Identifier: GPL-3.0-or-later
// A method of the user's own: its manifest, and the checks that a module passes before LibTorch is given it.
#include "core/fusion/script_archive.h"
#include "core/fusion/script_manifest.h"
#include "tests/fuzz/fuzz_input.h"

using namespace duoscope;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto file = fuzz::fileOf(data, size, "input");
    fuzz::valueOrError([&] { readScriptManifest(file).options(); });
    fuzz::valueOrError([&] { requireScriptArchive(file); });
    return 0;
}
