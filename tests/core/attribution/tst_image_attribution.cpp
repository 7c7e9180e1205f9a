// SPDX-License-Identifier: GPL-3.0-or-later
// Integrated gradients of one picture, for score functions whose integrals are known in closed form.
#include "core/attribution/image_attribution.h"
#include "core/base/error.h"
#include "tests/support/error_log_guard.h"
#include "tests/support/files.h"
#include "tests/support/golden_tensors.h"

using namespace duoscope;

namespace {

/// y_0 = 2 I, y_1 = −3 I, y_2 = 0.5 I: linear.
torch::Tensor linearScores(const torch::Tensor& image) { return torch::cat({2 * image, -3 * image, 0.5 * image}, 1); }

/// y_0 = I³, y_1 = (mean of I)², y_2 = 1.
torch::Tensor curvedScores(const torch::Tensor& image)
{
    const torch::Tensor mean = image.mean({2, 3}, true).expand_as(image);
    return torch::cat({image * image * image, mean * mean, torch::ones_like(image)}, 1);
}

torch::Tensor stripes() { return torch::tensor({0, 0, 1, 1, 2, 2}).expand({1, 4, 6}).contiguous(); }

torch::Tensor picture(int seed)
{
    torch::manual_seed(seed);
    return torch::rand({1, 1, 4, 6});
}

double largest(const torch::Tensor& values) { return values.abs().max().item<double>(); }

ImageAttributionOptions midpoint(int steps)
{
    ImageAttributionOptions options;
    options.quadrature = {QuadratureRule::Midpoint, steps};
    return options;
}

} // namespace

