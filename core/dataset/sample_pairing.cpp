// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/sample_pairing.h"

#include "core/dataset/folder_contents.h"

#include <array>
#include <set>

namespace duoscope {
namespace {

/// The images of one kind; `isUsed` is false where the data set has none of that kind.
struct Column {
    const char* kind;
    bool isUsed;
    FilesByStem files;
};

Column columnOf(const char* kind, const std::filesystem::path& folder, std::vector<std::string>& problems)
{
    return {kind, !folder.empty(), folder.empty() ? FilesByStem() : imagesIn(folder, problems)};
}

} // namespace

void addPaired(const SampleFolders& folders, DatasetListing& listing)
{
    const bool oneFile = folders.infrared == folders.visible;
    std::array columns{columnOf("infrared", folders.infrared, listing.problems),
                       columnOf("visible", folders.visible, listing.problems),
                       columnOf("label", folders.label, listing.problems)};
    if (oneFile)
        columns[1].kind = "image";
    std::map<std::string, FilesByStem> lists;
    for (const auto& [name, folder] : folders.boxes)
        lists[name] = textsIn(folder);

    std::set<std::string> stems;
    for (const Column& column : columns)
        for (const auto& [stem, file] : column.files)
            stems.insert(stem);
    for (const std::string& stem : stems) {
        std::string present, missing;
        std::array<std::filesystem::path, 3> files;
        for (std::size_t c = 0; c < columns.size(); ++c) {
            if (!columns[c].isUsed || (oneFile && c == 0))
                continue;
            const auto file = columns[c].files.find(stem);
            if (file == columns[c].files.end()) {
                missing += (missing.empty() ? "no " : " and no ") + std::string(columns[c].kind);
                continue;
            }
            files[c] = file->second;
            if (present.empty())
                present = std::string(columns[c].kind) + " " + file->second.filename().string();
        }
        if (!missing.empty()) {
            const std::string split = folders.split.empty() ? "" : " of the split " + folders.split;
            listing.problems.push_back(present + split + " has " + missing + " partner");
            continue;
        }
        SampleFiles sample{stem, folders.split, oneFile ? files[1] : files[0], files[1], files[2], {}};
        for (const auto& [name, texts] : lists)
            if (const auto text = texts.find(stem); text != texts.end())
                sample.boxes[name] = text->second;
        listing.samples.push_back(std::move(sample));
    }
}

} // namespace duoscope
