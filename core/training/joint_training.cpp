// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/joint_training.h"

#include "core/base/error.h"
#include "core/training/augmentation.h"
#include "core/training/optimizer_state.h"

#include <algorithm>
#include <cmath>

namespace duoscope {
namespace {

constexpr double kLargestGradient = 5.0; ///< norm beyond which a step's gradient is shortened

GuidanceOptions guidanceOf(const Model& model, const TrainingOptions& options, int ignoredClass)
{
    GuidanceOptions guidance = GuidanceOptions::forModel(model);
    guidance.classWeights.kind = options.joint.attribution == "fast" ? AttributionKind::Fast : AttributionKind::Exact;
    guidance.classWeights.quadrature = {parseQuadratureRule(options.joint.rule), options.joint.attributionSteps, 1,
                                        options.joint.completion};
    guidance.classWeights.ignoredClass = ignoredClass;
    return guidance;
}

/// The network as it is now, for attribution alone: with normalisations folded that is much cheaper.
DeepLab foldedCopy(const DeepLab& network, torch::Device device)
{
    DeepLab copy(network->options());
    copyModule(*network, *copy);
    copy->eval();
    copy->foldNormalisation();
    copy->to(device); // only now, for folding makes layers anew
    freezeModule(*copy);
    return copy;
}

/// The order of the optimiser's parameter groups.
enum Group { kFusionGroup, kStepSizeGroup, kSegmentationGroup };

std::unique_ptr<torch::optim::Adam> makeOptimizer(const Model& model)
{
    std::vector<torch::Tensor> fusion;
    std::vector<torch::Tensor> stepSizes;
    for (const auto& item : model.fusion->named_parameters())
        (item.key() == "step_sizes" ? stepSizes : fusion).push_back(item.value());
    return std::make_unique<torch::optim::Adam>(
        std::vector<torch::optim::OptimizerParamGroup>{{fusion}, {stepSizes}, {model.segmentation->parameters()}});
}

} // namespace

JointTraining::JointTraining(const Model& model, const PackedDataset& dataset, const TrainingOptions& options,
                             torch::Device device)
    : m_model(model), m_teacher(DeepLab(model.segmentation->options())), m_dataset(dataset), m_options(options),
      m_device(device), m_picker(dataset, options.sources, true), m_labelled(dataset, options.sources, false),
      m_guidance(guidanceOf(model, options, dataset.ignoredClass)),
      m_classWeights(classWeights(dataset, options.segmentation.classBalance).to(device)),
      m_pairs([this](int i) { return drawPairBatch(m_picker, m_options, i); }, batchesAhead(device)),
      m_rehearsals([this](int i) { return drawSegmentationBatch(m_labelled, m_options, m_options.joint.rehearsal, i); },
                   batchesAhead(device))
{
    m_teacher->to(device);
    useChannelsLast(*m_teacher);
    copyModule(*m_model.segmentation, *m_teacher);
    m_teacher->eval();
    for (torch::nn::Module* network : {static_cast<torch::nn::Module*>(m_model.fusion.get()),
                                       static_cast<torch::nn::Module*>(m_model.segmentation.get())}) {
        network->to(device);
        useChannelsLast(*network);
    }
    m_optimizer = makeOptimizer(m_model);
    const JointPhase& phase = options.joint;
    const auto perEpoch = static_cast<int>((m_picker.size() + phase.batch - 1) / phase.batch);
    m_steps = phase.epochs > 0 ? phase.epochs * perEpoch : phase.steps;
    m_halveEvery = phase.halveSteps > 0 ? phase.halveSteps : phase.halveEpochs * perEpoch;
}

double JointTraining::setLearningRates(int step)
{
    const double share = m_halveEvery > 0 ? std::pow(0.5, step / m_halveEvery) : 1.0;
    const JointPhase& phase = m_options.joint;
    const auto set = [&](Group group, double rate) {
        auto& options = m_optimizer->param_groups()[static_cast<std::size_t>(group)].options();
        static_cast<torch::optim::AdamOptions&>(options).lr(rate * share);
    };
    set(kFusionGroup, phase.learningRate);
    set(kStepSizeGroup, phase.stepSizeLearningRate);
    set(kSegmentationGroup, phase.segmentationLearningRate);
    return phase.learningRate * share;
}

torch::Tensor JointTraining::segmentationTerm(const PairBatch& batch, const torch::Tensor& fused,
                                              const SegmentationTarget& target)
{
    if (!m_options.joint.frozenStatistics)
        m_model.segmentation->train();
    const double partial = m_options.segmentation.partialWeight;
    torch::Tensor loss;
    if (m_options.joint.segmentAll) {
        // One pass for the three, so that normalisation sees all of them alike.
        const torch::Tensor logits = m_model.segmentation->forward(torch::cat({batch.infrared, batch.visible, fused}));
        for (const torch::Tensor& part : logits.chunk(3)) {
            const torch::Tensor one = segmentationLoss(part, target, partial) / 3;
            loss = loss.defined() ? loss + one : one;
        }
    } else {
        loss = segmentationLoss(m_model.segmentation->forward(fused), target, partial);
    }
    m_model.segmentation->eval();
    return loss;
}

torch::Tensor JointTraining::rehearsalTerm(int step, const JobControl& job)
{
    const SegmentationBatch batch = m_rehearsals.of(step);
    const SegmentationTarget target =
        taughtTarget(batch.labels.to(m_device), batch.boxed.to(m_device), batch.clean.to(m_device),
                     batch.open.to(m_device), m_teacher, m_options.segmentation, m_classWeights, job.stopToken());
    m_model.segmentation->train(!m_options.joint.frozenStatistics);
    const torch::Tensor logits = m_model.segmentation->forward(batch.images.to(m_device));
    m_model.segmentation->eval();
    return segmentationLoss(logits, target, m_options.segmentation.partialWeight);
}

void JointTraining::drawWeights(torch::Tensor& classWeight, int step) const
{
    for (std::int64_t b = 0; b < classWeight.size(0); ++b) {
        Random random(static_cast<std::uint64_t>(m_options.seed) + 2, static_cast<std::uint64_t>(step),
                      static_cast<std::uint64_t>(b));
        if (!random.chance(m_options.joint.randomWeights))
            continue;
        for (std::int64_t c = 0; c < classWeight.size(1); ++c)
            classWeight[b][c] = random.unit();
    }
}

JointTraining::Losses JointTraining::lossesOf(const PairBatch& batch, int step, const JobControl& job)
{
    const JointPhase& phase = m_options.joint;
    m_model.segmentation->eval(); // attribution neither drops features nor changes statistics
    Model guide = m_model;
    guide.segmentation = foldedCopy(m_model.segmentation, m_device);
    const GuidedFusion fusion(guide, m_guidance);
    const SegmentationTarget target =
        taughtTarget(batch.labels, batch.boxed, torch::cat({batch.infrared, batch.visible}, 1), batch.open, m_teacher,
                     m_options.segmentation, m_classWeights, job.stopToken());
    torch::Tensor regions;
    {
        const torch::NoGradGuard noGradient;
        const torch::Tensor known = target.labels < m_dataset.classes();
        regions = target.labels;
        if (!known.all().item<bool>()) {
            const torch::Tensor own =
                largestClass(fusion.scores((batch.infrared + batch.visible) / 2, job.stopToken()));
            regions = torch::where(known, target.labels, own);
        }
    }
    const JobControl quiet(job.stopToken(), {});
    const FusionStart start = fusion.prepareFor(regions, batch.infrared, batch.visible, quiet);
    torch::Tensor classWeight = start.classWeights.infraredWeight;
    drawWeights(classWeight, step);
    const torch::Tensor w1 = paintClasses(classWeight, regions);
    const torch::Tensor importance = phase.intensityBalance > 0
                                         ? classImportance(regions, m_dataset.classes(), phase.intensityBalance)
                                         : torch::Tensor();
    FusionState state = fusion.initialState(start);
    Losses losses;
    losses.infraredWeight = w1;
    const int stages = m_model.fusion->options().stages;
    torch::Tensor earlier = torch::zeros({}, batch.infrared.options());
    torch::Tensor ofImage; // the loss of f_k
    losses.structure = torch::zeros({}, batch.infrared.options());
    losses.fidelity = torch::zeros({}, batch.infrared.options());
    while (state.k < stages) {
        fusion.advance(state, start, w1, quiet);
        losses.fusion = fusionLoss(state.image, batch.infrared, batch.visible, w1, phase.squaredWeights,
                                   parseGradientForm(phase.gradientForm), phase.gradientGain, importance);
        ofImage = phase.intensity * losses.fusion.intensity + phase.gradient * losses.fusion.gradient;
        if (phase.structure > 0) {
            losses.structure = structureLoss(state.image, batch.infrared, batch.visible);
            ofImage = ofImage + phase.structure * losses.structure;
        }
        if (phase.fidelity > 0) {
            losses.fidelity = fidelityLoss(state.image, batch.infrared, batch.visible);
            ofImage = ofImage + phase.fidelity * losses.fidelity;
        }
        if (phase.earlierStages > 0 && state.k < stages)
            earlier = earlier + ofImage / (stages - 1);
    }
    losses.segmentation = segmentationTerm(batch, state.image, target);
    losses.total = ofImage + phase.segmentation * losses.segmentation // equation 16
                   + phase.earlierStages * earlier;
    return losses;
}

StepReport JointTraining::step(int i, const JobControl& job)
{
    job.checkStop();
    const double rate = setLearningRates(i);
    torch::manual_seed(
        Random(static_cast<std::uint64_t>(m_options.seed) + 1, static_cast<std::uint64_t>(i), ~0U).next());
    PairBatch batch = m_pairs.of(i);
    for (torch::Tensor* tensor : {&batch.infrared, &batch.visible, &batch.labels, &batch.boxed, &batch.open})
        *tensor = tensor->to(m_device);
    const Losses losses = lossesOf(batch, i, JobControl()); // a step is short; it is not left half done
    m_optimizer->zero_grad();
    losses.total.backward();
    double rehearsal = 0;
    if (m_options.joint.rehearsal > 0) {
        const torch::Tensor loss = rehearsalTerm(i, JobControl());
        rehearsal = loss.item<double>() * m_options.joint.rehearsalWeight;
        (loss * m_options.joint.rehearsalWeight).backward();
    }
    const double norm = torch::nn::utils::clip_grad_norm_(m_model.fusion->parameters(), kLargestGradient);
    const double segmentationNorm =
        torch::nn::utils::clip_grad_norm_(m_model.segmentation->parameters(), kLargestGradient);
    const double total = losses.total.item<double>() + rehearsal;
    if (!std::isfinite(total) || !std::isfinite(norm) || !std::isfinite(segmentationNorm))
        throw Error(ErrorKind::Model, "The training stopped at joint step " + std::to_string(i + 1),
                    "the loss or its gradient is not a finite number",
                    "Resume from the last checkpoint with a lower joint.learning_rate");
    m_optimizer->step();
    {
        const torch::NoGradGuard noGradient;
        m_model.fusion->named_parameters()["step_sizes"].clamp_min_(m_options.joint.minimumStepSize);
    }

    StepReport report{{"learning_rate", rate},
                      {"loss", total},
                      {"intensity", losses.fusion.intensity.item<double>()},
                      {"gradient", losses.fusion.gradient.item<double>()},
                      {"structure", losses.structure.item<double>()},
                      {"fidelity", losses.fidelity.item<double>()},
                      {"segmentation", losses.segmentation.item<double>()},
                      {"rehearsal", rehearsal},
                      {"mean_infrared_weight", losses.infraredWeight.mean().item<double>()},
                      {"gradient_norm", norm},
                      {"segmentation_gradient_norm", segmentationNorm}};
    for (int k = 1; k <= m_model.fusion->options().stages; ++k)
        report.emplace_back("step_size_" + std::to_string(k), m_model.fusion->stepSize(k).item<double>());
    return report;
}

void JointTraining::finish()
{
    m_model.fusion->eval();
    m_model.segmentation->eval();
}

void JointTraining::save(NamedTensors& tensors) const
{
    saveModule(*m_teacher, tensors, "teacher.");
    tensors["optimizer.joint"] = saveOptimizer(*m_optimizer);
}

void JointTraining::load(const NamedTensors& tensors)
{
    loadModule(*m_teacher, tensors, "teacher.");
    loadOptimizer(*m_optimizer, tensors, "optimizer.joint");
}

} // namespace duoscope
