// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/dataset_layout.h"

#include <QStringList>

#include <vector>

namespace duoscope {

class Session;

/// What came of opening files and folders. Sentences are in the window's language, but for what the core says.
struct OpenResult {
    int added = 0;        ///< pairs that were not open before
    QStringList problems; ///< a sentence for each thing that could not be opened
    QStringList notes;    ///< a sentence for each decision worth knowing: which image was taken as infrared
    std::vector<int> ids; ///< of the pairs that were asked for, opened now or before, in their order
};

/// Opens whatever a person names or drops; for the window's thread. Folders are listed, of images at most the headers
/// are read, but for two whose names don't tell which one is infrared.
/// - a folder: a data set of a known layout, or images whose names say what they are (a_ir.png, a_vi.png)
/// - two images: a pair; infrared is told by names of files or folders, else the gray one is taken
/// - one image: with the partner that lies where data sets have it
/// - more images: paired by their names
/// - a .safetensors file: the model of the fusions to come
OpenResult openPaths(Session& session, const QStringList& paths);

/// Opens a folder as a data set of that layout.
OpenResult openDataset(Session& session, const QString& folder, DatasetLayout layout);

} // namespace duoscope
