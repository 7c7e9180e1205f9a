// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/evaluation_list.h"

#include <filesystem>
#include <string>
#include <vector>

namespace duoscope {

/// Logs problems as warnings, the first of many.
void warnOf(const std::vector<std::string>& problems);

/// The images right inside a folder, with warnings of those that are passed over. Throws Error(Input) where there are
/// none.
NamedFiles filesIn(const std::string& name, const std::filesystem::path& folder);

/// The folders of methods as options have them: "FOLDER" or "NAME=FOLDER"; a folder whose own name has an equals sign
/// is meant where it exists. Throws Error(Usage) for two methods of one name, else as filesIn().
std::vector<NamedFiles> methodsOf(const std::vector<std::string>& folders);

std::vector<std::string> namesOf(const std::vector<NamedFiles>& methods);

/// pairByName() of the first scenes. @param limit  0 for all
EvaluationList listOf(const std::vector<NamedFiles>& sources, const std::vector<NamedFiles>& methods,
                      std::size_t limit);

} // namespace duoscope
