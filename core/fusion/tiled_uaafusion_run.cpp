// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fusion/tiled_uaafusion_run.h"

#include "core/attribution/tiled_fusion.h"
#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/fusion/tensor_image.h"
#include "core/fusion/trace_parts.h"
#include "core/fusion/uaafusion_common.h"

#include <opencv2/core.hpp>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <iterator>

namespace duoscope {
namespace {

/// The matrix's own pixels, CV_32FC1 without gaps between rows, as [1, 1, H, W].
torch::Tensor viewOf(const cv::Mat& image)
{
    return torch::from_blob(image.data, {1, 1, image.rows, image.cols}, torch::kFloat32);
}

cv::Mat withoutGaps(const cv::Mat& image) { return image.isContinuous() ? image : image.clone(); }

void put(const torch::Tensor& tile, cv::Mat& picture, Span rows, Span columns)
{
    if (!picture.empty())
        viewOf(picture).slice(2, rows.begin, rows.end).slice(3, columns.begin, columns.end).copy_(tile);
}

/// Each small pixel's class at the n×n pixels that it stands for: CV_32SC1 → CV_32SC1 of that size.
cv::Mat enlarged(const cv::Mat& classes, int factor, cv::Size size)
{
    cv::Mat whole(size, CV_32SC1);
    for (int y = 0; y < size.height; ++y) {
        const auto* from = classes.ptr<int>(y / factor);
        auto* to = whole.ptr<int>(y);
        for (int x = 0; x < size.width; ++x)
            to[x] = from[x / factor];
    }
    return whole;
}

class TiledRun : public FusionRun {
public:
    TiledRun(const UaaFusionSetup& setup, ImagePair pair, const TilingPlan& plan)
        : m_setup(setup), m_plan(plan), m_trace(emptyTrace(setup, std::move(pair))),
          m_infrared(withoutGaps(m_trace.pair.infrared.luminance)),
          m_visible(withoutGaps(m_trace.pair.visible.luminance)),
          m_tiles(*m_setup.fusion, viewOf(m_infrared), viewOf(m_visible), plan.side, setup.stages,
                  torch::Device(setup.device))
    {
        describeTiling();
    }

    const FusionTrace& trace() const override { return m_trace; }
    int stageCount() const override { return m_setup.stages; }
    int nextStage() const override { return stage() < 0 ? 0 : stageCount(); }

    double progressAt(int k) const override
    {
        // A pixel of guidance costs about as much as two through all stages.
        const auto guidance = 2.0 * m_trace.tiling->guidance.area();
        const double share = guidance / (guidance + m_trace.pair.size().area());
        return k < 0 ? 0.0 : k == 0 ? share : 1.0;
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
                fuseTiles(job);
        });
    }

    void rewind(int k) override
    {
        const std::string what = "Cannot go back to stage " + std::to_string(k);
        if (stage() < 0)
            throw Error(ErrorKind::Usage, what, "nothing is computed yet", "Choose a computed stage");
        if (k == stage())
            return;
        if (k != 0)
            throw Error(ErrorKind::Usage, what, "the picture is fused in tiles, all stages of a tile at once",
                        "Go back to stage 0");
        cv::Mat image = initialImage();
        FusedResult result = resultOf(m_trace.pair, image, m_setup.stretch);
        m_trace.stages.resize(1);
        m_trace.stages[0].fused = std::move(image);
        m_trace.segmentationFused.release();
        show(std::move(result));
    }

    void setClassWeight(int classId, double infraredWeight) override
    {
        changeClassWeight(m_trace, classId, infraredWeight);
        paintWeights();
    }

    FusionTrace preview(const FusionTrace& attributed, const JobControl& job) override
    {
        if (stage() < 0)
            throw Error(ErrorKind::Usage, "Cannot show the effect of class weights", "they are not computed yet",
                        "Compute stage 0 first");
        if (attributed.stages.size() != static_cast<std::size_t>(stageCount()) + 1 ||
            attributed.pair.size() != m_trace.pair.size())
            throw Error(ErrorKind::Usage, "Cannot show the effect of class weights",
                        "the result they would change is of another pair or number of stages", "Fuse the pair again");
        const torch::NoGradGuard noGradient;
        FusionTrace trace = attributed;
        // Of large pictures the last image alone: one more of each stage is not planned for.
        for (std::size_t k = 1; k + 1 < trace.stages.size(); ++k)
            trace.stages[k].fused.release();
        runLibraries(failure(), [&] {
            job.report(0.0, "preview");
            if (!m_preview)
                m_preview = std::make_unique<const WeightPreview>(
                    m_setup, m_guidance.start, weightsOf(m_trace, &ClassTrace::attributedWeight), job);
            trace = m_preview->show(trace, m_trace, job);
        });
        return trace;
    }

private:
    std::string failure() const { return "Cannot fuse " + m_trace.pair.name; }

