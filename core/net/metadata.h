// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace duoscope {

/// The free-form part of a weight file: names and texts.
using Metadata = std::map<std::string, std::string>;

/// The whole number filed under a name. Throws Error(Model) where it is missing or no number.
int metadataInt(const Metadata& metadata, const std::string& name);
/// "true" or "false". Throws Error(Model).
bool metadataBool(const Metadata& metadata, const std::string& name);
/// Any text. Throws Error(Model) where it is missing.
const std::string& metadataText(const Metadata& metadata, const std::string& name);
/// The entries whose names begin with a prefix, named without it.
Metadata metadataUnder(std::string_view prefix, const Metadata& metadata);

} // namespace duoscope
