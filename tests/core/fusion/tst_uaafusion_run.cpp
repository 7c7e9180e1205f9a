// SPDX-License-Identifier: GPL-3.0-or-later
// Stepping through a fusion, back, and again with changed weights.
#include "core/attribution/guided_fusion.h"
#include "core/base/error.h"
#include "core/dataset/synthetic_scene.h"
#include "core/fusion/method_registry.h"
#include "core/fusion/segmenter.h"
#include "core/fusion/uaafusion_run.h"
#include "core/net/model.h"
#include "tests/support/error_log_guard.h"
#include "tests/support/files.h"

#include <QTemporaryDir>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

using namespace duoscope;

namespace {

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

ImagePair scene(cv::Size size = {40, 48})
{
    ImagePair pair;
    pair.name = "waves";
    pair.infrared.luminance = waves(1, size);
    pair.visible.luminance = waves(3, size);
    pair.visible.chroma = cv::Mat(size, CV_32FC2, cv::Scalar(0.1, -0.05));
    return pair;
}

double difference(const cv::Mat& a, const cv::Mat& b) { return cv::norm(a, b, cv::NORM_INF); }

} // namespace

class TestUaaFusionRun : public QObject {
    Q_OBJECT

    FusionOptions options() const
    {
        FusionOptions chosen;
        chosen.model = test::toPath(m_folder.filePath("small.safetensors"));
        chosen.classSets = DUOSCOPE_SOURCE_DIR "/resources/class_sets";
        return chosen;
    }

    std::unique_ptr<FusionRun> finished(const FusionOptions& chosen) const
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

    void traceIsComplete()
    {
        const auto run = finished(options());
        const FusionTrace& trace = run->trace();
        QCOMPARE(run->stageCount(), 3);
        QCOMPARE(trace.stages.size(), std::size_t(4));
        QCOMPARE(difference(trace.stages[0].fused, 0.5 * (scene().infrared.luminance + scene().visible.luminance)), 0);
        for (int k = 1; k <= 3; ++k) {
            const StageTrace& stage = trace.stages[static_cast<std::size_t>(k)];
            QCOMPARE(stage.k, k);
            QCOMPARE(stage.fused.size(), cv::Size(40, 48));
            QVERIFY(stage.change > 0);
            QVERIFY(qAbs(stage.stepSize - 0.3) < 1e-6);
            QCOMPARE(cv::countNonZero(stage.attention) > 0, k > 1);
            QVERIFY(!stage.dataGradient.empty());
        }
        std::int64_t pixels = 0;
        for (const ClassTrace& entry : trace.classes) {
            QCOMPARE(entry.infraredWeight + entry.visibleWeight(), 1.0);
            QCOMPARE(cv::countNonZero(trace.regions == entry.id), static_cast<int>(entry.pixels));
            pixels += entry.pixels;
        }
        QCOMPARE(pixels, 40 * 48);
        for (int y = 0; y < 48; ++y) // w1 is its class's weight at every pixel
            for (int x = 0; x < 40; ++x)
                QCOMPARE(trace.infraredWeight.at<float>(y, x),
                         static_cast<float>(
                             trace.classes[static_cast<std::size_t>(trace.regions.at<int>(y, x))].infraredWeight));
        QCOMPARE(trace.gray.type(), CV_32FC1);
        QCOMPARE(trace.colour.type(), CV_32FC3);
        for (const cv::Mat& labels : {trace.segmentationInfrared, trace.segmentationVisible, trace.segmentationFused})
            QCOMPARE(labels.type(), CV_32SC1);
        QCOMPARE(trace.classSet.name(), "street");
        QCOMPARE(trace.provenance.equations, "paper");
        QCOMPARE(trace.provenance.modelHash.size(), std::size_t(64));
        QVERIFY(!trace.isWhatIf());
    }

    void stepByStepEqualsAtOnce()
    {
        const auto whole = finished(options());
        const auto method = makeFusionMethod("uaafusion", options());
        const auto run = method->start(scene());
        QCOMPARE(run->stage(), -1);
        for (int k = 0; k <= 3; ++k) {
            run->advance({});
            QCOMPARE(run->stage(), k);
            QCOMPARE(run->isFinished(), k == 3);
        }
        for (std::size_t k = 0; k <= 3; ++k)
            QCOMPARE(difference(run->trace().stages[k].fused, whole->trace().stages[k].fused), 0.0);
        QCOMPARE(difference(run->trace().gray, whole->trace().gray), 0.0);
        run->advance({}); // beyond the end: nothing happens
        QCOMPARE(run->stage(), 3);
    }

