// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/fusion/fusion_method.h"

#include <filesystem>
#include <memory>
#include <string>

namespace duoscope {

/// A folder of fused images that another program wrote, as a method: its "fusion" of a pair is to read the image of
/// the pair's name, so that those results are looked at, measured and reported like all others.
///
/// The image is the one whose name without the ending is that of the pair or of its infrared file. Its luminance is the
/// gray result, with exactly the stored values where the file is gray; 0 and 1 are the ends of the number format. The
/// colour result takes the sources' colours, as with all methods, whatever colours the file has.
/// @param name  in tables and folders: "SeAFusion"
/// Throws Error(Input) where the folder can't be looked into or holds no image. A run throws Error(Input) where the
/// pair has no image there, it can't be read, or it is of another size.
std::unique_ptr<FusionMethod> makeResultFolderMethod(const std::string& name, const std::filesystem::path& folder);

} // namespace duoscope
