// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/training_job.h"

#include "core/net/compute_device.h"
#include "core/training/trainer.h"

namespace duoscope {

void train(const TrainingOptions& options, const TrainingPlaces& places, const std::string& device, int threads,
           const JobControl& job)
{
    const torch::Device target = computeDevice(device, threads);
    if (target.is_cuda()) {
        // Batches are drawn by several threads: each would have a team, and oneDNN 3 can let them wait for each other
        // for ever as they choose a convolution's program.
        torch::set_num_threads(1);
        at::globalContext().setUserEnabledMkldnn(false);
        at::globalContext().setAllowTF32CuDNN(true); // gradients of a batch are noisier than its rounding
    }
    const PackedDataset dataset = PackedDataset::load(places.data);
    Trainer(dataset, options, places, target).run(job);
}

} // namespace duoscope
