// SPDX-License-Identifier: GPL-3.0-or-later
// The bundled model's segmentation network on its own.
#include "core/base/error.h"
#include "core/dataset/synthetic_scene.h"
#include "core/fusion/baseline.h"
#include "core/fusion/method_registry.h"
#include "core/fusion/segmenter.h"
#include "tests/support/error_log_guard.h"
#include "tests/support/files.h"

#include <opencv2/core.hpp>

#include <cmath>
#include <vector>

using namespace duoscope;

namespace {

const std::string kModel = DUOSCOPE_SOURCE_DIR "/resources/models/uaafusion.safetensors";
const std::string kClassSets = DUOSCOPE_SOURCE_DIR "/resources/class_sets";

Segmenter bundled() { return Segmenter(kModel, kClassSets, "cpu", 1); }

/// Dark above, bright below, with a column between: more than one class to any network.
cv::Mat picture()
{
    cv::Mat image(48, 72, CV_32FC1, cv::Scalar(0.1));
    image.rowRange(30, 48) = 0.7;
    image.colRange(20, 32) = 0.95;
    return image;
}

} // namespace

class TestSegmenter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void seesWhatTheTraceHas()
    {
        const Segmenter segmenter = bundled();
        QCOMPARE(segmenter.classSet().name(), "street");
        FusionOptions options;
        options.model = kModel;
        options.classSets = kClassSets;
        options.attribution = AttributionMode::Off;
        options.stages = 1;
        options.device = "cpu";
        options.threads = 1;
        ImagePair pair;
        pair.infrared.luminance = picture();
        pair.visible.luminance = 1 - picture();
        const FusionTrace trace = makeFusionMethod("uaafusion", options)->fuse(pair, {});
        const cv::Mat infrared = segmenter.segment(picture());
        QCOMPARE(infrared.type(), CV_32SC1);
        QCOMPARE(infrared.size(), picture().size());
        QVERIFY(cv::countNonZero(infrared == infrared.at<int>(0, 0)) < 48 * 72); // more than one class
        QCOMPARE(cv::norm(infrared, trace.segmentationInfrared, cv::NORM_INF), 0.0);
        QCOMPARE(cv::norm(segmenter.segment(1 - picture()), trace.segmentationVisible, cv::NORM_INF), 0.0);
        // A part of a larger picture, whose rows are not contiguous.
        cv::Mat larger(60, 90, CV_32FC1, cv::Scalar(0.5));
        cv::Mat part = larger(cv::Rect(5, 5, 72, 48));
        picture().copyTo(part);
        QCOMPARE(cv::norm(segmenter.segment(part), infrared, cv::NORM_INF), 0.0);

        QCOMPARE(segmenter.provenance().modelHash, trace.provenance.modelHash);
        QCOMPARE(segmenter.provenance().versions, trace.provenance.versions);
        QCOMPARE(segmenter.provenance().device, "cpu");
        QCOMPARE(segmenter.provenance().threads, 1);
    }

    void attributionIsComplete()
    {
        const Segmenter segmenter = bundled();
        const cv::Mat scene = generateScene({120, 90, 1, SceneTime::Day, SceneWeather::Clear}).infrared;
        cv::Mat image;
        scene.convertTo(image, CV_32F, 1.0 / 255);
        for (const Baseline baseline : {Baseline::Zero, Baseline::Mean, Baseline::Blur}) {
            std::vector<double> residuals; // as shares of the score's change
            for (const int steps : {2, ScoreAttributionOptions().quadrature.steps}) {
                ScoreAttributionOptions options;
                options.quadrature.steps = steps;
                const ScoreAttribution made = segmenter.explain(image, baselineImage(baseline, image), options);
                QCOMPARE(cv::norm(made.segmentation, segmenter.segment(image), cv::NORM_INF), 0.0);
                QCOMPARE(made.pixels, 120 * 90);
                QCOMPARE(made.map.size(), image.size());
                QVERIFY(qAbs(cv::sum(made.map)[0] - made.change() - made.residual) < 1e-4);
                QVERIFY2(qAbs(made.change()) > 0.05, qPrintable(QString::number(made.change())));
                residuals.push_back(qAbs(made.residual / made.change()));
            }
            const QString text = QString("%1: %2, %3").arg(int(baseline)).arg(residuals[0]).arg(residuals[1]);
            QVERIFY2(residuals[1] < residuals[0] && residuals[1] < 0.1, qPrintable(text));
        }
    }

    void theScoreIsThatOfThePicture()
    {
        const Segmenter segmenter = bundled();
        const cv::Mat image = picture();
        ScoreAttributionOptions options;
        options.quadrature.steps = 1;
        const ScoreAttribution fromBlack = segmenter.explain(image, baselineImage(Baseline::Zero, image), options);
        const ScoreAttribution fromMean = segmenter.explain(image, baselineImage(Baseline::Mean, image), options);
        QCOMPARE(fromBlack.score, fromMean.score);
        QVERIFY(fromBlack.baselineScore != fromMean.baselineScore);
        // The mean over all is the mean of the classes' means, weighted by their pixels.
        double sum = 0;
        std::int64_t pixels = 0;
        int absent = -1;
        for (options.classId = 0; options.classId < segmenter.classSet().size(); ++options.classId) {
            const ScoreAttribution one = segmenter.explain(image, baselineImage(Baseline::Zero, image), options);
            QCOMPARE(one.pixels, cv::countNonZero(one.segmentation == options.classId));
            sum += static_cast<double>(one.pixels) * one.score;
            pixels += one.pixels;
            if (one.pixels == 0) {
                absent = options.classId;
                QVERIFY(one.map.empty());
                QCOMPARE(one.change(), 0.0);
            }
        }
        QVERIFY(absent >= 0);
        QCOMPARE(pixels, 48 * 72);
        QVERIFY(qAbs(sum / (48 * 72) - fromBlack.score) < 1e-4);
    }

    void aFlatPictureHasNothingBeyondItsMean()
    {
        const cv::Mat flat(48, 64, CV_32FC1, cv::Scalar(0.375));
        for (const Baseline baseline : {Baseline::Mean, Baseline::Blur}) {
            const ScoreAttribution made = bundled().explain(flat, baselineImage(baseline, flat));
            QVERIFY(cv::norm(made.map, cv::NORM_INF) < 1e-6);
            QVERIFY(qAbs(made.change()) < 1e-4);
        }
        QVERIFY(cv::norm(bundled().explain(flat, baselineImage(Baseline::Zero, flat)).map, cv::NORM_INF) > 1e-6);
    }

    void baselines()
    {
        cv::Mat image(60, 80, CV_32FC1, cv::Scalar(0.25));
        image.colRange(40, 80) = 0.75;
        QCOMPARE(cv::norm(baselineImage(Baseline::Zero, image)), 0.0);
        QVERIFY(cv::norm(baselineImage(Baseline::Mean, image) - 0.5, cv::NORM_INF) < 1e-6);
        QCOMPARE(blurSigma(image.size()), 3.0);
        const cv::Mat blurred = baselineImage(Baseline::Blur, image);
        QCOMPARE(blurred.size(), image.size());
        QVERIFY(qAbs(blurred.at<float>(30, 0) - 0.25F) < 1e-4F && qAbs(blurred.at<float>(30, 79) - 0.75F) < 1e-4F);
        // A Gaussian of sigma 3, half a pixel beside the edge.
        QVERIFY(qAbs(blurred.at<float>(30, 40) - (0.5 + 0.25 * std::erf(0.5 / (3 * std::sqrt(2.0))))) < 2e-3);
        ImagePair pair;
        pair.infrared.luminance = picture();
        pair.visible.luminance = image;
        QVERIFY(baselineImage(Baseline::Visible, image, &pair).data == image.data);
        QVERIFY(baselineImage(Baseline::Infrared, picture(), &pair).data == pair.infrared.luminance.data);
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, baselineImage(Baseline::Infrared, image, &pair)); // other size
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, baselineImage(Baseline::Visible, image));
        for (const Baseline each :
             {Baseline::Zero, Baseline::Mean, Baseline::Blur, Baseline::Infrared, Baseline::Visible})
            QVERIFY(parseBaseline(toString(each)) == each && isSource(each) == (each >= Baseline::Infrared));
        VERIFY_ERROR(parseBaseline("white"), "white");
    }

    void stops()
    {
        std::stop_source source;
        source.request_stop();
        QVERIFY_THROWS_EXCEPTION(Cancelled, bundled().segment(picture(), JobControl(source.get_token(), {})));
        QVERIFY_THROWS_EXCEPTION(Cancelled,
                                 bundled().explain(picture(), 1 - picture(), {}, JobControl(source.get_token(), {})));
    }

    void wrongUse()
    {
        const Segmenter segmenter = bundled();
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, segmenter.segment({}));
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, segmenter.segment(cv::Mat(32, 32, CV_8UC1, cv::Scalar(1))));
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, segmenter.explain(picture(), picture().colRange(0, 60)));
        ScoreAttributionOptions options;
        options.classId = 16;
        VERIFY_ERROR(segmenter.explain(picture(), 1 - picture(), options), "no class 16");
        options = {-1, {QuadratureRule::Midpoint, 0}};
        VERIFY_ERROR(segmenter.explain(picture(), 1 - picture(), options), "1 to 1000 steps");
        VERIFY_ERROR(Segmenter("missing.safetensors", kClassSets, "cpu", 1), "missing.safetensors");
        VERIFY_ERROR(Segmenter(kModel, kClassSets, "abacus", 1), "Unknown device");
    }

    void classesWithoutASetHaveNumbers()
    {
        const Segmenter segmenter(kModel, "no folder", "cpu", 1);
        QCOMPARE(segmenter.classSet().name(), "anonymous");
        QCOMPARE(segmenter.classSet().size(), 16);
    }
};

DUOSCOPE_TEST_MAIN(TestSegmenter)
#include "tst_segmenter.moc"