    void backAndForthGivesTheSame_data()
    {
        QTest::addColumn<bool>("byStages");
        QTest::newRow("at once, which keeps nothing between") << false;
        QTest::newRow("stage by stage") << true;
    }

    void backAndForthGivesTheSame()
    {
        QFETCH(bool, byStages);
        const auto run = byStages ? makeFusionMethod("uaafusion", options())->start(scene()) : finished(options());
        while (!run->isFinished())
            run->advance({});
        const FusionTrace before = run->trace();
        run->rewind(1);
        QCOMPARE(run->stage(), 1);
        QVERIFY(run->trace().segmentationFused.empty());
        QCOMPARE(difference(run->trace().gray, before.stages[1].fused), 0.0);
        run->finish({});
        QCOMPARE(difference(run->trace().gray, before.gray), 0.0);
        QCOMPARE(difference(run->trace().stages[2].attention, before.stages[2].attention), 0.0);
        VERIFY_ERROR(run->rewind(4), "only the stages 0 to 3");
        VERIFY_ERROR(run->rewind(-1), "only the stages 0 to 3");
    }

    void changedWeightActsFromItsStageOn()
    {
        const auto run = finished(options());
        const FusionTrace before = run->trace();
        const int id = largestClass(before);
        const double other = before.classes[static_cast<std::size_t>(id)].infraredWeight > 0.5 ? 0.0 : 1.0;
        run->rewind(1);
        run->setClassWeight(id, other);
        run->finish({});
        const FusionTrace& after = run->trace();
        QCOMPARE(difference(after.stages[1].fused, before.stages[1].fused), 0.0);
        QVERIFY(difference(after.stages[2].fused, before.stages[2].fused) > 1e-4);
        QVERIFY(after.isWhatIf());
        QVERIFY(after.classes[static_cast<std::size_t>(id)].isChanged());
        QCOMPARE(after.stages[1].infraredWeights, before.stages[1].infraredWeights);
        QCOMPARE(after.stages[2].infraredWeights[static_cast<std::size_t>(id)], other);

        run->rewind(0); // and back to what attribution said
        run->setClassWeight(id, before.classes[static_cast<std::size_t>(id)].attributedWeight);
        run->finish({});
        QVERIFY(!run->trace().isWhatIf());
        QCOMPARE(difference(run->trace().gray, before.gray), 0.0);
    }

