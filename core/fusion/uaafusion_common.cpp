// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fusion/uaafusion_common.h"

#include "core/attribution/guided_fusion.h"
#include "core/base/error.h"
#include "core/fusion/tensor_image.h"
#include "core/fusion/trace_parts.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <torch/version.h>

#include <algorithm>

namespace duoscope {
namespace {

constexpr std::int64_t kPreviewSide = 192; // pixels

} // namespace

FusionTrace emptyTrace(const UaaFusionSetup& setup, ImagePair pair)
{
    FusionTrace trace;
    trace.pair = std::move(pair);
    trace.classSet = setup.classSet;
    trace.provenance = setup.provenance;
    trace.provenance.versions = libraryVersions();
    trace.provenance.versions["libtorch"] = TORCH_VERSION;
    return trace;
}

std::vector<ClassTrace> classTraces(const ClassSet& classSet, const ClassWeights& weights, const torch::Tensor& pixels)
{
    const auto at = [](const torch::Tensor& values, int c) { return values[0][c].item<double>(); };
    const auto side = [&](const SourceAttribution& source, int c) {
        return ClassAttribution{at(source.score, c), at(source.attribution, c), at(source.residual, c),
                                at(source.change, c)};
    };
    std::vector<ClassTrace> classes;
    for (int c = 0; c < classSet.size(); ++c) {
        const double w1 = at(weights.infraredWeight, c);
        classes.push_back(
            {c, pixels[0][c].item<std::int64_t>(), side(weights.infrared, c), side(weights.visible, c), w1, w1});
    }
    return classes;
}

std::vector<double> weightsOf(const FusionTrace& trace, double ClassTrace::*which)
{
    std::vector<double> weights;
    for (const ClassTrace& entry : trace.classes)
        weights.push_back(entry.*which);
    return weights;
}

torch::Tensor weightTensor(const std::vector<double>& weights, const std::string& device)
{
    return torch::tensor(weights, torch::kFloat32).unsqueeze(0).to(device);
}

void changeClassWeight(FusionTrace& trace, int classId, double infraredWeight)
{
    const std::string what = "Cannot change the weight of class " + std::to_string(classId);
    if (trace.stages.empty())
        throw Error(ErrorKind::Usage, what, "the weights are not computed yet", "Compute stage 0 first");
    if (classId < 0 || classId >= trace.classSet.size())
        throw Error(ErrorKind::Usage, what, "the class ids are 0 to " + std::to_string(trace.classSet.size() - 1),
                    "Choose one of them");
    if (!(infraredWeight >= 0.0 && infraredWeight <= 1.0))
        throw Error(ErrorKind::Usage, what, "a weight lies between 0 and 1", "Choose a value in that range");
    trace.classes[static_cast<std::size_t>(classId)].infraredWeight = infraredWeight;
}

WeightPreview::WeightPreview(const UaaFusionSetup& setup, const FusionStart& start,
                             const std::vector<double>& attributed, const JobControl& job)
    : m_setup(setup)
{
    const std::int64_t longest = std::max(start.infrared.size(2), start.infrared.size(3));
    const auto factor = static_cast<int>((longest + kPreviewSide - 1) / kPreviewSide);
    m_start = std::make_unique<const FusionStart>(setup.fusion->reduced(start, factor, job.stopToken()));
    m_attributed = stages(attributed, job);
}

WeightPreview::~WeightPreview() = default;

FusionTrace WeightPreview::show(const FusionTrace& attributed, const FusionTrace& current, const JobControl& job) const
{
    FusionTrace trace = attributed;
    const std::vector<double> weights = weightsOf(current, &ClassTrace::infraredWeight);
    const std::vector<cv::Mat> changed = stages(weights, job);
    for (std::size_t k = 1; k < trace.stages.size(); ++k) {
        trace.stages[k].infraredWeights = weights;
        if (trace.stages[k].fused.empty())
            continue;
        cv::Mat effect;
        cv::resize(changed[k] - m_attributed[k], effect, trace.pair.size(), 0, 0, cv::INTER_LINEAR);
        effect += trace.stages[k].fused;
        // Into pixels of its own: assigning the expression would write into those of the attributed result.
        cv::Mat fused;
        cv::min(cv::max(effect, 0.0), 1.0, fused);
        trace.stages[k].fused = fused;
    }
    trace.classes = current.classes;
    trace.infraredWeight = current.infraredWeight;
    FusedResult result = resultOf(trace.pair, trace.stages.back().fused, m_setup.stretch);
    trace.gray = std::move(result.gray);
    trace.colour = std::move(result.colour);
    trace.isPreview = true;
    return trace;
}

std::vector<cv::Mat> WeightPreview::stages(const std::vector<double>& weights, const JobControl& job) const
{
    const torch::Tensor map = paintClasses(weightTensor(weights, m_setup.device), m_start->classWeights.regions);
    FusionState state = m_setup.fusion->initialState(*m_start);
    std::vector<cv::Mat> images{toMat(state.image)};
    for (int k = 1; k <= m_setup.stages; ++k) {
        m_setup.fusion->advance(state, *m_start, map, job);
        images.push_back(toMat(state.image));
    }
    return images;
}

} // namespace duoscope
