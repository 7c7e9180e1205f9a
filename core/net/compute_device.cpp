// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/compute_device.h"

#include "core/base/error.h"

#include <thread>

namespace duoscope {

torch::Device computeDevice(const std::string& name, int threads)
{
    if (name != "auto" && name != "cpu" && name != "cuda")
        throw Error(ErrorKind::Usage, "Unknown device \"" + name + "\"", "there are auto, cpu and cuda",
                    "Choose one of the three");
    const bool hasCuda = torch::cuda::is_available();
    if (name == "cuda" && !hasCuda)
        throw Error(ErrorKind::Usage, "Cannot compute on a CUDA device",
                    "this LibTorch finds none (no GPU, no driver, or built without CUDA)", "Use --device cpu");
    torch::set_num_threads(threads > 0 ? threads : static_cast<int>(std::thread::hardware_concurrency()));
    return hasCuda && name != "cpu" ? torch::kCUDA : torch::kCPU;
}

} // namespace duoscope
