// SPDX-License-Identifier: GPL-3.0-or-later
// Attribution of score functions whose integrals are known in closed form.
#include "core/attribution/class_weights.h"
#include "core/attribution/path_attention.h"
#include "core/base/error.h"
#include "tests/support/error_log_guard.h"
#include "tests/support/files.h"
#include "tests/support/golden_tensors.h"

using namespace duoscope;

namespace {

/// y_0 = I, y_1 = I², y_2 = (mean of I)²: linear, quadratic, and one that every pixel of the picture feeds.
torch::Tensor analyticScores(const torch::Tensor& image)
{
    const torch::Tensor mean = image.mean({2, 3}, true).expand_as(image);
    return torch::cat({image, image * image, mean * mean}, 1);
}

torch::Tensor stripes() // three classes side by side, 4x6
{
    return torch::tensor({0, 0, 1, 1, 2, 2}).expand({1, 4, 6}).contiguous();
}

torch::Tensor picture(int seed)
{
    torch::manual_seed(seed);
    return torch::rand({1, 1, 4, 6});
}

double of(const torch::Tensor& values, int c) { return values[0][c].item<double>(); }

} // namespace

class TestAttribution : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void quadratureNodes()
    {
        const auto sumUp = [](QuadratureRule rule, int steps, int power) {
            double sum = 0;
            for (const QuadratureNode& node : Quadrature{rule, steps}.nodes())
                sum += node.weight * std::pow(node.position, power);
            return sum;
        };
        for (const auto rule : {QuadratureRule::Right, QuadratureRule::Midpoint, QuadratureRule::Trapezoid}) {
            QVERIFY(qAbs(sumUp(rule, 7, 0) - 1.0) < 1e-12);
            QVERIFY(parseQuadratureRule(toString(rule)) == rule);
        }
        QVERIFY(qAbs(sumUp(QuadratureRule::Right, 4, 1) - 0.625) < 1e-12); // ½ + 1/(2n)
        QVERIFY(qAbs(sumUp(QuadratureRule::Midpoint, 4, 1) - 0.5) < 1e-12);
        QVERIFY(qAbs(sumUp(QuadratureRule::Trapezoid, 4, 1) - 0.5) < 1e-12);
        VERIFY_ERROR((Quadrature{QuadratureRule::Right, 0}.nodes()), "1 to 1000 steps");
        VERIFY_ERROR((Quadrature{QuadratureRule::Right, 4, 0.5}.nodes()), "between 1 and 8");
        VERIFY_ERROR((Quadrature{QuadratureRule::Right, 4, 1, 1.5}.nodes()), "between 0 and 1");
        VERIFY_ERROR(parseQuadratureRule("simpson"), "simpson");
        QCOMPARE(toString(Quadrature{QuadratureRule::Right, 5}), std::string("right 5"));
        QCOMPARE(toString(Quadrature{QuadratureRule::Midpoint, 2, 2, 0.5}),
                 std::string("midpoint 2 graded 2 completed 0.5"));
    }

    void fastAttributionIsTheChangeOfScores()
    {
        ClassWeightOptions options;
        options.ignoredClass = -1;
        const auto weights = [&](AttributionKind kind, const torch::Tensor& regions) {
            options.kind = kind;
            return attributeClasses(analyticScores, regions, 3, picture(1), picture(2), options, {});
        };
        const ClassWeights fast = weights(AttributionKind::Fast, stripes());
        QVERIFY(fast.infrared.attribution.equal(fast.infrared.change));
        QVERIFY(fast.visible.attribution.equal(fast.visible.change));
        // Scores 0 and 1 depend on their own regions alone: both kinds agree. Every pixel feeds score 2: they don't.
        const torch::Tensor exact = weights(AttributionKind::Exact, stripes()).infraredWeight;
        COMPARE_TENSOR(fast.infraredWeight.slice(1, 0, 2), exact.slice(1, 0, 2), 1e-5);
        QVERIFY(qAbs(of(fast.infraredWeight, 2) - of(exact, 2)) > 1e-3);
    }

    void gradedStepsSeeWhatIsSteepNearZero()
    {
        for (const auto rule : {QuadratureRule::Right, QuadratureRule::Midpoint, QuadratureRule::Trapezoid}) {
            double sum = 0, mean = 0, error = 0, ungraded = 0;
            for (const QuadratureNode& node : Quadrature{rule, 8, 3}.nodes()) {
                sum += node.weight;
                mean += node.weight * node.position;
                error += node.weight * std::exp(-20 * node.position);
            }
            for (const QuadratureNode& node : Quadrature{rule, 8}.nodes())
                ungraded += node.weight * std::exp(-20 * node.position);
            const double exact = (1 - std::exp(-20.0)) / 20;
            QVERIFY(qAbs(sum - 1) < 1e-12);
            if (rule != QuadratureRule::Right) // the others are exact for lines whatever the steps
                QVERIFY(qAbs(mean - 0.5) < 1e-12);
            QVERIFY(qAbs(error - exact) < 0.5 * qAbs(ungraded - exact));
        }
        const auto nodes = Quadrature{QuadratureRule::Midpoint, 2, 2}.nodes();
        QCOMPARE(nodes[0].position, 0.125);
        QCOMPARE(nodes[0].weight, 0.25);
        QCOMPARE(nodes[1].position, 0.625);
    }

    void knownIntegrals_data()
    {
        QTest::addColumn<int>("rule");
        QTest::addColumn<int>("steps");
        QTest::addColumn<double>("factor"); // of the quadratic scores: Σ weight · 2α
        QTest::newRow("right, M = 5") << int(QuadratureRule::Right) << 5 << 1.2;
        QTest::newRow("right, M = 50") << int(QuadratureRule::Right) << 50 << 1.02;
        QTest::newRow("midpoint, M = 4") << int(QuadratureRule::Midpoint) << 4 << 1.0;
        QTest::newRow("trapezoid, M = 3") << int(QuadratureRule::Trapezoid) << 3 << 1.0;
    }
    void knownIntegrals()
    {
        QFETCH(int, rule);
        QFETCH(int, steps);
        QFETCH(double, factor);
        ClassWeightOptions options;
        options.quadrature = {static_cast<QuadratureRule>(rule), steps};
        options.ignoredClass = -1;
        const torch::Tensor image = picture(1);
        const ClassWeights weights = attributeClasses(analyticScores, stripes(), 3, image, picture(2), options, {});
        const SourceAttribution& ir = weights.infrared;

        const auto region = [&](int c) { return image[0][0].slice(1, 2 * c, 2 * c + 2); };
        const double mean0 = region(0).mean().item<double>();
        const double square1 = region(1).square().mean().item<double>();
        const double mean = image.mean().item<double>();
        // Linear: D^c = Score^c. Quadratic: D^c = factor · Score^c.
        QVERIFY(qAbs(of(ir.attribution, 0) - mean0) < 1e-6);
        QVERIFY(qAbs(of(ir.attribution, 1) - factor * square1) < 1e-6);
        // The global score is attributed to all pixels; its region gets the region's share.
        const double share = region(2).sum().item<double>() / image.sum().item<double>();
        QVERIFY(qAbs(of(ir.attribution, 2) - factor * share * mean * mean) < 1e-6);

        QVERIFY(qAbs(of(ir.score, 1) - square1) < 1e-6);
        QVERIFY(qAbs(of(ir.change, 2) - mean * mean) < 1e-6);
        QVERIFY(qAbs(of(ir.residual, 0)) < 1e-6);
        QVERIFY(qAbs(of(ir.residual, 1) - (factor - 1) * square1) < 1e-6);
        QVERIFY(qAbs(of(ir.residual, 2) - (factor - 1) * mean * mean) < 1e-6);
    }

    void completionGivesRegionsTheirShareOfWhatIsMissed_data()
    {
        QTest::addColumn<double>("completion");
        QTest::addColumn<bool>("pooled");
        for (const double completion : {0.0, 0.25, 1.0})
            for (const bool pooled : {false, true})
                QTest::addRow("%g, %s", completion, pooled ? "pooled" : "each picture") << completion << pooled;
    }
    void completionGivesRegionsTheirShareOfWhatIsMissed()
    {
        QFETCH(double, completion);
        QFETCH(bool, pooled);
        constexpr double kFactor = 1.2; // of the quadratic scores by the right rule with M = 5
        ClassWeightOptions options;
        options.quadrature = {QuadratureRule::Right, 5, 1, completion};
        options.ignoredClass = -1;
        options.poolBatch = pooled;
        const torch::Tensor image = picture(1);
        const ClassWeights weights = attributeClasses(analyticScores, stripes(), 3, image, picture(2), options, {});
        const SourceAttribution& ir = weights.infrared;
        const auto expect = [&](int c, double value) {
            const double divisor = pooled ? of(weights.pixels, c) : 1;
            return qAbs(of(ir.attribution, c) - value / divisor) < 1e-6;
        };
        const auto region = [&](int c) { return image[0][0].slice(1, 2 * c, 2 * c + 2); };
        QVERIFY(expect(0, region(0).mean().item<double>()));             // linear: nothing is missed
        const double square1 = region(1).square().mean().item<double>(); // all of this score is the region's own
        QVERIFY(expect(1, (kFactor - completion * (kFactor - 1)) * square1));
        const double mean = image.mean().item<double>();
        const double share = region(2).sum().item<double>() / image.sum().item<double>();
        QVERIFY(expect(2, (kFactor * share - completion * (kFactor - 1)) * mean * mean));
        QVERIFY(qAbs(of(ir.residual, 1) - (kFactor - 1) * square1) < 1e-6); // of the quadrature itself
    }

    void weightFormula()
    {
        const auto w1 = [](double infrared, double visible) {
            return infraredWeight(torch::tensor({infrared}), torch::tensor({visible}), 1e-8).item<double>();
        };
        QCOMPARE(w1(3, 1), 0.75);
        QCOMPARE(w1(-1, -2), 0.5);
        QVERIFY(qAbs(w1(1, -5) - 1) < 1e-7);
        QVERIFY(qAbs(w1(-5, 1)) < 1e-7);
        QCOMPARE(w1(0, 0), 0.5);
    }

    void absentAndIgnoredClassesAreNeutral()
    {
        ClassWeightOptions options; // ignores class 0
        const torch::Tensor regions = torch::tensor({0, 0, 1, 1, 1, 1}).expand({1, 4, 6}).contiguous();
        const ClassWeights weights =
            attributeClasses(analyticScores, regions, 3, picture(1), 0.2 * picture(2), options, {});
        QCOMPARE(of(weights.infraredWeight, 0), 0.5);
        QCOMPARE(of(weights.infraredWeight, 2), 0.5);
        QVERIFY(of(weights.infraredWeight, 1) > 0.6); // the brighter source has the larger score
        QCOMPARE(weights.pixels[0][1].item<int>(), 16);

        const torch::Tensor onlyIgnored = torch::zeros({1, 4, 6}, torch::kInt64);
        const ClassWeights none = attributeClasses(analyticScores, onlyIgnored, 3, picture(1), picture(2), options, {});
        QVERIFY(torch::equal(none.infraredWeight, torch::full({1, 3}, 0.5F)));
    }

    void batchPerPictureOrPooled()
    {
        const torch::Tensor infrared = torch::cat({picture(1), picture(2)});
        const torch::Tensor visible = torch::cat({picture(3), 0.3 * picture(4)});
        const torch::Tensor regions = stripes().repeat({2, 1, 1});
        ClassWeightOptions options;
        const ClassWeights both = attributeClasses(analyticScores, regions, 3, infrared, visible, options, {});
        for (int b = 0; b < 2; ++b) {
            const ClassWeights one = attributeClasses(analyticScores, stripes(), 3, infrared.slice(0, b, b + 1),
                                                      visible.slice(0, b, b + 1), options, {});
            COMPARE_TENSOR(both.infraredWeight[b], one.infraredWeight[0], 1e-6);
        }
        options.poolBatch = true;
        const ClassWeights pooled = attributeClasses(analyticScores, regions, 3, infrared, visible, options, {});
        COMPARE_TENSOR(pooled.infraredWeight[0], pooled.infraredWeight[1], 0.0);
        QVERIFY(test::maxError(pooled.infraredWeight[0], both.infraredWeight[0]) > 1e-3);
    }

    void paintedValuesLieOnTheirRegions()
    {
        const torch::Tensor painted = paintClasses(torch::tensor({{0.1F, 0.2F, 0.3F}}), stripes());
        QVERIFY(painted.sizes() == torch::IntArrayRef({1, 1, 4, 6}));
        QCOMPARE(painted[0][0][3][0].item<float>(), 0.1F);
        QCOMPARE(painted[0][0][0][5].item<float>(), 0.3F);
    }

    void pathAttentionOfALinearScoreIsExact()
    {
        const ScoreFunction linear = [](const torch::Tensor& image) { return torch::cat({image, -image}, 1); };
        const torch::Tensor regions = torch::tensor({0, 0, 0, 1, 1, 1}).expand({1, 4, 6}).contiguous();
        const torch::Tensor weights = attentionScoreWeights(oneHotMask(regions, 2), Equations::Paper);
        const torch::Tensor f0 = picture(1);
        const torch::Tensor f2 = picture(3);
        PathAttention attention(f0, (weights * linear.coarse(f0)).sum({1, 2, 3}), {QuadratureRule::Right, 1},
                                Equations::Paper);
        QCOMPARE(test::maxOf(attention.map()), 0.0);
        attention.append(picture(2), linear, weights, {});
        attention.append(f2, linear, weights, {});
        const torch::Tensor sign = torch::where(regions == 0, 1.0, -1.0).unsqueeze(1);
        COMPARE_TENSOR(attention.map(), sign * (f2 - f0) / 24, 1e-7);
        QVERIFY(test::maxOf(attention.residual()) < 1e-6);
    }

    void pathResidualFallsWithSteps()
    {
        const torch::Tensor weights = attentionScoreWeights(oneHotMask(stripes(), 3), Equations::Paper);
        const torch::Tensor f0 = picture(1);
        double before = 1e9;
        for (const int steps : {1, 4, 16, 64}) {
            PathAttention attention(f0, (weights * analyticScores(f0)).sum({1, 2, 3}), {QuadratureRule::Right, steps},
                                    Equations::Paper);
            for (const int k : {2, 3, 4})
                attention.append(picture(k), analyticScores, weights, {});
            const double residual = test::maxOf(attention.residual());
            QVERIFY2(residual < 0.3 * before, qPrintable(QString("%1 after %2").arg(residual).arg(before)));
            before = residual;
        }
        // For these quadratics the midpoint rule leaves nothing.
        PathAttention exact(f0, (weights * analyticScores(f0)).sum({1, 2, 3}), {QuadratureRule::Midpoint, 1},
                            Equations::Paper);
        exact.append(picture(2), analyticScores, weights, {});
        QVERIFY(test::maxOf(exact.residual()) < 1e-6);
    }

    void releasedAttentionIsARunningMean()
    {
        const ScoreFunction linear = [](const torch::Tensor& image) { return torch::cat({image, image}, 1); };
        const torch::Tensor weights = attentionScoreWeights(torch::ones({1, 2, 4, 6}), Equations::Released);
        PathAttention attention(picture(1), torch::zeros({1}), {QuadratureRule::Right, 1}, Equations::Released);
        for (const int k : {2, 3, 4})
            attention.append(picture(k), linear, weights, {});
        COMPARE_TENSOR(attention.map(), (picture(4) - picture(1)) * (2.0 / 48) / 3, 1e-7);
    }

    void attentionScales()
    {
        const torch::Tensor map = picture(1) - 0.5;
        COMPARE_TENSOR(scaleAttention(map, AttentionScale::Paper), map, 0.0);
        COMPARE_TENSOR(scaleAttention(map, AttentionScale::TimesPixels), map * 24, 1e-6);
        const torch::Tensor standardised = scaleAttention(map, AttentionScale::Standardised);
        QVERIFY(qAbs(standardised.abs().mean().item<double>() - 1) < 1e-5);
        QVERIFY(test::maxOf(scaleAttention(torch::zeros({1, 1, 2, 2}), AttentionScale::Standardised)) == 0);
    }

    void stopIsNoticedBetweenPasses()
    {
        std::stop_source source;
        int calls = 0;
        const ScoreFunction stopping = [&](const torch::Tensor& image) {
            if (++calls == 2)
                source.request_stop();
            return analyticScores(image);
        };
        QVERIFY_EXCEPTION_THROWN(
            attributeClasses(stopping, stripes(), 3, picture(1), picture(2), {}, JobControl(source.get_token(), {})),
            Cancelled);
        QCOMPARE(calls, 2);
    }
};

DUOSCOPE_TEST_MAIN(TestAttribution)
#include "tst_attribution.moc"
