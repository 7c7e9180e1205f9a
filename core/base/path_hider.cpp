// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/path_hider.h"

#include <algorithm>
#include <string_view>

namespace duoscope {
namespace {

bool endsPath(char c) { return std::string_view(" \t\n\"'`),;<>|").find(c) != std::string_view::npos; }

bool mayPrecedePath(char c) { return endsPath(c) || std::string_view("(=:[{").find(c) != std::string_view::npos; }

/// "/a/b/c.png, …" → "c.png, …"
std::string withoutPaths(const std::string& text)
{
    std::string kept;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool begins =
            text[i] == '/' && (i == 0 || mayPrecedePath(text[i - 1])) && i + 1 < text.size() && !endsPath(text[i + 1]);
        if (!begins) {
            kept += text[i];
            continue;
        }
        std::size_t end = i;
        while (end < text.size() && !endsPath(text[end]))
            ++end;
        std::string path = text.substr(i, end - i);
        while (path.size() > 1 && path.back() == '/')
            path.pop_back();
        kept += path.substr(path.rfind('/') + 1);
        i = end - 1;
    }
    return kept;
}

void replaceAll(std::string& text, const std::string& what, const std::string& by)
{
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
        text.replace(at, what.size(), by);
}

} // namespace

PathHider::PathHider(bool enabled, const std::vector<std::filesystem::path>& folders) : m_enabled(enabled)
{
    for (const std::filesystem::path& folder : folders) {
        std::string name = folder.string();
        while (name.size() > 1 && name.back() == '/')
            name.pop_back();
        if (name.size() > 1)
            m_folders.push_back(std::move(name));
    }
    std::sort(m_folders.begin(), m_folders.end(),
              [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
    m_folders.erase(std::unique(m_folders.begin(), m_folders.end()), m_folders.end());
}

std::string PathHider::operator()(const std::string& text) const
{
    if (!m_enabled)
        return text;
    std::string hidden = text;
    for (const std::string& folder : m_folders) {
        replaceAll(hidden, folder + "/", "");
        if (folder.starts_with('/')) // a relative name may be any word
            replaceAll(hidden, folder, std::filesystem::path(folder).filename().string());
    }
    return withoutPaths(hidden);
}

} // namespace duoscope
