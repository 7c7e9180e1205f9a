// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/segmentation_training.h"

#include "core/base/error.h"
#include "core/net/model.h"
#include "core/training/optimizer_state.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace duoscope {
namespace {

constexpr double kLargestGradient = 5.0; ///< norm beyond which a step's gradient is shortened

double learningRate(const SegmentationPhase& phase, int step)
{
    if (step < phase.warmup)
        return phase.learningRate * (step + 1) / phase.warmup;
    const double done = static_cast<double>(step - phase.warmup) / std::max(1, phase.steps - phase.warmup);
    return phase.learningRate * 0.5 * (1 + std::cos(std::numbers::pi * done));
}

std::unique_ptr<torch::optim::AdamW> makeOptimizer(torch::nn::Module& network, double weightDecay)
{
    std::vector<torch::Tensor> kernels;
    std::vector<torch::Tensor> others; // biases and normalisations do not decay
    for (const torch::Tensor& parameter : network.parameters())
        (parameter.dim() == 4 ? kernels : others).push_back(parameter);
    const auto options = [](double decay) {
        return std::make_unique<torch::optim::AdamWOptions>(torch::optim::AdamWOptions(1e-3).weight_decay(decay));
    };
    return std::make_unique<torch::optim::AdamW>(
        std::vector<torch::optim::OptimizerParamGroup>{{kernels, options(weightDecay)}, {others, options(0)}});
}

/// average ← decay·average + (1 − decay)·network; counts are copied.
void follow(torch::nn::Module& average, const torch::nn::Module& network, double decay)
{
    const torch::NoGradGuard noGradient;
    const NamedTensors source = namedTensors(network);
    for (auto [name, target] : namedTensors(average)) {
        const torch::Tensor& value = source.at(name);
        if (target.is_floating_point())
            target.lerp_(value, 1 - decay);
        else
            target.copy_(value);
    }
}

} // namespace

SegmentationTraining::SegmentationTraining(DeepLab network, const PackedDataset& dataset,
                                           const TrainingOptions& options, torch::Device device)
    : m_network(std::move(network)), m_average(DeepLab(m_network->options())),
      m_teacher(options.segmentation.fixedTeacher ? DeepLab(m_network->options()) : m_average), m_options(options),
      m_device(device), m_picker(dataset, options.sources, false),
      m_classWeights(classWeights(dataset, options.segmentation.classBalance).to(device)),
      m_batches([this](int i) { return drawSegmentationBatch(m_picker, m_options, m_options.segmentation.batch, i); },
                batchesAhead(device))
{
    m_network->to(device);
    for (DeepLab follower : {m_average, m_teacher}) {
        follower->to(device);
        useChannelsLast(*follower);
        copyModule(*m_network, *follower);
        follower->eval();
    }
    useChannelsLast(*m_network);
    m_optimizer = makeOptimizer(*m_network, options.segmentation.weightDecay);
}

StepReport SegmentationTraining::step(int i, const JobControl& job)
{
    job.checkStop();
    const SegmentationPhase& phase = m_options.segmentation;
    const double rate = learningRate(phase, i);
    for (torch::optim::OptimizerParamGroup& group : m_optimizer->param_groups())
        static_cast<torch::optim::AdamWOptions&>(group.options()).lr(rate);

    const SegmentationBatch batch = m_batches.of(i);
    const torch::Tensor open = i >= phase.pseudoFrom ? batch.open : torch::zeros_like(batch.open);
    const SegmentationTarget target =
        taughtTarget(batch.labels.to(m_device), batch.boxed.to(m_device), batch.clean.to(m_device), open.to(m_device),
                     m_teacher, phase, m_classWeights, job.stopToken());

    // The network's dropout draws from LibTorch's own generator.
    torch::manual_seed(Random(static_cast<std::uint64_t>(m_options.seed), static_cast<std::uint64_t>(i), ~0U).next());
    m_network->train();
    const torch::Tensor logits = m_network->forward(batch.images.to(m_device));
    const torch::Tensor loss = segmentationLoss(logits, target, phase.partialWeight);
    const double value = loss.item<double>();
    m_optimizer->zero_grad();
    loss.backward();
    const double norm = torch::nn::utils::clip_grad_norm_(m_network->parameters(), kLargestGradient);
    if (!std::isfinite(value) || !std::isfinite(norm))
        throw Error(ErrorKind::Model, "The training stopped at segmentation step " + std::to_string(i + 1),
                    "the loss or its gradient is not a finite number",
                    "Resume from the last checkpoint with a lower segmentation.learning_rate");
    m_optimizer->step();
    follow(*m_average, *m_network, std::min(phase.average, (1.0 + i) / (10.0 + i)));
    return {{"learning_rate", rate}, {"loss", value}, {"gradient_norm", norm}};
}

void SegmentationTraining::finish()
{
    copyModule(*m_average, *m_network);
    m_network->eval();
}

void SegmentationTraining::save(NamedTensors& tensors) const
{
    saveModule(*m_average, tensors, "average.");
    if (m_options.segmentation.fixedTeacher)
        saveModule(*m_teacher, tensors, "teacher.");
    tensors["optimizer.segmentation"] = saveOptimizer(*m_optimizer);
}

void SegmentationTraining::load(const NamedTensors& tensors)
{
    loadModule(*m_average, tensors, "average.");
    if (m_options.segmentation.fixedTeacher)
        loadModule(*m_teacher, tensors, "teacher.");
    loadOptimizer(*m_optimizer, tensors, "optimizer.segmentation");
}

} // namespace duoscope
