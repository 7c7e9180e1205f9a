// SPDX-License-Identifier: GPL-3.0-or-later
// The bundled model's segmentation network on its own.
#include "core/base/error.h"
#include "core/fusion/method_registry.h"
#include "core/fusion/segmenter.h"
#include "tests/support/error_log_guard.h"
#include "tests/support/files.h"

#include <opencv2/core.hpp>

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

    void stops()
    {
        std::stop_source source;
        source.request_stop();
        QVERIFY_THROWS_EXCEPTION(Cancelled, bundled().segment(picture(), JobControl(source.get_token(), {})));
    }

    void wrongUse()
    {
        const Segmenter segmenter = bundled();
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, segmenter.segment({}));
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, segmenter.segment(cv::Mat(32, 32, CV_8UC1, cv::Scalar(1))));
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
