// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/metadata.h"

#include <string>
#include <vector>

namespace duoscope {

/// The networks to train. Ablations of the paper's Tables III and IV are among these options.
struct NetworkChoice {
    int stages = 5;                       ///< K (Table IV: 2 … 8)
    int width = 32;                       ///< feature channels of the fusion network
    int decoderWidth = 256;               ///< channels of the segmentation network's pyramid and decoder
    int reduction = 1;                    ///< n: the segmentation network sees means of n×n pixels
    double initialStepSize = 0.01;        ///< ρ_k before training; the paper's 0.01
    std::string attention = "path";       ///< path; gradient (Exp II)
    bool attentionGate = true;            ///< false: Exp I
    std::string attentionScale = "paper"; ///< paper, times-pixels or standardised: how A enters its gate
    int pathSteps = 1;                    ///< n of Table IV's "nk", steps on each segment of the path
    bool shortMemory = true;              ///< false: Exp V
    bool longMemory = true;               ///< false: Exp VI; both: Exp VII
};

/// How the segmentation network is trained before the fusion network joins.
struct SegmentationPhase {
    int steps = 4000;              ///< 0 leaves the phase out
    int batch = 12;                ///< crops a step
    int crop = 176;                ///< pixels, both sides
    double learningRate = 2e-3;    ///< of AdamW; falls to 0 along a half cosine
    double weightDecay = 0.01;     ///< of AdamW
    int warmup = 100;              ///< steps with a rising learning rate
    double minimumScale = 0.5;     ///< of the pictures in the crops
    double maximumScale = 1.25;    ///< likewise
    double rareCrops = 0.4;        ///< share of the crops that are drawn around a class picked at random
    double classBalance = 0.3;     ///< exponent of a class's rarity in its weight; 0 weighs all pixels alike
    double average = 0.998;        ///< decay of the running average of the weights, the result and usually the teacher
    double partialWeight = 0.5;    ///< weight of what boxes exclude
    double pseudoWeight = 0.5;     ///< weight of the teacher's labels where nothing else is known
    double pseudoConfidence = 0.8; ///< probability from which the teacher is believed
    int pseudoFrom = 1000;         ///< step from which the teacher teaches
    bool fixedTeacher = false;     ///< the teacher stays the network of the first step: a running average believes
                                   ///< itself, and over thousands of steps may drift where no label holds it
};

/// How often and how strongly the pictures for the segmentation network are changed. Probabilities in [0, 1].
struct AugmentationOptions {
    double inversion = 0.3;    ///< of light and dark: what is dark in visible light may be warm
    double toneCurve = 0.5;    ///< a random monotone curve through five points
    double contrast = 0.8;     ///< random gamma, contrast and brightness
    double blur = 0.25;        ///< Gaussian, σ up to 1.5 pixels
    double noise = 0.4;        ///< Gaussian, σ up to 0.06
    double classShading = 0.2; ///< each class's region gets a brightness and a contrast of its own, as heat would give
};

/// How both networks are trained together (equations 16 and 17).
struct JointPhase {
    int steps = 1000;                       ///< used where epochs is 0
    int epochs = 0;                         ///< passes over the training pairs, one crop a pair
    int batch = 8;                          ///< pairs a step
    int crop = 128;                         ///< pixels, both sides
    double minimumScale = 1.0;              ///< of the pictures in the crops
    double rareCrops = 0.0;                 ///< share of the crops that are drawn around a class picked at random
    double learningRate = 1e-4;             ///< of Adam for the fusion network
    double segmentationLearningRate = 1e-4; ///< of Adam for the segmentation network
    double stepSizeLearningRate = 1e-4;     ///< of Adam for ρ_k
    double minimumStepSize = 0.0;           ///< ρ_k is put back to it where a step takes it below: a data step that
                                            ///< vanishes or turns round would leave the weights without effect
    int halveSteps = 0;                     ///< steps after which the rates are halved; 0: by halveEpochs
    int halveEpochs = 10;                   ///< likewise in epochs
    double intensity = 1.0;                 ///< weight of L_int; 0 is Exp III
    double intensityBalance = 0.0;          ///< 0: L_int is a mean over pixels; 1: over classes (ours)
    double gradient = 1.0;                  ///< λ, weight of L_grad; 0 is Exp IV
    std::string gradientForm = "magnitude"; ///< what L_grad compares: magnitude as in equation 17, or vector (ours)
    double gradientGain = 1.0;              ///< how many times the sources' gradients L_grad asks for; 1 as the paper
    double structure = 0.0;                 ///< weight of structureLoss(), which asks for the sources' SSIM (ours)
    double fidelity = 0.0;                  ///< weight of fidelityLoss(), which asks for the sources' VIF (ours)
    double segmentation = 0.1;              ///< μ, weight of L_seg
    double earlierStages = 0.0;        ///< weight of the mean loss of f_1 … f_{K-1} but for L_seg (ours): without it
                                       ///< only f_K need be a picture
    bool segmentAll = true;            ///< L_seg over infrared, visible and fused; false, fused alone: Exp VIII
    double randomWeights = 0.0;        ///< share of the pairs whose classes get weights at random instead of the
                                       ///< attribution's, so that the network follows whatever it is told
    int rehearsal = 0;                 ///< crops a step of the segmentation phase's batches, which the segmentation
                                       ///< network goes on learning from, lest it forget (ours)
    double rehearsalWeight = 0.5;      ///< weight of their loss
    bool frozenStatistics = false;     ///< the segmentation network's normalisation keeps its statistics
    bool squaredWeights = false;       ///< L_int with w² as in the released code
    std::string attribution = "exact"; ///< of the class weights: exact, or fast from each score's change since black
    std::string rule = "right";        ///< quadrature of the class weights: right, midpoint or trapezoid
    int attributionSteps = 5;          ///< M
    double completion = 0;             ///< Quadrature::completion (ours)
};

/// Everything that decides what a training does, save the data.
struct TrainingOptions {
    int seed = 1;
    int checkpointEvery = 200; ///< steps
    int validateEvery = 500;   ///< steps; 0: only at the end
    int validationLimit = 24;  ///< samples of a source in validations on the way; 0 for all
    std::string sources;       ///< "camvid=6,msrs=2": how often each source is drawn; empty: all alike
    NetworkChoice network;
    SegmentationPhase segmentation;
    AugmentationOptions augmentation;
    JointPhase joint;

    /// "paper": the recipe of section IV-A. "light": the same method within hours of a CPU with two cores.
    /// Throws Error(Usage) for other names.
    static TrainingOptions preset(const std::string& name);

    /// Sets an option by its name, such as "joint.steps". Throws Error(Usage) for an unknown name or a value that is
    /// no number where one is needed.
    void set(const std::string& name, const std::string& value);
    /// Throws Error(Usage) where a value is out of its range.
    void check() const;

    /// All options by name, with full precision.
    Metadata toMetadata() const;
    static TrainingOptions fromMetadata(const Metadata& metadata);
};

/// Name and meaning of an option, for configuration files and help.
struct OptionDescription {
    std::string name;
    std::string meaning;
};
const std::vector<OptionDescription>& trainingOptionDescriptions();

} // namespace duoscope
