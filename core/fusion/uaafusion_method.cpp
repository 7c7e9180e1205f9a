// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fusion/uaafusion_method.h"

#include "core/attribution/guided_fusion.h"
#include "core/base/error.h"
#include "core/base/file_hash.h"
#include "core/fusion/blas_probe.h"
#include "core/fusion/model_files.h"
#include "core/fusion/uaafusion_run.h"
#include "core/net/compute_device.h"

#include <spdlog/spdlog.h>

namespace duoscope {
namespace {

/// What the options change about a model's own guidance.
GuidanceOptions guidanceOf(const FusionOptions& options, GuidanceOptions guidance, int ignoredClass)
{
    guidance.attribution = options.attribution != AttributionMode::Off;
    guidance.classWeights.kind =
        options.attribution == AttributionMode::Fast ? AttributionKind::Fast : AttributionKind::Exact;
    Quadrature& quadrature = guidance.classWeights.quadrature;
    if (!options.quadratureRule.empty())
        quadrature.rule = parseQuadratureRule(options.quadratureRule);
    if (options.quadratureSteps)
        quadrature.steps = *options.quadratureSteps;
    if (options.quadratureGrading)
        quadrature.grading = *options.quadratureGrading;
    else if (!options.quadratureRule.empty() || options.quadratureSteps)
        quadrature.grading = 1;
    if (options.quadratureCompletion)
        quadrature.completion = *options.quadratureCompletion;
    else if (!options.quadratureRule.empty() || options.quadratureSteps)
        quadrature.completion = 0;
    if (options.pathSteps)
        guidance.pathSegment.steps = *options.pathSteps;
    if (!options.attentionScale.empty())
        guidance.attentionScale = parseAttentionScale(options.attentionScale);
    if (guidance.equations == Equations::Paper)
        guidance.classWeights.ignoredClass = ignoredClass;
    quadrature.nodes(); // throws where a number is out of range
    guidance.pathSegment.nodes();
    return guidance;
}

class UaaFusionMethod : public FusionMethod {
public:
    explicit UaaFusionMethod(const FusionOptions& options)
    {
        if (options.model.empty())
            throw Error(ErrorKind::Usage, "Cannot fuse with uaafusion", "no model was given and none is bundled",
                        "Give one with --model, or choose a method that needs none, such as laplacian");
        options.check();
        const torch::Device device = computeDevice(options.device, options.threads);
        m_setup.device = device.str();
        Model model = loadModel(options.model);
        const int available = model.fusion->options().stages;
        if (options.stages < 0 || options.stages > available)
            throw Error(ErrorKind::Usage, "Cannot run " + std::to_string(options.stages) + " stages",
                        "the model has " + std::to_string(available), "Choose a number from 1 to that");
        m_setup.limits = options.limits;
        m_setup.stages = options.stages > 0 ? options.stages : available;
        m_setup.classSet = classSetOf(model.classSet, model.segmentation->options().classes, options.classSets);

        const Equations equations = options.equations.value_or(model.equations);
        if (equations != model.equations)
            spdlog::warn("The model was trained with the {} equations and runs with the {} ones",
                         toString(model.equations), toString(equations));
        const GuidanceOptions guidance = guidanceOf(
            options,
            equations == model.equations ? GuidanceOptions::forModel(model) : GuidanceOptions::forEquations(equations),
            m_setup.classSet.ignoredId());
        m_setup.stretch = options.stretch.value_or(equations == Equations::Released);
        m_setup.provenance = provenanceOf(options, guidance, model);

        warnIfBlasIsSlow();
        model.prepareForInference();
        model.fusion->to(device);
        model.segmentation->to(device);
        if (options.halfPrecision)
            model.fusion->computeInHalfPrecision(halfPrecisionOn(device));
        m_setup.fusion = std::make_shared<const GuidedFusion>(std::move(model), guidance);
    }

    std::unique_ptr<FusionRun> start(ImagePair pair) const override
    {
        return makeUaaFusionRun(m_setup, std::move(pair));
    }

private:
    Provenance provenanceOf(const FusionOptions& options, const GuidanceOptions& guidance, const Model& model) const
    {
        Provenance provenance;
        provenance.method = "uaafusion";
        provenance.equations = toString(guidance.equations);
        provenance.model = options.model.string();
        provenance.modelHash = fileHash(options.model);
        const Quadrature& quadrature = guidance.classWeights.quadrature;
        provenance.options = {
            {"attribution", toString(options.attribution)},
            {"attention", model.fusion->options().attentionGate ? toString(guidance.attention) : "none"},
            {"path_steps", std::to_string(guidance.pathSegment.steps)},
            {"attention_scale", toString(guidance.attentionScale)},
            {"attention_mask", guidance.softMask ? "soft" : "one-hot"},
            {"data_step", guidance.dataStep ? "applied" : "left out"},
            {"class_scores", model.segmentation->options().scores == ScoreKind::Logits ? "logits" : "sigmoid"},
            {"stages", std::to_string(m_setup.stages)},
            {"stretch", m_setup.stretch ? "on" : "off"},
        };
        if (options.attribution == AttributionMode::Exact)
            provenance.options["quadrature"] = toString(quadrature);
        if (options.limits.guidancePixels > 0)
            provenance.options["guidance_pixels"] = std::to_string(options.limits.guidancePixels);
        if (options.halfPrecision)
            provenance.options["precision"] = "half";
        provenance.device = m_setup.device;
        provenance.threads = torch::get_num_threads();
        return provenance;
    }

    UaaFusionSetup m_setup;
};

} // namespace

void FusionOptions::check() const
{
    guidanceOf(*this, GuidanceOptions::forEquations(equations.value_or(Equations::Paper)), -1);
    const torch::Device chosen = computeDevice(device, threads);
    if (halfPrecision)
        halfPrecisionOn(chosen);
    limits.check();
    if (stages < 0 || threads < 0)
        throw Error(ErrorKind::Usage, "Cannot fuse with these options", "the stages or threads are negative",
                    "Use 0 for all of them");
}

std::unique_ptr<FusionMethod> makeUaaFusion(const FusionOptions& options)
{
    return std::make_unique<UaaFusionMethod>(options);
}

} // namespace duoscope
