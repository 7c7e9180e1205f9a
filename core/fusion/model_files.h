// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/fusion_task.h"
#include "core/labels/class_set.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace duoscope {

/// What a weight file says about itself, without building its networks.
struct ModelSummary {
    std::filesystem::path path;
    std::string sha256;
    std::map<std::string, std::string> metadata; ///< architecture, equations, class set, training record, …
    std::int64_t tensors = 0;
    std::int64_t values = 0;                          ///< numbers in all tensors
    std::int64_t bytes = 0;                           ///< of the file
    std::map<std::string, std::int64_t> valuesByType; ///< "F32" → numbers
};

/// Throws Error(Model) where the file is no safetensors file.
ModelSummary summariseModel(const std::filesystem::path& file);

/// The metadata alone; of the file no more than the header is read. Throws Error(Model) likewise.
std::map<std::string, std::string> modelMetadata(const std::filesystem::path& file);

/// Name of the method that a model is for: its architecture; empty where it does not say. Throws Error(Model) likewise.
std::string methodOfModel(const std::filesystem::path& file);

/// What a checkpoint does not say of itself.
struct ImportOptions {
    const ClassSet* classSet = nullptr; ///< of UAAFusion's outputs; null: fmb for 15 outputs, else nothing
    std::optional<FusionTask> task;     ///< of ReFusion; unset: known for the four released files
};

/// Turns a checkpoint of the released UAAFusion or ReFusion code (.pth), whichever it is, into our format. Nothing in
/// it is executed. Throws Error(Usage) for options that the checkpoint's method does not have, a task that is neither
/// given nor known, a class set of another number of classes, and where both files are one; Error(Model) where the
/// checkpoint has another layout, Error(Output) where the result can't be written.
void importCheckpoint(const std::filesystem::path& checkpoint, const std::filesystem::path& model,
                      const ImportOptions& options = {});

/// The class set that a model names.
/// @param folder  of the class-set files
/// Where the folder has none of that name and size, the classes have numbers for names, and a warning is logged.
/// Throws Error(Input) where the set's file is damaged.
ClassSet classSetOf(const std::string& name, int classes, const std::filesystem::path& folder);

} // namespace duoscope
