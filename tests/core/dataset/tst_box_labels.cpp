// SPDX-License-Identifier: GPL-3.0-or-later
// Labels from boxes around bodies whose pixels are known.
#include "core/dataset/box_labels.h"
#include "core/labels/label_values.h"
#include "tests/support/error_log_guard.h"

#include <opencv2/core.hpp>

#include <functional>

using namespace duoscope;

namespace {

constexpr int kPerson = 8, kCar = 9, kBus = 11, kBicycle = 13, kPole = 14;
const cv::Size kPicture(120, 90);

/// Cool, with a slight texture.
cv::Mat coolStreet()
{
    cv::Mat infrared(kPicture, CV_8UC1);
    for (int y = 0; y < infrared.rows; ++y)
        for (int x = 0; x < infrared.cols; ++x)
            infrared.at<uchar>(y, x) = static_cast<uchar>(40 + (x * 5 + y * 3) % 7);
    return infrared;
}

using Shape = std::function<bool(int x, int y)>;

cv::Mat withBody(const Shape& body, int warmth = 200)
{
    cv::Mat infrared = coolStreet();
    for (int y = 0; y < infrared.rows; ++y)
        for (int x = 0; x < infrared.cols; ++x)
            if (body(x, y))
                infrared.at<uchar>(y, x) = static_cast<uchar>(warmth + (x + y) % 5);
    return infrared;
}

Shape block(cv::Rect area)
{
    return [area](int x, int y) { return area.contains({x, y}); };
}

/// The ellipse in the middle of a box.
Shape middleOf(cv::Rect2d box, double width, double height)
{
    return [=](int x, int y) {
        const double dx = (x + 0.5 - box.x - box.width / 2) / (width * box.width / 2);
        const double dy = (y + 0.5 - box.y - box.height / 2) / (height * box.height / 2);
        return dx * dx + dy * dy <= 1;
    };
}

cv::Mat labelled(const std::vector<LabelBox>& boxes, const cv::Mat& infrared)
{
    return labelsFromBoxes(boxes, infrared, ClassSet::load(DUOSCOPE_SOURCE_DIR "/resources/class_sets/street.json"));
}

/// What one box must give: its class within the shape, unknown around it up to three pixels beyond.
int wrongPixels(const cv::Mat& labels, cv::Rect box, int classId, const Shape& body)
{
    const cv::Rect margin(box.x - 3, box.y - 3, box.width + 6, box.height + 6);
    int wrong = 0;
    for (int y = 0; y < labels.rows; ++y)
        for (int x = 0; x < labels.cols; ++x) {
            const int expected = box.contains({x, y}) && body(x, y) ? classId
                                 : margin.contains({x, y})          ? kLabelUnknown
                                                                    : kLabelOutsideBoxes;
            wrong += labels.at<uchar>(y, x) != expected;
        }
    return wrong;
}

} // namespace

class TestBoxLabels : public QObject {
    Q_OBJECT

    const cv::Rect m_box{40, 20, 24, 48};

    LabelBox box(int classId, bool inVisible = false) const { return {classId, cv::Rect2d(m_box), inVisible}; }

private Q_SLOTS:
    void warmBody()
    {
        const Shape body = [](int x, int y) { // a head above a trunk and two legs
            return cv::Rect(49, 24, 6, 6).contains({x, y}) || cv::Rect(45, 30, 14, 18).contains({x, y}) ||
                   cv::Rect(46, 48, 4, 16).contains({x, y}) || cv::Rect(54, 48, 4, 16).contains({x, y});
        };
        QCOMPARE(wrongPixels(labelled({box(kPerson)}, withBody(body)), m_box, kPerson, body), 0);
    }

    void onlyThePartThatMeetsTheMiddle()
    {
        const Shape body = block({47, 26, 10, 36});
        const Shape lamp = block({62, 21, 2, 3});
        const cv::Mat infrared = withBody([&](int x, int y) { return body(x, y) || lamp(x, y); });
        QCOMPARE(wrongPixels(labelled({box(kPerson)}, infrared), m_box, kPerson, body), 0);
    }

