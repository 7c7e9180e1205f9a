// SPDX-License-Identifier: GPL-3.0-or-later
// Wilcoxon's test against textbooks, tables of critical values, and counting by hand.
#include "core/metrics/wilcoxon.h"
#include "tests/support/error_log_guard.h"

#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

using namespace duoscope;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Differences of n pairs without ties, of which those with the given ranks are negative.
std::vector<double> withNegative(int n, const std::vector<int>& ranks)
{
    std::vector<double> differences(static_cast<std::size_t>(n));
    std::iota(differences.begin(), differences.end(), 1.0);
    for (const int rank : ranks)
        differences[static_cast<std::size_t>(rank - 1)] *= -1;
    return differences;
}

bool isNear(double value, double expected) { return std::abs(value - expected) < 1e-12; }

} // namespace

class TestWilcoxon : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void depressionScale()
    {
        // Hollander and Wolfe, Nonparametric Statistical Methods, table 3.1: W+ is 40, one-sided p 0.0195.
        const double before[] = {1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30};
        const double after[] = {0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29};
        std::vector<double> differences;
        for (int i = 0; i < 9; ++i)
            differences.push_back(before[i] - after[i]);
        const WilcoxonResult result = wilcoxonSignedRank(differences);
        QCOMPARE(result.pairs, 9);
        QCOMPARE(result.zeros, 0);
        QCOMPARE(result.positive, 40.0);
        QCOMPARE(result.negative, 5.0);
        QVERIFY(result.exact);
        QVERIFY(isNear(result.p, 0.0390625));
    }

    void darwinsMaize()
    {
        // Heights of cross- and self-fertilised plants (Darwin 1876; Fisher, The Design of Experiments), eighths of an
        // inch.
        const WilcoxonResult result = wilcoxonSignedRank({49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48});
        QCOMPARE(result.negative, 24.0);
        QCOMPARE(result.positive, 96.0);
        QVERIFY(isNear(result.p, 0.041259765625));
    }

    void criticalValues_data()
    {
        // The largest smaller sum with a two-sided p of at most 0.05, as tables have it.
        QTest::addColumn<int>("pairs");
        QTest::addColumn<std::vector<int>>("critical");
        QTest::addColumn<std::vector<int>>("next");
        QTest::newRow("6: 0") << 6 << std::vector<int>{} << std::vector{1};
        QTest::newRow("8: 3") << 8 << std::vector{3} << std::vector{4};
        QTest::newRow("10: 8") << 10 << std::vector{8} << std::vector{9};
        QTest::newRow("15: 25") << 15 << std::vector{15, 10} << std::vector{15, 11};
        QTest::newRow("20: 52") << 20 << std::vector{20, 19, 13} << std::vector{20, 19, 14};
        QTest::newRow("25: 89") << 25 << std::vector{25, 24, 23, 17} << std::vector{25, 24, 23, 18};
    }
    void criticalValues()
    {
        QFETCH(int, pairs);
        QFETCH(std::vector<int>, critical);
        QFETCH(std::vector<int>, next);
        const WilcoxonResult at = wilcoxonSignedRank(withNegative(pairs, critical));
        const WilcoxonResult beyond = wilcoxonSignedRank(withNegative(pairs, next));
        QVERIFY(at.exact && beyond.exact);
        QVERIFY2(at.p <= 0.05 && beyond.p > 0.05, qPrintable(QString("%1, %2").arg(at.p).arg(beyond.p)));
    }

    void smallSamples()
    {
        QVERIFY(isNear(wilcoxonSignedRank({3}).p, 1));
        QVERIFY(isNear(wilcoxonSignedRank({1, 2, 3, 4, 5}).p, 2 / 32.0)); // five pairs can't reach 0.05
        QVERIFY(isNear(wilcoxonSignedRank(withNegative(10, {8})).p, 50 / 1024.0));
    }

    void everyChoiceOfSigns()
    {
        constexpr int kPairs = 7;
        constexpr unsigned kChoices = 1U << kPairs;
        const auto sumOf = [](unsigned choice) {
            int sum = 0;
            for (int rank = 1; rank <= kPairs; ++rank)
                sum += (choice >> (rank - 1) & 1U) ? rank : 0;
            return sum;
        };
        for (unsigned choice = 0; choice < kChoices; ++choice) {
            std::vector<int> negative;
            for (int rank = 1; rank <= kPairs; ++rank)
                if (choice >> (rank - 1) & 1U)
                    negative.push_back(rank);
            const double distance = std::abs(sumOf(choice) - kPairs * (kPairs + 1) / 4.0);
            int asFar = 0;
            for (unsigned other = 0; other < kChoices; ++other)
                asFar += std::abs(sumOf(other) - kPairs * (kPairs + 1) / 4.0) >= distance;
            const WilcoxonResult result = wilcoxonSignedRank(withNegative(kPairs, negative));
            QCOMPARE(result.negative, sumOf(choice));
            QVERIFY(isNear(result.p, static_cast<double>(asFar) / kChoices));
        }
    }

    void ties()
    {
        // Ranks 2 2 2 4.5 4.5 6; variance 6·7·13/24 - (24 + 6)/48 = 22.125; z = (13 - 10.5 - 0.5) / sqrt(22.125).
        const WilcoxonResult result = wilcoxonSignedRank({1, 1, -1, 2, 2, -3});
        QCOMPARE(result.positive, 13.0);
        QCOMPARE(result.negative, 8.0);
        QVERIFY(!result.exact);
        QVERIFY(isNear(result.p, std::erfc(2 / std::sqrt(22.125) / std::sqrt(2.0))));
        QVERIFY(std::abs(result.p - 0.6707) < 1e-4);
        // No further from the mean than the correction.
        QCOMPARE(wilcoxonSignedRank({1, -1}).p, 1.0);
    }

    void manyPairs()
    {
        // n = 26: mean 175.5, variance 26·27·53/24 = 1550.25.
        const WilcoxonResult result = wilcoxonSignedRank(withNegative(26, {}));
        QVERIFY(!result.exact);
        QVERIFY(isNear(result.p, std::erfc(175 / std::sqrt(1550.25) / std::sqrt(2.0))));
        // The two distributions meet: the exact one of 25 pairs and the normal one.
        const WilcoxonResult exact = wilcoxonSignedRank(withNegative(25, {25, 24, 23, 17}));
        const double z = (162.5 - 89 - 0.5) / std::sqrt(25 * 26 * 51 / 24.0);
        QVERIFY(std::abs(exact.p - std::erfc(z / std::sqrt(2.0))) < 3e-3);
    }

    void zerosAreDropped()
    {
        const WilcoxonResult result = wilcoxonSignedRank({0, 1, 0, 2, -3, 0});
        QCOMPARE(result.zeros, 3);
        QCOMPARE(result.pairs, 3);
        QCOMPARE(result.positive, 3.0);
        QCOMPARE(result.negative, 3.0);
        QCOMPARE(result.p, 1.0);
        const WilcoxonResult nothing = wilcoxonSignedRank({0, 0});
        QCOMPARE(nothing.pairs, 0);
        QCOMPARE(nothing.p, 1.0);
        QCOMPARE(wilcoxonSignedRank({}).p, 1.0);
    }

    void theOtherWayRound()
    {
        const WilcoxonResult one = wilcoxonSignedRank({1.5, 2, -0.5, 7, 4, 4, -1});
        const WilcoxonResult other = wilcoxonSignedRank({-1.5, -2, 0.5, -7, -4, -4, 1});
        QCOMPARE(one.positive, other.negative);
        QCOMPARE(one.p, other.p);
    }

    void notFinite()
    {
        const WilcoxonResult result = wilcoxonSignedRank({kInfinity, -1, kInfinity});
        QCOMPARE(result.positive, 5.0);
        QVERIFY(!result.exact); // the two are tied
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument,
                                 wilcoxonSignedRank({1, std::numeric_limits<double>::quiet_NaN()}));
    }
};

DUOSCOPE_TEST_MAIN(TestWilcoxon)
#include "tst_wilcoxon.moc"
