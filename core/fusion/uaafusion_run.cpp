// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fusion/uaafusion_run.h"

#include "core/attribution/guided_fusion.h"
#include "core/base/error.h"
#include "core/fusion/tensor_image.h"
#include "core/fusion/tiled_uaafusion_run.h"
#include "core/fusion/trace_parts.h"
#include "core/fusion/uaafusion_common.h"

#include <opencv2/core.hpp>

#include <algorithm>

namespace duoscope {
namespace {

class UaaFusionRun : public FusionRun {
public:
    UaaFusionRun(const UaaFusionSetup& setup, ImagePair pair)
        : m_setup(setup), m_trace(emptyTrace(setup, std::move(pair)))
    {
    }

    const FusionTrace& trace() const override { return m_trace; }
    int stageCount() const override { return m_setup.stages; }
    /// Segmentation and class weights take about half of the whole.
    double progressAt(int k) const override
    {
        return k < 0 ? 0.0 : m_setup.stages > 0 ? 0.5 + 0.5 * k / m_setup.stages : 1.0;
    }

    void advance(const JobControl& job) override
    {
        if (isFinished())
            return;
        const torch::NoGradGuard noGradient;
        runLibraries(failure(), [&] {
            if (stage() < 0)
                prepare(job);
            else
                computeNextStage(job);
        });
    }

    void rewind(int k) override
    {
        if (k < 0 || k > stage())
            throw Error(ErrorKind::Usage, "Cannot go back to stage " + std::to_string(k),
                        stage() < 0 ? "nothing is computed yet"
                                    : "only the stages 0 to " + std::to_string(stage()) + " are computed",
                        "Choose a computed stage");
        FusedResult result = resultOf(m_trace.pair, m_trace.stages[static_cast<std::size_t>(k)].fused, m_setup.stretch);
        m_trace.stages.resize(static_cast<std::size_t>(k) + 1);
        m_states.resize(static_cast<std::size_t>(k) + 1);
        if (!isFinished())
            m_trace.segmentationFused.release();
        show(std::move(result));
    }

    void setClassWeight(int classId, double infraredWeight) override
    {
        changeClassWeight(m_trace, classId, infraredWeight);
        m_trace.infraredWeight = toMat(weightMap(currentWeights()));
    }

    FusionTrace preview(const FusionTrace& attributed, const JobControl& job) override
    {
        if (stage() < 0)
            throw Error(ErrorKind::Usage, "Cannot show the effect of class weights", "they are not computed yet",
                        "Compute stage 0 first");
        if (attributed.stages.size() != static_cast<std::size_t>(stageCount()) + 1 ||
            attributed.regions.size() != m_trace.regions.size())
            throw Error(ErrorKind::Usage, "Cannot show the effect of class weights",
                        "the result they would change is of another pair or number of stages", "Fuse the pair again");
        const torch::NoGradGuard noGradient;
        FusionTrace trace;
        runLibraries(failure(), [&] {
            job.report(0.0, "preview");
            if (!m_preview)
                m_preview = std::make_unique<const WeightPreview>(
                    m_setup, m_start, weightsOf(m_trace, &ClassTrace::attributedWeight), job);
            trace = m_preview->show(attributed, m_trace, job);
        });
        return trace;
    }

private:
    std::string failure() const { return "Cannot fuse " + m_trace.pair.name; }

    void prepare(const JobControl& job)
    {
        const Stopwatch watch;
        const torch::Tensor infrared = toTensor(m_trace.pair.infrared.luminance, m_setup.device);
        const torch::Tensor visible = toTensor(m_trace.pair.visible.luminance, m_setup.device);
        FusionStart start = m_setup.fusion->prepare(infrared, visible, job.part(0.0, 0.9));
        const std::stop_token& stop = job.stopToken();
        job.report(0.9, "segmentation of the sources");
        const cv::Mat segmentationInfrared = toMat(largestClass(m_setup.fusion->scores(infrared, stop)));
        const cv::Mat segmentationVisible = toMat(largestClass(m_setup.fusion->scores(visible, stop)));
        FusionState state = m_setup.fusion->initialState(start);

        requireFinite(start.classWeights.infraredWeight, failure(), "class weights");
        FusedResult result = resultOf(m_trace.pair, toMat(state.image), m_setup.stretch);
        const cv::Mat regions = toMat(start.classWeights.regions);

        // Nothing below computes, so the run never stands half-prepared.
        m_start = std::move(start);
        m_states.assign(1, std::move(state));
        m_trace.segmentationInfrared = segmentationInfrared;
        m_trace.segmentationVisible = segmentationVisible;
        m_trace.regions = regions;
        m_trace.classes = classTraces(m_setup.classSet, m_start.classWeights, m_start.classWeights.pixels);
        m_trace.infraredWeight = toMat(weightMap(currentWeights()));
        StageTrace stage;
        stage.fused = toMat(m_states[0]->image);
        stage.infraredWeights = currentWeights();
        m_trace.preparationSeconds = watch.seconds();
        show(std::move(result));
        m_trace.stages.push_back(std::move(stage));
    }