    void describeTiling()
    {
        Tiling tiling;
        tiling.reduction = m_plan.factor;
        const auto small = [this](int length) { return (length + m_plan.factor - 1) / m_plan.factor; };
        tiling.guidance = {small(m_trace.pair.size().width), small(m_trace.pair.size().height)};
        tiling.tile = {static_cast<int>(m_tiles.columns().windowSize(0)),
                       static_cast<int>(m_tiles.rows().windowSize(0))};
        tiling.tiles = static_cast<int>(m_tiles.columns().count() * m_tiles.rows().count());
        tiling.halo = m_tiles.halo();
        tiling.memory = m_plan.memory;
        const auto leaveOut = [&](bool kept, const char* what) {
            if (!kept)
                tiling.leftOut.emplace_back(what);
        };
        leaveOut(m_plan.keepsImages, "images of earlier stages");
        leaveOut(m_plan.keepsAttention, "attention");
        leaveOut(m_plan.keepsSegmentations, "segmentations of the sources");
        leaveOut(m_plan.keepsGradients, "data gradients");
        m_trace.tiling = std::move(tiling);
    }

    std::vector<double> currentWeights() const { return weightsOf(m_trace, &ClassTrace::infraredWeight); }

    cv::Mat initialImage() const
    {
        cv::Mat image;
        cv::addWeighted(m_infrared, 0.5, m_visible, 0.5, 0, image);
        return image;
    }

    cv::Mat wholeClasses(const torch::Tensor& scores) const
    {
        return enlarged(toMat(largestClass(scores)), m_plan.factor, m_trace.pair.size());
    }

    /// How many pixels of the whole picture have each class, [1, C].
    torch::Tensor classPixels(const torch::Tensor& regions) const
    {
        // Those at the far borders may stand for fewer pixels.
        const auto counts = [this](std::int64_t small, std::int64_t whole) {
            torch::Tensor each = torch::full({small}, m_plan.factor, torch::kInt64);
            each[small - 1] = whole - (small - 1) * m_plan.factor;
            return each;
        };
        const torch::Tensor each = counts(regions.size(1), m_infrared.rows).unsqueeze(1) *
                                   counts(regions.size(2), m_infrared.cols).unsqueeze(0);
        return torch::zeros({m_setup.classSet.size()}, torch::kInt64)
            .index_add(0, regions.cpu().flatten(), each.flatten())
            .unsqueeze(0);
    }

    void paintWeights()
    {
        const std::vector<double> weights = currentWeights();
        cv::Mat map(m_trace.regions.size(), CV_32FC1);
        for (int y = 0; y < map.rows; ++y) {
            const auto* from = m_trace.regions.ptr<int>(y);
            auto* to = map.ptr<float>(y);
            for (int x = 0; x < map.cols; ++x)
                to[x] = static_cast<float>(weights[static_cast<std::size_t>(from[x])]);
        }
        m_trace.infraredWeight = map;
    }

    void show(FusedResult result)
    {
        m_trace.gray = std::move(result.gray);
        m_trace.colour = std::move(result.colour);
    }

    void prepare(const JobControl& job)
    {
        const Stopwatch watch;
        const Tiling& tiling = *m_trace.tiling;
        spdlog::info("{}: class weights and attention are computed on {} x {} pixels (1/{}), the fusion on all in {} "
                     "tiles of up to {} x {}",
                     m_trace.pair.name, tiling.guidance.width, tiling.guidance.height, tiling.reduction, tiling.tiles,
                     tiling.tile.width, tiling.tile.height);
        ReducedGuidance guidance = m_tiles.guidance(m_plan.factor, job.part(0.0, 0.9));
        requireFinite(guidance.start.classWeights.infraredWeight, failure(), "class weights");
        cv::Mat segmentationInfrared, segmentationVisible;
        if (m_plan.keepsSegmentations) {
            job.report(0.9, "segmentation of the sources");
            segmentationInfrared = wholeClasses(m_setup.fusion->scores(guidance.start.infrared, job.stopToken()));
            segmentationVisible = wholeClasses(m_setup.fusion->scores(guidance.start.visible, job.stopToken()));
        }
        releaseFreedMemory(); // gradients took most of it, and what comes now is of other sizes
        const torch::Tensor& regions = guidance.start.classWeights.regions;
        std::vector<ClassTrace> classes =
            classTraces(m_setup.classSet, guidance.start.classWeights, classPixels(regions));
        cv::Mat wholeRegions = enlarged(toMat(regions), m_plan.factor, m_trace.pair.size());
        StageTrace stage;
        stage.fused = initialImage();
        FusedResult result = resultOf(m_trace.pair, stage.fused, m_setup.stretch);

        m_guidance = std::move(guidance);
        m_trace.segmentationInfrared = std::move(segmentationInfrared);
        m_trace.segmentationVisible = std::move(segmentationVisible);
        m_trace.regions = std::move(wholeRegions);
        m_trace.classes = std::move(classes);
        paintWeights();
        stage.infraredWeights = currentWeights();
        m_trace.preparationSeconds = watch.seconds();
        show(std::move(result));
        m_trace.stages.push_back(std::move(stage));
    }

