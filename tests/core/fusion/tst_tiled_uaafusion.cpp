// SPDX-License-Identifier: GPL-3.0-or-later
// Pairs that are too large to be fused whole: when they are fused in tiles, how, and that the result is right.
#include "core/base/error.h"
#include "core/fusion/method_registry.h"
#include "core/fusion/tiling_plan.h"
#include "core/fusion/trace_writer.h"
#include "core/net/model.h"
#include "tests/support/error_log_guard.h"
#include "tests/support/files.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

#include <opencv2/core.hpp>

using namespace duoscope;

namespace {

constexpr std::int64_t kGiB = std::int64_t{1} << 30;

cv::Mat waves(int seed, cv::Size size)
{
    cv::Mat image(size, CV_32FC1);
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x)
            image.at<float>(y, x) =
                0.5F + 0.4F * std::sin(0.11F * static_cast<float>(x * seed) + 0.07F * static_cast<float>(y)) *
                           std::cos(0.05F * static_cast<float>(y * (seed + 2)));
    return image;
}

ImagePair scene(cv::Size size = {101, 83})
{
    ImagePair pair;
    pair.name = "waves";
    pair.infrared.luminance = waves(1, size);
    pair.visible.luminance = waves(3, size);
    pair.visible.chroma = cv::Mat(size, CV_32FC2, cv::Scalar(0.1, -0.05));
    return pair;
}

double difference(const cv::Mat& a, const cv::Mat& b) { return cv::norm(a, b, cv::NORM_INF); }

/// The bundled model's network and a pair of so many pixels, in colour.
TilingTask task(int width, int height)
{
    TilingTask wanted;
    wanted.name = "large";
    wanted.size = {width, height};
    wanted.chromaPlanes = 2;
    wanted.stages = 5;
    wanted.reduction = 2;
    wanted.halo = 44;
    return wanted;
}

} // namespace

class TestTiledUaaFusion : public QObject {
    Q_OBJECT

    FusionOptions options() const
    {
        FusionOptions chosen;
        chosen.model = test::toPath(m_folder.filePath("small.safetensors"));
        chosen.classSets = DUOSCOPE_SOURCE_DIR "/resources/class_sets";
        return chosen;
    }

    FusionOptions inTiles(int side, std::int64_t guidancePixels = 0) const
    {
        FusionOptions chosen = options();
        chosen.limits.tile = side;
        chosen.limits.guidancePixels = guidancePixels;
        return chosen;
    }

    static std::unique_ptr<FusionRun> finished(const FusionOptions& chosen)
    {
        auto run = makeFusionMethod("uaafusion", chosen)->start(scene());
        run->finish({});
        return run;
    }

    static int largestClass(const FusionTrace& trace)
    {
        return static_cast<int>(
            std::max_element(trace.classes.begin(), trace.classes.end(),
                             [](const ClassTrace& a, const ClassTrace& b) { return a.pixels < b.pixels; }) -
            trace.classes.begin());
    }

private Q_SLOTS:
    void initTestCase()
    {
        torch::manual_seed(5);
        const torch::NoGradGuard noGradient;
        UnfoldingOptions fusion;
        fusion.stages = 3;
        fusion.width = 8;
        fusion.initialStepSize = 0.3;
        DeepLabOptions segmentation;
        segmentation.width = 16;
        segmentation.classes = 16; // those of the class set street
        Model model;
        model.fusion = UnfoldingNetwork(fusion);
        model.segmentation = DeepLab(segmentation);
        model.classSet = "street";
        for (torch::Tensor& parameter : model.segmentation->parameters())
            if (parameter.dim() == 4)
                torch::nn::init::kaiming_normal_(parameter);
        saveModel(test::toPath(m_folder.filePath("small.safetensors")), model);
    }

    void largePicturesAreFusedInTilesWithinTheBudget()
    {
        TilingLimits limits;
        limits.memory = 12 * kGiB;
        QVERIFY(!planTiling(task(1024, 768), limits));
        QVERIFY(!planTiling(task(1280, 1024), limits)); // at its own resolution
        const std::optional<TilingPlan> plan = planTiling(task(4000, 3000), limits);
        QVERIFY(plan);
        QCOMPARE(plan->factor, 3); // 1334 x 1000 is the first below 2.5 Mi
        QCOMPARE(plan->side, 768);
        QVERIFY(plan->keepsImages && plan->keepsAttention && plan->keepsSegmentations && plan->keepsGradients);

        limits.memory = 9 * kGiB;
        // 100 megapixels: the picture comes first, then as much of the trace as there is room for.
        const std::optional<TilingPlan> huge = planTiling(task(11585, 8632), limits);
        QVERIFY(huge);
        QCOMPARE(huge->factor, 7); // 1655 x 1234
        QVERIFY(huge->keepsImages && !huge->keepsGradients);
        limits.memory = 32 * kGiB;
        QVERIFY(planTiling(task(11585, 8632), limits)->keepsGradients);
    }

