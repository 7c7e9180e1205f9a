// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/batch/batch_request.h"

#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/metrics/evaluation.h"

#include <algorithm>
#include <set>
#include <string>
#include <thread>

namespace duoscope {
namespace {

/// Bytes that an item takes for each pixel while a classical method and the metrics work on it: some fifty planes of
/// floats at the metrics' widest, measured with room to spare.
constexpr std::int64_t kBytesPerPixel = 400;

constexpr std::int64_t kMaximumJobs = 1024;

[[noreturn]] void refuse(const std::string& why, const std::string& remedy)
{
    throw Error(ErrorKind::Usage, "Cannot fuse a batch", why, remedy);
}

} // namespace

void BatchRequest::check(const BatchPlan& plan) const
{
    if (methods.empty())
        refuse("no method is named", "Name at least one");
    std::set<std::string> keys;
    for (const BatchMethod& method : methods)
        if (!method.key.empty() && !keys.insert(method.key).second)
            refuse("the method " + method.key + " is named twice", "Name it once");
    if (!outputs.gray && !outputs.colour && !outputs.trace && !outputs.segmentation && metrics.empty())
        refuse("nothing would be written", "Choose at least one kind of result");
    if (!metrics.empty())
        EvaluationOptions{metrics, convention, 0}.check();
    if (jobs < 0)
        refuse("the number of jobs is negative", "Choose 0 for as many as fit, or a positive number");
    std::set<std::string> stems;
    for (const BatchItem& item : plan.items)
        if (!stems.insert(item.stem).second)
            refuse("two items are called " + item.stem + ", so their results would have the same name",
                   "Fuse them in two batches");
}

int resolveJobs(const BatchRequest& request, const std::vector<LoadedMethod>& methods, const BatchPlan& plan)
{
    const auto isNetwork = [](const LoadedMethod& method) { return method.isNetwork; };
    if (request.metrics.empty() && std::all_of(methods.begin(), methods.end(), isNetwork))
        return 1; // another thread would only wait
    // Each thread that computes with a network gets threads of its own from OpenMP: more than two do harm.
    const std::int64_t most = std::any_of(methods.begin(), methods.end(), isNetwork) ? 2 : kMaximumJobs;
    if (request.jobs > 0)
        return static_cast<int>(std::min<std::int64_t>(request.jobs, most));
    std::int64_t pixels = 1;
    for (const BatchItem& item : plan.items)
        pixels = std::max(pixels, item.visibleOutline.pixels());
    const std::int64_t fit = availableMemory() / 2 / (pixels * kBytesPerPixel);
    const std::int64_t cores = std::thread::hardware_concurrency();
    const auto items = static_cast<std::int64_t>(plan.items.size());
    return static_cast<int>(std::max<std::int64_t>(1, std::min({fit, cores, items, most})));
}

} // namespace duoscope
