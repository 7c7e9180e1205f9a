// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/image/value_range.h"
#include "tests/support/error_log_guard.h"

#include <opencv2/core.hpp>

#include <cmath>
#include <limits>

using namespace duoscope;

namespace {

/// 0, 10, 20 … in a shuffled order, so that a percentile is not where it would be by chance.
cv::Mat tens(int count, int type)
{
    cv::Mat image(1, count, CV_32FC1);
    for (int i = 0; i < count; ++i)
        image.at<float>(0, i) = static_cast<float>(10 * ((i * 7) % count)); // 7 shares no factor with the counts used.
    image.convertTo(image, type);
    return image;
}

AppliedRange resolve(const cv::Mat& stored, const std::string& request, Modality modality = Modality::Infrared)
{
    return resolveRange(stored, modality, RangeRequest::parse(request), "night.tif");
}

} // namespace

class TestValueRange : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void requestsAreReadAndWritten_data()
    {
        QTest::addColumn<QString>("text");
        for (const char* text : {"auto", "full", "percentile:0.5,99.5", "percentile:0,100", "fixed:-40,120.25",
                                 "fixed:0.1,1e+20", "fixed:7200,9100"})
            QTest::newRow(text) << text;
    }
    void requestsAreReadAndWritten()
    {
        QFETCH(QString, text);
        const RangeRequest request = RangeRequest::parse(text.toStdString());
        QCOMPARE(QString::fromStdString(request.toString()), text);
        QVERIFY(RangeRequest::parse(request.toString()) == request);
    }

    void wrongRequests_data()
    {
        QTest::addColumn<QString>("reason");
        QTest::newRow("") << "no such rule";
        QTest::newRow("Full") << "no such rule";
        QTest::newRow("full ") << "no such rule";
        QTest::newRow("percentile") << "no such rule";
        QTest::newRow("percentile:5") << "two numbers";
        QTest::newRow("percentile:1,2,3") << "two numbers";
        QTest::newRow("percentile:a,b") << "two numbers";
        QTest::newRow("percentile:nan,5") << "two numbers";
        QTest::newRow("percentile:-1,50") << "between 0 and 100";
        QTest::newRow("percentile:1,100.5") << "between 0 and 100";
        QTest::newRow("percentile:60,40") << "must be below";
        QTest::newRow("fixed:5,5") << "must be below";
        QTest::newRow("fixed:0,inf") << "two numbers";
        QTest::newRow("fixed:1;2") << "two numbers";
    }
    void wrongRequests()
    {
        QFETCH(QString, reason);
        try {
            RangeRequest::parse(QTest::currentDataTag());
            QFAIL("the request was accepted");
        } catch (const Error& error) {
            QVERIFY(error.kind() == ErrorKind::Usage);
            QVERIFY2(QString(error.what()).contains(reason), error.what());
        }
    }

    void automatic_data()
    {
        QTest::addColumn<int>("type");
        QTest::addColumn<double>("scale");
        QTest::addColumn<QString>("infrared");
        QTest::addColumn<QString>("visible");
        const QString full = "full", robust = "percentile:0.5,99.5";
        QTest::newRow("8 bit") << CV_8U << 1.0 << full << full;
        QTest::newRow("16 bit") << CV_16U << 1.0 << robust << full;
        QTest::newRow("float within 0..1") << CV_32F << 1.0 / 190 << robust << full;
        QTest::newRow("float beyond 1") << CV_32F << 1.0 << robust << robust;
        QTest::newRow("float below 0") << CV_32F << -1.0 / 190 << robust << robust;
    }
    void automatic()
    {
        QFETCH(int, type);
        QFETCH(double, scale);
        QFETCH(QString, infrared);
        QFETCH(QString, visible);
        cv::Mat image;
        tens(20, CV_32F).convertTo(image, type, scale); // Up to 190.
        QCOMPARE(QString::fromStdString(resolve(image, "auto", Modality::Infrared).rule), infrared);
        QCOMPARE(QString::fromStdString(resolve(image, "auto", Modality::Visible).rule), visible);
    }

    void fullRange_data()
    {
        QTest::addColumn<int>("type");
        QTest::addColumn<double>("high");
        QTest::newRow("8 bit") << CV_8U << 255.0;
        QTest::newRow("16 bit") << CV_16U << 65535.0;
        QTest::newRow("float") << CV_32F << 1.0;
    }
    void fullRange()
    {
        QFETCH(int, type);
        QFETCH(double, high);
        cv::Mat image = (cv::Mat_<double>(1, 3) << 0, high * 0.6, high);
        image.convertTo(image, type);
        const AppliedRange range = resolve(image, "full");
        QCOMPARE(range.low, 0.0);
        QCOMPARE(range.high, high);
        const cv::Mat mapped = applyRange(image, range);
        QCOMPARE(mapped.at<float>(0, 0), 0.0F);
        QCOMPARE(mapped.at<float>(0, 1), 0.6F);
        QCOMPARE(mapped.at<float>(0, 2), 1.0F);
    }

    void percentiles_data()
    {
        QTest::addColumn<int>("type");
        QTest::addColumn<QString>("request");
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        // numpy.percentile([0, 10, …, 190], q) = 190 q / 100; the ranks are 19 q / 100.
        for (const int type : {CV_8U, CV_16U, CV_32F}) {
            QTest::addRow("%d exact", type) << type << "percentile:0,100" << 0.0 << 190.0;
            QTest::addRow("%d between", type) << type << "percentile:0.5,99.5" << 0.95 << 189.05;
            QTest::addRow("%d middle", type) << type << "percentile:25,50" << 47.5 << 95.0;
        }
    }
    void percentiles()
    {
        QFETCH(int, type);
        QFETCH(QString, request);
        QFETCH(double, low);
        QFETCH(double, high);
        const AppliedRange range = resolve(tens(20, type), request.toStdString());
        QVERIFY(std::abs(range.low - low) < 1e-9);
        QVERIFY(std::abs(range.high - high) < 1e-9);
    }

    void percentileOfUnevenValues()
    {
        // numpy.percentile([1, 2, 4, 1000], [50, 90]) = [3, 701.2]
        const cv::Mat image = (cv::Mat_<std::uint16_t>(2, 2) << 1000, 1, 4, 2);
        const AppliedRange range = resolve(image, "percentile:50,90");
        QVERIFY(std::abs(range.low - 3) < 1e-9);
        QVERIFY(std::abs(range.high - 701.2) < 1e-9);
        QCOMPARE(range.clippedBelow, 0.5);
        QCOMPARE(range.clippedAbove, 0.25);
    }

    void channelsShareOneRange()
    {
        const cv::Mat image(1, 1, CV_16UC3, cv::Scalar(100, 300, 200));
        const AppliedRange range = resolve(image, "percentile:0,100");
        QCOMPARE(range.low, 100.0);
        QCOMPARE(range.high, 300.0);
        QCOMPARE(applyRange(image, range).at<cv::Vec3f>(0, 0), cv::Vec3f(0, 1, 0.5F));
    }

    void partOfALargerImage()
    {
        cv::Mat whole(4, 4, CV_32FC1, cv::Scalar(99));
        whole(cv::Rect(1, 1, 2, 2)) = cv::Scalar(5);
        whole.at<float>(1, 1) = 1;
        const AppliedRange range = resolve(whole(cv::Rect(1, 1, 2, 2)), "percentile:0,100");
        QCOMPARE(range.low, 1.0);
        QCOMPARE(range.high, 5.0);
    }

    void fixedRangeCountsWhatItCuts()
    {
        const AppliedRange range = resolve(tens(20, CV_16U), "fixed:35,165");
        QCOMPARE(range.rule, std::string("fixed:35,165"));
        QCOMPARE(range.clippedBelow, 4 / 20.0); // 0, 10, 20, 30.
        QCOMPARE(range.clippedAbove, 3 / 20.0); // 170, 180, 190.
        const cv::Mat mapped = applyRange(tens(20, CV_16U), range);
        double low = 0, high = 0;
        cv::minMaxIdx(mapped, &low, &high);
        QCOMPARE(low, 0.0);
        QCOMPARE(high, 1.0);
    }

    void valuesOutsideAreCut()
    {
        const cv::Mat image = (cv::Mat_<float>(1, 4) << -0.25F, 0.25F, 0.5F, 0.75F);
        const cv::Mat mapped = applyRange(image, resolve(image, "fixed:0,0.5"));
        const cv::Mat expected = (cv::Mat_<float>(1, 4) << 0, 0.5F, 1, 1);
        QCOMPARE(cv::norm(mapped, expected, cv::NORM_INF), 0.0);
    }

    void nearlyConstantImageKeepsItsOutlier()
    {
        cv::Mat image(20, 20, CV_32FC1, cv::Scalar(5));
        image.at<float>(3, 3) = 5.5F;
        const AppliedRange range = resolve(image, "percentile:0.5,99.5");
        QCOMPARE(range.low, range.high);
        QCOMPARE(range.clippedAbove, 1 / 400.0);
        const cv::Mat mapped = applyRange(image, range);
        QCOMPARE(mapped.at<float>(3, 3), 1.0F);
        QCOMPARE(cv::countNonZero(mapped), 1);
    }

    void constantImageIsBlack_data()
    {
        QTest::addColumn<int>("type");
        QTest::newRow("8 bit") << CV_8U;
        QTest::newRow("16 bit") << CV_16U;
        QTest::newRow("float") << CV_32F;
    }
    void constantImageIsBlack()
    {
        QFETCH(int, type);
        const cv::Mat image(16, 16, type, cv::Scalar(77));
        const AppliedRange range = resolve(image, "percentile:0.5,99.5");
        QCOMPARE(range.low, 77.0);
        QCOMPARE(range.high, 77.0);
        QCOMPARE(range.clippedBelow + range.clippedAbove, 0.0);
        QCOMPARE(cv::countNonZero(applyRange(image, range)), 0);
    }

    void valuesThatAreNoNumbers_data()
    {
        QTest::addColumn<float>("value");
        QTest::newRow("NaN") << std::numeric_limits<float>::quiet_NaN();
        QTest::newRow("infinity") << std::numeric_limits<float>::infinity();
        QTest::newRow("minus infinity") << -std::numeric_limits<float>::infinity();
    }
    void valuesThatAreNoNumbers()
    {
        QFETCH(float, value);
        cv::Mat image(16, 16, CV_32FC1, cv::Scalar(0.5));
        image.at<float>(3, 12) = value;
        image.at<float>(9, 1) = value;
        for (const char* request : {"auto", "full", "fixed:0,1"})
            try {
                resolve(image, request);
                QFAIL("the image was accepted");
            } catch (const Error& error) {
                QVERIFY(error.kind() == ErrorKind::Input);
                const QString text = error.what();
                QVERIFY2(text.contains("night.tif: 2 of its values are NaN or infinite") &&
                             text.contains("column 12, row 3"),
                         error.what());
            }
    }
};

DUOSCOPE_TEST_MAIN(TestValueRange)
#include "tst_value_range.moc"
