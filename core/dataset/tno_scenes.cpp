// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/tno_scenes.h"

#include "core/base/error.h"
#include "core/dataset/folder_contents.h"

#include <algorithm>
#include <set>

namespace duoscope {
namespace {

namespace fs = std::filesystem;

const std::vector<std::string> kCollections{"athena_images", "dhv_images", "fel_images", "triclobs_images"};
const std::vector<std::string> kThermalFolders{"thermal"};
const std::vector<std::string> kVisualFolders{"visual", "vis", "visible", "dhv"};

enum class Kind { Infrared, Visible, Other };

bool isDigit(char c) { return c >= '0' && c <= '9'; }

Kind kindOf(const std::string& stem)
{
    const std::string name = lowerCase(stem);
    if (name.starts_with("ir") || name.starts_with("lwir"))
        return Kind::Infrared;
    if (name.starts_with("vis"))
        return Kind::Visible;
    if (name.size() > 1 && isDigit(name[name.size() - 2]))
        return name.back() == 'i' ? Kind::Infrared : name.back() == 'v' ? Kind::Visible : Kind::Other;
    return Kind::Other;
}

/// The last number in a name, without leading zeros; empty if there is none.
std::string numberIn(const std::string& stem)
{
    std::size_t end = stem.size();
    while (end > 0 && !isDigit(stem[end - 1]))
        --end;
    std::size_t begin = end;
    while (begin > 0 && isDigit(stem[begin - 1]))
        --begin;
    while (begin + 1 < end && stem[begin] == '0')
        ++begin;
    return stem.substr(begin, end - begin);
}

/// The images of one kind in a scene, by number.
struct Numbered {
    const char* kind;
    FilesByStem files;

    void add(const std::string& stem, const fs::path& file, std::vector<std::string>& problems)
    {
        const auto [place, isNew] = files.emplace(numberIn(stem), file);
        if (!isNew)
            problems.push_back(std::string(kind) + " " + file.string() +
                               " is left out: " + place->second.filename().string() + " has the same number");
    }
};

void pairScene(const std::string& scene, const Numbered& infrared, const Numbered& visible, DatasetListing& listing)
{
    const auto add = [&](const std::string& number, const fs::path& infraredFile, const fs::path& visibleFile) {
        listing.samples.push_back(
            {scene + (number.empty() ? "" : "_" + number), "", infraredFile, visibleFile, fs::path(), {}});
    };
    if (infrared.files.size() == 1 && visible.files.size() == 1) {
        const auto& [number, file] = *infrared.files.begin();
        add(number, file, visible.files.begin()->second);
        return;
    }
    for (const auto& [number, file] : infrared.files)
        if (const auto partner = visible.files.find(number); partner != visible.files.end())
            add(number, file, partner->second);
    for (const auto& [ours, others] : {std::pair{&infrared, &visible}, std::pair{&visible, &infrared}})
        for (const auto& [number, file] : ours->files)
            if (!others->files.contains(number))
                listing.problems.push_back(std::string(ours->kind) + " " + file.string() + " has no " + others->kind +
                                           " partner in its scene");
}

/// "Athena_images_bunker" for root/Athena_images/bunker.
std::string sceneName(const fs::path& root, const fs::path& folder)
{
    std::string name = folder.lexically_relative(root).generic_string();
    std::replace(name.begin(), name.end(), '/', '_');
    std::replace(name.begin(), name.end(), ' ', '_');
    return name;
}

void listScene(const fs::path& root, const fs::path& folder, DatasetListing& listing)
{
    Numbered infrared{"infrared", {}}, visible{"visible", {}};
    const fs::path thermal = findFolder(folder, kThermalFolders), visual = findFolder(folder, kVisualFolders);
    if (!thermal.empty() && !visual.empty()) {
        for (const auto& [stem, file] : imagesIn(thermal, listing.problems))
            infrared.add(stem, file, listing.problems);
        for (const auto& [stem, file] : imagesIn(visual, listing.problems))
            visible.add(stem, file, listing.problems);
    } else {
        for (const auto& [stem, file] : imagesIn(folder, listing.problems)) {
            if (kindOf(stem) == Kind::Infrared)
                infrared.add(stem, file, listing.problems);
            else if (kindOf(stem) == Kind::Visible)
                visible.add(stem, file, listing.problems);
        }
    }
    pairScene(sceneName(root, folder), infrared, visible, listing);
}

/// All folders below, but for those of one kind alone, which their parent's scene takes in.
std::set<fs::path> sceneFolders(const fs::path& root)
{
    std::set<fs::path> folders, ofOneKind;
    try {
        for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root))
            if (entry.is_directory())
                folders.insert(entry.path());
    } catch (const fs::filesystem_error& problem) {
        throw Error(ErrorKind::Input, "Cannot look into the data set " + root.string(), problem.code().message(),
                    "Check the permissions of its folders");
    }
    for (const fs::path& folder : folders) {
        const fs::path thermal = findFolder(folder, kThermalFolders), visual = findFolder(folder, kVisualFolders);
        if (!thermal.empty() && !visual.empty())
            ofOneKind.insert({thermal, visual});
    }
    for (const fs::path& folder : ofOneKind)
        folders.erase(folder);
    return folders;
}

} // namespace

bool isTno(const fs::path& folder)
{
    return std::any_of(kCollections.begin(), kCollections.end(),
                       [&](const std::string& name) { return !findFolder(folder, {name}).empty(); });
}

void listTno(const fs::path& folder, DatasetListing& listing)
{
    for (const fs::path& scene : sceneFolders(folder))
        listScene(folder, scene, listing);
}

} // namespace duoscope
