// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attribution/guided_fusion.h"

#include "core/base/error.h"

namespace duoscope {
namespace {

constexpr int kReleasedSteps = 5; // M

} // namespace

GuidanceOptions GuidanceOptions::forEquations(Equations equations)
{
    GuidanceOptions options;
    options.equations = equations;
    if (equations == Equations::Released) {
        options.classWeights.quadrature = {QuadratureRule::Right, kReleasedSteps};
        options.classWeights.poolBatch = true;
        options.classWeights.ignoredClass = -1;
        options.softMask = true;
        options.dataStep = false;
    }
    return options;
}

GuidanceOptions GuidanceOptions::forModel(const Model& model)
{
    GuidanceOptions options = forEquations(model.equations);
    try {
        for (const auto& [name, value] : model.guidance) {
            if (name == "attention")
                options.attention = parseAttentionKind(value);
            else if (name == "attention_scale")
                options.attentionScale = parseAttentionScale(value);
            else if (name == "path_steps")
                options.pathSegment.steps = metadataInt(model.guidance, name);
        }
        options.pathSegment.nodes();
    } catch (const Error& error) {
        throw Error(ErrorKind::Model, "Cannot use the model's guidance", error.what(), "Train or import it again");
    }
    return options;
}

Metadata GuidanceOptions::toMetadata() const
{
    return {{"attention", toString(attention)},
            {"attention_scale", toString(attentionScale)},
            {"path_steps", std::to_string(pathSegment.steps)}};
}

GuidedFusion::GuidedFusion(Model model, GuidanceOptions options)
    : m_model(std::move(model)), m_options(std::move(options))
{
}

torch::Tensor GuidedFusion::scores(const torch::Tensor& image, const std::stop_token& stop) const
{
    return m_model.segmentation->forward(image, stop);
}

ScoreFunction GuidedFusion::scoreFunction(const std::stop_token& stop) const
{
    if (m_model.segmentation->options().scores != ScoreKind::Logits) // a nonlinear function follows the enlarging
        return [this, stop](const torch::Tensor& image) { return scores(image, stop); };
    return {[this, stop](const torch::Tensor& image) { return m_model.segmentation->coarse(image, stop); },
            [this](const torch::Tensor& weights) { return m_model.segmentation->gather(weights); }};
}

FusionStart GuidedFusion::prepare(const torch::Tensor& infrared, const torch::Tensor& visible,
                                  const JobControl& job) const
{
    const torch::NoGradGuard noGradient;
    job.report(0.0, "segmentation");
    torch::Tensor y = scores((infrared + visible) / 2, job.stopToken());
    const torch::Tensor regions = largestClass(y);
    return start(std::move(y), regions, infrared, visible, job);
}

FusionStart GuidedFusion::prepareFor(const torch::Tensor& regions, const torch::Tensor& infrared,
                                     const torch::Tensor& visible, const JobControl& job) const
{
    const torch::NoGradGuard noGradient;
    return start(scores((infrared + visible) / 2, job.stopToken()), regions, infrared, visible, job);
}

FusionStart GuidedFusion::start(torch::Tensor y, const torch::Tensor& regions, const torch::Tensor& infrared,
                                const torch::Tensor& visible, const JobControl& job) const
{
    const int classes = m_model.segmentation->options().classes;
    FusionStart start;
    start.infrared = infrared;
    start.visible = visible;
    start.initialImage = (infrared + visible) / 2;
    const bool logits = m_model.segmentation->options().scores == ScoreKind::Logits;
    start.scoreWeights = attentionScoreWeights(
        m_options.softMask ? (logits ? torch::sigmoid(y) : y) : oneHotMask(regions, classes), m_options.equations);
    start.gathered = scoreFunction(job.stopToken()).gathered(start.scoreWeights);
    start.attention = PathAttention(start.initialImage, (start.scoreWeights * y).sum({1, 2, 3}), m_options.pathSegment,
                                    m_options.equations, m_options.attention);
    y = torch::Tensor();
    // By hand is less arithmetic in many more operations, and a GPU must be told to start each (counted, not timed).
    const bool byHand = m_model.segmentation->isFolded() && infrared.device().is_cpu();
    start.classWeights =
        m_options.attribution
            ? attributeClasses(scoreFunction(job.stopToken()),
                               byHand ? classSlopesOf(m_model.segmentation)
                                      : classSlopesOf(scoreFunction(job.stopToken())),
                               regions, classes, infrared, visible, m_options.classWeights, job.part(0.02, 1.0))
            : neutralWeights(regions, classes);
    job.report(1.0, "class attribution");
    return start;
}

FusionStart GuidedFusion::reduced(const FusionStart& start, int factor, const std::stop_token& stop) const
{
    const torch::NoGradGuard noGradient;
    const auto means = [factor](const torch::Tensor& image) {
        return torch::avg_pool2d(image, {factor, factor}, {factor, factor}, {0, 0}, true, false);
    };
    const auto middles = [factor](std::int64_t size) {
        return (torch::arange(0, size, factor) + factor / 2).clamp_max(size - 1);
    };
    FusionStart small;
    small.infrared = means(start.infrared);
    small.visible = means(start.visible);
    small.initialImage = (small.infrared + small.visible) / 2;
    const torch::Tensor& regions = start.classWeights.regions;
    const torch::Device device = regions.device();
    small.classWeights = start.classWeights;
    small.classWeights.regions = regions.index_select(1, middles(regions.size(1)).to(device))
                                     .index_select(2, middles(regions.size(2)).to(device));
    // A sum over pixels stays what it is: each stands for more of them now.
    const double pixels =
        static_cast<double>(start.infrared[0].numel()) / static_cast<double>(small.infrared[0].numel());
    small.scoreWeights = means(start.scoreWeights) * pixels;
    small.gathered = scoreFunction(stop).gathered(small.scoreWeights);
    small.attention =
        PathAttention(small.initialImage, (small.scoreWeights * scores(small.initialImage, stop)).sum({1, 2, 3}),
                      m_options.pathSegment, m_options.equations, m_options.attention);
    return small;
}

FusionState GuidedFusion::initialState(const FusionStart& start) const
{
    return {0, start.initialImage, m_model.fusion->initialMemory(start.infrared, start.visible), start.attention};
}

StageRecord GuidedFusion::advance(FusionState& state, const FusionStart& start, const torch::Tensor& infraredWeight,
                                  const JobControl& job) const
{
    // At stage k only f_0 … f_{k-1} exist; before stage 1 the path has no segment yet.
    if (state.k > 0 && m_options.attribution && m_model.fusion->options().attentionGate)
        state.attention.append(state.image.detach(), scoreFunction(job.stopToken()), start.gathered, job.stopToken());

    StageRecord record;
    record.attention = state.attention.map();
    record.gradient = applyStage(state, start.infrared, start.visible, infraredWeight,
                                 scaleAttention(record.attention, m_options.attentionScale), job.stopToken());
    record.stepSize = m_model.fusion->stepSize(state.k).item<double>();
    return record;
}

torch::Tensor GuidedFusion::applyStage(FusionState& state, const torch::Tensor& infrared, const torch::Tensor& visible,
                                       const torch::Tensor& infraredWeight, const torch::Tensor& gate,
                                       const std::stop_token& stop) const
{
    const int k = state.k + 1;
    torch::Tensor gradient = dataGradient(state.image, infrared, visible, infraredWeight); // equation 3
    const torch::Tensor proximalInput =
        m_options.dataStep ? state.image - m_model.fusion->stepSize(k) * gradient : state.image; // equation 2
    const bool last = k == m_model.fusion->options().stages;
    state.image =
        m_model.fusion->stage(k)->forward(proximalInput, gate, state.memory, m_options.equations, !last, stop);
    state.k = k;
    return gradient;
}

} // namespace duoscope