    /// Of pictures below its own size a preview is exact but for the attention, which is integrated anew; of larger
    /// ones it is near.
    void previewsShowTheEffect_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<double>("worstShare");
        QTest::newRow("small") << 96 << 1e-3;
        QTest::newRow("large") << 320 << 0.35;
    }

    void previewsShowTheEffect()
    {
        QFETCH(int, width);
        QFETCH(double, worstShare);
        FusionOptions chosen = options();
        chosen.model = DUOSCOPE_SOURCE_DIR "/resources/models/uaafusion.safetensors"; // an untrained one has no effect
        chosen.quadratureSteps = 1;
        const SyntheticScene street = generateScene({width, width * 2 / 3, 7, SceneTime::Night, SceneWeather::Clear});
        ImagePair pair;
        pair.name = "street";
        street.infrared.convertTo(pair.infrared.luminance, CV_32F, 1.0 / 255);
        cv::cvtColor(street.visible, pair.visible.luminance, cv::COLOR_BGR2GRAY);
        pair.visible.luminance.convertTo(pair.visible.luminance, CV_32F, 1.0 / 255);
        const auto run = makeFusionMethod("uaafusion", chosen)->start(pair);
        run->finish({});
        const FusionTrace attributed = run->trace();
        const FusionTrace same = run->preview(attributed, {});
        QVERIFY(same.isPreview && !attributed.isPreview);
        QCOMPARE(difference(same.gray, attributed.gray), 0.0);

        const int id = largestClass(attributed);
        run->rewind(0);
        run->setClassWeight(id, attributed.classes[static_cast<std::size_t>(id)].infraredWeight > 0.5 ? 0.0 : 1.0);
        const cv::Mat before = attributed.gray.clone();
        const FusionTrace preview = run->preview(attributed, {});
        QCOMPARE(difference(attributed.gray, before), 0.0); // nothing is written into what is given
        QCOMPARE(run->stage(), 0);
        QVERIFY(preview.isWhatIf());
        run->finish({});
        const FusionTrace& exact = run->trace();
        const double effect = cv::norm(exact.gray, attributed.gray, cv::NORM_L1);
        QVERIFY(effect > 0);
        const double share = cv::norm(exact.gray, preview.gray, cv::NORM_L1) / effect;
        QVERIFY2(share < worstShare, qPrintable(QString("wrong by %1 of the effect").arg(share)));
        QCOMPARE(difference(preview.infraredWeight, exact.infraredWeight), 0.0);
    }

    void releasedEquationsIgnoreTheWeight()
    {
        FusionOptions chosen = options();
        chosen.equations = Equations::Released;
        const auto run = finished(chosen);
        const FusionTrace before = run->trace();
        QCOMPARE(before.provenance.equations, "released");
        run->rewind(0);
        run->setClassWeight(largestClass(before), 0.987);
        run->finish({});
        QCOMPARE(difference(run->trace().gray, before.gray), 0.0);
        double low = 0;
        double high = 0;
        cv::minMaxLoc(run->trace().gray, &low, &high); // stretched, as the released code does
        QCOMPARE(low, 0.0);
        QCOMPARE(high, 1.0);
    }

    void fewerStages()
    {
        FusionOptions chosen = options();
        chosen.stages = 2;
        const auto two = finished(chosen);
        const auto three = finished(options());
        QCOMPARE(two->trace().stages.size(), std::size_t(3));
        QCOMPARE(difference(two->trace().gray, three->trace().stages[2].fused), 0.0);
        QVERIFY(!two->trace().segmentationFused.empty());
    }

    void stopLeavesTheRunWhereItStood()
    {
        const auto run = makeFusionMethod("uaafusion", options())->start(scene());
        std::stop_source source;
        // The stop comes from inside the first stage, as a user's would.
        const JobControl stopping(source.get_token(), [&](double, std::string_view activity) {
            if (activity.starts_with("stage 1"))
                source.request_stop();
        });
        QVERIFY_EXCEPTION_THROWN(run->finish(stopping), Cancelled);
        QCOMPARE(run->stage(), 0);
        run->finish({}); // and it can go on
        QCOMPARE(difference(run->trace().gray, finished(options())->trace().gray), 0.0);
    }

    void droppedMemoriesAreComputedAgain()
    {
        Model model = loadModel(options().model);
        model.prepareForInference();
        UaaFusionSetup setup;
        setup.classSet = ClassSet::anonymous(16);
        setup.stages = 3;
        setup.device = "cpu";
        setup.fusion = std::make_shared<const GuidedFusion>(model, GuidanceOptions{});
        setup.memoryBudget = 0; // keeps the last state alone
        const auto run = makeUaaFusionRun(setup, scene());
        run->finish({});
        const cv::Mat before = run->trace().gray.clone();
        QCOMPARE(difference(before, finished(options())->trace().gray), 0.0);
        run->rewind(2);
        run->rewind(1);
        run->setClassWeight(largestClass(run->trace()), 0.123); // must not leak into the stages made again
        run->advance({});
        run->rewind(1);
        run->setClassWeight(
            largestClass(run->trace()),
            run->trace().classes[static_cast<std::size_t>(largestClass(run->trace()))].attributedWeight);
        run->finish({});
        QCOMPARE(difference(run->trace().gray, before), 0.0);
    }

    void halfPrecision()
    {
        FusionOptions half = options();
        half.halfPrecision = true;
        std::unique_ptr<FusionRun> run;
        try {
            run = makeFusionMethod("uaafusion", half)->start(scene());
        } catch (const Error& error) {
            QVERIFY2(QString(error.what()).contains("Cannot compute in half precision"), error.what());
            QSKIP(error.what());
        }
        run->finish({});
        const FusionTrace full = finished(options())->trace();
        QCOMPARE(run->trace().provenance.options.at("precision"), "half");
        QVERIFY(!full.provenance.options.contains("precision"));
        const double differs = difference(run->trace().gray, full.gray);
        QVERIFY2(differs > 1e-6 && differs < 0.004, qPrintable(QString::number(differs)));
        for (std::size_t c = 0; c < full.classes.size(); ++c) // attribution stays as precise as it was
            QCOMPARE(run->trace().classes[c].infraredWeight, full.classes[c].infraredWeight);
        run->rewind(1);
        run->advance({});
        QVERIFY(run->trace().stages.back().fused.type() == CV_32FC1);
    }

    void wrongUse()
    {
        const auto run = makeFusionMethod("uaafusion", options())->start(scene());
        VERIFY_ERROR(run->setClassWeight(1, 0.5), "not computed yet");
        VERIFY_ERROR(run->preview(finished(options())->trace(), {}), "not computed yet");
        run->advance({});
        VERIFY_ERROR(run->setClassWeight(16, 0.5), "class ids are 0 to 15");
        VERIFY_ERROR(run->setClassWeight(1, 1.5), "between 0 and 1");
        VERIFY_ERROR(run->setClassWeight(1, std::nan("")), "between 0 and 1");
        FusionOptions chosen = options();
        chosen.stages = 4;
        VERIFY_ERROR(makeFusionMethod("uaafusion", chosen), "the model has 3");
        chosen = options();
        chosen.quadratureRule = "simpson";
        VERIFY_ERROR(makeFusionMethod("uaafusion", chosen), "simpson");
        VERIFY_ERROR(makeFusionMethod("uaafusion", {}), "no model was given");
        VERIFY_ERROR(makeFusionMethod("mystery", {}), "uaafusion, refusion, laplacian");
        if (!torch::cuda::is_available()) {
            chosen = options();
            chosen.device = "cuda";
            VERIFY_ERROR(makeFusionMethod("uaafusion", chosen), "finds none");
        }
    }

    void damagedModels()
    {
        const std::filesystem::path file = options().model;
        WeightFile weights = readSafetensors(file);
        const auto refuses = [&](const WeightFile& damaged) {
            FusionOptions chosen = options();
            chosen.model = test::toPath(m_folder.filePath("damaged.safetensors"));
            writeSafetensors(chosen.model, damaged);
            try {
                makeFusionMethod("uaafusion", chosen);
            } catch (const Error& error) {
                return QString(error.what());
            }
            return QString("accepted");
        };
        WeightFile changed = weights;
        changed.metadata["architecture"] = "other";
        QVERIFY(refuses(changed).contains("architecture is \"other\""));
        changed = weights;
        changed.metadata.erase("fusion.width");
        QVERIFY(refuses(changed).contains("\"fusion.width\" is missing"));
        changed = weights;
        changed.metadata["fusion.stages"] = "1000000";
        QVERIFY(refuses(changed).contains("1 to 32 stages"));
        changed = weights;
        changed.metadata["segmentation.classes"] = "17";
        QVERIFY(refuses(changed).contains("instead of"));
        changed = weights;
        changed.tensors["fusion.step_sizes"] = torch::full({3}, NAN);
        QVERIFY(refuses(changed).contains("not finite"));
        changed = weights;
        changed.tensors["segmentation.backbone.stem_norm.running_var"].fill_(-1);
        QVERIFY(refuses(changed).contains("negative variance"));
        weights = readSafetensors(file);
        QCOMPARE(refuses(weights), QString("accepted"));

        // Finite weights whose results are not: an error at the stage, never a picture of NaN.
        weights.tensors["fusion.stage2.merge.first.weight"].fill_(3e38F);
        QCOMPARE(refuses(weights), QString("accepted"));
        FusionOptions chosen = options();
        chosen.model = test::toPath(m_folder.filePath("damaged.safetensors"));
        const auto run = makeFusionMethod("uaafusion", chosen)->start(scene());
        VERIFY_ERROR(run->finish({}), "not finite");
        QCOMPARE(run->stage(), 1);
        weights = readSafetensors(file);
        weights.tensors["segmentation.classify.weight"].fill_(3e38F);
        QCOMPARE(refuses(weights), QString("accepted"));
        VERIFY_ERROR(Segmenter(chosen.model, chosen.classSets).segment(scene().infrared.luminance), "not finite");
    }

private:
    QTemporaryDir m_folder;
};

DUOSCOPE_TEST_MAIN(TestUaaFusionRun)
#include "tst_uaafusion_run.moc"