    void guidanceHasThePixelsAskedFor()
    {
        TilingLimits limits;
        limits.memory = 12 * kGiB;
        limits.guidancePixels = 300'000;
        QCOMPARE(planTiling(task(1024, 768), limits)->factor, 2);
        limits.guidancePixels = 1024 * 768;
        QVERIFY(!planTiling(task(1024, 768), limits));
        limits.guidancePixels = 10'000'000;
        limits.memory = 2 * kGiB;
        VERIFY_ERROR(planTiling(task(4000, 3000), limits), "Ask for at most");
    }

    void littleMemoryMakesTilesAndGuidanceSmaller()
    {
        TilingLimits limits;
        limits.memory = kGiB;
        const std::optional<TilingPlan> plan = planTiling(task(1280, 1024), limits);
        QVERIFY(plan && plan->factor > 1 && plan->side < 768);
        VERIFY_ERROR(planTiling(task(11585, 8632), limits), "even in small tiles");
    }

    void whatAWholePairLeavesGrowsWithTheLimits()
    {
        TilingLimits limits;
        limits.memory = 4 * kGiB;
        const std::int64_t room = roomBesideWhole(task(640, 480), limits);
        QVERIFY(room > kGiB && room < 4 * kGiB);
        QVERIFY(roomBesideWhole(task(1280, 960), limits) < room - kGiB);
        limits.memory = kGiB / 2;
        QVERIFY(roomBesideWhole(task(640, 480), limits) < 0);
        QVERIFY(planTiling(task(640, 480), limits));
    }

    void methodsOnWholePicturesSayThatTheyDoNotFit()
    {
        TilingLimits limits;
        limits.memory = 4 * kGiB;
        requireRoomForWhole("refusion", "its attention spans the whole picture", "night", {640, 480}, 1000, limits);
        VERIFY_ERROR(requireRoomForWhole("refusion", "its attention spans the whole picture", "night", {8000, 8000},
                                         1000, limits),
                     "so it is not fused in tiles");
        FusionOptions chosen = options();
        chosen.limits.memory = 1;
        VERIFY_ERROR(makeFusionMethod("guided", chosen)->start(scene()), "Cannot fuse waves with guided");
    }

    void limitsOutOfRangeAreRefused()
    {
        FusionOptions chosen = options();
        chosen.limits.tile = 3;
        VERIFY_ERROR(makeFusionMethod("uaafusion", chosen), "below 16 pixels");
        chosen = options();
        chosen.limits.guidancePixels = 100;
        VERIFY_ERROR(makeFusionMethod("uaafusion", chosen), "fewer than 256");
    }

    void withFullGuidanceTheTraceIsThatOfTheWhole()
    {
        const auto whole = finished(options());
        QVERIFY(!whole->trace().tiling);
        for (const int side : {40, 64, 1000}) {
            const auto run = finished(inTiles(side));
            const FusionTrace& trace = run->trace();
            const FusionTrace& expected = whole->trace();
            QVERIFY(trace.tiling && trace.isFinished() && run->isFinished());
            QCOMPARE(trace.tiling->reduction, 1);
            QCOMPARE(trace.tiling->halo, 26);
            QVERIFY(trace.tiling->leftOut.empty());
            QVERIFY(difference(trace.gray, expected.gray) < 1e-5);
            QVERIFY(difference(trace.colour, expected.colour) < 1e-5);
            QCOMPARE(difference(trace.regions, expected.regions), 0.0);
            QCOMPARE(difference(trace.infraredWeight, expected.infraredWeight), 0.0);
            QCOMPARE(difference(trace.segmentationInfrared, expected.segmentationInfrared), 0.0);
            QCOMPARE(difference(trace.segmentationVisible, expected.segmentationVisible), 0.0);
            QVERIFY(cv::countNonZero(trace.segmentationFused != expected.segmentationFused) < 10); // near draws
            QCOMPARE(trace.stages.size(), expected.stages.size());
            for (std::size_t k = 1; k < trace.stages.size(); ++k) {
                const StageTrace& stage = trace.stages[k];
                const StageTrace& other = expected.stages[k];
                QCOMPARE(stage.k, other.k);
                QVERIFY(difference(stage.fused, other.fused) < 1e-5);
                QVERIFY(difference(stage.dataGradient, other.dataGradient) < 1e-5);
                QCOMPARE(difference(stage.attention, other.attention), 0.0);
                QVERIFY(std::abs(stage.change - other.change) < 1e-6);
                QCOMPARE(stage.stepSize, other.stepSize);
                QCOMPARE(stage.scoreChange, other.scoreChange);
                QCOMPARE(stage.completenessResidual, other.completenessResidual);
            }
            for (std::size_t c = 0; c < trace.classes.size(); ++c) {
                QCOMPARE(trace.classes[c].pixels, expected.classes[c].pixels);
                QCOMPARE(trace.classes[c].attributedWeight, expected.classes[c].attributedWeight);
            }
        }
    }

