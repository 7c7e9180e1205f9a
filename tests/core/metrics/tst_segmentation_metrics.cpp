// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/metrics/segmentation_metrics.h"
#include "tests/support/error_log_guard.h"
#include "tests/support/files.h"

#include <cmath>
#include <initializer_list>

using namespace duoscope;

namespace {

cv::Mat map(std::initializer_list<int> ids)
{
    cv::Mat row(1, static_cast<int>(ids.size()), CV_32SC1);
    std::copy(ids.begin(), ids.end(), row.ptr<int>());
    return row;
}

ClassSet classSet(std::initializer_list<const char*> names, int ignored)
{
    std::vector<LabelClass> classes;
    for (const char* name : names)
        classes.push_back({static_cast<int>(classes.size()), name, {}});
    return ClassSet("test", "Test", classes, ignored);
}

/// 0 is "unlabeled". Rows are labels, columns predictions:
///   2 1 0 1
///   1 3 2 0
///   0 1 4 1
///   0 0 0 0
ConfusionMatrix fourClasses()
{
    ConfusionMatrix matrix(4);
    matrix.add(map({0, 0, 1, 3, /**/ 0, 1, 1, 1, 2, 2, /**/ 1, 2, 2, 2, 2, 3}),
               map({0, 0, 0, 0, /**/ 1, 1, 1, 1, 1, 1, /**/ 2, 2, 2, 2, 2, 2}));
    return matrix;
}

bool isNear(const MetricValue& value, double expected)
{
    return value.isDefined() && std::abs(value.value - expected) < 1e-12;
}

} // namespace

