// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace duoscope {

/// The methods that models were made for, each once; the models' own word for it. Throws Error(Model).
std::vector<std::string> methodsOfModels(const std::vector<std::string>& models);

/// The model of a method: of those given the one that was made for it, else the bundled one of uaafusion; empty where
/// there is none. Where a given model is for none of the methods asked for, it is this one, so that loading it says
/// what is wrong.
/// @param methods  all that are asked for
/// Throws Error(Usage) for two models of the method, Error(Model) for one that can't be read.
std::filesystem::path modelOf(const std::string& method, const std::vector<std::string>& methods,
                              const std::vector<std::string>& models);

} // namespace duoscope
