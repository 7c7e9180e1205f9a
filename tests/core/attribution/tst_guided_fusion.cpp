// SPDX-License-Identifier: GPL-3.0-or-later
// Properties of the guided fusion that hold for any weights, on a small random model.
#include "core/attribution/guided_fusion.h"
#include "core/base/error.h"
#include "tests/support/error_log_guard.h"
#include "tests/support/files.h"
#include "tests/support/golden_tensors.h"

#include <ATen/record_function.h>

#include <atomic>

using namespace duoscope;

namespace {

constexpr int kClasses = 4;

/// Random networks with layers strong enough for several regions and stages that differ.
Model smallModel(DeepLabOptions segmentation)
{
    torch::manual_seed(7);
    const torch::NoGradGuard noGradient;
    UnfoldingOptions fusion;
    fusion.stages = 3;
    fusion.width = 8;
    fusion.initialStepSize = 0.3;
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
            parameter.mul_(2);
    model.prepareForInference();
    return model;
}

torch::Tensor blobs(int seed, int height = 48, int width = 40)
{
    torch::manual_seed(seed);
    const torch::Tensor coarse = torch::rand({1, 1, 6, 5});
    return torch::upsample_bilinear2d(coarse, {height, width}, false).clamp(0, 1);
}

torch::Tensor finalImage(const GuidedFusion& fusion, const FusionStart& start, const torch::Tensor& weight)
{
    const torch::NoGradGuard noGradient;
    FusionState state = fusion.initialState(start);
    for (int k = 0; k < 3; ++k)
        fusion.advance(state, start, weight, {});
    return state.image;
}

torch::Tensor weightMap(const FusionStart& start)
{
    return paintClasses(start.classWeights.infraredWeight, start.classWeights.regions);
}

/// A job that is asked to stop when LibTorch begins its n-th operation, whichever thread that is on.
class StopAtOperation {
public:
    explicit StopAtOperation(int n)
    {
        s_left = n;
        s_source = &m_source;
        m_handle = at::addGlobalCallback(
            at::RecordFunctionCallback([](const at::RecordFunction&) -> std::unique_ptr<at::ObserverContext> {
                if (--s_left == 0)
                    s_source->request_stop();
                return nullptr;
            }));
    }
    ~StopAtOperation() { at::removeCallback(m_handle); }
    StopAtOperation(const StopAtOperation&) = delete;
    StopAtOperation& operator=(const StopAtOperation&) = delete;

    JobControl job() const { return {m_source.get_token(), {}}; }

private:
    static inline std::atomic<int> s_left = 0; ///< callbacks know nothing else
    static inline std::stop_source* s_source = nullptr;
    std::stop_source m_source;
    at::CallbackHandle m_handle = 0;
};

} // namespace

