// SPDX-License-Identifier: GPL-3.0-or-later
// Class sets.
#include "core/labels/class_mapping.h"
#include "core/labels/class_set.h"
#include "tests/fuzz/fuzz_input.h"

using namespace duoscope;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto file = fuzz::fileOf(data, size, "input.json");
    fuzz::valueOrError([&] {
        const ClassSet classes = ClassSet::load(file);
        mapClasses(classes, classes);
    });
    return 0;
}
