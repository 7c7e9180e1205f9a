// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/portable_path.h"

#include <algorithm>
#include <cstdlib>

namespace duoscope {
namespace {

namespace fs = std::filesystem;

fs::path plainAbsolute(const fs::path& path)
{
    fs::path normal = fs::absolute(path).lexically_normal();
    return normal.has_filename() ? normal : normal.parent_path(); // without a slash at the end
}

/// Empty where there is none, or one that holds everything.
fs::path homeFolder()
{
    const char* home = std::getenv("HOME");
    return home && *home == '/' && home[1] ? plainAbsolute(home) : fs::path();
}

bool isInside(const fs::path& path, const fs::path& folder)
{
    const auto [end, rest] = std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
    return end == folder.end();
}

} // namespace

std::string portablePath(const fs::path& path, const fs::path& folder)
{
    if (path.empty())
        return {};
    const fs::path file = plainAbsolute(path), from = plainAbsolute(folder), home = homeFolder();
    if (!home.empty() && isInside(file, home) && !isInside(from, home))
        return (fs::path("~") / file.lexically_relative(home)).string();
    return file.lexically_relative(from).string();
}

fs::path pathFromPortable(const std::string& text, const fs::path& folder)
{
    if (text.empty() || fs::path(text).is_absolute())
        return text;
    if (text.starts_with("~/"))
        return homeFolder() / text.substr(2);
    return plainAbsolute(folder / text);
}

} // namespace duoscope
