// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/huge_pages.h"

#include "core/base/memory.h"

#include <torch/torch.h>
#include <torch/version.h>

#include <cstdlib>
#include <memory>
#include <mutex>

#if TORCH_VERSION_MAJOR < 2
#include <c10/core/CPUAllocator.h>

namespace duoscope {
namespace {

constexpr std::size_t kLarge = std::size_t(2) << 20; // a huge page
constexpr std::size_t kAlignment = 64;               // LibTorch's own

/// Before each piece of memory stands where malloc's began. Asked for an aligned piece itself, glibc passes over a free
/// one of just this size, for it can't know that it lies right: a fusion then touches half as much memory again.
void release(void* memory)
{
    if (memory)
        std::free(static_cast<void**>(memory)[-1]);
}

class HugePageAllocator : public c10::Allocator {
public:
    c10::DataPtr allocate(std::size_t bytes) const override
    {
        const c10::Device processor(c10::DeviceType::CPU);
        if (bytes == 0)
            return {nullptr, nullptr, &release, processor};
        std::size_t space = bytes + kAlignment;
        auto* begin = static_cast<void**>(std::malloc(sizeof(void*) + space));
        TORCH_CHECK(begin, "can't allocate memory: ", bytes, " bytes were wanted");
        void* memory = begin + 1;
        std::align(kAlignment, bytes, memory, space);
        static_cast<void**>(memory)[-1] = begin;
        if (bytes >= kLarge)
            preferHugePages(memory, bytes);
        return {memory, memory, &release, processor};
    }
    c10::DeleterFnPtr raw_deleter() const override { return &release; }
};

} // namespace

void useHugePages()
{
    static std::once_flag once;
    std::call_once(once, [] {
        static HugePageAllocator allocator;
        c10::SetCPUAllocator(&allocator);
    });
}

} // namespace duoscope

#else // LibTorch 2 does it where it is asked to.

namespace duoscope {

void useHugePages()
{
    static std::once_flag once;
    std::call_once(once, [] { setenv("THP_MEM_ALLOC_ENABLE", "1", 0); });
}

} // namespace duoscope

#endif
