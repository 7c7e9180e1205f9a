// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/job.h"
#include "core/net/deeplab.h"
#include "core/net/safetensors.h"

#include <string>
#include <utility>
#include <vector>

namespace duoscope {

/// Named numbers of one step: losses, learning rate.
using StepReport = std::vector<std::pair<std::string, double>>;

/// One part of a training: so many steps of one kind. A step depends on the phase's state and its number only, so that
/// a phase which is put back to a saved state goes on as if it had never stopped.
class TrainingPhase {
public:
    virtual ~TrainingPhase() = default;

    virtual std::string name() const = 0;
    virtual int steps() const = 0;
    /// Does step i = 0 … steps()-1. Throws Cancelled before it has changed anything, and Error(Model) where the loss
    /// is not finite, with the weights as they were before the step.
    virtual StepReport step(int i, const JobControl& job) = 0;
    /// After the last step: hands the result to the model.
    virtual void finish() = 0;

    /// The segmentation network as it would be handed to the model now; not to be changed.
    virtual DeepLab segmentation() const = 0;

    /// State beyond the model's own weights (optimiser, averages), under names of its own.
    virtual void save(NamedTensors& tensors) const = 0;
    /// Inverse of save. Throws Error(Model) where something is missing.
    virtual void load(const NamedTensors& tensors) = 0;
};

} // namespace duoscope