    void show(FusedResult result)
    {
        m_trace.gray = std::move(result.gray);
        m_trace.colour = std::move(result.colour);
    }

    void computeNextStage(const JobControl& job)
    {
        const Stopwatch watch;
        const int k = stage() + 1;
        const std::string activity = "stage " + std::to_string(k) + " of " + std::to_string(stageCount());
        job.report(0.0, activity);
        FusionState state = stateAt(k - 1, job);
        if (isFinishing()) // so that its memories go where they were used
            m_states.back().reset();
        const torch::Tensor before = state.image;
        const std::vector<double> weights = currentWeights();
        const StageRecord record = m_setup.fusion->advance(state, m_start, weightMap(weights), job);

        requireFinite(state.image, failure(), "stage " + std::to_string(k));
        requireFinite(record.attention, failure(), "attention of stage " + std::to_string(k));

        StageTrace entry;
        entry.k = k;
        entry.fused = toMat(state.image);
        entry.attention = toMat(record.attention);
        entry.dataGradient = toMat(record.gradient);
        entry.stepSize = record.stepSize;
        entry.change = (state.image - before).abs().mean().item<double>();
        entry.completenessResidual = state.attention.residual().item<double>();
        entry.scoreChange = state.attention.change().item<double>();
        entry.infraredWeights = weights;
        cv::Mat segmentationFused;
        if (k == stageCount()) {
            job.report(0.9, "segmentation of the fused image");
            segmentationFused = toMat(largestClass(m_setup.fusion->scores(state.image, job.stopToken())));
        }
        FusedResult result = resultOf(m_trace.pair, entry.fused, m_setup.stretch);
        m_states.reserve(m_states.size() + 1);
        m_trace.stages.reserve(m_trace.stages.size() + 1);

        // Only moves from here on: whatever failed above has left the run where it stood.
        entry.seconds = watch.seconds();
        m_trace.segmentationFused = segmentationFused;
        show(std::move(result));
        m_trace.stages.push_back(std::move(entry));
        keep(std::move(state));
    }

    /// The state after stage k; computed again from the nearest kept one where its memories were dropped.
    FusionState stateAt(int k, const JobControl& job) const
    {
        int known = k;
        while (known >= 0 && !m_states[static_cast<std::size_t>(known)])
            --known;
        FusionState state =
            known < 0 ? m_setup.fusion->initialState(m_start) : *m_states[static_cast<std::size_t>(known)];
        while (state.k < k) {
            const auto& weights = m_trace.stages[static_cast<std::size_t>(state.k) + 1].infraredWeights;
            m_setup.fusion->advance(state, m_start, weightMap(weights), job);
        }
        return state;
    }

    void keep(FusionState state)
    {
        const std::int64_t bytes = static_cast<std::int64_t>(
            state.memory.shortTerm.nbytes() + state.memory.longTerm.nbytes() +
            2 * sizeof(float) * static_cast<std::size_t>(state.memory.longTerm.numel())); // h and c of the ConvLSTM
        const bool roomForAll = bytes * (stageCount() + 1) <= m_setup.memoryBudget;
        if (isFinishing() || !roomForAll)
            m_states.back().reset();
        if (state.k < stageCount())
            m_states.emplace_back(std::move(state));
        else
            m_states.emplace_back(); // nothing goes on from there
    }

    std::vector<double> currentWeights() const { return weightsOf(m_trace, &ClassTrace::infraredWeight); }

    torch::Tensor weightMap(const std::vector<double>& weights) const
    {
        return paintClasses(weightTensor(weights, m_setup.device), m_start.classWeights.regions);
    }

    UaaFusionSetup m_setup;
    FusionTrace m_trace;
    FusionStart m_start;
    std::vector<std::optional<FusionState>> m_states; ///< index is k
    std::unique_ptr<const WeightPreview> m_preview;   ///< once one was asked for
};

} // namespace

std::unique_ptr<FusionRun> makeUaaFusionRun(const UaaFusionSetup& setup, ImagePair pair)
{
    if (pair.visible.luminance.empty()) // says what it would do
        return std::make_unique<UaaFusionRun>(setup, std::move(pair));
    const TilingTask task = tilingTaskOf(setup, pair);
    if (const std::optional<TilingPlan> plan = planTiling(task, setup.limits))
        return makeTiledUaaFusionRun(setup, std::move(pair), *plan);
    UaaFusionSetup whole = setup;
    whole.memoryBudget = std::min(setup.memoryBudget, roomBesideWhole(task, setup.limits));
    return std::make_unique<UaaFusionRun>(whole, std::move(pair));
}

} // namespace duoscope
