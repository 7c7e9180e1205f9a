// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/training_options.h"

#include "core/attribution/path_attention.h"
#include "core/attribution/quadrature.h"
#include "core/base/error.h"
#include "core/training/fusion_loss.h"

#include <charconv>
#include <cmath>
#include <variant>

namespace duoscope {
namespace {

using Target = std::variant<int*, double*, bool*, std::string*>;

struct Field {
    const char* name;
    const char* meaning;
    Target target;
};

/// The one list of all options. Its order is that of configuration files.
std::vector<Field> fieldsOf(TrainingOptions& o)
{
    NetworkChoice& n = o.network;
    SegmentationPhase& s = o.segmentation;
    AugmentationOptions& a = o.augmentation;
    JointPhase& j = o.joint;
    return {
        {"seed", "of all random numbers", &o.seed},
        {"checkpoint_every", "steps", &o.checkpointEvery},
        {"validate_every", "steps; 0: only at the end", &o.validateEvery},
        {"validation_limit", "samples of a source in validations on the way; 0 for all", &o.validationLimit},
        {"sources", "how often each source is drawn, \"camvid=6,msrs=2\"; empty: all alike", &o.sources},
        {"network.stages", "K (Table IV: 2 to 8)", &n.stages},
        {"network.width", "feature channels of the fusion network", &n.width},
        {"network.decoder_width", "channels of the segmentation network's pyramid and decoder", &n.decoderWidth},
        {"network.reduction", "n: the segmentation network sees means of n x n pixels", &n.reduction},
        {"network.initial_step_size", "rho_k before training", &n.initialStepSize},
        {"network.attention", "path or gradient (Exp II)", &n.attention},
        {"network.attention_gate", "false: Exp I", &n.attentionGate},
        {"network.attention_scale", "how attention enters its gate: paper, times-pixels or standardised",
         &n.attentionScale},
        {"network.path_steps", "steps on each segment of the path (Table IV, nk)", &n.pathSteps},
        {"network.short_memory", "false: Exp V", &n.shortMemory},
        {"network.long_memory", "false: Exp VI; both false: Exp VII", &n.longMemory},
        {"segmentation.steps", "of the segmentation network alone; 0 leaves the phase out", &s.steps},
        {"segmentation.batch", "crops a step", &s.batch},
        {"segmentation.crop", "pixels, both sides", &s.crop},
        {"segmentation.learning_rate", "of AdamW; falls to 0 along a half cosine", &s.learningRate},
        {"segmentation.weight_decay", "of AdamW", &s.weightDecay},
        {"segmentation.warmup", "steps with a rising learning rate", &s.warmup},
        {"segmentation.minimum_scale", "of the pictures in the crops", &s.minimumScale},
        {"segmentation.maximum_scale", "likewise", &s.maximumScale},
        {"segmentation.rare_crops", "share of crops drawn around a class picked at random", &s.rareCrops},
        {"segmentation.class_balance", "exponent of a class's rarity in its weight", &s.classBalance},
        {"segmentation.average", "decay of the running average of the weights: the teacher and the result", &s.average},
        {"segmentation.partial_weight", "weight of what boxes exclude", &s.partialWeight},
        {"segmentation.pseudo_weight", "weight of the teacher's labels where nothing else is known", &s.pseudoWeight},
        {"segmentation.pseudo_confidence", "probability from which the teacher is believed", &s.pseudoConfidence},
        {"segmentation.pseudo_from", "step from which the teacher teaches", &s.pseudoFrom},
        {"segmentation.fixed_teacher", "the teacher stays the network of the first step; false: the running average",
         &s.fixedTeacher},
        {"augmentation.inversion", "probability that light and dark are exchanged", &a.inversion},
        {"augmentation.tone_curve", "probability of a random monotone tone curve", &a.toneCurve},
        {"augmentation.contrast", "probability of random gamma, contrast and brightness", &a.contrast},
        {"augmentation.blur", "probability of a Gaussian blur", &a.blur},
        {"augmentation.noise", "probability of Gaussian noise", &a.noise},
        {"augmentation.class_shading", "probability that each class gets tones of its own", &a.classShading},
        {"joint.steps", "of both networks together; used where epochs is 0", &j.steps},
        {"joint.epochs", "passes over the training pairs, one crop a pair", &j.epochs},
        {"joint.batch", "pairs a step", &j.batch},
        {"joint.crop", "pixels, both sides", &j.crop},
        {"joint.minimum_scale", "of the pictures in the crops", &j.minimumScale},
        {"joint.rare_crops", "share of crops drawn around a class picked at random", &j.rareCrops},
        {"joint.learning_rate", "of Adam for the fusion network", &j.learningRate},
        {"joint.segmentation_learning_rate", "of Adam for the segmentation network", &j.segmentationLearningRate},
        {"joint.step_size_learning_rate", "of Adam for rho_k", &j.stepSizeLearningRate},
        {"joint.minimum_step_size", "rho_k is put back to it where it falls below", &j.minimumStepSize},
        {"joint.halve_steps", "steps after which the rates are halved; 0: by halve_epochs", &j.halveSteps},
        {"joint.halve_epochs", "likewise in epochs", &j.halveEpochs},
        {"joint.intensity", "weight of L_int; 0: Exp III", &j.intensity},
        {"joint.intensity_balance", "0: L_int is a mean over pixels, as the paper; 1: over the classes that are there",
         &j.intensityBalance},
        {"joint.gradient", "lambda, weight of L_grad; 0: Exp IV", &j.gradient},
        {"joint.gradient_form", "what L_grad compares: magnitude (the paper's) or vector, which knows directions",
         &j.gradientForm},
        {"joint.gradient_gain", "how many times the sources' gradients L_grad asks for; 1: the paper's",
         &j.gradientGain},
        {"joint.structure", "weight of 1 - SSIM to the sources; 0: none, as the paper", &j.structure},
        {"joint.fidelity", "weight of 1 - VIF of the sources; 0: none, as the paper", &j.fidelity},
        {"joint.segmentation", "mu, weight of L_seg", &j.segmentation},
        {"joint.earlier_stages",
         "weight of the mean loss of f_1 to f_K-1, but for L_seg; 0: of f_K alone, as the paper", &j.earlierStages},
        {"joint.segment_all", "L_seg over infrared, visible and fused; false, fused alone: Exp VIII", &j.segmentAll},
        {"joint.random_weights", "share of pairs whose classes get random weights instead of the attribution's",
         &j.randomWeights},
        {"joint.rehearsal", "crops a step that the segmentation network goes on learning from, as in its own phase",
         &j.rehearsal},
        {"joint.rehearsal_weight", "weight of their loss", &j.rehearsalWeight},
        {"joint.frozen_statistics", "the segmentation network's normalisation keeps its statistics",
         &j.frozenStatistics},
        {"joint.squared_weights", "L_int with w squared, as in the released code", &j.squaredWeights},
        {"joint.attribution", "of the class weights: exact (by rule and attribution_steps) or fast", &j.attribution},
        {"joint.rule", "quadrature of the class weights: right, midpoint or trapezoid", &j.rule},
        {"joint.attribution_steps", "M", &j.attributionSteps},
        {"joint.completion", "share of what the quadrature misses that each class's region is given, 0 to 1",
         &j.completion},
    };
}

template <class... Parts>
struct Overloaded : Parts... {
    using Parts::operator()...;
};
template <class... Parts>
Overloaded(Parts...) -> Overloaded<Parts...>;

template <class Number>
bool parseNumber(const std::string& text, Number& number)
{
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if constexpr (std::is_floating_point_v<Number>)
        if (!std::isfinite(number))
            return false;
    return problem == std::errc() && end == text.data() + text.size();
}

bool parseInto(const Target& target, const std::string& text)
{
    return std::visit(Overloaded{[&](std::string* value) {
                                     *value = text;
                                     return true;
                                 },
                                 [&](bool* value) {
                                     *value = text == "true";
                                     return text == "true" || text == "false";
                                 },
                                 [&](auto* value) { return parseNumber(text, *value); }},
                      target);
}

std::string textOf(const Target& target)
{
    return std::visit(Overloaded{[](const std::string* value) { return *value; },
                                 [](const bool* value) { return std::string(*value ? "true" : "false"); },
                                 [](const auto* value) {
                                     char text[32];
                                     return std::string(text, std::to_chars(text, text + sizeof text, *value).ptr);
                                 }},
                      target);
}

void requireRange(const char* name, double value, double low, double high)
{
    if (!(value >= low && value <= high))
        throw Error(ErrorKind::Usage, "Cannot train with " + std::string(name) + " = " + std::to_string(value),
                    "it lies outside " + std::to_string(low) + " to " + std::to_string(high),
                    "Choose a value in that range");
}

} // namespace

TrainingOptions TrainingOptions::preset(const std::string& name)
{
    TrainingOptions options;
    if (name == "paper") {
        options.joint.epochs = 50;
        return options;
    }
    if (name != "light")
        throw Error(ErrorKind::Usage, "Unknown preset \"" + name + "\"", "there are paper and light",
                    "Choose one of the two");
    options.network.attentionScale = "standardised";
    options.network.initialStepSize = 0.2;
    options.joint.batch = 4;
    options.joint.crop = 96;
    options.joint.minimumScale = 0.5;
    options.joint.rareCrops = 0.4;
    options.joint.randomWeights = 0.25;
    options.joint.earlierStages = 0.5;
    options.joint.minimumStepSize = 0.1;
    options.joint.rehearsal = 4;
    options.joint.frozenStatistics = true;
    options.joint.segmentationLearningRate = 2e-5;
    options.joint.learningRate = 5e-4;
    options.joint.stepSizeLearningRate = 1e-3;
    options.joint.halveSteps = 400;
    options.joint.rule = "midpoint";
    options.joint.attributionSteps = 2;
    options.joint.completion = 0.5;
    return options;
}

void TrainingOptions::set(const std::string& name, const std::string& value)
{
    for (const Field& field : fieldsOf(*this))
        if (name == field.name) {
            if (!parseInto(field.target, value))
                throw Error(ErrorKind::Usage, "Cannot set " + name + " to \"" + value + "\"",
                            "it is " + std::string(field.meaning), "Give a value of that kind");
            return;
        }
    throw Error(ErrorKind::Usage, "Unknown training option \"" + name + "\"", "there is none of that name",
                "See duoscope-cli train --write-config for all of them");
}

void TrainingOptions::check() const
{
    requireRange("checkpoint_every", checkpointEvery, 1, 1e9);
    requireRange("validate_every", validateEvery, 0, 1e9);
    requireRange("validation_limit", validationLimit, 0, 1e9);
    requireRange("network.stages", network.stages, 1, 32);
    requireRange("network.reduction", network.reduction, 1, 8);
    requireRange("network.path_steps", network.pathSteps, 1, 1000);
    requireRange("network.initial_step_size", network.initialStepSize, 0, 1);
    parseAttentionKind(network.attention);
    parseAttentionScale(network.attentionScale);
    requireRange("segmentation.steps", segmentation.steps, 0, 1e9);
    requireRange("segmentation.batch", segmentation.batch, 2, 4096);
    requireRange("segmentation.crop", segmentation.crop, 32, 4096);
    requireRange("segmentation.learning_rate", segmentation.learningRate, 0, 10);
    requireRange("segmentation.weight_decay", segmentation.weightDecay, 0, 10);
    requireRange("segmentation.warmup", segmentation.warmup, 0, 1e9);
    requireRange("segmentation.minimum_scale", segmentation.minimumScale, 0.05, segmentation.maximumScale);
    requireRange("segmentation.maximum_scale", segmentation.maximumScale, 0.05, 8);
    requireRange("segmentation.rare_crops", segmentation.rareCrops, 0, 1);
    requireRange("segmentation.class_balance", segmentation.classBalance, 0, 2);
    requireRange("segmentation.average", segmentation.average, 0, 1);
    requireRange("segmentation.partial_weight", segmentation.partialWeight, 0, 100);
    requireRange("segmentation.pseudo_weight", segmentation.pseudoWeight, 0, 100);
    requireRange("segmentation.pseudo_confidence", segmentation.pseudoConfidence, 0, 1);
    for (const double probability : {augmentation.inversion, augmentation.toneCurve, augmentation.contrast,
                                     augmentation.blur, augmentation.noise, augmentation.classShading})
        requireRange("a probability of augmentation", probability, 0, 1);
    requireRange("joint.steps", joint.steps, 0, 1e9);
    requireRange("joint.epochs", joint.epochs, 0, 1e6);
    requireRange("joint.batch", joint.batch, 1, 4096);
    requireRange("joint.crop", joint.crop, 32, 4096);
    requireRange("joint.minimum_scale", joint.minimumScale, 0.05, 1);
    requireRange("joint.rare_crops", joint.rareCrops, 0, 1);
    requireRange("joint.random_weights", joint.randomWeights, 0, 1);
    requireRange("joint.rehearsal", joint.rehearsal, 0, 4096);
    requireRange("joint.rehearsal_weight", joint.rehearsalWeight, 0, 1e6);
    requireRange("joint.learning_rate", joint.learningRate, 0, 10);
    requireRange("joint.segmentation_learning_rate", joint.segmentationLearningRate, 0, 10);
    requireRange("joint.step_size_learning_rate", joint.stepSizeLearningRate, 0, 10);
    requireRange("joint.minimum_step_size", joint.minimumStepSize, 0, 1);
    requireRange("joint.intensity", joint.intensity, 0, 1e6);
    requireRange("joint.intensity_balance", joint.intensityBalance, 0, 1);
    requireRange("joint.gradient", joint.gradient, 0, 1e6);
    parseGradientForm(joint.gradientForm);
    requireRange("joint.gradient_gain", joint.gradientGain, 0, 10);
    requireRange("joint.structure", joint.structure, 0, 1e6);
    requireRange("joint.fidelity", joint.fidelity, 0, 1e6);
    requireRange("joint.segmentation", joint.segmentation, 0, 1e6);
    requireRange("joint.earlier_stages", joint.earlierStages, 0, 1e6);
    constexpr int kSmallestForSsim = 11, kSmallestForVif = 41; // pixels
    const int smallest = joint.fidelity > 0 ? kSmallestForVif : joint.structure > 0 ? kSmallestForSsim : 1;
    if (joint.crop < smallest)
        throw Error(ErrorKind::Usage, "Cannot train with joint.crop = " + std::to_string(joint.crop),
                    "joint.fidelity needs 41 pixels at least, joint.structure 11",
                    "Choose larger crops, or leave those losses out");
    if (joint.attribution != "exact" && joint.attribution != "fast")
        throw Error(ErrorKind::Usage, "Cannot train with joint.attribution = \"" + joint.attribution + "\"",
                    "there are exact and fast", "Choose one of the two");
    Quadrature{parseQuadratureRule(joint.rule), joint.attributionSteps, 1, joint.completion}.nodes();
}

Metadata TrainingOptions::toMetadata() const
{
    TrainingOptions copy = *this;
    Metadata metadata;
    for (const Field& field : fieldsOf(copy))
        metadata[field.name] = textOf(field.target);
    return metadata;
}

TrainingOptions TrainingOptions::fromMetadata(const Metadata& metadata)
{
    TrainingOptions options;
    for (const auto& [name, value] : metadata)
        options.set(name, value);
    options.check();
    return options;
}

const std::vector<OptionDescription>& trainingOptionDescriptions()
{
    static const std::vector<OptionDescription> descriptions = [] {
        TrainingOptions options;
        std::vector<OptionDescription> list;
        for (const Field& field : fieldsOf(options))
            list.push_back({field.name, field.meaning});
        return list;
    }();
    return descriptions;
}

} // namespace duoscope
