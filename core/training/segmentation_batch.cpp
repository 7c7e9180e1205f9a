// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/segmentation_batch.h"

#include "core/training/augmentation.h"

namespace duoscope {
namespace {

/// Infrared, visible or a blend of both as a fused picture might be, each about as often.
torch::Tensor drawModality(const torch::Tensor& infrared, const torch::Tensor& visible, Random& random)
{
    const double choice = random.unit();
    const double share = random.unit();
    if (choice < 0.4)
        return infrared;
    if (choice < 0.7)
        return visible;
    return choice < 0.85 ? share * infrared + (1 - share) * visible : torch::maximum(infrared, visible);
}

} // namespace

SegmentationBatch drawSegmentationBatch(const SamplePicker& picker, const TrainingOptions& options, int crops, int step)
{
    const SegmentationPhase& phase = options.segmentation;
    std::vector<torch::Tensor> images;
    std::vector<torch::Tensor> labels;
    std::vector<torch::Tensor> boxed;
    std::vector<torch::Tensor> clean;
    torch::Tensor open = torch::zeros({crops}, torch::kBool);
    for (int b = 0; b < crops; ++b) {
        Random random(static_cast<std::uint64_t>(options.seed), static_cast<std::uint64_t>(step),
                      static_cast<std::uint64_t>(b));
        const PickedSample picked = picker.pick(phase.rareCrops, random);
        const PackedSample& sample = *picked.sample;
        const CropWindow window =
            drawWindow(sample, phase.crop, phase.minimumScale, phase.maximumScale, picked.wanted, random);
        const torch::Tensor label = sample.label.defined()
                                        ? cropLabel(sample.label, window, phase.crop)
                                        : torch::full({phase.crop, phase.crop}, kUnknownLabel, torch::kInt64);
        const torch::Tensor visible =
            cropImage(sample.visible.defined() ? sample.visible : sample.infrared, window, phase.crop);
        const torch::Tensor infrared =
            sample.infrared.defined() ? cropImage(sample.infrared, window, phase.crop) : visible;
        const torch::Tensor image = sample.isPair() ? drawModality(infrared, visible, random) : visible;
        images.push_back(changeTones(image, label, options.augmentation, random).unsqueeze(0));
        labels.push_back(label);
        clean.push_back(torch::stack({infrared, visible}));
        boxed.push_back(sample.boxed);
        open[b] = sample.leavesOpen();
    }
    return {torch::stack(images), torch::stack(labels), torch::stack(clean), torch::stack(boxed), open};
}

} // namespace duoscope
