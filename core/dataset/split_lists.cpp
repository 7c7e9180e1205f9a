// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/split_lists.h"

#include "core/base/error.h"
#include "core/base/printable.h"
#include "core/dataset/folder_contents.h"

#include <fstream>
#include <set>

namespace duoscope {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kMostBytes = 64 << 20;

/// The stem that a line names; empty for an empty line.
std::string stemOf(std::string line)
{
    const std::size_t end = line.find_last_not_of(" \t\r");
    line.resize(end == std::string::npos ? 0 : end + 1);
    const std::size_t slash = line.find_last_of("/\\");
    const fs::path file(slash == std::string::npos ? line : line.substr(slash + 1));
    return isImageName(file) ? file.stem().string() : file.string();
}

std::vector<std::string> stemsIn(const fs::path& file)
{
    std::ifstream stream(file);
    std::error_code ignored;
    if (!stream)
        throw Error(ErrorKind::Input, "Cannot read the list " + file.string(), "it can't be opened",
                    "Check its permissions");
    if (fs::file_size(file, ignored) > kMostBytes)
        throw Error(ErrorKind::Input, "Cannot read the list " + file.string(),
                    "it has more than " + std::to_string(kMostBytes) + " bytes", "Give a list of names, one in a line");
    std::vector<std::string> stems;
    for (std::string line; std::getline(stream, line);)
        if (std::string stem = stemOf(line); !stem.empty())
            stems.push_back(std::move(stem));
    return stems;
}

} // namespace

SplitLists splitListsIn(const fs::path& folder)
{
    SplitLists lists;
    for (const char* split : {"train", "val", "test"})
        if (const fs::path file = findFile(folder, std::string(split) + ".txt"); !file.empty())
            lists.emplace_back(file, split);
    return lists;
}

void applySplitLists(const SplitLists& lists, DatasetListing& listing)
{
    std::map<std::string, SampleFiles> unlisted;
    for (SampleFiles& sample : listing.samples)
        unlisted.emplace(sample.name, std::move(sample));
    listing.samples.clear();
    std::set<std::string> listed;
    for (const auto& [file, split] : lists)
        for (const std::string& stem : stemsIn(file)) {
            const auto sample = unlisted.find(stem);
            if (sample == unlisted.end()) {
                if (!listed.contains(stem))
                    listing.problems.push_back(file.filename().string() + " names \"" + printable(stem) +
                                               "\", of which there is no complete sample");
                continue;
            }
            listed.insert(stem);
            sample->second.split = split;
            listing.samples.push_back(std::move(sample->second));
            unlisted.erase(sample);
        }
    for (const auto& [stem, sample] : unlisted)
        listing.problems.push_back("the sample " + stem + " is left out: no list names it");
}

} // namespace duoscope
