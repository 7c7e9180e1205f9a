// SPDX-License-Identifier: GPL-3.0-or-later
// Fusion in tiles: how far the network sees, that tiles show no seam, that guidance is sampled alike everywhere.
#include "core/attribution/tiled_fusion.h"
#include "core/base/job.h"
#include "tests/support/error_log_guard.h"
#include "tests/support/golden_tensors.h"

using namespace duoscope;

namespace {

constexpr int kClasses = 4;

UnfoldingOptions networkOptions(int stages)
{
    UnfoldingOptions options;
    options.stages = stages;
    options.width = 4;
    options.initialStepSize = 0.3;
    return options;
}

Model modelWith(const UnfoldingOptions& fusion)
{
    torch::manual_seed(11);
    const torch::NoGradGuard noGradient;
    DeepLabOptions segmentation;
    segmentation.classes = kClasses;
    segmentation.width = 16;
    Model model;
    model.fusion = UnfoldingNetwork(fusion);
    model.segmentation = DeepLab(segmentation);
    for (torch::Tensor& parameter : model.segmentation->parameters())
        if (parameter.dim() == 4)
            torch::nn::init::kaiming_normal_(parameter);
    for (torch::Tensor& parameter : model.fusion->parameters())
        if (parameter.dim() == 4)
            parameter.mul_(2); // so that what is far away counts
    model.prepareForInference();
    return model;
}

torch::Tensor blobs(int seed, int height, int width)
{
    torch::manual_seed(seed);
    return (torch::upsample_bilinear2d(torch::rand({1, 1, 6, 5}), {height, width}, false) * 0.8 +
            0.2 * torch::rand({1, 1, height, width}))
        .clamp(0, 1);
}

/// Largest distance from the middle at which values are not zero, whatever the channel; -1 where all are.
std::int64_t reach(const torch::Tensor& values)
{
    if (!values.defined())
        return -1;
    const torch::Tensor places = values.abs().amax({0, 1}).nonzero();
    if (places.size(0) == 0)
        return -1;
    const torch::Tensor middle = torch::tensor({values.size(2) / 2, values.size(3) / 2});
    return (places - middle).abs().max().item<std::int64_t>();
}

struct Scene {
    torch::Tensor infrared;
    torch::Tensor visible;
    torch::Tensor weight;
    torch::Tensor gate;

    Scene cut(std::int64_t begin, std::int64_t end) const
    {
        const auto part = [&](const torch::Tensor& picture) {
            return picture.slice(2, begin, end).slice(3, begin, end).contiguous();
        };
        return {part(infrared), part(visible), part(weight), part(gate)};
    }
};

Scene doubleScene(int side)
{
    torch::manual_seed(3);
    const auto noise = [side] { return torch::rand({1, 1, side, side}, torch::kFloat64); };
    return {noise(), noise(), noise(), noise()};
}

torch::Tensor lastImage(const GuidedFusion& fusion, const Scene& scene, int stages)
{
    FusionState state =
        fusion.initialState({scene.infrared, scene.visible, (scene.infrared + scene.visible) / 2, {}, {}, {}, {}});
    for (int k = 0; k < stages; ++k)
        fusion.applyStage(state, scene.infrared, scene.visible, scene.weight, scene.gate, {});
    return state.image;
}

/// All pixels' f_K of the whole picture at once, with attention of its own.
torch::Tensor wholeImage(const GuidedFusion& fusion, const torch::Tensor& infrared, const torch::Tensor& visible,
                         int stages)
{
    const torch::NoGradGuard noGradient;
    const FusionStart start = fusion.prepare(infrared, visible, {});
    const torch::Tensor weight = paintClasses(start.classWeights.infraredWeight, start.classWeights.regions);
    FusionState state = fusion.initialState(start);
    for (int k = 0; k < stages; ++k)
        fusion.advance(state, start, weight, {});
    return state.image;
}

torch::Tensor tiledImage(const GuidedFusion& fusion, const torch::Tensor& infrared, const torch::Tensor& visible,
                         int stages, int side, int factor)
{
    const TiledFusion tiled(fusion, infrared, visible, side, stages, torch::kCPU);
    const ReducedGuidance guidance = tiled.guidance(factor, {});
    const torch::Tensor weights = guidance.start.classWeights.infraredWeight;
    const GuidanceStages guides = tiled.guidanceStages(guidance, weights, {});
    torch::Tensor image = torch::full_like(infrared, -1);
    for (std::int64_t row = 0; row < tiled.rows().count(); ++row)
        for (std::int64_t column = 0; column < tiled.columns().count(); ++column) {
            const Span y = tiled.rows().part(row);
            const Span x = tiled.columns().part(column);
            image.slice(2, y.begin, y.end)
                .slice(3, x.begin, x.end)
                .copy_(tiled.fuse(row, column, guidance, guides, weights, {}).back().image);
        }
    return image;
}

} // namespace

