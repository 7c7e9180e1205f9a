// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/item_loop.h"

#include "core/base/unforeseen.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

namespace duoscope {
namespace {

/// Why an item failed; empty where it did not, or was told to stop.
std::string failureOf(const std::function<void(std::size_t)>& work, std::size_t item)
{
    try {
        work(item);
        return {};
    } catch (const Cancelled&) {
        return {};
    } catch (const std::exception& problem) {
        return isOutOfMemory(problem) ? "There is not enough memory for it. Close other programs, or use fewer threads."
                                      : problem.what();
    }
}

} // namespace

std::vector<std::string> forEachItem(std::size_t items, int threads, const JobControl& job, std::string_view activity,
                                     const std::function<void(std::size_t)>& work)
{
    job.checkStop();
    job.report(0.0, activity);
    std::vector<std::string> failures(items);
    std::atomic<std::size_t> next = 0;
    std::mutex reporting;
    std::size_t done = 0;
    const auto run = [&] {
        for (std::size_t item = next++; item < items && !job.stopToken().stop_requested(); item = next++) {
            failures[item] = failureOf(work, item);
            const std::lock_guard lock(reporting);
            job.report(static_cast<double>(++done) / static_cast<double>(items), activity);
        }
    };
    const std::size_t wanted = threads > 0 ? static_cast<std::size_t>(threads) : std::thread::hardware_concurrency();
    {
        std::vector<std::jthread> helpers;
        for (std::size_t i = 1; i < std::min(wanted, items); ++i)
            helpers.emplace_back(run);
        run();
    }
    job.checkStop();
    return failures;
}

} // namespace duoscope
