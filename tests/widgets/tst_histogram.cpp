// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/image_file.h"
#include "tests/support/files.h"
#include "tests/support/widget_test.h"
#include "widgets/bridge/view_state.h"
#include "widgets/panels/histogram_panel.h"
#include "widgets/panels/profile_panel.h"
#include "widgets/plots/curve_plot.h"
#include "widgets/plots/histogram_plot.h"

#include <opencv2/core.hpp>

#include <QLabel>
#include <QSignalSpy>
#include <QTableWidget>

#include <cmath>
#include <limits>

using namespace duoscope;

namespace {

constexpr int kPatience = 60000; ///< ms, for a loaded machine
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

} // namespace

class TestHistogram : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void statisticsAreOfFiniteValues()
    {
        const cv::Mat values = (cv::Mat_<float>(2, 4) << 1, 2, 3, 4, kNan, kInfinity, -kInfinity, kNan);
        const ValueStatistics found = statisticsOf(values);
        QCOMPARE(found.finite, 4);
        QCOMPARE(found.notNumbers, 2);
        QCOMPARE(found.infinite, 2);
        QCOMPARE(found.minimum, 1.0);
        QCOMPARE(found.maximum, 4.0);
        QCOMPARE(found.mean, 2.5);
        QCOMPARE(found.deviation, std::sqrt(1.25));
        QCOMPARE(found.median, 3.0);
        QCOMPARE(found.percentile1, 1.0);
        QCOMPARE(found.percentile99, 4.0);

        const cv::Mat mask = (cv::Mat_<std::uint8_t>(2, 4) << 0, 255, 0, 1, 1, 0, 0, 0);
        const ValueStatistics region = statisticsOf(values, mask);
        QCOMPARE(region.finite, 2);
        QCOMPARE(region.notNumbers, 1);
        QCOMPARE(region.mean, 3.0);

        const ValueStatistics none = statisticsOf(cv::Mat(3, 3, CV_32FC1, cv::Scalar(kNan)));
        QCOMPARE(none.finite, 0);
        QCOMPARE(none.notNumbers, 9);
        QCOMPARE(none.mean, 0.0);
    }

    void percentilesOfARow()
    {
        cv::Mat values(1, 101, CV_32FC1);
        for (int i = 0; i <= 100; ++i)
            values.at<float>(i) = static_cast<float>((i * 37) % 101);
        const ValueStatistics found = statisticsOf(values);
        QCOMPARE(found.percentile1, 1.0);
        QCOMPARE(found.median, 50.0);
        QCOMPARE(found.percentile99, 99.0);
    }

    void binsHoldWhatIsInTheirPart()
    {
        const cv::Mat values = (cv::Mat_<float>(1, 8) << 0, 0.24F, 0.25F, 0.5F, 1, 1.01F, -0.01F, kNan);
        QCOMPARE(countBins(values, {}, 0, 1, 4), std::vector<std::int64_t>({2, 1, 1, 1}));
        const cv::Mat mask = (cv::Mat_<std::uint8_t>(1, 8) << 1, 0, 0, 0, 1, 1, 1, 1);
        QCOMPARE(countBins(values, mask, 0, 1, 4), std::vector<std::int64_t>({1, 0, 0, 1}));
    }

    void aLinePassesThroughPixels()
    {
        const cv::Mat values = (cv::Mat_<float>(3, 4) << 0, 1, 2, 3, 10, 11, 12, kNan, 20, 21, 22, 23);
        using Points = QList<QPointF>;
        QCOMPARE(valuesAlong(values, {0.0, 0.0}, {1.0, 0.0}), Points({{0, 0}, {1, 1}, {2, 2}, {3, 3}}));
        QCOMPARE(valuesAlong(values, {0.99, 0.99}, {0.1, 0.99}), Points({{0, 23}, {1, 22}, {2, 21}, {3, 20}}));
        const Points diagonal = valuesAlong(values, {0.1, 0.1}, {0.6, 0.9});
        QCOMPARE(diagonal.size(), 3);
        QCOMPARE(diagonal[1].y(), 11.0);
        QCOMPARE(diagonal[2].y(), 22.0);
        QCOMPARE(diagonal[2].x(), std::sqrt(8.0));
        QVERIFY(std::isnan(valuesAlong(values, {0.9, 0.5}, {0.9, 0.5})[0].y()));
        QVERIFY(valuesAlong(cv::Mat(), {0, 0}, {1, 1}).isEmpty());
    }

    void panelsFollowTheSession()
    {
        QTemporaryDir folder;
        cv::Mat infrared(32, 64, CV_8UC1, cv::Scalar(51));
        infrared.colRange(32, 64).setTo(102);
        const auto infraredFile = test::toPath(folder.filePath("ir.png"));
        const auto visibleFile = test::toPath(folder.filePath("vi.png"));
        writeImageFile(infraredFile, infrared);
        writeImageFile(visibleFile, cv::Mat(32, 64, CV_8UC1, cv::Scalar(255)));

        Session session({}, DUOSCOPE_SOURCE_DIR "/resources");
        ViewState view;
        HistogramPanel histogram(session);
        histogram.setLayer({{LayerKind::Infrared, -1, {}}, std::nullopt, false});
        histogram.show();
        auto* plot = histogram.findChild<HistogramPlot*>();
        QCOMPARE(plot->note(), "Not computed yet");
        session.addPair(infraredFile, visibleFile, "Test");
        QTRY_COMPARE_WITH_TIMEOUT(plot->series().size(), 1, kPatience);
        const HistogramSeries bins = plot->series()[0];
        QCOMPARE(bins.counts.size(), std::size_t(256));
        QCOMPARE(bins.low, 0.0);
        QCOMPARE(bins.high, 1.0);
        QCOMPARE(bins.counts[51], 1024); // 51/255 of 256 parts
        QCOMPARE(bins.counts[102], 1024);
        const auto* numbers = histogram.findChild<QTableWidget*>();
        QCOMPARE(numbers->item(1, 1)->text(), "0.2000"); // minimum
        QCOMPARE(numbers->item(4, 1)->text(), "0.3000"); // mean
        QVERIFY(numbers->isColumnHidden(2));

        // A difference has no natural range.
        QSignalSpy updates(&histogram, &HistogramPanel::updated);
        histogram.setLayer({{LayerKind::Infrared, -1, {}}, LayerSource{LayerKind::Visible, -1, {}}, false});
        QTRY_COMPARE_WITH_TIMEOUT(updates.size(), 1, kPatience);
        QCOMPARE(plot->series()[0].low, static_cast<double>(0.2F - 1.0F));
        QCOMPARE(plot->series()[0].high, static_cast<double>(0.4F - 1.0F));
        QCOMPARE(plot->series()[0].counts.front(), 1024);
        QCOMPARE(plot->series()[0].counts.back(), 1024);

        ProfilePanel profile(session, view);
        profile.setLayers({{{LayerKind::Infrared, -1, {}}, std::nullopt, false},
                           {{LayerKind::Visible, -1, {}}, std::nullopt, false},
                           {{LayerKind::Attention, -1, {}}, std::nullopt, false}});
        profile.show();
        QCOMPARE(profile.findChildren<CurvePlot*>().size(), 0);
        view.setLine(std::pair(QPointF(0, 0.5), QPointF(1, 0.5)));
        QTRY_COMPARE_WITH_TIMEOUT(profile.findChildren<CurvePlot*>().size(), 1, kPatience);
        const QList<Curve> curves = profile.findChild<CurvePlot*>()->curves();
        QCOMPARE(curves.size(), 2); // attention is not computed
        QCOMPARE(curves[0].points.size(), 64);
        QCOMPARE(curves[0].points[31].y(), static_cast<double>(51 / 255.0F));
        QCOMPARE(curves[0].points[32].y(), static_cast<double>(102 / 255.0F));
        QVERIFY(curves[0].style != curves[1].style);
    }
};

DUOSCOPE_WIDGET_TEST_MAIN(TestHistogram)
#include "tst_histogram.moc"
