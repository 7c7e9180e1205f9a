// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/compute_device.h"

#include "core/base/error.h"
#include "core/net/huge_pages.h"
#include "core/net/waiting_threads.h"

#include <ATen/Parallel.h>

#include <thread>

// Null with any other BLAS.
extern "C" __attribute__((weak)) void openblas_set_num_threads(int threads);

namespace duoscope {
namespace {

/// OpenBLAS has threads of its own, which LibTorch does not know. After each product, however small, they look around
/// for more for a while and take the processor from those of LibTorch: a fusion took an eighth longer, class attribution
/// a fifth, and ReFusion, whose products are large, lost more by that than it gained.
void keepBlasToOneThread()
{
    if (openblas_set_num_threads)
        openblas_set_num_threads(1);
}

/// Gradients through closed gates are denormal numbers, on which processors are slow: the backward pass of a ConvLSTM's
/// gates took thirty times as long, a training step twice. The setting belongs to a thread, and threads started later
/// inherit it.
void flushDenormalsToZero(int threads)
{
    at::parallel_for(0, threads, 1, [](std::int64_t, std::int64_t) { at::globalContext().setFlushDenormal(true); });
}

} // namespace

torch::Device computeDevice(const std::string& name, int threads)
{
    if (name != "auto" && name != "cpu" && name != "cuda")
        throw Error(ErrorKind::Usage, "Unknown device \"" + name + "\"", "there are auto, cpu and cuda",
                    "Choose one of the three");
    const bool hasCuda = torch::cuda::is_available();
    if (name == "cuda" && !hasCuda)
        throw Error(ErrorKind::Usage, "Cannot compute on a CUDA device",
                    "this LibTorch finds none (no GPU, no driver, or built without CUDA)", "Use --device cpu");
    const int count = threads > 0 ? threads : static_cast<int>(std::thread::hardware_concurrency());
    useHugePages();
    if (torch::get_num_threads() != count) // each call makes a pool of threads anew, which spin for a while
        torch::set_num_threads(count);
    keepBlasToOneThread();
    adaptWaitingThreads();
    flushDenormalsToZero(count);
    if (!hasCuda || name == "cpu")
        return torch::kCPU;
    // Products rounded to ten bits would set the results of a GPU apart from a processor's.
    at::globalContext().setAllowTF32CuDNN(false);
    return torch::kCUDA;
}

bool hasHalfPrecision(const torch::Device& device)
{
#ifdef __x86_64__
    return device.is_cuda() || __builtin_cpu_supports("avx512bf16");
#else
    return device.is_cuda();
#endif
}

torch::ScalarType halfPrecisionOn(const torch::Device& device)
{
    if (hasHalfPrecision(device))
        return device.is_cuda() ? torch::kFloat16 : torch::kBFloat16;
    throw Error(ErrorKind::Usage, "Cannot compute in half precision",
                "this processor has no instructions for it (AVX512-BF16), so it would be slower, not faster",
                "Use full precision");
}

} // namespace duoscope