    void ellipseWhereNoBodyStandsOut_data()
    {
        QTest::addColumn<cv::Rect>("warm");
        QTest::addColumn<int>("warmth");
        QTest::addColumn<bool>("inVisible");
        QTest::newRow("nothing warm") << cv::Rect() << 200 << false;
        QTest::newRow("hardly warmer") << cv::Rect(47, 26, 10, 36) << 50 << false;
        QTest::newRow("too small a part") << cv::Rect(50, 40, 5, 5) << 200 << false;
        QTest::newRow("too large a part") << cv::Rect(40, 20, 24, 46) << 200 << false;
        QTest::newRow("beside the middle") << cv::Rect(40, 20, 7, 48) << 200 << false;
        QTest::newRow("seen in the visible image only") << cv::Rect(47, 26, 10, 36) << 200 << true;
    }
    void ellipseWhereNoBodyStandsOut()
    {
        QFETCH(cv::Rect, warm);
        QFETCH(int, warmth);
        QFETCH(bool, inVisible);
        const cv::Mat labels = labelled({box(kPerson, inVisible)}, withBody(block(warm), warmth));
        QCOMPARE(wrongPixels(labels, m_box, kPerson, middleOf(m_box, 0.45, 0.8)), 0);
    }

    void otherClasses_data()
    {
        QTest::addColumn<int>("classId");
        QTest::addColumn<double>("width");
        QTest::addColumn<double>("height");
        QTest::newRow("car") << kCar << 0.8 << 0.75;
        QTest::newRow("bus") << kBus << 0.8 << 0.75;
        QTest::newRow("bicycle") << kBicycle << 0.5 << 0.5;
        QTest::newRow("pole") << kPole << 0.0 << 0.0;
        QTest::newRow("none of the set") << -1 << 0.0 << 0.0;
    }
    void otherClasses()
    {
        QFETCH(int, classId);
        QFETCH(double, width);
        QFETCH(double, height);
        const cv::Mat labels = labelled({box(classId)}, withBody(block({47, 26, 10, 36})));
        const Shape body = width > 0 ? middleOf(m_box, width, height) : [](int, int) { return false; };
        QCOMPARE(wrongPixels(labels, m_box, classId, body), 0);
    }

    void smallBoxesStayUnknown_data()
    {
        QTest::addColumn<cv::Rect>("area");
        QTest::newRow("narrow") << cv::Rect(30, 30, 5, 20);
        QTest::newRow("low") << cv::Rect(30, 30, 20, 9);
    }
    void smallBoxesStayUnknown()
    {
        QFETCH(cv::Rect, area);
        const cv::Mat labels = labelled({{kCar, cv::Rect2d(area), false}}, coolStreet());
        QCOMPARE(wrongPixels(labels, area, kCar, [](int, int) { return false; }), 0);
    }

    void noBoxesAtAll()
    {
        const cv::Mat labels = labelled({}, coolStreet());
        QCOMPARE(cv::countNonZero(labels == kLabelOutsideBoxes), kPicture.area());
    }

    void boxesAtTheEdge()
    {
        for (const cv::Rect2d area : {cv::Rect2d(0, 0, 30, 40), cv::Rect2d(90, 50, 30, 40), cv::Rect2d(0, 0, 120, 90),
                                      cv::Rect2d(119.7, 0, 0.3, 20)}) {
            const cv::Mat labels = labelled({{kPerson, area, false}}, withBody(block({5, 5, 12, 30})));
            QCOMPARE(labels.size(), kPicture);
        }
    }

    void smallerBoxesLieAbove()
    {
        const LabelBox large{kCar, {10, 10, 80, 60}, false}, small{kBicycle, {40, 30, 20, 20}, false};
        for (const auto& boxes : {std::vector{large, small}, std::vector{small, large}}) {
            const cv::Mat labels = labelled(boxes, coolStreet());
            QCOMPARE(labels.at<uchar>(40, 50), uchar(kBicycle)); // the middle of both
            QCOMPARE(labels.at<uchar>(31, 41), kLabelUnknown);   // in the small box beside its ellipse
            QCOMPARE(labels.at<uchar>(40, 30), uchar(kCar));
        }
    }

    void merging()
    {
        const LabelBox first{kPerson, {10, 10, 20, 40}, false}, alike{kPerson, {12, 12, 20, 40}, true},
            apart{kPerson, {25, 10, 20, 40}, false}, other{kCar, {10, 10, 20, 40}, false};
        const std::vector<LabelBox> merged = mergeBoxes({first, alike, apart, other});
        QCOMPARE(merged.size(), std::size_t(3));
        QVERIFY(merged[0].area == first.area && !merged[0].inVisible);
        QVERIFY(merged[1].area == apart.area);
        QCOMPARE(merged[2].classId, kCar);
        QVERIFY(mergeBoxes({alike, first})[0].inVisible);
    }
};

DUOSCOPE_TEST_MAIN(TestBoxLabels)
#include "tst_box_labels.moc"
