// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace duoscope {

/// Spellings of the folders that hold infrared images, visible images and labels.
inline const std::vector<std::string> kInfraredFolders{"ir", "infrared", "thermal"};
inline const std::vector<std::string> kVisibleFolders{"vi", "vis", "visible"};
inline const std::vector<std::string> kLabelFolders{"label", "labels", "segmentation_labels"};

/// Files by their name without the ending.
using FilesByStem = std::map<std::string, std::filesystem::path>;

/// ASCII letters to lower case.
std::string lowerCase(std::string text);

/// The subfolder whose name is one of `names` (lower case), without regard to case; empty where there is none. The
/// first of the names that is there wins.
std::filesystem::path findFolder(const std::filesystem::path& parent, const std::vector<std::string>& names);
/// The same for a regular file.
std::filesystem::path findFile(const std::filesystem::path& parent, const std::string& name);

/// Whether a name ends as images do: .png, .jpg, .jpeg, .bmp, .tif or .tiff, in any case.
bool isImageName(const std::filesystem::path& file);

/// The images right inside a folder, by their endings; other files and hidden ones are passed over.
/// Of two files of one stem the first by name counts, and a problem says so. Throws Error(Input).
FilesByStem imagesIn(const std::filesystem::path& folder, std::vector<std::string>& problems);
/// The texts (.txt) right inside a folder. Throws Error(Input).
FilesByStem textsIn(const std::filesystem::path& folder);

} // namespace duoscope
