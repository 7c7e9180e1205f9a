// SPDX-License-Identifier: GPL-3.0-or-later
// The whole guided fusion with the reference checkpoint and the released equations against the research code.
#include "core/attribution/guided_fusion.h"
#include "core/net/pth_file.h"
#include "core/net/released_checkpoint.h"
#include "tests/support/error_log_guard.h"
#include "tests/support/golden_tensors.h"

#include <QFileInfo>

using namespace duoscope;
using duoscope::test::maxOf;
using duoscope::test::quantileError;
using duoscope::test::readGolden;

namespace {

const std::string kReference = DUOSCOPE_SHARED "/reference/uaafusion/";
using Golden = std::map<std::string, torch::Tensor>;

/// A whole fusion, stage by stage, as the reference records it.
struct Recorded {
    FusionStart start;
    std::vector<torch::Tensor> images; ///< entering stage 1 … K, then the output
    std::vector<torch::Tensor> attention;
};

Recorded fuse(const GuidedFusion& fusion, const torch::Tensor& infrared, const torch::Tensor& visible,
              const torch::Tensor& givenWeight = {})
{
    const torch::NoGradGuard noGradient;
    Recorded recorded;
    recorded.start = fusion.prepare(infrared, visible, {});
    const torch::Tensor weight = givenWeight.defined() ? givenWeight
                                                       : paintClasses(recorded.start.classWeights.infraredWeight,
                                                                      recorded.start.classWeights.regions);
    FusionState state = fusion.initialState(recorded.start);
    recorded.images.push_back(state.image);
    for (int k = 1; k <= 5; ++k) {
        recorded.attention.push_back(fusion.advance(state, recorded.start, weight, {}).attention);
        recorded.images.push_back(state.image);
    }
    return recorded;
}

} // namespace

class TestReleasedFusion : public QObject {
    Q_OBJECT

    void compareAttention(const std::vector<torch::Tensor>& attention, const torch::Tensor& expected)
    {
        const double scale = maxOf(expected);
        const torch::Tensor actual = torch::stack(attention).view_as(expected);
        COMPARE_TENSOR(actual, expected, 5e-2 * scale);
        const double quantile = quantileError(actual, expected);
        QVERIFY2(quantile <= 5e-3 * scale, qPrintable(QString("99.9 % quantile %1 of %2").arg(quantile).arg(scale)));
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (!QFileInfo::exists(QString::fromStdString(kReference)))
            QSKIP("the reference data is not beside the checkout");
        m_model = importReleasedCheckpoint(readPth(kReference + "uaafusion_random.pth"), "uaafusion_random.pth");
        m_model.prepareForInference();
    }

    void everyStage_data()
    {
        QTest::addColumn<QString>("file");
        QTest::newRow("crop1, 80x96") << "crop1.pt";
        QTest::newRow("crop2, 128x128") << "crop2.pt";
        QTest::newRow("tiny, 28x32") << "tiny_internals.pt";
    }
    void everyStage()
    {
        QFETCH(QString, file);
        Golden golden = readGolden(kReference + file.toStdString());
        const GuidedFusion fusion(m_model, GuidanceOptions::forEquations(Equations::Released));
        const Recorded ours = fuse(fusion, golden["ir"], golden["vi"]);
        const ClassWeights& weights = ours.start.classWeights;

        if (golden.contains("mask_argmax")) {
            const auto wrong = weights.regions.ne(golden["mask_argmax"]).sum().item<std::int64_t>();
            QVERIFY2(wrong <= 3, qPrintable(QString("%1 pixels of another class").arg(wrong)));
        }
        if (golden.contains("class_count")) {
            COMPARE_TENSOR(weights.pixels[0].to(torch::kFloat32), golden["class_count"].to(torch::kFloat32), 3);
            COMPARE_TENSOR(weights.infrared.attribution[0], golden["class_attr_ir"],
                           3e-3 * maxOf(golden["class_attr_ir"]));
            COMPARE_TENSOR(weights.visible.attribution[0], golden["class_attr_vi"],
                           3e-3 * maxOf(golden["class_attr_vi"]));
        }
        const torch::Tensor w1 = paintClasses(weights.infraredWeight, weights.regions);
        COMPARE_TENSOR(w1, golden["w_i"], 5e-3);
        COMPARE_TENSOR(1 - w1, golden["w_v"], 5e-3);
        compareAttention(ours.attention, golden["att_stages"]);
        COMPARE_TENSOR(torch::stack(ours.images).view_as(golden["f_stages"]), golden["f_stages"], 1e-4);
        if (!golden.contains("fused"))
            return;
        const torch::Tensor fused = ours.images.back();
        COMPARE_TENSOR(fused, golden["fused"], 1e-4);
        COMPARE_TENSOR((fused - fused.min()) / (fused.max() - fused.min()), golden["fused_minmax"], 1e-4);
    }

