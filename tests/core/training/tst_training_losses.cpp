// SPDX-License-Identifier: GPL-3.0-or-later
// Losses against hand-computed values and, with their gradients, against the research code.
#include "core/attribution/guided_fusion.h"
#include "core/metrics/vif.h"
#include "core/net/pth_file.h"
#include "core/net/released_checkpoint.h"
#include "core/training/fusion_loss.h"
#include "core/training/segmentation_loss.h"
#include "tests/support/error_log_guard.h"
#include "tests/support/golden_tensors.h"

#include <QFileInfo>

#include <cmath>

using namespace duoscope;
using duoscope::test::maxOf;
using duoscope::test::readGolden;

namespace {

const std::string kReference = DUOSCOPE_SHARED "/reference/uaafusion/";

torch::Tensor flat(double value) { return torch::full({1, 1, 8, 8}, value); }

/// Names of the reference's gradients and ours.
const std::map<std::string, std::string> kGradients{
    {"model_f.blockflow.0.conv1.conv_unit.0.weight", "fusion.stage1.extract.first.weight"},
    {"model_f.blockflow.2.conv3.conv_unit.1.weight", "fusion.stage3.refine.activation.weight"},
    {"model_f.blockflow.3.conv5.conv_unit.0.bias", "fusion.stage4.lstm_input.first.bias"},
    {"model_f.blockflow.4.conv4.0.conv_unit.2.weight", "fusion.stage5.reconstruct.second.weight"},
    {"model_f.init_conv_ir.conv_unit.0.weight", "fusion.initial_infrared.first.weight"},
    {"model_f.init_conv_vi.conv_unit.2.bias", "fusion.initial_visible.second.bias"},
    {"model_s.cls_conv.bias", "segmentation.classify.bias"},
    {"model_s.cls_conv.weight", "segmentation.classify.weight"},
    {"model_s.shortcut_conv.0.weight", "segmentation.shortcut.0.weight"},
};

} // namespace

