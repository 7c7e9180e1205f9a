// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/dataset_layout.h"

namespace duoscope {

/// Whether the folder holds one of the four collections of the TNO Image Fusion Dataset.
bool isTno(const std::filesystem::path& folder);

/// Lists the scenes below. A scene is a folder with images of both kinds, or with a folder for each kind:
/// thermal/ beside visual/, vis/ or dhv/. In the former the names tell: "IR…" and "LWIR…" are infrared, "VIS…" is
/// visible, "…NNi" and "…NNv" are infrared and visible; others, such as "NIR…", are passed over. Within a scene the
/// last number in the names pairs them; a lone one of each kind pair whatever their numbers.
void listTno(const std::filesystem::path& folder, DatasetListing& listing);

} // namespace duoscope
