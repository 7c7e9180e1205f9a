// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/job.h"
#include "core/dataset/dataset_layout.h"

#include <QStringList>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace duoscope {

class Session;

/// A pair of files, before it is opened.
struct FoundPair {
    std::filesystem::path infrared;
    std::filesystem::path visible;
    QString group; ///< see PairEntry
    QString name;
    std::filesystem::path label; ///< empty where there is none
    std::string labelClasses;    ///< see PairEntry
};

/// What files and folders hold. Sentences are in the window's language, but for what the core says.
struct FoundPaths {
    std::vector<FoundPair> pairs;
    std::optional<std::filesystem::path> model;
    QString workspace;    ///< a file to be opened in place of all that is open; empty: none
    QStringList problems; ///< a sentence for each thing that can't be opened
    QStringList notes;    ///< a sentence for each decision worth knowing: which image was taken as infrared
};

/// What came of opening them.
struct OpenResult {
    int added = 0; ///< pairs that were not open before
    QStringList problems;
    QStringList notes;
    std::vector<int> ids; ///< of the pairs that were asked for, opened now or before, in their order
    QString workspace;    ///< see FoundPaths; not opened yet
};

/// Looks at whatever a person names or drops; on any thread, for folders may be large and far away. Folders are listed,
/// of images at most the headers are read, but for two whose names don't tell which one is infrared. Throws Cancelled.
/// - a folder: a data set of a known layout, or images whose names say what they are (a_ir.png, a_vi.png)
/// - two images: a pair; infrared is told by names of files or folders, else the gray one is taken
/// - one image: with the partner that lies where data sets have it
/// - more images: paired by their names
/// - a .safetensors file: the model of the fusions to come
/// - a .duoscope file: a workspace
FoundPaths findPaths(const QStringList& paths, const JobControl& job = JobControl());

/// Looks at a folder as a data set of that layout.
FoundPaths findDataset(const QString& folder, DatasetLayout layout, const JobControl& job = JobControl());

/// Adds the pairs and takes the model; on the window's thread.
OpenResult openFound(Session& session, const FoundPaths& found);

} // namespace duoscope
