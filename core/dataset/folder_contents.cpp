// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/folder_contents.h"

#include "core/base/error.h"

#include <algorithm>

namespace duoscope {
namespace {

namespace fs = std::filesystem;

/// Names in alphabetical order: the order of a directory differs from one disk to the next.
std::vector<fs::path> entriesOf(const fs::path& folder)
{
    std::vector<fs::path> entries;
    try {
        for (const fs::directory_entry& entry : fs::directory_iterator(folder))
            entries.push_back(entry.path());
    } catch (const fs::filesystem_error& problem) {
        throw Error(ErrorKind::Input, "Cannot look into the folder " + folder.string(), problem.code().message(),
                    "Check its name and permissions");
    }
    std::sort(entries.begin(), entries.end());
    return entries;
}

template <typename Predicate>
fs::path findEntry(const fs::path& parent, const std::vector<std::string>& names, Predicate isWanted)
{
    std::error_code ignored;
    if (!fs::is_directory(parent, ignored))
        return {};
    const std::vector<fs::path> entries = entriesOf(parent);
    for (const std::string& name : names)
        for (const fs::path& entry : entries)
            if (lowerCase(entry.filename().string()) == name && isWanted(entry))
                return entry;
    return {};
}

bool isHidden(const fs::path& file) { return file.filename().string().front() == '.'; }

bool hasEnding(const fs::path& file, const std::vector<std::string>& endings)
{
    return std::find(endings.begin(), endings.end(), lowerCase(file.extension().string())) != endings.end();
}

} // namespace

std::string lowerCase(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

fs::path findFolder(const fs::path& parent, const std::vector<std::string>& names)
{
    return findEntry(parent, names, [](const fs::path& entry) {
        std::error_code ignored;
        return fs::is_directory(entry, ignored);
    });
}

fs::path findFile(const fs::path& parent, const std::string& name)
{
    return findEntry(parent, {name}, [](const fs::path& entry) {
        std::error_code ignored;
        return fs::is_regular_file(entry, ignored);
    });
}

bool isImageName(const fs::path& file) { return hasEnding(file, {".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff"}); }

FilesByStem imagesIn(const fs::path& folder, std::vector<std::string>& problems)
{
    FilesByStem files;
    for (const fs::path& entry : entriesOf(folder)) {
        std::error_code ignored;
        if (isHidden(entry) || !isImageName(entry) || fs::is_directory(entry, ignored))
            continue;
        const auto [place, isNew] = files.emplace(entry.stem().string(), entry);
        if (!isNew)
            problems.push_back(entry.string() + " is left out: " + place->second.filename().string() +
                               " has the same name");
    }
    return files;
}

FilesByStem textsIn(const fs::path& folder)
{
    FilesByStem files;
    for (const fs::path& entry : entriesOf(folder))
        if (!isHidden(entry) && hasEnding(entry, {".txt"}))
            files.emplace(entry.stem().string(), entry);
    return files;
}

} // namespace duoscope
