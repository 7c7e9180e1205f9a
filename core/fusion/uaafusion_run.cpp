// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fusion/uaafusion_run.h"

#include "core/attribution/guided_fusion.h"
#include "core/base/error.h"
#include "core/fusion/tensor_image.h"
#include "core/fusion/trace_parts.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <torch/version.h>

#include <chrono>

namespace duoscope {
namespace {

class Stopwatch {
public:
    double seconds() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - m_begin).count(); }

private:
    std::chrono::steady_clock::time_point m_begin = std::chrono::steady_clock::now();
};

class UaaFusionRun : public FusionRun {
public:
    UaaFusionRun(const UaaFusionSetup& setup, ImagePair pair) : m_setup(setup)
    {
        m_trace.pair = std::move(pair);
        m_trace.classSet = setup.classSet;
        m_trace.provenance = setup.provenance;
        m_trace.provenance.versions = libraryVersions();
        m_trace.provenance.versions["libtorch"] = TORCH_VERSION;
    }

    const FusionTrace& trace() const override { return m_trace; }
    int stageCount() const override { return m_setup.stages; }

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
        const std::string what = "Cannot change the weight of class " + std::to_string(classId);
        if (stage() < 0)
            throw Error(ErrorKind::Usage, what, "the weights are not computed yet", "Compute stage 0 first");
        if (classId < 0 || classId >= m_setup.classSet.size())
            throw Error(ErrorKind::Usage, what, "the class ids are 0 to " + std::to_string(m_setup.classSet.size() - 1),
                        "Choose one of them");
        if (!(infraredWeight >= 0.0 && infraredWeight <= 1.0))
            throw Error(ErrorKind::Usage, what, "a weight lies between 0 and 1", "Choose a value in that range");
        m_trace.classes[static_cast<std::size_t>(classId)].infraredWeight = infraredWeight;
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
        FusionTrace trace = attributed;
        runLibraries(failure(), [&] {
            job.report(0.0, "preview");
            if (!m_small) {
                const int longest = std::max(trace.regions.cols, trace.regions.rows);
                const int factor = (longest + kPreviewSide - 1) / kPreviewSide;
                SmallRun small{m_setup.fusion->reduced(m_start, factor, job.stopToken()), {}};
                small.attributed = smallStages(small.start, weightsOf(m_trace, &ClassTrace::attributedWeight), job);
                m_small = std::move(small);
            }
            const std::vector<double> weights = currentWeights();
            const std::vector<cv::Mat> changed = smallStages(m_small->start, weights, job);
            for (std::size_t k = 1; k < trace.stages.size(); ++k) {
                cv::Mat effect;
                cv::resize(changed[k] - m_small->attributed[k], effect, trace.regions.size(), 0, 0, cv::INTER_LINEAR);
                effect += trace.stages[k].fused;
                // Into pixels of its own: assigning the expression would write into those of the attributed result.
                cv::Mat fused;
                cv::min(cv::max(effect, 0.0), 1.0, fused);
                trace.stages[k].fused = fused;
                trace.stages[k].infraredWeights = weights;
            }
        });
        trace.classes = m_trace.classes;
        trace.infraredWeight = m_trace.infraredWeight;
        FusedResult result = resultOf(trace.pair, trace.stages.back().fused, m_setup.stretch);
        trace.gray = std::move(result.gray);
        trace.colour = std::move(result.colour);
        trace.isPreview = true;
        return trace;
    }

private:
    std::string failure() const { return "Cannot fuse " + m_trace.pair.name; }

    static constexpr int kPreviewSide = 192; ///< pixels

    /// The pair made smaller, and its stages with the attributed weights.
    struct SmallRun {
        FusionStart start;
        std::vector<cv::Mat> attributed; ///< index is k
    };

    std::vector<cv::Mat> smallStages(const FusionStart& start, const std::vector<double>& weights,
                                     const JobControl& job) const
    {
        const torch::Tensor map = weightMap(weights, start.classWeights.regions);
        FusionState state = m_setup.fusion->initialState(start);
        std::vector<cv::Mat> images{toMat(state.image)};
        for (int k = 1; k <= stageCount(); ++k) {
            m_setup.fusion->advance(state, start, map, job);
            images.push_back(toMat(state.image));
        }
        return images;
    }

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
        fillClasses();
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
        while (!m_states[static_cast<std::size_t>(known)])
            --known;
        FusionState state = *m_states[static_cast<std::size_t>(known)];
        while (state.k < k) {
            const auto& weights = m_trace.stages[static_cast<std::size_t>(state.k) + 1].infraredWeights;
            m_setup.fusion->advance(state, m_start, weightMap(weights), job);
        }
        return state;
    }

    void keep(FusionState state)
    {
        // Stage 0 is always kept; its one memory tensor is the start of any replay.
        const std::int64_t bytes = 4 * static_cast<std::int64_t>(state.memory.shortTerm.nbytes());
        const bool roomForAll = bytes * (stageCount() + 1) <= m_setup.memoryBudget;
        if (!roomForAll && m_states.size() > 1)
            m_states.back().reset();
        m_states.emplace_back(std::move(state));
    }

    void fillClasses()
    {
        const ClassWeights& weights = m_start.classWeights;
        const auto at = [](const torch::Tensor& values, int c) { return values[0][c].item<double>(); };
        const auto side = [&](const SourceAttribution& source, int c) {
            return ClassAttribution{at(source.score, c), at(source.attribution, c), at(source.residual, c),
                                    at(source.change, c)};
        };
        m_trace.classes.clear();
        for (int c = 0; c < m_setup.classSet.size(); ++c) {
            const double w1 = at(weights.infraredWeight, c);
            m_trace.classes.push_back({c, weights.pixels[0][c].item<std::int64_t>(), side(weights.infrared, c),
                                       side(weights.visible, c), w1, w1});
        }
    }

    static std::vector<double> weightsOf(const FusionTrace& trace, double ClassTrace::*which)
    {
        std::vector<double> weights;
        for (const ClassTrace& entry : trace.classes)
            weights.push_back(entry.*which);
        return weights;
    }

    std::vector<double> currentWeights() const { return weightsOf(m_trace, &ClassTrace::infraredWeight); }

    torch::Tensor weightMap(const std::vector<double>& weights) const
    {
        return weightMap(weights, m_start.classWeights.regions);
    }

    static torch::Tensor weightMap(const std::vector<double>& weights, const torch::Tensor& regions)
    {
        return paintClasses(torch::tensor(weights, torch::kFloat32).unsqueeze(0).to(regions.device()), regions);
    }

    UaaFusionSetup m_setup;
    FusionTrace m_trace;
    FusionStart m_start;
    std::vector<std::optional<FusionState>> m_states; ///< index is k
    std::optional<SmallRun> m_small;                  ///< once a preview was asked for
};

} // namespace

std::unique_ptr<FusionRun> makeUaaFusionRun(const UaaFusionSetup& setup, ImagePair pair)
{
    return std::make_unique<UaaFusionRun>(setup, std::move(pair));
}

} // namespace duoscope
