// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/resources.h"

#include <cstdlib>

namespace duoscope {

std::filesystem::path resourceFolder()
{
    if (const char* chosen = std::getenv("DUOSCOPE_RESOURCES"))
        return chosen;
    std::error_code problem;
    const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", problem);
    const std::filesystem::path folder = program.parent_path().parent_path() / "share" / "duoscope";
    const std::filesystem::path resolved = std::filesystem::canonical(folder, problem);
    return problem ? folder : resolved; // what is missing is told by who looks for a file in it
}

std::filesystem::path bundledModel()
{
    std::filesystem::path model = resourceFolder() / "models" / "uaafusion.safetensors";
    std::error_code ignored;
    return std::filesystem::exists(model, ignored) ? model : std::filesystem::path();
}

} // namespace duoscope
