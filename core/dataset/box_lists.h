// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/box_list.h"

#include <string_view>

namespace duoscope {

/// Whose boxes of a scene are used: a list says what an annotator saw in that image.
enum class BoxChoice {
    All,      ///< what was seen in any of them: all lists, merged as mergeBoxes() does
    Infrared, ///< the list "infrared" alone
    Visible,  ///< the list "visible" alone
    Fusion,   ///< the list "fusion" alone; of a folder without lists, its texts
};

/// "all", "infrared", "visible" or "fusion".
std::string toString(BoxChoice choice);
/// Inverse of toString; throws Error(Usage).
BoxChoice parseBoxChoice(std::string_view text);

/// The box files of one scene: list's name ("infrared", "visible", "fusion") → YOLO text.
using BoxFiles = std::map<std::string, std::filesystem::path>;

/// The boxes of many scenes, by files that are not read yet.
struct BoxLists {
    std::map<int, std::string> classes;    ///< number in the files → class name
    std::map<std::string, BoxFiles> files; ///< by scene
};

/// Looks into a folder with classes.txt and the folders infrared/, visible/ and fusion/, or some of them, as MSRS's
/// boxes come; or with the texts beside classes.txt, which are the list "fusion" then. Scenes are the texts' names.
/// Throws Error(Input) where there are no texts, or no classes.txt.
BoxLists boxListsIn(const std::filesystem::path& folder);

/// The chosen lists alone. Throws Error(Usage) where there are none of that name.
BoxLists chosenLists(const BoxLists& lists, BoxChoice choice);

/// The boxes of one scene: those of a single list as they are, those of several merged, the infrared ones first, so
/// that what was seen in several images counts as seen in the infrared one.
/// @param warnings  as readBoxList() gives them
/// Throws Error(Input) where a file can't be read.
std::vector<LabelBox> readBoxes(const BoxFiles& files, cv::Size picture, const std::map<int, std::string>& classes,
                                const ClassSet& target, std::vector<std::string>& warnings);

} // namespace duoscope