class TestTiledFusion : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void partsCoverASideAndWindowsHaveOneSize()
    {
        for (const std::int64_t length : {1, 7, 16, 100, 101, 640})
            for (const std::int64_t side : {1, 3, 16, 50, 99, 1000}) {
                const TileAxis axis(length, side);
                std::int64_t covered = 0;
                for (std::int64_t i = 0; i < axis.count(); ++i) {
                    const Span part = axis.part(i);
                    QCOMPARE(part.begin, covered);
                    QVERIFY(part.size() >= 1 && part.size() <= side);
                    covered = part.end;
                    Span larger{0, length};
                    for (const std::int64_t halo : {44, 35, 8, 0}) {
                        const Span window = axis.window(i, halo);
                        QCOMPARE(window.size(), axis.windowSize(halo));
                        QVERIFY(window.begin <= std::max<std::int64_t>(part.begin - halo, 0));
                        QVERIFY(window.end >= std::min(part.end + halo, length));
                        QVERIFY(window.begin >= larger.begin && window.end <= larger.end);
                        larger = window;
                    }
                }
                QCOMPARE(covered, length);
            }
    }

    void derivedRadiusIsThatOfThePaper()
    {
        QCOMPARE(receptiveRadius(networkOptions(5), 0, 1), 8); // four units of two convolutions
        QCOMPARE(receptiveRadius(networkOptions(5), 0, 5), 44);
        QCOMPARE(receptiveRadius(networkOptions(5), 4, 5), 8);
        QCOMPARE(receptiveRadius(networkOptions(5), 5, 5), 0);
    }

    void gradientsReachAsFarAsDerived_data()
    {
        QTest::addColumn<int>("stages");
        QTest::addColumn<bool>("shortMemory");
        QTest::addColumn<bool>("longMemory");
        QTest::addRow("5 stages, both memories") << 5 << true << true;
        for (const int stages : {1, 3})
            for (const bool shortMemory : {true, false})
                for (const bool longMemory : {true, false})
                    QTest::addRow("%d stages, memories %d %d", stages, shortMemory, longMemory)
                        << stages << shortMemory << longMemory;
    }

    void gradientsReachAsFarAsDerived()
    {
        QFETCH(const int, stages);
        QFETCH(const bool, shortMemory);
        QFETCH(const bool, longMemory);
        UnfoldingOptions options = networkOptions(stages);
        options.shortMemory = shortMemory;
        options.longMemory = longMemory;
        Model model = modelWith(options);
        model.fusion->to(torch::kFloat64);
        const GuidedFusion fusion(model, {});
        const int radius = receptiveRadius(options, 0, stages);
        const int side = 2 * radius + 7; // some room, so that a larger radius would show
        Scene scene = doubleScene(side);
        for (torch::Tensor* input : {&scene.infrared, &scene.visible, &scene.weight, &scene.gate})
            input->requires_grad_(true);
        const torch::Tensor middle = lastImage(fusion, scene, stages)[0][0][side / 2][side / 2];
        const std::vector<torch::Tensor> gradients =
            torch::autograd::grad({middle}, {scene.infrared, scene.visible, scene.weight, scene.gate});
        QCOMPARE(reach(gradients[0]), radius);
        QCOMPARE(reach(gradients[1]), radius);
        QVERIFY(reach(gradients[2]) <= radius);
        QVERIFY(reach(gradients[3]) <= radius);
    }

    void laterStagesReachAsFarAsDerived()
    {
        constexpr int kStages = 4;
        const UnfoldingOptions options = networkOptions(kStages);
        Model model = modelWith(options);
        model.fusion->to(torch::kFloat64);
        const GuidedFusion fusion(model, {});
        for (int after = 1; after < kStages; ++after) {
            const int radius = receptiveRadius(options, after, kStages);
            const int side = 2 * radius + 7;
            Scene scene = doubleScene(side);
            FusionState state{after, scene.infrared, {}, {}};
            torch::manual_seed(5);
            std::vector<torch::Tensor> inputs;
            for (torch::Tensor* memory : {&state.memory.shortTerm, &state.memory.longTerm, &state.memory.lstm.hidden,
                                          &state.memory.lstm.cell}) {
                *memory = torch::randn({1, options.width, side, side}, torch::kFloat64).requires_grad_(true);
                inputs.push_back(*memory);
            }
            state.image = scene.infrared.clone().requires_grad_(true);
            inputs.push_back(state.image);
            for (int k = after; k < kStages; ++k)
                fusion.applyStage(state, scene.infrared, scene.visible, scene.weight, scene.gate, {});
            std::int64_t farthest = -1;
            for (const torch::Tensor& gradient : torch::autograd::grad({state.image[0][0][side / 2][side / 2]}, inputs,
                                                                       {}, {}, false, /* allow_unused */ true))
                farthest = std::max(farthest, reach(gradient));
            QCOMPARE(farthest, radius);
        }
    }

    void onePixelMattersUpToTheRadiusAndNoFurther()
    {
        constexpr int kStages = 2;
        const UnfoldingOptions options = networkOptions(kStages);
        Model model = modelWith(options);
        model.fusion->to(torch::kFloat64);
        const GuidedFusion fusion(model, {});
        const torch::NoGradGuard noGradient;
        const int radius = receptiveRadius(options, 0, kStages);
        const int side = 2 * radius + 7;
        const auto changeFrom = [&](int distance) {
            Scene scene = doubleScene(side);
            const auto middle = [&] {
                return lastImage(fusion, scene, kStages)[0][0][side / 2][side / 2].item<double>();
            };
            const double before = middle();
            scene.infrared[0][0][side / 2 - distance][side / 2 - distance] += 100;
            return std::abs(middle() - before);
        };
        QVERIFY(changeFrom(radius) > 0);
        QCOMPARE(changeFrom(radius + 1), 0.0);
    }

    void haloOfTheRadiusIsEnoughAndOneLessIsNot()
    {
        constexpr int kStages = 2;
        const UnfoldingOptions options = networkOptions(kStages);
        Model model = modelWith(options);
        model.fusion->to(torch::kFloat64);
        const GuidedFusion fusion(model, {});
        const torch::NoGradGuard noGradient;
        const int radius = receptiveRadius(options, 0, kStages);
        const int middle = 40;
        Scene scene = doubleScene(2 * middle + 1);
        // A bright frame just outside the smaller halo.
        scene.infrared.slice(2, middle - radius, middle - radius + 1) += 100;
        const double whole = lastImage(fusion, scene, kStages)[0][0][middle][middle].item<double>();
        const auto errorWith = [&](int halo) {
            const Scene part = scene.cut(middle - halo, middle + halo + 1);
            return std::abs(lastImage(fusion, part, kStages)[0][0][halo][halo].item<double>() - whole);
        };
        QVERIFY2(errorWith(radius) < 1e-11, qPrintable(QString::number(errorWith(radius))));
        QVERIFY2(errorWith(radius - 1) > 1e-9, qPrintable(QString::number(errorWith(radius - 1))));
    }

    void tilesEqualTheWhole_data()
    {
        QTest::addColumn<int>("side");
        QTest::addColumn<int>("height");
        QTest::addColumn<int>("width");
        QTest::addRow("one tile") << 1000 << 80 << 64;
        QTest::addRow("two by two") << 48 << 90 << 72;
        QTest::addRow("does not divide") << 31 << 97 << 75;
        QTest::addRow("tiles smaller than the halo") << 9 << 64 << 80;
        QTest::addRow("picture smaller than the halo") << 7 << 20 << 17;
    }

    void tilesEqualTheWhole()
    {
        QFETCH(const int, side);
        QFETCH(const int, height);
        QFETCH(const int, width);
        constexpr int kStages = 3;
        const torch::Tensor infrared = blobs(1, height, width), visible = blobs(2, height, width);
        using Case = std::pair<Padding, AttentionScale>;
        for (const auto& [padding, scale] :
             {Case(Padding::Reflect, AttentionScale::Paper), Case(Padding::Reflect, AttentionScale::TimesPixels),
              Case(Padding::Reflect, AttentionScale::Standardised), Case(Padding::Replicate, AttentionScale::Paper),
              Case(Padding::Zeros, AttentionScale::Paper)}) {
            UnfoldingOptions network = networkOptions(kStages);
            network.padding = padding;
            GuidanceOptions options;
            options.attentionScale = scale;
            options.classWeights.quadrature.steps = 1; // any weights will do
            const GuidedFusion fusion(modelWith(network), options);
            COMPARE_TENSOR(tiledImage(fusion, infrared, visible, kStages, side, 1),
                           wholeImage(fusion, infrared, visible, kStages), 1e-5);
        }
    }

    void releasedEquationsAndFewerStagesInTiles()
    {
        Model model = modelWith(networkOptions(3));
        const torch::Tensor infrared = blobs(1, 90, 72), visible = blobs(2, 90, 72);
        for (const Equations equations : {Equations::Paper, Equations::Released})
            for (const int stages : {1, 3}) {
                GuidanceOptions options = GuidanceOptions::forEquations(equations);
                options.classWeights.quadrature.steps = 1;
                const GuidedFusion fusion(model, options);
                COMPARE_TENSOR(tiledImage(fusion, infrared, visible, stages, 25, 1),
                               wholeImage(fusion, infrared, visible, stages), 1e-5);
            }
    }

    void guidanceOfASmallerPairLeavesNoSeam()
    {
        constexpr int kStages = 3;
        Model model = modelWith(networkOptions(kStages));
        GuidanceOptions options;
        options.attentionScale = AttentionScale::Standardised;
        options.classWeights.quadrature.steps = 1;
        const GuidedFusion fusion(model, options);
        const torch::Tensor infrared = blobs(1, 130, 111), visible = blobs(2, 130, 111);
        for (const int factor : {2, 3}) {
            const torch::Tensor atOnce = tiledImage(fusion, infrared, visible, kStages, 1000, factor);
            QVERIFY(atOnce.min().item<double>() >= 0); // every pixel was written
            for (const int side : {64, 41, 23})
                COMPARE_TENSOR(tiledImage(fusion, infrared, visible, kStages, side, factor), atOnce, 1e-5);
        }
    }

    void samplesOfAWindowAreThoseOfTheWhole()
    {
        torch::manual_seed(1);
        const torch::Tensor small = torch::randn({1, 1, 14, 11});
        const torch::Tensor regions = torch::randint(0, 9, {1, 14, 11}, torch::kInt64);
        for (const int factor : {1, 2, 3, 5}) {
            const std::int64_t height = 14 * factor - factor / 2, width = 11 * factor;
            const torch::Tensor whole = bilinearWindow(small, factor, {0, height}, {0, width});
            const torch::Tensor classes = nearestWindow(regions, factor, {0, height}, {0, width});
            QCOMPARE(whole.size(2), height);
            for (const Span rows : {Span{0, 9}, Span{3, 14}, Span{5, height}})
                for (const Span columns : {Span{0, 11}, Span{4, 5}}) {
                    QVERIFY(torch::equal(bilinearWindow(small, factor, rows, columns),
                                         whole.slice(2, rows.begin, rows.end).slice(3, columns.begin, columns.end)));
                    QVERIFY(torch::equal(nearestWindow(regions, factor, rows, columns),
                                         classes.slice(1, rows.begin, rows.end).slice(2, columns.begin, columns.end)));
                }
        }
    }

    void bilinearSamplesContinueARamp()
    {
        // A ramp, made smaller by means and sampled again, is the ramp but for half a small pixel at the borders.
        constexpr int kFactor = 4;
        const torch::Tensor ramp = (torch::arange(40, torch::kFloat32).view({1, 1, 1, 40}) / 40).repeat({1, 1, 24, 1}) +
                                   (torch::arange(24, torch::kFloat32).view({1, 1, 24, 1}) / 7);
        const torch::Tensor again = bilinearWindow(reducedPicture(ramp, kFactor), kFactor, {0, 24}, {0, 40});
        const auto inner = [](const torch::Tensor& picture) { return picture.slice(2, 2, 22).slice(3, 2, 38); };
        COMPARE_TENSOR(inner(again), inner(ramp), 1e-5);
    }

    void attentionIsThatOfTheWholePerPixel()
    {
        // Each pixel repeated 2×2 changes nothing for pictures made smaller by 2, but there are four times as many
        // pixels to share the score's change.
        constexpr int kStages = 3;
        const GuidedFusion fusion(modelWith(networkOptions(kStages)), {});
        const torch::Tensor infrared = blobs(1, 48, 40), visible = blobs(2, 48, 40);
        const auto twice = [](const torch::Tensor& picture) { return nearestWindow(picture, 2, {0, 96}, {0, 80}); };
        const auto attentionOf = [&](const torch::Tensor& first, const torch::Tensor& second, int factor) {
            const TiledFusion tiled(fusion, first, second, 64, kStages, torch::kCPU);
            const ReducedGuidance guidance = tiled.guidance(factor, {});
            return tiled.guidanceStages(guidance, guidance.start.classWeights.infraredWeight, {})
                .stages.back()
                .attention;
        };
        const torch::Tensor once = attentionOf(infrared, visible, 1);
        QVERIFY(test::maxOf(once) > 0);
        COMPARE_TENSOR(attentionOf(twice(infrared), twice(visible), 2), once / 4, 1e-6 * test::maxOf(once));
    }

    void aStopEndsATile()
    {
        const GuidedFusion fusion(modelWith(networkOptions(2)), {});
        const TiledFusion tiled(fusion, blobs(1, 48, 40), blobs(2, 48, 40), 16, 2, torch::kCPU);
        const ReducedGuidance guidance = tiled.guidance(1, {});
        const torch::Tensor weights = guidance.start.classWeights.infraredWeight;
        const GuidanceStages guides = tiled.guidanceStages(guidance, weights, {});
        std::stop_source stop;
        stop.request_stop();
        QVERIFY_EXCEPTION_THROWN(tiled.fuse(0, 0, guidance, guides, weights, stop.get_token()), Cancelled);
    }
};

DUOSCOPE_TEST_MAIN(TestTiledFusion)
#include "tst_tiled_fusion.moc"