    /// Stages 1 … K without their pixels.
    std::vector<StageTrace> emptyStages(const GuidanceStages& guides, const std::vector<double>& weights) const
    {
        const cv::Size size = m_trace.pair.size();
        std::vector<StageTrace> stages(static_cast<std::size_t>(stageCount()));
        for (int k = 1; k <= stageCount(); ++k) {
            StageTrace& stage = stages[static_cast<std::size_t>(k) - 1];
            const GuidanceStages::Stage& guide = guides.stages[static_cast<std::size_t>(k) - 1];
            stage.k = k;
            if (k == stageCount() || m_plan.keepsImages)
                stage.fused.create(size, CV_32FC1);
            if (m_plan.keepsAttention)
                stage.attention.create(size, CV_32FC1);
            if (m_plan.keepsGradients)
                stage.dataGradient.create(size, CV_32FC1);
            stage.stepSize = m_setup.fusion->model().fusion->stepSize(k).item<double>();
            stage.completenessResidual = guide.residual;
            stage.scoreChange = guide.scoreChange;
            stage.infraredWeights = weights;
        }
        return stages;
    }

    void fuseTiles(const JobControl& job)
    {
        const Stopwatch watch;
        constexpr double kGuided = 0.05, kFused = 0.97;
        const std::vector<double> weights = currentWeights();
        const torch::Tensor classWeights = weightTensor(weights, m_setup.device);
        const GuidanceStages guides = m_tiles.guidanceStages(m_guidance, classWeights, job.part(0.0, kGuided));
        for (const GuidanceStages::Stage& guide : guides.stages)
            requireFinite(guide.attention, failure(), "attention");
        releaseFreedMemory();
        const double guidanceSeconds = watch.seconds();
        std::vector<StageTrace> stages = emptyStages(guides, weights);
        const std::int64_t columns = m_tiles.columns().count();
        const std::int64_t count = m_tiles.rows().count() * columns;
        for (std::int64_t i = 0; i < count; ++i) {
            job.checkStop();
            job.report(kGuided + (kFused - kGuided) * static_cast<double>(i) / static_cast<double>(count),
                       "tile " + std::to_string(i + 1) + " of " + std::to_string(count));
            const Span y = m_tiles.rows().part(i / columns);
            const Span x = m_tiles.columns().part(i % columns);
            const std::vector<TileStage> made =
                m_tiles.fuse(i / columns, i % columns, m_guidance, guides, classWeights, job.stopToken());
            for (std::size_t k = 0; k < stages.size(); ++k) {
                requireFinite(made[k].image, failure(), "stage " + std::to_string(k + 1));
                put(made[k].image, stages[k].fused, y, x);
                put(made[k].attention, stages[k].attention, y, x);
                put(made[k].gradient, stages[k].dataGradient, y, x);
                stages[k].change += made[k].change / static_cast<double>(m_infrared.total());
                stages[k].seconds += made[k].seconds;
            }
        }
        releaseFreedMemory();
        job.report(kFused, "segmentation of the fused image");
        const torch::Tensor small =
            reducedPicture(viewOf(stages.back().fused), m_plan.factor).to(torch::Device(m_setup.device));
        cv::Mat segmentation = wholeClasses(m_setup.fusion->scores(small, job.stopToken()));
        FusedResult result = resultOf(m_trace.pair, stages.back().fused, m_setup.stretch);
        stages.front().seconds += guidanceSeconds;
        m_trace.stages.reserve(stages.size() + 1);

        // Only moves from here on.
        if (!m_plan.keepsImages)
            m_trace.stages[0].fused.release();
        std::move(stages.begin(), stages.end(), std::back_inserter(m_trace.stages));
        m_trace.segmentationFused = std::move(segmentation);
        show(std::move(result));
    }

    UaaFusionSetup m_setup;
    TilingPlan m_plan;
    FusionTrace m_trace;
    cv::Mat m_infrared; ///< luminance without gaps between rows
    cv::Mat m_visible;
    TiledFusion m_tiles; ///< of the two above
    ReducedGuidance m_guidance;
    std::unique_ptr<const WeightPreview> m_preview; ///< once one was asked for
};

} // namespace

TilingTask tilingTaskOf(const UaaFusionSetup& setup, const ImagePair& pair)
{
    const Model& model = setup.fusion->model();
    TilingTask task;
    task.name = pair.name;
    task.size = pair.size();
    task.chromaPlanes = (pair.infrared.isGray() ? 0 : 2) + (pair.visible.isGray() ? 0 : 2);
    task.stages = setup.stages;
    task.width = model.fusion->options().width;
    task.classes = model.segmentation->options().classes;
    task.reduction = model.segmentation->options().reduction;
    task.halo = receptiveRadius(model.fusion->options(), 0, setup.stages);
    task.attribution = setup.fusion->options().attribution;
    return task;
}

std::unique_ptr<FusionRun> makeTiledUaaFusionRun(const UaaFusionSetup& setup, ImagePair pair, const TilingPlan& plan)
{
    return std::make_unique<TiledRun>(setup, std::move(pair), plan);
}

} // namespace duoscope
