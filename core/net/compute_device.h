// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <string>

namespace duoscope {

/// The device of that name ("auto", "cpu", "cuda"); sets LibTorch's number of threads, 0 for all cores,
/// lets this thread and those it computes with take denormal numbers (below 1.2e-38) for zero, and calls useHugePages()
/// and adaptWaitingThreads(). Throws Error(Usage) for other names and where there is no CUDA device.
torch::Device computeDevice(const std::string& name, int threads);

/// Whether a device has a half precision that it computes convolutions with faster than with float32.
bool hasHalfPrecision(const torch::Device& device);

/// The half-precision type that a device computes convolutions with faster than with float32: float16 on CUDA, bfloat16
/// on processors with AVX512-BF16. Throws Error(Usage) on others.
torch::ScalarType halfPrecisionOn(const torch::Device& device);

} // namespace duoscope
