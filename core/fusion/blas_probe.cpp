// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fusion/blas_probe.h"

#include <dlfcn.h>
#include <spdlog/spdlog.h>
#include <torch/torch.h>

#include <algorithm>
#include <chrono>

namespace duoscope {
namespace {

/// The reference BLAS reaches about 5 on a machine where OpenBLAS reaches 50.
constexpr double kSlowGigaflops = 8.0;

/// The best of a few products, in GFLOP/s.
double blasGigaflops()
{
    constexpr int kSide = 256;
    constexpr int kTries = 4; // the first one also starts the library's threads
    const torch::NoGradGuard noGradient;
    const torch::Tensor a = torch::ones({kSide, kSide});
    double best = 0;
    for (int i = 0; i < kTries; ++i) {
        const auto begin = std::chrono::steady_clock::now();
        const torch::Tensor product = torch::mm(a, a);
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        best = std::max(best, 2.0 * kSide * kSide * kSide / seconds / 1e9);
    }
    return best;
}

} // namespace

bool isBlasSlow()
{
    // On a busy machine the time alone would accuse OpenBLAS, too.
    const bool openBlas = ::dlsym(RTLD_DEFAULT, "openblas_get_config") != nullptr;
    return !openBlas && blasGigaflops() < kSlowGigaflops;
}

void warnIfBlasIsSlow()
{
    if (isBlasSlow())
        spdlog::warn(
            "The BLAS library is slow; with OpenBLAS (package libopenblas0-pthread) some steps are ten times faster");
}

} // namespace duoscope
