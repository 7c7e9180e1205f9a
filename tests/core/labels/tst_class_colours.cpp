// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/labels/class_colours.h"
#include "core/labels/label_values.h"
#include "tests/support/error_log_guard.h"

#include <opencv2/core.hpp>

using namespace duoscope;

class TestClassColours : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void colours()
    {
        const ClassSet set("two", "Two", {{0, "sky", {1, 2, 3}}, {1, "road", {200, 100, 50}}}, -1);
        const cv::Mat ids = (cv::Mat_<int>(2, 3) << 0, 1, 2, -1, kLabelUnknown, 1);
        cv::Mat bytes;
        ids.convertTo(bytes, CV_8U);
        bytes.at<uchar>(1, 0) = kLabelOutsideBoxes;
        const cv::Vec3b sky(3, 2, 1), road(50, 100, 200), none(0, 0, 0);
        for (const cv::Mat& map : {ids, bytes}) {
            const cv::Mat picture = colourClasses(map, set);
            QCOMPARE(picture.type(), CV_8UC3);
            QCOMPARE(picture.size(), ids.size());
            const cv::Vec3b expected[6] = {sky, road, none, none, none, road};
            for (int i = 0; i < 6; ++i)
                QVERIFY(picture.at<cv::Vec3b>(i / 3, i % 3) == expected[i]);
        }
        QVERIFY(colourClasses(cv::Mat(0, 0, CV_8UC1), set).empty());
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, colourClasses(cv::Mat(2, 2, CV_32FC1), set));
    }
};

DUOSCOPE_TEST_MAIN(TestClassColours)
#include "tst_class_colours.moc"