    void reducedGuidanceIsSaid()
    {
        const auto run = finished(inTiles(40, 1000));
        const FusionTrace& trace = run->trace();
        QCOMPARE(trace.tiling->reduction, 3);
        QCOMPARE(trace.tiling->guidance, cv::Size(34, 28));
        std::int64_t pixels = 0;
        for (const ClassTrace& entry : trace.classes) {
            QCOMPARE(cv::countNonZero(trace.regions == entry.id), static_cast<int>(entry.pixels));
            pixels += entry.pixels;
        }
        QCOMPARE(pixels, 101 * 83);
        const QTemporaryDir folder;
        const QJsonObject tiling =
            QJsonDocument::fromJson(
                QByteArray::fromStdString(writeResult(test::toPath(folder.path()), trace, true, {})))
                .object()["tiling"]
                .toObject();
        QCOMPARE(tiling["guidance"].toObject()["reduction"].toInt(), 3);
        QCOMPARE(tiling["tile"].toObject()["width"].toInt(), 34); // 101 in three
        QCOMPARE(tiling["tiles"].toInt(), 9);
        QCOMPARE(tiling["left_out"].toArray().size(), 0);
        // And the seams: other tiles give the same.
        QVERIFY(difference(finished(inTiles(1000, 1000))->trace().gray, trace.gray) < 1e-5);
    }

    void whatIfGoesBackToStage0()
    {
        for (const FusionOptions& chosen : {options(), inTiles(40)}) {
            const auto run = finished(chosen);
            const FusionTrace before = run->trace();
            const int id = largestClass(before);
            const double other = before.classes[static_cast<std::size_t>(id)].infraredWeight > 0.5 ? 0.0 : 1.0;
            if (before.tiling)
                VERIFY_ERROR(run->rewind(1), "Go back to stage 0");
            run->rewind(0);
            QCOMPARE(run->stage(), 0);
            QVERIFY(difference(run->trace().gray, 0.5 * (scene().infrared.luminance + scene().visible.luminance)) <
                    1e-6);
            run->setClassWeight(id, other);
            const FusionTrace preview = run->preview(before, {});
            QVERIFY(preview.isPreview && difference(preview.gray, before.gray) > 0);
            run->finish({});
            QVERIFY(run->trace().isWhatIf());
            static cv::Mat ofTheWhole;
            if (before.tiling)
                QVERIFY(difference(run->trace().gray, ofTheWhole) < 1e-5);
            else
                ofTheWhole = run->trace().gray.clone();
            run->rewind(0);
            run->setClassWeight(id, before.classes[static_cast<std::size_t>(id)].attributedWeight);
            run->finish({});
            QCOMPARE(difference(run->trace().gray, before.gray), 0.0);
        }
    }

    void aStopBetweenTilesLeavesTheRunWhereItStood()
    {
        const auto run = makeFusionMethod("uaafusion", inTiles(40))->start(scene());
        std::stop_source source;
        double last = 0;
        bool rises = true;
        const JobControl stopping(source.get_token(), [&](double share, std::string_view activity) {
            rises = rises && share >= last && share <= 1;
            last = share;
            if (activity == "tile 4 of 9")
                source.request_stop();
        });
        QVERIFY_EXCEPTION_THROWN(run->finish(stopping), Cancelled);
        QVERIFY(rises && last > 0.1);
        QCOMPARE(run->stage(), 0);
        QVERIFY(!run->trace().isFinished());
        run->finish({}); // and it can go on
        QCOMPARE(difference(run->trace().gray, finished(inTiles(40))->trace().gray), 0.0);
    }

private:
    QTemporaryDir m_folder;
};

DUOSCOPE_TEST_MAIN(TestTiledUaaFusion)
#include "tst_tiled_uaafusion.moc"
