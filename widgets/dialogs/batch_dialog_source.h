// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/batch/batch_plan.h"
#include "widgets/bridge/session.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace duoscope {

/// Where the pairs of a batch come from. A plain value, so that a worker can look it through.
struct BatchSource {
    struct Pair {
        std::string stem; ///< what its results are called
        std::filesystem::path infrared;
        std::filesystem::path visible;
        std::filesystem::path label;

        bool operator==(const Pair&) const = default;
    };

    bool ofSession = false;    ///< the pairs, in place of folders
    std::vector<Pair> pairs;   ///< of the session
    QString infrared;          ///< folder
    QString visible;           ///< folder; empty: infrared is the folder of a data set
    std::vector<Pair> matches; ///< chosen by hand, in place of what has their stems

    bool isEmpty() const { return ofSession ? pairs.empty() : infrared.isEmpty(); }
    bool operator==(const BatchSource&) const = default;

    /// The command line's input: "--infrared DIR --visible DIR" or "--dataset LAYOUT=DIR".
    static QStringList arguments(const BatchPlan& plan);
};

/// The session's pairs with names that are good for files, each once.
std::vector<BatchSource::Pair> batchPairs(const std::vector<PairEntry>& pairs);

/// Finds out what there is to fuse. For workers: it lists folders and reads headers. Throws Error and Cancelled.
BatchPlan planSource(const BatchSource& source, const JobControl& job);

/// The folder as the file system knows it, of what a person typed.
QString typedFolder(const QString& text);
/// The folder, or the first above it that exists.
QString existingFolder(const QString& folder);

} // namespace duoscope
