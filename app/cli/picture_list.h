// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/commands.h"
#include "core/base/error.h"
#include "core/dataset/folder_contents.h"
#include "core/fusion/segmenter.h"
#include "core/image/source_image.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace duoscope {

// What the commands share that look at single pictures with a model's segmentation network.

/// Which pictures, with which model, and where results go.
struct PictureArguments {
    std::vector<std::string> images;
    std::string folder;
    std::string output;
    std::string model;
    std::string modality = "auto";
    std::string range = "auto";
    std::string device = "auto";
    int threads = 0;
    bool fullPaths = false; ///< in summary.json
};

/// A picture that could not be used, and why.
struct PictureFailure {
    std::string name;
    std::filesystem::path path;
    Error error;
};

/// Adds the options to the command; they write to the arguments.
void addPictureOptions(CLI::App& command, PictureArguments& arguments, Session& session);

/// The pictures by the names of their results.
/// @param verb  of the command: "segment"
/// Throws Error(Usage) where two results would have one name or there is not exactly one of --image and --images,
/// Error(Input) where the folder holds no images.
FilesByStem picturesOf(const PictureArguments& arguments, const std::string& verb);

/// Throws Error(Usage) where a picture lies in the output folder, so that a result could replace it.
void checkOutput(const FilesByStem& pictures, const std::filesystem::path& output);

/// As the arguments say; "auto" takes gray of 16 bits for infrared. Throws Error(Input) and Error(Usage).
SourceImage loadPicture(const std::filesystem::path& file, const PictureArguments& arguments);

/// Throws Error(Usage) where there is no model, and as Segmenter does.
Segmenter makeSegmenter(const PictureArguments& arguments, const std::string& verb);

/// Tells which pictures failed and sets the exit code. Where none is done it throws: the reason of the only one, else
/// that none could be used.
void tellFailures(std::size_t done, const std::vector<PictureFailure>& failed, const std::string& verb,
                  Session& session);

/// For summary.json. @param fullPaths  name folders, too
nlohmann::ordered_json describe(const std::vector<PictureFailure>& failed, bool fullPaths);

} // namespace duoscope
