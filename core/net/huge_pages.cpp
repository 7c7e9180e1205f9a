// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/huge_pages.h"

#include "core/base/memory.h"

#include <torch/torch.h>
#include <torch/version.h>

#include <cstdlib>
#include <mutex>

#if TORCH_VERSION_MAJOR < 2
#include <c10/core/CPUAllocator.h>
#include <c10/core/impl/alloc_cpu.h>

namespace duoscope {
namespace {

constexpr std::size_t kHugePage = std::size_t(2) << 20;

class HugePageAllocator : public c10::Allocator {
public:
    c10::DataPtr allocate(std::size_t bytes) const override
    {
        void* memory = nullptr;
        if (bytes >= kHugePage && posix_memalign(&memory, kHugePage, bytes) == 0)
            preferHugePages(memory, bytes);
        else
            memory = c10::alloc_cpu(bytes); // which also says how much memory was wanted in vain
        return {memory, memory, &c10::free_cpu, c10::Device(c10::DeviceType::CPU)};
    }
    c10::DeleterFnPtr raw_deleter() const override { return &c10::free_cpu; }
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
