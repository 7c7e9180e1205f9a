// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/training_options.h"

#include <filesystem>
#include <string>

namespace duoscope {

/// Sets what a configuration file names: JSON with comments, {"seed": 1, "network": {"stages": 5}, …}.
/// Throws Error(Usage) where the file can't be read, is no such JSON, or names an option that does not exist.
void readTrainingConfig(const std::filesystem::path& file, TrainingOptions& options);

/// A configuration file with all options, each with a comment that says what it is.
std::string trainingConfigText(const TrainingOptions& options);

} // namespace duoscope
