// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/pair_batch.h"

#include "core/training/augmentation.h"

namespace duoscope {

PairBatch drawPairBatch(const SamplePicker& picker, const TrainingOptions& options, int step)
{
    const JointPhase& phase = options.joint;
    std::vector<torch::Tensor> infrared;
    std::vector<torch::Tensor> visible;
    std::vector<torch::Tensor> labels;
    std::vector<torch::Tensor> boxed;
    torch::Tensor open = torch::zeros({phase.batch}, torch::kBool);
    for (int b = 0; b < phase.batch; ++b) {
        Random random(static_cast<std::uint64_t>(options.seed) + 1, static_cast<std::uint64_t>(step),
                      static_cast<std::uint64_t>(b));
        const PickedSample picked = picker.pick(phase.rareCrops, random);
        const PackedSample& sample = *picked.sample;
        const CropWindow window = drawWindow(sample, phase.crop, phase.minimumScale, 1.0, picked.wanted, random);
        infrared.push_back(cropImage(sample.infrared, window, phase.crop).unsqueeze(0));
        visible.push_back(cropImage(sample.visible, window, phase.crop).unsqueeze(0));
        labels.push_back(sample.label.defined() ? cropLabel(sample.label, window, phase.crop)
                                                : torch::full({phase.crop, phase.crop}, kUnknownLabel, torch::kInt64));
        boxed.push_back(sample.boxed);
        open[b] = sample.leavesOpen();
    }
    return {torch::stack(infrared), torch::stack(visible), torch::stack(labels), torch::stack(boxed), open};
}

} // namespace duoscope
