// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/image_standing.h"
#include "core/metrics/method_comparison.h"
#include "tests/support/error_log_guard.h"

#include <cmath>
#include <limits>

using namespace duoscope;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr MetricDirection kHigher = MetricDirection::HigherIsBetter, kLower = MetricDirection::LowerIsBetter;

/// @param values  [method][image][metric]
Evaluation madeUp(const std::vector<std::vector<std::vector<MetricValue>>>& values,
                  const std::vector<MetricDirection>& directions)
{
    Evaluation evaluation;
    for (const MetricDirection direction : directions)
        evaluation.metrics.push_back({"M" + std::to_string(evaluation.metrics.size()), direction, "", 3});
    for (std::size_t method = 0; method < values.size(); ++method)
        evaluation.methods.push_back(std::string(1, static_cast<char>('A' + method)));
    for (std::size_t image = 0; image < values.at(0).size(); ++image)
        evaluation.images.push_back("i" + std::to_string(image));
    evaluation.values = values;
    return evaluation;
}

/// Three methods on four images by one metric; the third has none on the last.
Evaluation oneMetric(MetricDirection direction)
{
    return madeUp({{{3.0}, {1.0}, {5.0}, {1.0}},
                   {{2.0}, {4.0}, {5.0}, {2.0}},
                   {{1.0}, {2.5}, {9.0}, {MetricValue::undefined("all is black")}}},
                  {direction});
}

std::vector<std::size_t> order(const std::vector<ImageStanding>& standings)
{
    std::vector<std::size_t> images;
    for (const ImageStanding& standing : standings)
        images.push_back(standing.image);
    return images;
}

using Order = std::vector<std::size_t>;

} // namespace

class TestImageStanding : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void againstTheBestOther()
    {
        std::vector<ImageStanding> standings = standingsOf(oneMetric(kHigher), 0, 0, {});
        QCOMPARE(order(standings), Order({0, 1, 2})); // the last image lacks a value
        QCOMPARE(standings[0].other, std::size_t(1));
        QCOMPARE(standings[0].difference, 1.0);
        QCOMPARE(standings[0].lead, 1.0);
        QCOMPARE(standings[1].other, std::size_t(1));
        QCOMPARE(standings[1].difference, -3.0);
        QCOMPARE(standings[2].other, std::size_t(2));
        QCOMPARE(standings[2].first, 5.0);
        QCOMPARE(standings[2].second, 9.0);
        sortWorstFirst(standings);
        QCOMPARE(order(standings), Order({2, 1, 0})); // -4, -3, 1
        sortMostDisputedFirst(standings);
        QCOMPARE(order(standings), Order({2, 1, 0})); // 4, 3, 2
        QCOMPARE(standings[1].spread, 3.0);
    }

    void lowerIsBetterTurnsTheLeadNotTheDifference()
    {
        std::vector<ImageStanding> standings = standingsOf(oneMetric(kLower), 0, 0, {});
        QCOMPARE(standings[0].other, std::size_t(2)); // 3 against 1
        QCOMPARE(standings[0].difference, 2.0);
        QCOMPARE(standings[0].lead, -2.0);
        QCOMPARE(standings[1].other, std::size_t(2)); // 1 against 2.5
        QCOMPARE(standings[1].difference, -1.5);
        QCOMPARE(standings[1].lead, 1.5);
        QCOMPARE(standings[2].other, std::size_t(1)); // equal
        QCOMPARE(standings[2].lead, 0.0);
        sortWorstFirst(standings);
        QCOMPARE(order(standings), Order({0, 2, 1}));
    }

    void againstOneMethod()
    {
        const std::vector<ImageStanding> standings = standingsOf(oneMetric(kHigher), 0, 2, 0);
        QCOMPARE(standings[0].first, 1.0);
        QCOMPARE(standings[0].second, 3.0);
        QCOMPARE(standings[0].other, std::size_t(0));
        QCOMPARE(standings[0].spread, 2.0); // of all methods, whoever stands against whom
        QCOMPARE(standings[1].lead, 1.5);
    }

    void infiniteValuesThatAreEqualDifferByNothing()
    {
        const Evaluation evaluation = madeUp({{{kInfinity}, {1.0}}, {{kInfinity}, {kInfinity}}}, {kHigher});
        std::vector<ImageStanding> standings = standingsOf(evaluation, 0, 0, 1);
        QCOMPARE(standings[0].difference, 0.0);
        QCOMPARE(standings[0].spread, 0.0);
        QCOMPARE(standings[1].lead, -kInfinity);
        sortWorstFirst(standings);
        QCOMPARE(order(standings), Order({1, 0}));
    }

    void allMetricsTogetherCountInDeviations()
    {
        // The first metric is worth as much as the second, a thousand times larger and lower-is-better; the third is
        // the same everywhere and the fourth infinite somewhere, so that neither tells anything apart.
        const auto row = [](double first, double second, double fourth) {
            return std::vector<MetricValue>{first, second, 7.0, fourth};
        };
        const Evaluation evaluation =
            madeUp({{row(1, 1000, 1), row(3, 1000, kInfinity)}, {row(3, 3000, 2), row(1, 3000, 3)}},
                   {kHigher, kLower, kHigher, kHigher});
        const double deviation = std::sqrt(4.0 / 3); // of 1, 3, 3, 1 about 2
        const std::vector<ImageStanding> standings = standingsOf(evaluation, {}, 0, {});
        QCOMPARE(standings.size(), std::size_t(2));
        QVERIFY(std::abs(standings[0].first) < 1e-12); // behind in one as far as ahead in the other
        QVERIFY(std::abs(standings[0].lead) < 1e-12);
        QCOMPARE(standings[0].spread, 2 / deviation);
        QCOMPARE(standings[1].first, 1 / deviation);
        QCOMPARE(standings[1].second, -1 / deviation);
        QCOMPARE(standings[1].lead, 2 / deviation);
    }

    void whatIsNotThereIsRefused()
    {
        const Evaluation evaluation = oneMetric(kHigher);
        QVERIFY_THROWS_EXCEPTION(std::out_of_range, standingsOf(evaluation, 1, 0, {}));
        QVERIFY_THROWS_EXCEPTION(std::out_of_range, standingsOf(evaluation, 0, 3, {}));
        QVERIFY_THROWS_EXCEPTION(std::out_of_range, standingsOf(evaluation, 0, 0, 3));
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, standingsOf(evaluation, 0, 1, 1));
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, standingsOf(madeUp({{{1.0}}}, {kHigher}), 0, 0, {}));
    }

    void mediansOfDifferences()
    {
        const auto median = [](const std::vector<double>& first) {
            std::vector<std::vector<std::vector<MetricValue>>> values(2);
            for (const double value : first) {
                values[0].push_back({value});
                values[1].push_back({1.0});
            }
            return compareMethods(madeUp(values, {kHigher}), "A", "B").metrics[0].medianDifference;
        };
        QCOMPARE(median({2.0, -3.0, 1.5}).value, 0.5);
        QCOMPARE(median({2.0, -3.0, 1.5, 4.0}).value, 0.75);
        QCOMPARE(median({kInfinity, kInfinity, 1.0}).value, kInfinity);
        QVERIFY(!median({kInfinity, -kInfinity}).isDefined());
        const MetricValue none = MetricValue::undefined("no");
        QVERIFY(
            !compareMethods(madeUp({{{none}}, {{1.0}}}, {kHigher}), "A", "B").metrics[0].medianDifference.isDefined());
    }
};

DUOSCOPE_TEST_MAIN(TestImageStanding)
#include "tst_image_standing.moc"
