// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/resources.h"

#include <cstdlib>

namespace duoscope {

std::filesystem::path resourceFolder()
{
    if (const char* chosen = std::getenv("DUOSCOPE_RESOURCES"))
        return chosen;
    std::error_code ignored;
    const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", ignored);
    const std::filesystem::path installed = program.parent_path().parent_path() / "share" / "duoscope";
    return std::filesystem::is_directory(installed, ignored) ? installed
                                                             : std::filesystem::path(DUOSCOPE_SOURCE_RESOURCES);
}

std::filesystem::path bundledModel()
{
    std::filesystem::path model = resourceFolder() / "models" / "uaafusion.safetensors";
    std::error_code ignored;
    return std::filesystem::exists(model, ignored) ? model : std::filesystem::path();
}

} // namespace duoscope
