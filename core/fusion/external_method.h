// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/fusion/method_registry.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace duoscope {

/// A method that is not Duoscope's own: a folder of images that another program fused, or the manifest (.json) of a
/// TorchScript module.
struct ExternalMethod {
    std::string name;             ///< in tables, folders and keys: letters, digits, "-", "_" and "."
    std::filesystem::path source; ///< the folder or the manifest
};

/// Reads "NAME=PATH", or a path that has a "/" and then the name that it suggests; nothing for all else.
/// Throws Error(Usage) for names of other characters and those of Duoscope's own methods.
std::optional<ExternalMethod> parseExternalMethod(std::string_view text);

/// The methods of a folder that holds results, of one whose subfolders do, or of a manifest, each with the name that
/// its folder suggests: without "fused_" before it, and without the data set's name behind the last "_" of the
/// toolbox's layout Algorithm/METHOD_SET as long as that tells them apart; other characters become "-". Throws
/// Error(Input) where there is nothing of the kind.
std::vector<ExternalMethod> externalMethodsIn(const std::filesystem::path& source);

/// Whether a method that is a folder has a result for a pair of that name; manifests have one for all.
bool hasResult(const ExternalMethod& method, const std::string& pairName);

/// Throws Error(Input) where the source is neither, or as makeResultFolderMethod() and makeScriptMethod().
std::unique_ptr<FusionMethod> makeExternalMethod(const ExternalMethod& method, const FusionOptions& options);

} // namespace duoscope
