// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/box_evaluation.h"
#include "tests/support/error_log_guard.h"

#include <opencv2/core.hpp>

using namespace duoscope;

namespace {

constexpr int kPerson = 8, kCar = 9;

/// A map of 200 x 160 pixels without any class, but for so many persons from the top left of an area on, row by row.
cv::Mat mapWith(int persons, const cv::Rect& area)
{
    cv::Mat ids(160, 200, CV_8UC1, cv::Scalar(0));
    for (int i = 0; i < persons; ++i)
        ids.at<uchar>(area.y + i / area.width, area.x + i % area.width) = kPerson;
    return ids;
}

BoxCount personsIn(const cv::Mat& ids, const cv::Rect2d& area, const BoxRule& rule = {})
{
    return countFoundBoxes(ids, {{kPerson, area, false}}, rule).at(kPerson);
}

} // namespace

class TestFoundBoxes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void shareOfPixels_data()
    {
        QTest::addColumn<int>("persons");
        QTest::addColumn<bool>("isFound");
        QTest::newRow("none") << 0 << false;
        QTest::newRow("one less than 20 %") << 199 << false;
        QTest::newRow("20 %") << 200 << true;
        QTest::newRow("all") << 1000 << true;
    }
    void shareOfPixels()
    {
        QFETCH(int, persons);
        QFETCH(bool, isFound);
        const cv::Rect area(10, 20, 20, 50);
        QCOMPARE(personsIn(mapWith(persons, area), area), (BoxCount{1, isFound}));
    }

    void pixelsBesideTheBoxDoNotCount()
    {
        cv::Mat ids(160, 200, CV_8UC1, cv::Scalar(kPerson));
        ids(cv::Rect(10, 20, 20, 50)) = 0;
        QCOMPARE(personsIn(ids, {10, 20, 20, 50}), (BoxCount{1, 0}));
    }

    void height_data()
    {
        QTest::addColumn<double>("top");
        QTest::addColumn<double>("bottom");
        QTest::addColumn<bool>("counts");
        QTest::newRow("40") << 10.0 << 50.0 << false;
        QTest::newRow("41") << 10.0 << 51.0 << true;
        QTest::newRow("40.9 that rounds to 40") << 9.6 << 50.4 << false;
        QTest::newRow("40.2 that rounds to 41") << 10.4 << 50.6 << true;
        QTest::newRow("halves go up") << 10.5 << 51.5 << true; // 11 to 52
        QTest::newRow("a half at the top alone") << 10.5 << 51.4 << false;
        QTest::newRow("cut at the edge to 40") << 120.0 << 170.0 << false;
        QTest::newRow("cut at the edge to 41") << 119.0 << 170.0 << true;
        QTest::newRow("cut at the upper edge") << -30.0 << 41.0 << true;
    }
    void height()
    {
        QFETCH(double, top);
        QFETCH(double, bottom);
        QFETCH(bool, counts);
        const cv::Mat ids(160, 200, CV_8UC1, cv::Scalar(kPerson));
        QCOMPARE(personsIn(ids, {10, top, 20, bottom - top}), (BoxCount{counts, counts}));
    }

    void boxesWithoutPixels()
    {
        const cv::Mat ids(160, 200, CV_8UC1, cv::Scalar(kPerson));
        QCOMPARE(personsIn(ids, {10, 10, 0.3, 100}), (BoxCount{0, 0}));   // no column
        QCOMPARE(personsIn(ids, {300, 10, 20, 100}), (BoxCount{0, 0}));   // beside the map
        QCOMPARE(personsIn(ids, {10, -200, 20, 100}), (BoxCount{0, 0}));  // above it
        QCOMPARE(personsIn(ids, {199.4, 10, 20, 100}), (BoxCount{1, 1})); // its last column
    }

    void classes()
    {
        cv::Mat ids(160, 200, CV_8UC1, cv::Scalar(kCar));
        ids.colRange(0, 100) = kPerson;
        const cv::Rect2d left(10, 10, 50, 60), right(110, 10, 50, 60), low(10, 10, 50, 30);
        const std::vector<LabelBox> boxes{{kPerson, left, false}, {kPerson, right, false}, {kCar, right, true},
                                          {kCar, low, false},     {-1, left, false},       {13, low, false}};
        const std::map<int, BoxCount> expected{{kPerson, {2, 1}}, {kCar, {1, 1}}, {13, {0, 0}}};
        for (const int type : {CV_8UC1, CV_16UC1, CV_32SC1}) {
            cv::Mat same;
            ids.convertTo(same, type);
            QVERIFY(countFoundBoxes(same, boxes) == expected);
        }
        QVERIFY(countFoundBoxes(ids, {}).empty());
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, countFoundBoxes(cv::Mat(9, 9, CV_32FC1), boxes));
    }

    void otherRules()
    {
        const cv::Rect area(0, 0, 10, 10);
        const cv::Mat ids = mapWith(50, area);
        QCOMPARE(personsIn(ids, area, {10, 0.5}), (BoxCount{0, 0}));
        QCOMPARE(personsIn(ids, area, {9, 0.5}), (BoxCount{1, 1}));
        QCOMPARE(personsIn(ids, area, {9, 0.51}), (BoxCount{1, 0}));
    }

    void table()
    {
        BoxEvaluation evaluation;
        evaluation.methods = {"infrared", "ours"};
        evaluation.classes = {{kPerson, "person"}, {kCar, "car"}, {13, "bicycle"}};
        evaluation.counts = {{{4, 1}, {12, 12}, {0, 0}}, {{4, 3}, {12, 6}, {0, 0}}};
        const MetricTable found = boxTable(evaluation, false);
        QCOMPARE(found.columns().size(), 4u);
        QCOMPARE(found.columns()[0].name, "person");
        QCOMPARE(found.cell(0, 0).value.value, 25.0);
        QCOMPARE(found.cell(1, 0).value.value, 75.0);
        QCOMPARE(found.cell(1, 0).count, 4);
        QVERIFY(found.place(1, 0) == Place::Best);
        QVERIFY(!found.cell(0, 2).value.isDefined());
        QCOMPARE(found.cell(0, 2).value.undefinedBecause, "no box is taller than 40 pixels");
        QCOMPARE(found.columns()[3].name, "all");
        QCOMPARE(found.cell(0, 3).value.value, 100 * 13 / 16.0);
        QCOMPARE(found.cell(0, 3).count, 16);
        const MetricTable withNumbers = boxTable(evaluation, true);
        QCOMPARE(withNumbers.columns()[1].name, "car (12)");
        QCOMPARE(withNumbers.columns()[2].name, "bicycle (0)");
        QCOMPARE(withNumbers.columns()[3].name, "all (16)");
        QCOMPARE(boxTable({}, true).rows(), 0u);
    }
};

DUOSCOPE_TEST_MAIN(TestFoundBoxes)
#include "tst_found_boxes.moc"
