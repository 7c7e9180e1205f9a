// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace duoscope {

/// Files of one kind, or results of one method, by their names without the ending.
struct NamedFiles {
    std::string name; ///< "infrared", "SeAFusion"
    std::map<std::string, std::filesystem::path> files;
};

/// What is measured together: one scene, its sources and each method's result.
struct EvaluationItem {
    std::string name;
    std::vector<std::filesystem::path> sources; ///< As pairByName() was given them; empty paths where missing.
    std::vector<std::filesystem::path> results; ///< One for each method; empty paths where missing.
    std::string problem;                        ///< What is missing, a sentence; empty where nothing is.
};

struct EvaluationList {
    std::vector<EvaluationItem> items; ///< By name: each that a method has a result for.
    std::size_t withoutResults = 0;    ///< Scenes with all sources for which no method has a result.
};

/// Brings together the files of equal names.
EvaluationList pairByName(const std::vector<NamedFiles>& sources, const std::vector<NamedFiles>& methods);

/// An item that is left out of all means, so that all methods are compared on the same list.
struct LeftOut {
    std::string name;
    std::string reason; ///< A sentence.
};

} // namespace duoscope
