// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/unforeseen.h"

#include <algorithm>
#include <array>
#include <new>
#include <string_view>

namespace duoscope {
namespace {

/// LibTorch's for main memory and for a GPU's, OpenCV's.
constexpr std::array<std::string_view, 4> kOutOfMemory{"can't allocate memory", "not enough memory", "out of memory",
                                                       "Insufficient memory"};

} // namespace

bool isOutOfMemory(const std::exception& problem)
{
    const std::string_view words = problem.what();
    return dynamic_cast<const std::bad_alloc*>(&problem) ||
           std::any_of(kOutOfMemory.begin(), kOutOfMemory.end(),
                       [&](std::string_view text) { return words.find(text) != std::string_view::npos; });
}

Error unforeseenError(const std::exception& problem)
{
    if (isOutOfMemory(problem))
        return Error(ErrorKind::Input, "Cannot go on", "there is not enough memory",
                     "Close other programs, or work on smaller images or fewer of them at once");
    return Error(ErrorKind::Input, "Something unforeseen went wrong", problem.what(),
                 "Please report this with what you did");
}

} // namespace duoscope
