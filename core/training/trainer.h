// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/job.h"
#include "core/net/model.h"
#include "core/training/csv_log.h"
#include "core/training/packed_dataset.h"
#include "core/training/training_job.h"
#include "core/training/training_phase.h"

#include <memory>

namespace duoscope {

/// Trains a UAAFusion model: first the segmentation network alone, then both networks together.
class Trainer {
public:
    /// With places.resume, the options are the checkpoint's and the given ones are ignored.
    /// Throws Error(Usage, Model, Output) where the options contradict the data or a file can't be used.
    Trainer(const PackedDataset& dataset, const TrainingOptions& options, const TrainingPlaces& places,
            torch::Device device);

    /// Runs what is left. Where a stop is requested, saves a checkpoint and throws Cancelled.
    /// Where the loss is no longer finite, throws Error(Model); the last checkpoint stays as it is.
    void run(const JobControl& job);

    const Model& model() const { return m_model; }
    const TrainingOptions& options() const { return m_options; }

private:
    void takeSegmentation(const Model& start, const std::filesystem::path& file);
    void takeFusion(const Model& start, const std::filesystem::path& file);
    void restore(const WeightFile& checkpoint);
    void openPhase();
    void runPhase(const JobControl& job);
    void saveCheckpoint() const;
    /// Writes the model as it would be if the phase ended now; every checkpoint has one beside it.
    void writeModel() const;
    /// Measures that model. Throws Cancelled.
    void validate(int limit, const JobControl& job) const;
    CsvLog log(const char* kind) const;

    const PackedDataset& m_dataset;
    TrainingOptions m_options;
    TrainingPlaces m_places;
    torch::Device m_device;
    Model m_model;
    int m_phase = 0;                          ///< that is running
    int m_step = 0;                           ///< so many of its steps are done
    int m_open = -1;                          ///< phase that m_current is
    std::unique_ptr<TrainingPhase> m_current; ///< empty when all are done
};

} // namespace duoscope
