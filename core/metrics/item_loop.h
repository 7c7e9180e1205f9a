// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/job.h"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace duoscope {

/// Calls work(0) … work(items - 1), each once, on several threads. An item that throws does not keep the others from
/// being done.
/// @param threads   0 for all cores
/// @param activity  as progress reports it
/// @param work      any exception is that item's failure; any of our threads
/// @return for each item why it failed, a sentence; empty where it did not
/// Throws Cancelled once a stop was requested, after the items at work have ended.
std::vector<std::string> forEachItem(std::size_t items, int threads, const JobControl& job, std::string_view activity,
                                     const std::function<void(std::size_t item)>& work);

} // namespace duoscope