class TestTrainingLosses : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void intensityOfFlatPictures()
    {
        // 0.25·(0.5 − 0.9)² + 0.75·(0.5 − 0.1)² = 0.16
        const FusionLoss loss = fusionLoss(flat(0.5), flat(0.9), flat(0.1), flat(0.25), false);
        QVERIFY(std::abs(loss.intensity.item<double>() - 0.16) < 1e-6);
        // With squared weights: (0.0625 + 0.5625)·0.16 = 0.1
        const FusionLoss squared = fusionLoss(flat(0.5), flat(0.9), flat(0.1), flat(0.25), true);
        QVERIFY(std::abs(squared.intensity.item<double>() - 0.1) < 1e-6);
    }

    void sobelOfARamp()
    {
        const torch::Tensor ramp =
            torch::arange(8, torch::kFloat32).view({1, 1, 1, 8}).expand({1, 1, 8, 8}).contiguous();
        const torch::Tensor inside = sobelMagnitude(ramp).narrow(2, 1, 6).narrow(3, 1, 6);
        COMPARE_TENSOR(inside, torch::full({1, 1, 6, 6}, 8.0), 1e-5); // slope 1 times the operator's 8
    }

    void gradientWantsTheStrongestEdge()
    {
        torch::manual_seed(1);
        const torch::Tensor textured = torch::rand({2, 1, 12, 10});
        const torch::Tensor plain = torch::zeros_like(textured);
        const torch::Tensor half = torch::full_like(textured, 0.5);
        QCOMPARE(fusionLoss(textured, textured, plain, half, false).gradient.item<double>(), 0.0);
        QCOMPARE(fusionLoss(textured, plain, textured, half, false).gradient.item<double>(), 0.0);
        QVERIFY(fusionLoss(plain, plain, textured, half, false).gradient.item<double>() > 0.1);
    }

    void aVectorKnowsTheEdgesSign()
    {
        torch::manual_seed(2);
        const torch::Tensor textured = torch::rand({2, 1, 12, 10});
        const torch::Tensor plain = torch::zeros_like(textured);
        const torch::Tensor half = torch::full_like(textured, 0.5);
        const auto gradient = [&](const torch::Tensor& fused, GradientForm form) {
            return fusionLoss(fused, plain, textured, half, false, form).gradient.item<double>();
        };
        const double strength = sobelMagnitude(textured).mean().item<double>();
        QCOMPARE(gradient(textured, GradientForm::Vector), 0.0);
        QVERIFY(gradient(-textured, GradientForm::Magnitude) < 1e-6); // its edges are as strong
        QVERIFY(std::abs(gradient(-textured, GradientForm::Vector) - 2 * strength) < 1e-4);
        QVERIFY(std::abs(gradient(plain, GradientForm::Vector) - strength) < 1e-5);
    }

    void aGainAsksForStrongerEdges()
    {
        torch::manual_seed(4);
        const torch::Tensor textured = torch::rand({2, 1, 12, 10});
        const torch::Tensor plain = torch::zeros_like(textured);
        const torch::Tensor half = torch::full_like(textured, 0.5);
        for (const GradientForm form : {GradientForm::Magnitude, GradientForm::Vector}) {
            const auto gradient = [&](const torch::Tensor& fused) {
                return fusionLoss(fused, plain, textured, half, false, form, 1.5).gradient.item<double>();
            };
            QVERIFY(gradient(1.5 * textured) < 1e-6);
            QVERIFY(std::abs(gradient(textured) - 0.5 * sobelMagnitude(textured).mean().item<double>()) < 1e-4);
        }
    }

    void structureOfKnownPictures()
    {
        const auto between = [](const torch::Tensor& fused, const torch::Tensor& infrared,
                                const torch::Tensor& visible) {
            return structureLoss(fused, infrared, visible).item<double>();
        };
        torch::manual_seed(3);
        const torch::Tensor picture = torch::rand({2, 1, 20, 17});
        QVERIFY(std::abs(between(picture, picture, picture)) < 1e-5);
        // Flat pictures differ by their means alone: (2ab + C1) / (a² + b² + C1)
        const torch::Tensor a = torch::full({1, 1, 12, 12}, 0.8), b = torch::full({1, 1, 12, 12}, 0.2);
        const double similarity = (2 * 0.8 * 0.2 + 1e-4) / (0.64 + 0.04 + 1e-4);
        QVERIFY(std::abs(between(a, a, b) - (1 - similarity) / 2) < 1e-4);
        // The inverse has the same mean and variance, and their negative as covariance.
        const torch::Tensor waves = 0.5 + 0.3 * torch::sin(torch::arange(400, torch::kFloat32)).view({1, 1, 20, 20});
        QVERIFY(between(1 - waves, waves, waves) > 1.5);
        QVERIFY(std::abs(between(waves, waves, 1 - waves) - between(waves, 1 - waves, waves)) < 1e-6);
    }

    void smallClassesCountAsMuchAsLargeOnes()
    {
        // 75 pixels of class 2, 24 of class 5 and one of class 0, in two samples.
        torch::Tensor regions = torch::full({2, 5, 10}, 2, torch::kInt64);
        regions[0].narrow(0, 0, 2).fill_(5);
        regions[1][0].narrow(0, 0, 4).fill_(5);
        regions[1][4][9] = 0;
        const torch::Tensor alike = classImportance(regions, 7, 1);
        QVERIFY(std::abs(alike[0][0][4][0].item<double>() - 100.0 / (3 * 75)) < 1e-5);
        QVERIFY(std::abs(alike[1][0][0][3].item<double>() - 100.0 / (3 * 24)) < 1e-5);
        QCOMPARE(alike[1][0][4][9].item<double>(), 10.0); // not 33
        QVERIFY(std::abs(classImportance(regions, 7, 0.25)[0][0][0][0].item<double>() - 0.75 - 25.0 / (3 * 24)) < 1e-5);
        QVERIFY(torch::equal(classImportance(regions, 7, 0), torch::ones({2, 1, 5, 10})));
        // L_int is then the mean of the means of the classes.
        const torch::Tensor two = regions.clamp_min(2);
        const torch::Tensor fused = (two == 5).unsqueeze(1) * torch::ones({2, 1, 5, 10}) * 0.5;
        const torch::Tensor zero = torch::zeros_like(fused);
        const auto intensity = [&](const torch::Tensor& importance) {
            return fusionLoss(fused, zero, zero, zero, false, GradientForm::Magnitude, 1, importance)
                .intensity.item<double>();
        };
        QVERIFY(std::abs(intensity({}) - 0.25 * 0.24) < 1e-6);
        QVERIFY(std::abs(intensity(classImportance(two, 7, 1)) - 0.25 / 2) < 1e-6);
    }

    void fidelityIsTheMetricVif()
    {
        torch::manual_seed(5);
        // Textures of several sizes, as 8-bit values.
        const auto texture = [] {
            torch::Tensor sum = torch::zeros({1, 1, 96, 80});
            for (const int size : {1, 3, 9})
                sum += torch::avg_pool2d(torch::rand({1, 1, 96 + size - 1, 80 + size - 1}), size, 1) * size / 13;
            return (sum.clamp(0, 1) * 255).round() / 255;
        };
        const torch::Tensor infrared = texture(), visible = texture();
        const torch::Tensor mixed = ((0.7 * infrared + 0.3 * visible) * 255).round() / 255;
        const auto loss = [&](const torch::Tensor& fused) {
            return fidelityLoss(fused, infrared, visible).item<double>();
        };
        const auto metric = [&](const torch::Tensor& fused) {
            const auto image = [](const torch::Tensor& picture) {
                const torch::Tensor plane = (picture * 255).round().squeeze().to(torch::kUInt8).contiguous();
                return cv::Mat(96, 80, CV_8UC1, plane.data_ptr()).clone();
            };
            return visualInformationFidelity({image(fused), image(infrared), image(visible)}, MetricConvention::Paper)
                .value;
        };
        for (const torch::Tensor& fused :
             {infrared, visible, mixed, ((2 * mixed - 0.5).clamp(0, 1) * 255).round() / 255})
            QVERIFY(std::abs(1 - loss(fused) - metric(fused)) < 1e-3);
        QVERIFY(std::abs(fidelityLoss(infrared, infrared, infrared).item<double>()) < 5e-3); // floats blur it a little
        // Batches are means of their samples; flat parts give gradients that are numbers.
        QVERIFY(std::abs(fidelityLoss(torch::cat({mixed, visible}), torch::cat({infrared, infrared}),
                                      torch::cat({visible, visible}))
                             .item<double>() -
                         (loss(mixed) + loss(visible)) / 2) < 1e-5);
        torch::Tensor half = mixed.clone();
        half.narrow(2, 0, 48).fill_(0.5);
        half.requires_grad_(true);
        torch::Tensor flatSource = visible.clone();
        flatSource.narrow(3, 0, 40).fill_(1);
        fidelityLoss(half, infrared, flatSource).backward();
        QVERIFY(half.grad().isfinite().all().item<bool>());
        QVERIFY(half.grad().abs().max().item<double>() > 0);
    }

    void crossEntropyLeavesOutUnknownPixels()
    {
        torch::Tensor logits = torch::zeros({1, 4, 1, 3});
        logits[0][2][0][1] = 50;
        logits[0][1][0][2] = 50;
        const torch::Tensor labels = torch::tensor({3, 2, kUnknownLabel}, torch::kInt64).view({1, 1, 3});
        const SegmentationTarget target = labelTarget(labels, torch::zeros({1, 4}, torch::kBool), torch::ones({4}));
        // ln 4 for the undecided pixel, 0 for the right one, nothing for the unknown one
        const double loss = segmentationLoss(logits, target, 1.0).item<double>();
        QVERIFY(std::abs(loss - std::log(4.0) / 2) < 1e-6);
    }

    void boxesExclude()
    {
        const torch::Tensor logits = torch::zeros({1, 4, 1, 2});
        const torch::Tensor labels = torch::tensor({kOutsideBoxesLabel, kUnknownLabel}, torch::kInt64).view({1, 1, 2});
        const SegmentationTarget target =
            labelTarget(labels, torch::tensor({false, true, false, true}).view({1, 4}), torch::ones({4}));
        // The two boxed classes hold half of the probability: −ln(1 − ½)
        const double loss = segmentationLoss(logits, target, 0.5).item<double>();
        QVERIFY(std::abs(loss - 0.5 * std::log(2.0)) < 1e-6);
    }

    void teacherIsBelievedWhereItIsSureAndMayBeRight()
    {
        torch::Tensor probabilities = torch::full({2, 3, 1, 3}, 0.05);
        probabilities.select(1, 1).fill_(0.9); // class 1 everywhere
        torch::Tensor labels = torch::tensor({0, kUnknownLabel, kOutsideBoxesLabel}, torch::kInt64);
        SegmentationTarget target = labelTarget(labels.view({1, 1, 3}).expand({2, 1, 3}).contiguous(),
                                                torch::tensor({false, true, false}).expand({2, 3}), torch::ones({3}));
        addPseudoLabels(target, probabilities, torch::tensor({true, false}), 0.8, 0.25, torch::ones({3}));
        const auto label = [&](int b, int x) { return target.labels[b][0][x].item<int>(); };
        const auto weight = [&](int b, int x) { return target.weights[b][0][x].item<double>(); };
        QCOMPARE(label(0, 0), 0); // known pixels stay
        QCOMPARE(weight(0, 0), 1.0);
        QCOMPARE(label(0, 1), 1); // unknown ones follow the teacher
        QCOMPARE(weight(0, 1), 0.25);
        QCOMPARE(label(0, 2), kOutsideBoxesLabel); // class 1 has boxes and this is outside them
        QCOMPARE(weight(0, 2), 0.0);
        QCOMPARE(label(1, 1), kUnknownLabel); // the other sample's teacher was not asked
    }

    void rareClassesWeighMore()
    {
        PackedDataset dataset;
        dataset.classNames = {"nothing", "road", "person", "moon"};
        PackedSample sample;
        sample.label = torch::ones({32, 32}, torch::kUInt8);
        sample.label.narrow(0, 0, 2).fill_(2);
        dataset.training = {{"a", {sample}, {}}};
        const torch::Tensor weights = classWeights(dataset, 0.5);
        QCOMPARE(weights[0].item<double>(), 0.0);
        QVERIFY(weights[2].item<double>() > weights[1].item<double>());
        QCOMPARE(weights[3].item<double>(), 0.0); // no pixel of it
        COMPARE_TENSOR(classWeights(dataset, 0.0), torch::tensor({0.F, 1.F, 1.F, 0.F}), 0.0);
    }

    void researchCode()
    {
        if (!QFileInfo::exists(QString::fromStdString(kReference)))
            QSKIP("the reference data is not beside the checkout");
        Model model = importReleasedCheckpoint(readPth(kReference + "uaafusion_random.pth"), "uaafusion_random.pth");
        model.fusion->eval();
        model.segmentation->eval();
        const auto golden = readGolden(kReference + "crop1.pt");
        const torch::Tensor infrared = golden.at("ir");
        const torch::Tensor visible = golden.at("vi");
        const torch::Tensor regions = golden.at("mask_argmax");
        GuidanceOptions options = GuidanceOptions::forEquations(Equations::Released);
        options.softMask = false; // training takes the labels' one-hot mask
        const GuidedFusion fusion(model, options);
        const FusionStart start = fusion.prepareFor(regions, infrared, visible, {});
        const torch::Tensor w1 = paintClasses(start.classWeights.infraredWeight, regions);
        FusionState state = fusion.initialState(start);
        while (state.k < 5)
            fusion.advance(state, start, w1, {});

        const FusionLoss loss = fusionLoss(state.image, infrared, visible, w1, true);
        const torch::Tensor labels = torch::where(regions == 0, torch::full_like(regions, kUnknownLabel), regions);
        const SegmentationTarget target = labelTarget(labels, torch::zeros({1, 15}, torch::kBool), torch::ones({15}));
        const auto entropy = [&](const torch::Tensor& picture) {
            return segmentationLoss(model.segmentation->forward(picture), target, 0);
        };
        const torch::Tensor segmentation = (entropy(infrared) + entropy(visible) + entropy(state.image)) / 3;
        const torch::Tensor total = loss.intensity + loss.gradient + 0.1 * segmentation;
        const auto compare = [&](const torch::Tensor& actual, const char* name, double share = 1) {
            const double expected = golden.at(name).item<double>() * share;
            QVERIFY2(std::abs(actual.item<double>() - expected) <= 3e-4 * std::abs(expected),
                     qPrintable(QString("%1: %2 instead of %3").arg(name).arg(actual.item<double>()).arg(expected)));
        };
        compare(loss.intensity, "eval_loss_int_i",
                1 + golden.at("eval_loss_int_v").item<double>() / golden.at("eval_loss_int_i").item<double>());
        compare(loss.gradient, "eval_loss_grad");
        compare(entropy(infrared), "eval_ce_ir");
        compare(entropy(visible), "eval_ce_vi");
        compare(entropy(state.image), "eval_ce_f");
        compare(total, "eval_loss_total");

        total.backward();
        NamedTensors parameters;
        for (const auto& item : model.fusion->named_parameters())
            parameters["fusion." + item.key()] = item.value();
        for (const auto& item : model.segmentation->named_parameters())
            parameters["segmentation." + item.key()] = item.value();
        for (const auto& [theirs, ours] : kGradients) {
            const torch::Tensor expected = golden.at("eval_grad/" + theirs);
            const torch::Tensor actual = parameters.at(ours).grad();
            QVERIFY2(actual.defined(), ours.c_str());
            const double error = (actual - expected.view_as(actual)).abs().max().item<double>();
            QVERIFY2(error <= 5e-3 * maxOf(expected),
                     qPrintable(QString("%1: %2 of %3").arg(ours.c_str()).arg(error).arg(maxOf(expected))));
        }
    }
};

DUOSCOPE_TEST_MAIN(TestTrainingLosses)
#include "tst_training_losses.moc"
