// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/equations.h"
#include "core/fusion/fusion_method.h"
#include "core/fusion/tiling_plan.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace duoscope {

/// What there is to know about a method before using it.
struct MethodInfo {
    std::string name;    ///< as in options: "laplacian"
    std::string title;   ///< for people: "Laplacian pyramid"
    std::string summary; ///< one sentence
    std::string source;  ///< publication
    bool needsModel = false;
    bool hasEquations = false; ///< exists in two sets of equations, and has stages
};

/// Whether and how class weights and attention are computed.
enum class AttributionMode {
    Exact, ///< integrated gradients for each class, as the equations say
    Fast,  ///< class weights from each score's change since black: see AttributionKind::Fast
    Off,   ///< w = ½ everywhere, no attention
};

std::string toString(AttributionMode mode);
/// "exact", "fast" or "off"; else throws Error(Usage).
AttributionMode parseAttributionMode(std::string_view text);

/// Options of all methods; those without a meaning for a method are ignored by it.
struct FusionOptions {
    std::filesystem::path model;        ///< weight file (safetensors) of a method that needs one
    std::filesystem::path classSets;    ///< folder of the class-set files
    std::filesystem::path external;     ///< where a method that is not Duoscope's own comes from: external_method.h
    std::optional<Equations> equations; ///< unset: those the model was trained with
    int stages = 0;                     ///< K, at most the model's; 0 for all
    AttributionMode attribution = AttributionMode::Exact;
    std::string quadratureRule; ///< of the class weights: "right", "midpoint", "trapezoid"; empty: by the equations
    std::optional<int> quadratureSteps;      ///< M; unset: by the equations (ClassWeightOptions; released: right 5)
    std::optional<double> quadratureGrading; ///< Quadrature::grading; unset: by the equations, 1 with a rule or steps
    std::optional<double> quadratureCompletion; ///< Quadrature::completion; likewise, 0 with a rule or steps
    std::optional<int> pathSteps; ///< sub-steps n on each segment of the path attention; unset: as in training
    std::string attentionScale;   ///< "paper", "times-pixels" or "standardised"; empty: as in training
    std::optional<bool> stretch;  ///< stretch the result to [0,1]; unset: as the method's released code does, but by
                                  ///< uaafusion only with its equations
    bool halfPrecision = false;   ///< stages of uaafusion with convolutions in halfPrecisionOn(the device)
    std::string device = "auto";  ///< "auto", "cpu" or "cuda"
    int threads = 0;              ///< 0: all cores
    TilingLimits limits;          ///< what a fusion may take; where that is too little, uaafusion fuses in tiles

    /// Throws Error(Usage) where a value is out of its range; what depends on the model is checked with it.
    void check() const;
};

/// All methods, the one Duoscope exists for first.
const std::vector<MethodInfo>& fusionMethods();

/// The method of that name; null where there is none.
const MethodInfo* findMethod(std::string_view name);

/// Builds a method; loads its model. Throws Error(Usage) for unknown names and options out of range, Error(Model) for
/// a model that is missing or can't be used; for an external one as makeExternalMethod().
std::unique_ptr<FusionMethod> makeFusionMethod(const std::string& name, const FusionOptions& options);

} // namespace duoscope
