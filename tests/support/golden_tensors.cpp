// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/golden_tensors.h"

#include <fstream>
#include <iterator>

namespace duoscope::test {

std::map<std::string, torch::Tensor> readGolden(const std::string& path)
{
    std::ifstream stream(path, std::ios::binary);
    const std::vector<char> bytes{std::istreambuf_iterator<char>(stream), {}};
    std::map<std::string, torch::Tensor> tensors;
    for (const auto& entry : torch::pickle_load(bytes).toGenericDict())
        if (entry.value().isTensor())
            tensors.emplace(entry.key().toStringRef(), entry.value().toTensor());
    return tensors;
}

double maxError(const torch::Tensor& actual, const torch::Tensor& expected)
{
    const torch::Tensor difference = (actual - expected).abs().to(torch::kFloat64);
    return difference.numel() ? difference.max().item<double>() : 0.0; // NaN propagates and fails any comparison
}

double quantileError(const torch::Tensor& actual, const torch::Tensor& expected)
{
    const torch::Tensor sorted = std::get<0>((actual - expected).abs().flatten().sort());
    return sorted[static_cast<std::int64_t>(0.999 * static_cast<double>(sorted.numel() - 1))].item<double>();
}

double maxOf(const torch::Tensor& expected) { return expected.abs().max().item<double>(); }

} // namespace duoscope::test
