// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/fusion/method_registry.h"

#include <filesystem>
#include <memory>
#include <string>

namespace duoscope {

/// A method of the user's own: a TorchScript module, described by a manifest; see script_manifest.h and
/// script_module.h. It has no stages and no class weights.
///
/// Pictures are padded to the multiple that the manifest asks for, and what the module gives is cut again. Its result
/// becomes [0,1] by the manifest's output range; of three channels it is the luminance. What else the module gives is
/// in the trace's extras: resized to the pair's size where it has another, one layer a channel ("name_0", …), up to
/// ScriptModule::kMaximumChannels.
/// @param options  device, threads and stretch count
/// @param name     what provenance calls it; empty for the manifest's name
/// Throws Error(Model) as readScriptManifest() and ScriptModule(), and Error(Usage) as computeDevice(). A run throws
/// Error(Model) where the module fails or gives something that is no picture of the size it was given, values that are
/// not finite, or, unless they may be cut, out of its range. A stop is noticed before and after the module ran.
std::unique_ptr<FusionMethod> makeScriptMethod(const std::filesystem::path& manifest, const FusionOptions& options,
                                               const std::string& name = {});

} // namespace duoscope
