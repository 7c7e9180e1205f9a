// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/box_lists.h"

#include "core/base/error.h"
#include "core/dataset/box_labels.h"
#include "core/dataset/folder_contents.h"

#include <array>

namespace duoscope {
namespace {

constexpr std::array kLists{"infrared", "visible", "fusion"};
constexpr std::array kChoices{BoxChoice::All, BoxChoice::Infrared, BoxChoice::Visible, BoxChoice::Fusion};
constexpr const char* kClassesFile = "classes.txt";

} // namespace

std::string toString(BoxChoice choice)
{
    return choice == BoxChoice::All ? "all" : kLists[static_cast<std::size_t>(choice) - 1];
}

BoxChoice parseBoxChoice(std::string_view text)
{
    for (const BoxChoice choice : kChoices)
        if (text == toString(choice))
            return choice;
    throw Error(ErrorKind::Usage, "Unknown list of boxes \"" + std::string(text) + "\"",
                "there are all, infrared, visible and fusion", "Choose one of them");
}

BoxLists boxListsIn(const std::filesystem::path& folder)
{
    BoxLists lists;
    bool hasLists = false;
    for (const char* list : kLists)
        if (const std::filesystem::path texts = findFolder(folder, {list}); !texts.empty()) {
            hasLists = true;
            for (const auto& [name, file] : textsIn(texts))
                lists.files[name][list] = file;
        }
    if (!hasLists)
        for (const auto& [name, file] : textsIn(folder))
            if (lowerCase(file.filename().string()) != kClassesFile)
                lists.files[name]["fusion"] = file;
    if (lists.files.empty())
        throw Error(ErrorKind::Input, "Cannot use the boxes in " + folder.string(), "it holds no texts (.txt)",
                    "Give the folder of the YOLO texts, or that of the folders infrared, visible and fusion");
    const std::filesystem::path names = findFile(folder, kClassesFile);
    if (names.empty())
        throw Error(ErrorKind::Input, "Cannot use the boxes in " + folder.string(),
                    "it holds no classes.txt, which names their classes",
                    "Write one, with a line like \"0 person\" for each class");
    lists.classes = readBoxClasses(names);
    return lists;
}

BoxLists chosenLists(const BoxLists& lists, BoxChoice choice)
{
    if (choice == BoxChoice::All)
        return lists;
    BoxLists chosen{lists.classes, {}};
    for (const auto& [name, files] : lists.files)
        if (const auto list = files.find(toString(choice)); list != files.end())
            chosen.files[name].insert(*list);
    if (chosen.files.empty())
        throw Error(ErrorKind::Usage, "Cannot use the boxes \"" + toString(choice) + "\"", "there is no such list",
                    "Choose another list, or all");
    return chosen;
}

std::vector<LabelBox> readBoxes(const BoxFiles& files, cv::Size picture, const std::map<int, std::string>& classes,
                                const ClassSet& target, std::vector<std::string>& warnings)
{
    std::vector<LabelBox> all;
    for (const std::string list : kLists) {
        const auto file = files.find(list);
        if (file == files.end())
            continue;
        for (LabelBox& box : readBoxList(file->second, picture, classes, target, warnings)) {
            box.inVisible = list == "visible";
            all.push_back(box);
        }
    }
    return files.size() > 1 ? mergeBoxes(all) : all;
}

} // namespace duoscope
