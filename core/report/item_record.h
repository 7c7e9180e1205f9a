// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/batch/run_names.h"
#include "core/batch/task_record.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace duoscope {

/// What METHOD/items/STEM.json says of a source.
struct RecordedSource {
    std::string rule; ///< how stored values became [0,1]: "full"
    int bitDepth = 8;
};

/// Attributions of a class; NaN where the record has none that is a number.
struct RecordedAttribution {
    double infrared = 0;
    double visible = 0;
};

struct RecordedClass {
    int id = 0;
    std::string name;
    std::int64_t pixels = 0;
    double infraredWeight = 0.5; ///< w1 in [0,1]
    std::optional<RecordedAttribution> attribution;
};

struct RecordedStage {
    int k = 0;
    double stepSize = 0;
    double change = 0;
    std::optional<double> residual;    ///< absent without attribution
    std::optional<double> scoreChange; ///< absent without attribution
};

/// A record of one result, checked.
struct ItemRecord {
    RecordedSource infrared;
    RecordedSource visible;
    std::int64_t pixels = 0; ///< of the pair
    std::string provenance;  ///< JSON; without threads and the model's place, as run.json has it
    std::string model;       ///< file name; empty without
    std::string classSet;
    std::vector<RecordedClass> classes; ///< those that occur
    std::vector<RecordedStage> stages;  ///< 1 … K
    double undecidedPixels = 0;         ///< share in [0,1]
    double pixelsAtLimit = 0;           ///< share in [0,1]
    std::vector<RecordedMetric> metrics;

    bool isAttributed() const { return !classes.empty() && classes[0].attribution.has_value(); }
};

/// Reads the record of a task from a batch's folder. Throws Error(Input) where it is missing, damaged, or of another
/// task.
ItemRecord readItemRecord(const std::filesystem::path& folder, const TaskId& task);

} // namespace duoscope
