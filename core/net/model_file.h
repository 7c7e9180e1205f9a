// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <filesystem>

namespace duoscope {

/// Does work with what a model's file holds. An Error that does not name the file becomes one that does.
template <typename Work>
auto withModelFile(const std::filesystem::path& file, const Work& work)
{
    try {
        return work();
    } catch (const Error& error) {
        if (error.failure().find(file.string()) != std::string::npos)
            throw;
        throw Error(error.kind(), "Cannot use the model " + file.string(), error.reason(), error.remedy());
    }
}

} // namespace duoscope