    void scoreGradientAtEachStage()
    {
        Golden golden = readGolden(kReference + "crop1.pt");
        const GuidedFusion fusion(m_model, GuidanceOptions::forEquations(Equations::Released));
        const torch::Tensor weights = attentionScoreWeights(golden["seg_out"], Equations::Released);
        const torch::Tensor& expected = golden["grad_stages"];
        std::vector<torch::Tensor> gradients;
        for (int k = 0; k < 5; ++k) {
            const ScoreFunction scores = [&](const torch::Tensor& image) { return fusion.scores(image, {}); };
            gradients.push_back(scoreGradient(scores, weights, golden["f_stages"][k].unsqueeze(0), {}).gradient);
        }
        compareAttention(gradients, expected);
    }

    void oneHotMask()
    {
        Golden golden = readGolden(kReference + "crop1.pt");
        GuidanceOptions options = GuidanceOptions::forEquations(Equations::Released);
        options.softMask = false;
        const Recorded ours = fuse(GuidedFusion(m_model, options), golden["ir"], golden["vi"]);
        COMPARE_TENSOR(torch::stack(ours.images).view_as(golden["onehot_f_stages"]), golden["onehot_f_stages"], 1e-4);
        compareAttention(ours.attention, golden["onehot_att_stages"]);
    }

    void dataStepApplied()
    {
        Golden golden = readGolden(kReference + "crop1.pt");
        GuidanceOptions options = GuidanceOptions::forEquations(Equations::Released);
        options.dataStep = true;
        const Recorded ours = fuse(GuidedFusion(m_model, options), golden["ir"], golden["vi"], golden["w_i"]);
        COMPARE_TENSOR(torch::stack(ours.images).view_as(golden["step_f_stages"]), golden["step_f_stages"], 2e-4);
        COMPARE_TENSOR(ours.images.back(), golden["step_fused"], 2e-4);
        // The step must matter, or applying it proves nothing.
        QVERIFY(test::maxError(golden["step_fused"], golden["fused"]) > 0.1);
    }

    void batchOfTwoIsPooled()
    {
        Golden golden = readGolden(kReference + "crop1.pt");
        const GuidedFusion fusion(m_model, GuidanceOptions::forEquations(Equations::Released));
        const Recorded ours = fuse(fusion, golden["b2_ir"], golden["b2_vi"]);
        const ClassWeights& weights = ours.start.classWeights;
        const torch::Tensor w1 = paintClasses(weights.infraredWeight, weights.regions);
        COMPARE_TENSOR(w1, golden["b2_w_i"], 5e-3);
        COMPARE_TENSOR(weights.infraredWeight[0], weights.infraredWeight[1], 0.0);
        compareAttention(ours.attention, golden["b2_att_stages"]);
        COMPARE_TENSOR(ours.images.back(), golden["b2_fused"], 1e-4);
    }

private:
    Model m_model;
};

DUOSCOPE_TEST_MAIN(TestReleasedFusion)
#include "tst_released_fusion.moc"
