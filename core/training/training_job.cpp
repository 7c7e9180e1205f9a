// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/training_job.h"

#include "core/net/compute_device.h"
#include "core/training/trainer.h"

namespace duoscope {

void train(const TrainingOptions& options, const TrainingPlaces& places, const std::string& device, int threads,
           const JobControl& job)
{
    const torch::Device target = computeDevice(device, threads);
    const PackedDataset dataset = PackedDataset::load(places.data);
    Trainer(dataset, options, places, target).run(job);
}

} // namespace duoscope