class TestGuidedFusion : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_model = smallModel({}); }

    void sceneHasSeveralRegions()
    {
        const GuidedFusion fusion(m_model, {});
        const FusionStart start = fusion.prepare(blobs(1), blobs(2), {});
        QVERIFY((start.classWeights.pixels > 0).sum().item<int>() >= 2); // or the tests below prove little
        const torch::Tensor w1 = weightMap(start);
        QVERIFY(test::maxError(w1, torch::full_like(w1, 0.5)) > 0.05);
    }

    void completenessResidualFallsWithSteps()
    {
        double before = 1e9;
        for (const int steps : {2, 8, 64, 256}) {
            GuidanceOptions options;
            options.classWeights.quadrature = {QuadratureRule::Midpoint, steps};
            const FusionStart start = GuidedFusion(m_model, options).prepare(blobs(1), blobs(2), {});
            const SourceAttribution& ir = start.classWeights.infrared;
            const double residual = ir.residual.abs().sum().item<double>();
            QVERIFY2(residual < 0.7 * before, qPrintable(QString("%1 after %2").arg(residual).arg(before)));
            before = residual;
            qInfo("%d steps: residual %g of a change of %g", steps, residual, ir.change.abs().sum().item<double>());
            if (steps == 256)
                QVERIFY(residual < 0.05 * ir.change.abs().sum().item<double>());
        }
    }

    void swappedSourcesSwapTheWeights()
    {
        const GuidedFusion fusion(m_model, {});
        const FusionStart start = fusion.prepare(blobs(1), blobs(2), {});
        const FusionStart swapped = fusion.prepare(blobs(2), blobs(1), {});
        QVERIFY(torch::equal(start.classWeights.regions, swapped.classWeights.regions));
        COMPARE_TENSOR(weightMap(swapped), 1 - weightMap(start), 1e-4);
    }

    void changedWeightChangesTheImageOnlyWithTheDataStep()
    {
        for (const Equations equations : {Equations::Paper, Equations::Released}) {
            const GuidedFusion fusion(m_model, GuidanceOptions::forEquations(equations));
            const FusionStart start = fusion.prepare(blobs(1), blobs(2), {});
            const torch::Tensor w1 = weightMap(start);
            const double change =
                test::maxError(finalImage(fusion, start, torch::ones_like(w1)), finalImage(fusion, start, w1 * 0));
            if (equations == Equations::Paper)
                QVERIFY2(change > 1e-3, qPrintable(QString::number(change)));
            else
                QCOMPARE(change, 0.0);
        }
    }

    void withFullStepsAndOneWeightTheProximalInputIsThatSource()
    {
        // ρ = 1 and w1 = 1 make F0 = infrared: equation 3 by hand.
        const torch::Tensor f = blobs(3);
        const torch::Tensor ir = blobs(1);
        const torch::Tensor vi = blobs(2);
        COMPARE_TENSOR(f - dataGradient(f, ir, vi, torch::ones_like(f)), ir, 1e-6);
        COMPARE_TENSOR(f - dataGradient(f, ir, vi, torch::zeros_like(f)), vi, 1e-6);
        const torch::Tensor w1 = blobs(4);
        COMPARE_TENSOR(dataGradient(f, ir, vi, w1), w1 * (f - ir) + (1 - w1) * (f - vi), 1e-6);
    }

    void attributionOffIsNeutral()
    {
        GuidanceOptions options;
        options.attribution = false;
        const GuidedFusion fusion(m_model, options);
        const FusionStart start = fusion.prepare(blobs(1), blobs(2), {});
        QVERIFY(torch::equal(weightMap(start), torch::full({1, 1, 48, 40}, 0.5F)));
        const torch::NoGradGuard noGradient;
        FusionState state = fusion.initialState(start);
        fusion.advance(state, start, weightMap(start), {});
        QCOMPARE(test::maxOf(fusion.advance(state, start, weightMap(start), {}).attention), 0.0);
    }

    void copiedStateGoesOnAlike()
    {
        const torch::NoGradGuard noGradient;
        const GuidedFusion fusion(m_model, {});
        const FusionStart start = fusion.prepare(blobs(1), blobs(2), {});
        FusionState state = fusion.initialState(start);
        fusion.advance(state, start, weightMap(start), {});
        FusionState kept = state;
        fusion.advance(state, start, weightMap(start), {});
        fusion.advance(state, start, weightMap(start), {});
        fusion.advance(kept, start, weightMap(start), {});
        fusion.advance(kept, start, weightMap(start), {});
        COMPARE_TENSOR(kept.image, state.image, 0.0);
    }

    void batchEqualsItsPictures()
    {
        const GuidedFusion fusion(m_model, {});
        const FusionStart both = fusion.prepare(torch::cat({blobs(1), blobs(3)}), torch::cat({blobs(2), blobs(4)}), {});
        const torch::Tensor images = finalImage(fusion, both, weightMap(both));
        const FusionStart one = fusion.prepare(blobs(3), blobs(4), {});
        COMPARE_TENSOR(images.slice(0, 1, 2), finalImage(fusion, one, weightMap(one)), 1e-4);
    }

    void oddSizesAndBothLayouts()
    {
        for (const DeepLabOptions& layout : {DeepLabOptions{}, DeepLabOptions::released()}) {
            const Model model = smallModel(layout);
            for (const Equations equations : {Equations::Paper, Equations::Released}) {
                const GuidedFusion fusion(model, GuidanceOptions::forEquations(equations));
                const FusionStart start = fusion.prepare(blobs(1, 97, 131), blobs(2, 97, 131), {});
                const torch::Tensor image = finalImage(fusion, start, weightMap(start));
                QVERIFY(image.sizes() == torch::IntArrayRef({1, 1, 97, 131}));
                QVERIFY(torch::isfinite(image).all().item<bool>());
                QVERIFY((image > 0).all().item<bool>() && (image < 1).all().item<bool>());
            }
        }
    }

    void everyPaddingAndWidthBuilds()
    {
        for (const Padding padding : {Padding::Reflect, Padding::Replicate, Padding::Zeros}) {
            UnfoldingOptions options;
            options.width = 4;
            options.stages = 1;
            options.padding = padding;
            UnfoldingNetwork network(options);
            StageMemory memory = network->initialMemory(blobs(1), blobs(2));
            const torch::Tensor image = network->stage(1)->forward(blobs(3), {}, memory, Equations::Paper, true, {});
            QVERIFY(image.sizes() == blobs(3).sizes());
            QVERIFY(memory.longTerm.sizes() == torch::IntArrayRef({1, 4, 48, 40}));
        }
    }

    void reductionSeesMeansOfPixels()
    {
        const torch::NoGradGuard noGradient;
        DeepLabOptions options;
        options.reduction = 2;
        Model half = smallModel(options); // the same weights as m_model
        const torch::Tensor small = blobs(1);
        const torch::Tensor large = small.repeat_interleave(2, 2).repeat_interleave(2, 3);
        const torch::Tensor logits = m_model.segmentation->decode(m_model.segmentation->features(small));
        const torch::Tensor expected = torch::upsample_bilinear2d(logits, {96, 80}, true);
        COMPARE_TENSOR(half.segmentation->forward(large), expected, 1e-5);
        const torch::Tensor odd = blobs(1, 37, 53);
        QVERIFY(half.segmentation->forward(odd).sizes() == torch::IntArrayRef({1, kClasses, 37, 53}));
    }

    void preparedForKnownRegions()
    {
        const GuidedFusion fusion(m_model, {});
        const FusionStart own = fusion.prepare(blobs(1), blobs(2), {});
        const FusionStart given = fusion.prepareFor(own.classWeights.regions, blobs(1), blobs(2), {});
        COMPARE_TENSOR(given.classWeights.infraredWeight, own.classWeights.infraredWeight, 0.0);
        COMPARE_TENSOR(given.scoreWeights, own.scoreWeights, 0.0);
    }

    void guidanceTravelsWithTheModel()
    {
        Model model = smallModel({});
        model.segmentation = DeepLab(model.segmentation->options()); // folded networks can't be written
        GuidanceOptions options;
        options.attention = AttentionKind::Gradient;
        options.attentionScale = AttentionScale::Standardised;
        options.pathSegment.steps = 3;
        model.guidance = options.toMetadata();
        const GuidanceOptions back = GuidanceOptions::forModel(modelFromWeights(weightsOf(model)));
        QVERIFY(back.attention == AttentionKind::Gradient);
        QVERIFY(back.attentionScale == AttentionScale::Standardised);
        QCOMPARE(back.pathSegment.steps, 3);
        model.guidance["attention"] = "magic";
        VERIFY_ERROR(GuidanceOptions::forModel(model), "magic");
    }

    void gradientAttentionIsTheGradientAtTheLastImage()
    {
        // A score that is linear in the picture has the same gradient everywhere.
        const torch::Tensor slope = blobs(9);
        const ScoreFunction linear = [&](const torch::Tensor& image) { return image * slope; };
        const torch::Tensor weights = torch::full_like(slope, 0.25);
        PathAttention attention(blobs(1), torch::zeros({1}), {QuadratureRule::Right, 1}, Equations::Paper,
                                AttentionKind::Gradient);
        attention.append(blobs(2), linear, weights, {});
        attention.append(blobs(3), linear, weights, {});
        COMPARE_TENSOR(attention.map(), 0.25 * slope, 1e-6);
    }

    void removedMemoriesAndGateChangeTheStages()
    {
        const auto lastImage = [](void (*change)(UnfoldingOptions&), const torch::Tensor& attention) {
            const torch::NoGradGuard noGradient;
            torch::manual_seed(3);
            UnfoldingOptions options;
            options.width = 4;
            options.stages = 2;
            change(options);
            UnfoldingNetwork network(options);
            StageMemory memory = network->initialMemory(blobs(1), blobs(2));
            const torch::Tensor f1 =
                network->stage(1)->forward(blobs(3), attention, memory, Equations::Paper, true, {});
            return network->stage(2)->forward(f1, attention, memory, Equations::Paper, false, {});
        };
        const torch::Tensor none;
        const torch::Tensor strong = 5 * blobs(4);
        const torch::Tensor whole = lastImage([](UnfoldingOptions&) {}, none);
        for (const auto change :
             {+[](UnfoldingOptions& o) { o.shortMemory = false; }, +[](UnfoldingOptions& o) { o.longMemory = false; },
              +[](UnfoldingOptions& o) { o.attentionGate = false; }})
            QVERIFY(!lastImage(change, none).equal(whole));
        // Without its gate a stage takes no notice of attention.
        const auto ungated = +[](UnfoldingOptions& o) { o.attentionGate = false; };
        COMPARE_TENSOR(lastImage(ungated, strong), lastImage(ungated, none), 0.0);
        QVERIFY(!lastImage([](UnfoldingOptions&) {}, strong).equal(whole));
    }

    void stopLeavesCopiesOfTheStateAlone()
    {
        const torch::NoGradGuard noGradient;
        const GuidedFusion fusion(m_model, {});
        const FusionStart start = fusion.prepare(blobs(1), blobs(2), {});
        FusionState state = fusion.initialState(start);
        fusion.advance(state, start, weightMap(start), {});
        const FusionState copy = state;
        FusionState uninterrupted = state;
        fusion.advance(uninterrupted, start, weightMap(start), {});
        std::stop_source source;
        source.request_stop();
        const JobControl stopped(source.get_token(), {});
        QVERIFY_EXCEPTION_THROWN(fusion.advance(state, start, weightMap(start), stopped), Cancelled);
        QVERIFY_EXCEPTION_THROWN(fusion.prepare(blobs(1), blobs(2), stopped), Cancelled);
        QCOMPARE(copy.k, 1);
        state = copy;
        fusion.advance(state, start, weightMap(start), {});
        COMPARE_TENSOR(state.image, uninterrupted.image, 0.0);
        COMPARE_TENSOR(state.memory.longTerm, uninterrupted.memory.longTerm, 0.0);
    }

    void stopBetweenLayersLeavesCopiesAlone()
    {
        // Wherever within a stage the stop comes, what was copied before goes on as if nothing had been.
        const torch::NoGradGuard noGradient;
        const GuidedFusion fusion(m_model, {});
        const FusionStart start = fusion.prepare(blobs(1), blobs(2), {});
        FusionState before = fusion.initialState(start);
        fusion.advance(before, start, weightMap(start), {});
        FusionState uninterrupted = before;
        fusion.advance(uninterrupted, start, weightMap(start), {});
        int stops = 0;
        for (int operation = 1;; operation += 37) {
            StopAtOperation stop(operation);
            FusionState state = before;
            try {
                fusion.advance(state, start, weightMap(start), stop.job());
            } catch (const Cancelled&) {
                ++stops;
                state = before;
                fusion.advance(state, start, weightMap(start), {});
                COMPARE_TENSOR(state.image, uninterrupted.image, 0.0);
                COMPARE_TENSOR(state.memory.longTerm, uninterrupted.memory.longTerm, 0.0);
                continue;
            }
            break; // it came too late
        }
        QVERIFY2(stops >= 5, qPrintable(QString("%1 stops").arg(stops)));
    }

private:
    Model m_model;
};

DUOSCOPE_TEST_MAIN(TestGuidedFusion)
#include "tst_guided_fusion.moc"