class TestSegmentationMetrics : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void counts()
    {
        const ConfusionMatrix matrix = fourClasses();
        const int expected[4][4] = {{2, 1, 0, 1}, {1, 3, 2, 0}, {0, 1, 4, 1}, {0, 0, 0, 0}};
        for (int label = 0; label < 4; ++label)
            for (int prediction = 0; prediction < 4; ++prediction)
                QCOMPARE(matrix.count(label, prediction), expected[label][prediction]);
        QVERIFY_THROWS_EXCEPTION(std::out_of_range, matrix.count(4, 0));
        QVERIFY_THROWS_EXCEPTION(std::out_of_range, matrix.count(0, -1));
    }

    void agreementCountsTheReferencesClasses()
    {
        const ClassSet classes = classSet({"unlabeled", "a", "b", "c"}, 0);
        // Two pixels are unlabelled or unknown in the reference; "c" is seen, and not there.
        const cv::Mat reference = map({0, 255, 1, 1, 1, 2, 2, 2}), seen = map({1, 2, 1, 1, 3, 2, 2, 1});
        const SegmentationScores scores = agreementWith(reference, seen, classes);
        QCOMPARE(scores.classes.size(), 2U);
        QVERIFY(isNear(scores.classes[0].iou, 2.0 / 4));
        QVERIFY(isNear(scores.classes[1].iou, 2.0 / 3));
        QVERIFY(isNear(scores.meanIou, (2.0 / 4 + 2.0 / 3) / 2));
        QVERIFY(isNear(scores.pixelAccuracy, 4.0 / 6));
        const SegmentationScores itself = agreementWith(seen, seen, classes);
        QVERIFY(isNear(itself.meanIou, 1.0) && itself.classes.size() == 3);
        VERIFY_ERROR(agreementWith(reference, seen.colRange(0, 4), classes), "8 x 1");
        VERIFY_ERROR(agreementWith(seen, reference, classes), "255");
    }

    void allClasses()
    {
        const SegmentationScores scores =
            scoreSegmentation(fourClasses(), classSet({"unlabeled", "a", "b", "c"}, 0), ClassSelection::All);
        QCOMPARE(scores.classes.size(), 4U);
        QCOMPARE(scores.classes[1].name, "a");
        QCOMPARE(scores.classes[1].labelled, 6);
        QCOMPARE(scores.classes[1].predicted, 5);
        QVERIFY(isNear(scores.classes[0].accuracy, 2.0 / 4));
        QVERIFY(isNear(scores.classes[1].accuracy, 3.0 / 6));
        QVERIFY(isNear(scores.classes[2].accuracy, 4.0 / 6));
        QVERIFY(!scores.classes[3].accuracy.isDefined());
        QVERIFY(isNear(scores.classes[0].iou, 2.0 / 5));
        QVERIFY(isNear(scores.classes[1].iou, 3.0 / 8));
        QVERIFY(isNear(scores.classes[2].iou, 4.0 / 8));
        QVERIFY(isNear(scores.classes[3].iou, 0.0)); // predicted, but never there
        QVERIFY(isNear(scores.pixelAccuracy, 9.0 / 16));
        QVERIFY(isNear(scores.meanAccuracy, (0.5 + 0.5 + 4.0 / 6) / 3));
        QVERIFY(isNear(scores.meanIou, (0.4 + 0.375 + 0.5 + 0) / 4));
        QCOMPARE(scores.classesOfAccuracy, 3);
        QCOMPARE(scores.classesOfIou, 4);
    }

    void withoutTheIgnored()
    {
        const SegmentationScores scores =
            scoreSegmentation(fourClasses(), classSet({"unlabeled", "a", "b", "c"}, 0), ClassSelection::WithoutIgnored);
        QCOMPARE(scores.classes.size(), 3U);
        QCOMPARE(scores.classes[0].id, 1);
        QVERIFY(isNear(scores.classes[0].accuracy, 3.0 / 6)); // "unlabeled" is a wrong answer for pixels of a class
        QVERIFY(isNear(scores.classes[0].iou, 3.0 / 7));      // but any answer will do for unlabelled pixels
        QVERIFY(isNear(scores.classes[1].iou, 4.0 / 8));
        QVERIFY(isNear(scores.classes[2].iou, 0.0));
        QVERIFY(isNear(scores.pixelAccuracy, 7.0 / 12));
        QVERIFY(isNear(scores.meanAccuracy, (0.5 + 4.0 / 6) / 2));
        QVERIFY(isNear(scores.meanIou, (3.0 / 7 + 0.5 + 0) / 3));
        QCOMPARE(scores.classesOfIou, 3);
    }

    void presentOnly()
    {
        const SegmentationScores scores =
            scoreSegmentation(fourClasses(), classSet({"unlabeled", "a", "b", "c"}, 0), ClassSelection::Present);
        QCOMPARE(scores.classes.size(), 2U);
        QVERIFY(isNear(scores.meanIou, (3.0 / 7 + 0.5) / 2));
        QCOMPARE(scores.classesOfIou, 2);
    }

    void theEightOfThePaper()
    {
        const ClassSet fmb = ClassSet::load(DUOSCOPE_SOURCE_DIR "/resources/class_sets/fmb.json");
        ConfusionMatrix matrix(fmb.size());
        const int car = fmb.idOf("car"), person = fmb.idOf("person"), road = fmb.idOf("road");
        matrix.add(map({car, car, road, person, road, road, 0, car}), map({car, car, car, person, road, car, car, 0}));
        const SegmentationScores scores = scoreSegmentation(matrix, fmb, ClassSelection::PaperEight);
        QStringList names;
        for (const ClassScore& score : scores.classes)
            names << QString::fromStdString(score.name);
        QCOMPARE(names, (QStringList{"car", "person", "truck", "lamp", "sign", "building", "vegetation", "pole"}));
        QVERIFY(isNear(scores.classes[0].accuracy, 2.0 / 5));
        QVERIFY(isNear(scores.classes[0].iou, 2.0 / 5));
        QVERIFY(isNear(scores.meanIou, (0.4 + 1) / 2));
        QCOMPARE(scores.classesOfIou, 2); // six of the eight do not occur
        QVERIFY(!scores.classes[2].iou.isDefined());
        VERIFY_ERROR(scoreSegmentation(fourClasses(), classSet({"unlabeled", "car", "person", "c"}, 0),
                                       ClassSelection::PaperEight),
                     "has no class \"truck\"");
    }

    void nothingThere()
    {
        const SegmentationScores scores =
            scoreSegmentation(ConfusionMatrix(2), classSet({"a", "b"}, -1), ClassSelection::All);
        QVERIFY(!scores.pixelAccuracy.isDefined());
        QVERIFY(!scores.meanAccuracy.isDefined());
        QVERIFY(!scores.meanIou.isDefined());
        QVERIFY(std::isnan(scores.meanIou.value));
        QCOMPARE(scores.classesOfIou, 0);
        const SegmentationScores none =
            scoreSegmentation(ConfusionMatrix(2), classSet({"a", "b"}, -1), ClassSelection::Present);
        QVERIFY(none.classes.empty());
        QVERIFY(!none.meanIou.isDefined());
    }

    void ignoredLabelsAreNotCounted()
    {
        ConfusionMatrix matrix(2);
        matrix.add(map({0, 7, 1, -3}), map({0, 255, 255, 255}), 255); // nor are the predictions there looked at
        QCOMPARE(matrix.count(0, 0), 1);
        QCOMPARE(matrix.count(1, 1), 0);
    }

    void mapsOfOtherDepths()
    {
        ConfusionMatrix matrix(2);
        matrix.add(cv::Mat(2, 3, CV_8UC1, cv::Scalar(1)), cv::Mat(2, 3, CV_16UC1, cv::Scalar(1)));
        QCOMPARE(matrix.count(1, 1), 6);
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, matrix.add(cv::Mat(2, 3, CV_32FC1, cv::Scalar(1)), map({1})));
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, matrix.add(map({1}), cv::Mat(2, 3, CV_8UC3)));
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, matrix.add(cv::Mat(), cv::Mat()));
    }

    void sums()
    {
        ConfusionMatrix matrix = fourClasses();
        matrix.add(fourClasses());
        QCOMPARE(matrix.count(2, 2), 8);
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, matrix.add(ConfusionMatrix(3)));
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, ConfusionMatrix(0));
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument,
                                 scoreSegmentation(matrix, classSet({"a"}, -1), ClassSelection::All));
    }

    void unusableMaps()
    {
        ConfusionMatrix matrix(2);
        VERIFY_ERROR(matrix.add(map({0, 1}), map({0, 2})), "label map: it holds the id 2 at 1, 0");
        VERIFY_ERROR(matrix.add(map({0, -1}), map({0, 1})), "prediction: it holds the id -1 at 1, 0");
        VERIFY_ERROR(matrix.add(map({0, 1}), map({0, 1, 1})), "2 x 1");
        QCOMPARE(matrix.count(0, 0), 0); // what failed left nothing behind
    }

    void selectionNames()
    {
        for (const ClassSelection selection :
             {ClassSelection::All, ClassSelection::WithoutIgnored, ClassSelection::Present, ClassSelection::PaperEight})
            QVERIFY(parseClassSelection(toString(selection)) == selection);
        VERIFY_ERROR(parseClassSelection("some"), "without-ignored");
    }
};

DUOSCOPE_TEST_MAIN(TestSegmentationMetrics)
#include "tst_segmentation_metrics.moc"