class TestImageAttribution : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void weightsMakeMeans()
    {
        const torch::Tensor all = scoreWeights(stripes(), 3, -1);
        QVERIFY(torch::allclose(all.sum(1), torch::full({1, 4, 6}, 1.0 / 24)));
        QVERIFY(torch::allclose(all.sum({0, 2, 3}), torch::full({3}, 8.0 / 24)));
        const torch::Tensor one = scoreWeights(stripes(), 3, 1);
        QVERIFY(torch::allclose(one.sum({0, 2, 3}), torch::tensor({0.F, 1.F, 0.F})));
        QCOMPARE(one[0][1][3][2].item<float>(), 0.125F);
        QCOMPARE(one[0][1][3][4].item<float>(), 0.F);
        QCOMPARE(largest(scoreWeights(torch::zeros({1, 4, 6}, torch::kInt64), 3, 1)), 0.0); // absent
    }

    void linearScoresAreSharedOutExactly_data()
    {
        QTest::addColumn<int>("rule");
        QTest::addColumn<int>("steps");
        QTest::newRow("midpoint, one step") << int(QuadratureRule::Midpoint) << 1;
        QTest::newRow("right, three steps") << int(QuadratureRule::Right) << 3;
        QTest::newRow("trapezoid, two steps") << int(QuadratureRule::Trapezoid) << 2;
    }
    void linearScoresAreSharedOutExactly()
    {
        QFETCH(int, rule);
        QFETCH(int, steps);
        ImageAttributionOptions options;
        options.quadrature = {static_cast<QuadratureRule>(rule), steps};
        const torch::Tensor image = picture(1), baseline = picture(2);
        const torch::Tensor weights = scoreWeights(stripes(), 3, -1);
        const ImageAttribution made = attributeImage(linearScores, weights, image, baseline, options, {});
        // Each pixel gets its class's slope times its own difference, over the number of pixels.
        const torch::Tensor slopes = torch::tensor({2.F, 2.F, -3.F, -3.F, 0.5F, 0.5F}) / 24;
        QVERIFY(largest(made.map - slopes * (image - baseline)) < 1e-7);
        QVERIFY(qAbs(made.score - (slopes * image).sum().item<double>()) < 1e-6);
        QVERIFY(qAbs(made.baselineScore - (slopes * baseline).sum().item<double>()) < 1e-6);
        QVERIFY(qAbs(made.residual) < 1e-6);
    }

    void oneClassAlone()
    {
        const torch::Tensor image = picture(1);
        const ImageAttribution made = attributeImage(linearScores, scoreWeights(stripes(), 3, 1), image,
                                                     torch::zeros_like(image), midpoint(2), {});
        const torch::Tensor slopes = torch::tensor({0.F, 0.F, -3.F, -3.F, 0.F, 0.F}) / 8;
        QVERIFY(largest(made.map - slopes * image) < 1e-7);
        QVERIFY(qAbs(made.score + 3 * image.slice(3, 2, 4).mean().item<double>()) < 1e-6);
        QCOMPARE(made.baselineScore, 0.0);
    }

    void theQuadratureErrorIsTheKnownOne()
    {
        // From black, I³ with M midpoints has Σ 3 α² / M = 1 − 1/(4 M²) of what it should; all else is quadratic at
        // most and exact.
        const torch::Tensor image = picture(3);
        const torch::Tensor weights = scoreWeights(stripes(), 3, -1);
        const double cubes = image.slice(3, 0, 2).pow(3).sum().item<double>() / 24;
        double before = 1;
        for (const int steps : {1, 2, 4, 8, 16}) {
            const ImageAttribution made =
                attributeImage(curvedScores, weights, image, torch::zeros_like(image), midpoint(steps), {});
            QVERIFY(qAbs(made.residual + cubes / (4.0 * steps * steps)) < 1e-6);
            QVERIFY(qAbs(made.residual) < before);
            before = qAbs(made.residual);
            // What every pixel feeds is attributed outside of its region, too.
            const double mean = image.mean().item<double>();
            QVERIFY(qAbs(made.map[0][0][0][5].item<double>() -
                         8.0 / 24 * mean * image[0][0][0][5].item<double>() / 24) < 1e-6);
        }
    }

    void nothingIsWhereNothingDiffers()
    {
        const torch::Tensor image = picture(4);
        const ImageAttribution made =
            attributeImage(curvedScores, scoreWeights(stripes(), 3, -1), image, image, midpoint(3), {});
        QCOMPARE(largest(made.map), 0.0);
        QCOMPARE(made.change(), 0.0);
        QCOMPARE(made.residual, 0.0);
    }

    void batchesChangeNothing()
    {
        const torch::Tensor image = picture(5), baseline = picture(6);
        const torch::Tensor weights = scoreWeights(stripes(), 3, -1);
        std::vector<std::int64_t> batches;
        const auto counting = [&](const torch::Tensor& pictures) {
            batches.push_back(pictures.size(0));
            return curvedScores(pictures);
        };
        ImageAttributionOptions options = midpoint(7);
        const ImageAttribution together = attributeImage(counting, weights, image, baseline, options, {});
        QCOMPARE(batches.front(), 7);
        batches.clear();
        options.pixelsAtOnce = 3 * 24 + 1;
        const ImageAttribution apart = attributeImage(counting, weights, image, baseline, options, {});
        QCOMPARE(batches, (std::vector<std::int64_t>{3, 3, 1, 1, 1}));
        options.pixelsAtOnce = 1; // one picture at a time is the least
        const ImageAttribution single = attributeImage(counting, weights, image, baseline, options, {});
        QVERIFY(largest(together.map - apart.map) < 1e-8);
        QVERIFY(largest(together.map - single.map) < 1e-8);
    }

    void stops()
    {
        std::stop_source stop;
        int passes = 0;
        const auto stopping = [&](const torch::Tensor& pictures) {
            if (++passes == 2)
                stop.request_stop();
            return curvedScores(pictures);
        };
        ImageAttributionOptions options = midpoint(50);
        options.pixelsAtOnce = 1;
        double reported = -1;
        const JobControl job(stop.get_token(), [&](double share, std::string_view) { reported = share; });
        const torch::Tensor image = picture(7);
        QVERIFY_THROWS_EXCEPTION(Cancelled, attributeImage(stopping, scoreWeights(stripes(), 3, -1), image,
                                                           torch::zeros_like(image), options, job));
        QCOMPARE(passes, 2);
        QCOMPARE(reported, 0.02);
        options.quadrature.steps = 0;
        VERIFY_ERROR(attributeImage(curvedScores, scoreWeights(stripes(), 3, -1), image, image, options, {}),
                     "1 to 1000 steps");
    }
};

DUOSCOPE_TEST_MAIN(TestImageAttribution)
#include "tst_image_attribution.moc"
