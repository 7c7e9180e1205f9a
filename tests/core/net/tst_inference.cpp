// SPDX-License-Identifier: GPL-3.0-or-later
// What makes inference cheap must not change what it gives: padding, strips, fused gates, folded normalisation, coarse
// scores.
#include "core/attribution/class_slopes.h"
#include "core/base/job.h"
#include "core/net/conv_unit.h"
#include "core/net/deeplab.h"
#include "core/net/lstm_cell.h"
#include "core/net/module_weights.h"
#include "core/net/unfolding_network.h"
#include "tests/support/error_log_guard.h"
#include "tests/support/golden_tensors.h"

#include <cmath>
#include <limits>
#include <stop_token>

using namespace duoscope;

namespace {

torch::Tensor padByTorch(const torch::Tensor& picture, Padding padding)
{
    namespace F = torch::nn::functional;
    const F::PadFuncOptions one({1, 1, 1, 1});
    if (padding == Padding::Reflect)
        return F::pad(picture, F::PadFuncOptions(one).mode(torch::kReflect));
    if (padding == Padding::Replicate)
        return F::pad(picture, F::PadFuncOptions(one).mode(torch::kReplicate));
    return F::pad(picture, one);
}

/// One unit as the equations say, without strips: pad, convolve, PReLU, pad, convolve.
torch::Tensor unitByTorch(const ConvUnit& unit, const torch::Tensor& input, Padding padding)
{
    auto p = unit->named_parameters();
    const torch::Tensor middle = torch::prelu(
        torch::conv2d(padByTorch(input, padding), p["first.weight"], p["first.bias"]), p["activation.weight"]);
    return torch::conv2d(padByTorch(middle, padding), p["second.weight"], p["second.bias"]);
}

void giveRandomStatistics(torch::nn::Module& network)
{
    for (auto& buffer : network.named_buffers())
        if (buffer.key().ends_with("running_var"))
            buffer.value().uniform_(0.3, 2);
        else if (buffer.key().ends_with("running_mean"))
            buffer.value().normal_(0, 0.3);
    for (auto& parameter : network.named_parameters())
        if (parameter.value().dim() == 1)
            parameter.value().data().uniform_(0.5, 1.5);
}

} // namespace

class TestInference : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { torch::manual_seed(7); }

    void paddings_data()
    {
        QTest::addColumn<int>("padding");
        QTest::newRow("reflect") << int(Padding::Reflect);
        QTest::newRow("replicate") << int(Padding::Replicate);
        QTest::newRow("zeros") << int(Padding::Zeros);
    }

    void paddingIsThatOfTorch_data() { paddings_data(); }
    void paddingIsThatOfTorch()
    {
        QFETCH(int, padding);
        const auto kind = static_cast<Padding>(padding);
        for (const auto& [height, width] : {std::pair{5, 7}, {2, 2}, {2, 9}}) {
            const torch::Tensor picture = torch::randn({2, 3, height, width}).requires_grad_(true);
            const torch::Tensor ours = padBorder({picture}, kind);
            const torch::Tensor theirs = padByTorch(picture, kind);
            QVERIFY(ours.equal(theirs));
            QVERIFY(ours.is_contiguous());
            const auto last = torch::MemoryFormat::ChannelsLast;
            const torch::Tensor inLast = padBorder({picture.detach().contiguous(last)}, kind);
            QVERIFY(inLast.is_contiguous(last) && inLast.equal(theirs));
            const torch::Tensor weight = torch::randn_like(theirs);
            const torch::Tensor ourGradient = torch::autograd::grad({(ours * weight).sum()}, {picture})[0];
            const torch::Tensor theirGradient = torch::autograd::grad({(theirs * weight).sum()}, {picture})[0];
            COMPARE_TENSOR(ourGradient, theirGradient, 1e-6);
            const torch::NoGradGuard noGradient;
            QVERIFY(padBorder({picture}, kind).equal(theirs));
            QVERIFY(padBorder({picture}, kind, true, false).equal(theirs.slice(2, 0, -1)));
            const std::vector<torch::Tensor> channels = picture.split(2, 1);
            QVERIFY(padBorder(channels, kind, false, true).equal(theirs.slice(2, 1)));
            const torch::Tensor rounded = padBorder(channels, kind, true, true, torch::kBFloat16);
            QVERIFY(rounded.scalar_type() == torch::kBFloat16 && rounded.equal(theirs.to(torch::kBFloat16)));
            const torch::Tensor activated = torch::prelu(picture, torch::full({1}, 0.3F));
            for (const torch::MemoryFormat format : {torch::MemoryFormat::Contiguous, last})
                QVERIFY(padActivated(picture.contiguous(format), 0.3F, kind, false, true)
                            .equal(padBorder({activated}, kind, false, true)));
        }
    }

    void stripsCoverEachPixelOnce_data()
    {
        QTest::addColumn<int>("height");
        QTest::addColumn<int>("width");
        QTest::newRow("small") << 31 << 17;
        QTest::newRow("VGA") << 480 << 640;
        QTest::newRow("wide") << 3 << 5000;
        QTest::newRow("tall") << 5001 << 2;
        QTest::newRow("primes") << 521 << 769;
    }
    void stripsCoverEachPixelOnce()
    {
        QFETCH(int, height);
        QFETCH(int, width);
        const torch::Tensor counts = torch::zeros({1, 1, height, width});
        QCOMPARE(stripsOf(counts).size(), std::size_t(1)); // gradients are recorded
        const torch::NoGradGuard noGradient;
        for (const Strip& strip : stripsOf(counts)) {
            strip.of(counts) += 1;
            QCOMPARE(strip.grown(counts).of(counts).size(2), strip.around(counts).size(2));
        }
        QVERIFY(counts.eq(1).all().item<bool>());
    }

    void unitsAreTheSameInStrips_data() { paddings_data(); }
    void unitsAreTheSameInStrips()
    {
        QFETCH(int, padding);
        const auto kind = static_cast<Padding>(padding);
        ConvUnit unit(6, 5, 4, kind);
        const torch::Tensor a = torch::randn({1, 2, 410, 601}), b = torch::randn({1, 4, 410, 601});
        const torch::Tensor whole = unit->forward({a, b}, {});
        QVERIFY(whole.requires_grad());
        COMPARE_TENSOR(whole, unitByTorch(unit, torch::cat({a, b}, 1), kind), 1e-5);
        const torch::NoGradGuard noGradient;
        QVERIFY(stripsOf(a).size() >= 4);
        COMPARE_TENSOR(unit->forward({a, b}, {}), whole, 1e-5);
        const auto finish = [&](const torch::Tensor& output, const Strip& strip) {
            return output.sum(1, true) * strip.of(a).slice(1, 0, 1);
        };
        COMPARE_TENSOR(unit->forward({a, b}, {}, finish), whole.sum(1, true) * a.slice(1, 0, 1), 1e-4);
    }

    void stagesAreTheSameInStrips()
    {
        UnfoldingOptions options;
        options.width = 6;
        options.stages = 2;
        UnfoldingNetwork network(options);
        const auto picture = [](int channels) { return torch::rand({1, channels, 280, 510}); };
        const torch::Tensor infrared = picture(1), visible = picture(1), attention = picture(1);
        const auto run = [&] {
            StageMemory memory = network->initialMemory(infrared, visible);
            torch::Tensor image = (infrared + visible) / 2;
            for (int k = 1; k <= 2; ++k)
                image = network->stage(k)->forward(image, attention, memory, Equations::Paper, true, {});
            return std::pair(image, memory);
        };
        const auto whole = run();
        const torch::NoGradGuard noGradient;
        QVERIFY(stripsOf(infrared).size() >= 3);
        const auto inStrips = run();
        COMPARE_TENSOR(inStrips.first, whole.first, 1e-6);
        COMPARE_TENSOR(inStrips.second.longTerm, whole.second.longTerm, 1e-5);
        COMPARE_TENSOR(inStrips.second.lstm.cell, whole.second.lstm.cell, 1e-5);
    }

    void halfPrecisionIsNear()
    {
        UnfoldingOptions options;
        options.width = 16;
        options.stages = 3;
        UnfoldingNetwork network(options);
        const torch::NoGradGuard noGradient;
        const auto picture = [] { return torch::rand({1, 1, 150, 510}); };
        const torch::Tensor infrared = picture(), visible = picture(), attention = picture();
        StageMemory memory;
        const auto run = [&] {
            memory = network->initialMemory(infrared, visible);
            torch::Tensor image = (infrared + visible) / 2;
            for (int k = 1; k <= 3; ++k)
                image = network->stage(k)->forward(image, attention, memory, Equations::Paper, true, {});
            return image;
        };
        const torch::Tensor full = run(), cell = memory.lstm.cell;
        network->computeInHalfPrecision(torch::kBFloat16);
        const torch::Tensor half = run();
        QVERIFY(half.scalar_type() == torch::kFloat32);
        QVERIFY(memory.shortTerm.scalar_type() == torch::kBFloat16 &&
                memory.longTerm.scalar_type() == torch::kBFloat16);
        QVERIFY(memory.lstm.cell.scalar_type() == torch::kFloat32);
        QVERIFY(network->stepSize(1).scalar_type() == torch::kFloat32);
        // bfloat16 has eight bits.
        COMPARE_TENSOR(half, full, 0.004);
        COMPARE_TENSOR(memory.lstm.cell, cell, 0.01);
        QVERIFY(test::maxOf(half - full) > 1e-5);
    }

    void cellIsThatOfEquation15_data()
    {
        QTest::addColumn<bool>("first");
        QTest::addColumn<bool>("tanhOfCell");
        QTest::newRow("first step") << true << true;
        QTest::newRow("first step as released") << true << false;
        QTest::newRow("later") << false << true;
    }
    void cellIsThatOfEquation15()
    {
        QFETCH(bool, first);
        QFETCH(bool, tanhOfCell);
        constexpr std::size_t kPixels = 301, kWidth = 7;
        constexpr float kInfinity = std::numeric_limits<float>::infinity();
        std::vector<float> gates(kPixels * 4 * kWidth), before(kPixels * kWidth), hidden(before), cell(before);
        for (std::size_t i = 0; i < gates.size(); ++i) // each gate sees every size, in another order
            gates[i] = std::pow(static_cast<float>(i * 37 % 2003) / 1001 - 1, 3.0F) * 120;
        for (std::size_t i = 0; i < before.size(); ++i)
            before[i] = 2 * std::sin(static_cast<float>(i));
        std::size_t at = 0;
        for (const float unusual : {kInfinity, -kInfinity, 1e30F, -1e30F, 1e-30F, 0.0F})
            for (int i = 0; i < 5; ++i)
                gates[at += 11] = unusual;
        lstmCell(gates.data(), first ? nullptr : before.data(), hidden.data(), cell.data(), kPixels, kWidth,
                 tanhOfCell);
        const auto sigmoid = [](double x) { return 1 / (1 + std::exp(-x)); };
        for (std::size_t i = 0; i < before.size(); ++i) {
            const float* gate = gates.data() + i / kWidth * 4 * kWidth + i % kWidth;
            const double c = sigmoid(gate[kWidth]) * std::tanh(static_cast<double>(gate[3 * kWidth])) +
                             (first ? 0 : sigmoid(gate[0]) * static_cast<double>(before[i]));
            QVERIFY(std::abs(cell[i] - c) < 1e-6);
            QVERIFY(std::abs(hidden[i] - sigmoid(gate[2 * kWidth]) * (tanhOfCell ? std::tanh(c) : c)) < 1e-6);
        }
        gates[2 * kWidth] = std::numeric_limits<float>::quiet_NaN(); // of the output: the memory stays as it is
        lstmCell(gates.data(), nullptr, hidden.data(), cell.data(), 1, kWidth, tanhOfCell);
        QVERIFY(std::isnan(hidden[0]) && !std::isnan(hidden[1]) && !std::isnan(cell[0]));
    }

    void aStopIsSeenBetweenStrips()
    {
        ConvUnit unit(1, 2, 1, Padding::Reflect);
        const torch::NoGradGuard noGradient;
        std::stop_source source;
        int strips = 0;
        const auto stopAtThird = [&](const torch::Tensor& output, const Strip&) {
            if (++strips == 3)
                source.request_stop();
            return output;
        };
        QVERIFY_EXCEPTION_THROWN(unit->forward({torch::rand({1, 1, 600, 600})}, source.get_token(), stopAtThird),
                                 Cancelled);
        QCOMPARE(strips, 3);
    }

    void foldingChangesNothing_data()
    {
        QTest::addColumn<bool>("released");
        QTest::newRow("own layout") << false;
        QTest::newRow("released layout") << true;
    }
    void foldingChangesNothing()
    {
        QFETCH(bool, released);
        DeepLabOptions options = released ? DeepLabOptions::released(5) : DeepLabOptions();
        options.classes = 5;
        options.width = 24;
        DeepLab network(options);
        const torch::NoGradGuard noGradient;
        giveRandomStatistics(*network);
        network->eval();
        const torch::Tensor image = torch::rand({2, 1, 50, 66});
        const torch::Tensor before = network->forward(image);
        network->foldNormalisation();
        for (const auto& buffer : network->named_buffers())
            QFAIL(qPrintable("a statistic is left: " + QString::fromStdString(buffer.key())));
        COMPARE_TENSOR(network->forward(image), before, 1e-4 * test::maxOf(before));
        network->foldNormalisation(); // a second time does nothing
        COMPARE_TENSOR(network->forward(image), before, 1e-4 * test::maxOf(before));
    }

    void classSlopesAreThoseOfAutograd_data()
    {
        QTest::addColumn<bool>("released");
        QTest::addColumn<int>("reduction");
        QTest::newRow("own") << false << 1;
        QTest::newRow("released") << true << 1;
        QTest::newRow("of means") << false << 3;
    }
    void classSlopesAreThoseOfAutograd()
    {
        QFETCH(bool, released);
        QFETCH(int, reduction);
        DeepLabOptions options = released ? DeepLabOptions::released(5) : DeepLabOptions();
        options.classes = 5;
        options.width = 24;
        options.reduction = reduction;
        DeepLab network(options);
        giveRandomStatistics(*network);
        network->eval();
        network->foldNormalisation();
        freezeModule(*network);
        const torch::Tensor image = torch::rand({2, 1, 190, 251}), direction = torch::rand({2, 1, 190, 251});
        // Regions that end within patches and at borders, a diagonal that takes many patches side by side, a single
        // pixel, all that is left, and none; the fourth is not asked for. Without means, they go back in two groups.
        torch::Tensor masks = torch::zeros({2, 5, 190, 251});
        masks[0][0].slice(0, 0, 40).slice(1, 100).fill_(1);
        masks[1][0].copy_((torch::arange(190).view({-1, 1}) - torch::arange(251).view({1, -1}) * 0.7).abs() < 9);
        masks[1][1][147][3] = 1;
        masks[0][3].slice(0, 189).fill_(1);
        masks.select(1, 2).copy_(1 - masks.sum(1));
        const ScoreFunction scores = [&](const torch::Tensor& x) { return network->forward(x); };
        const torch::Tensor factors = torch::rand({2, 5});
        const auto slopesBy = [&](const ClassSlopes& slopes, const torch::Tensor& gathered) {
            std::vector<torch::Tensor> all(5);
            slopes(image, direction, {masks, gathered, factors, {0, 1, 2, 4}},
                   [&](std::int64_t c, const ClassSlope& slope) {
                       all[std::size_t(c)] = torch::stack({slope.inRegion, slope.everywhere});
                   },
                   {});
            return all;
        };
        const std::vector<torch::Tensor> expected = slopesBy(classSlopesOf(scores), masks);
        const std::vector<torch::Tensor> actual = slopesBy(classSlopesOf(network), network->gather(masks));
        for (const std::size_t c : {0U, 1U, 2U, 4U}) {
            COMPARE_TENSOR(actual[c], expected[c], 1e-4 * std::max(test::maxOf(expected[c]), 1e-9));
            QCOMPARE(test::maxOf(expected[c]) > 0, c != 4);
        }
        QVERIFY(!expected[3].defined() && !actual[3].defined());
    }

    void gatheringIsTheTransposeOfEnlarging_data()
    {
        QTest::addColumn<int>("reduction");
        QTest::newRow("full size") << 1;
        QTest::newRow("halves") << 2;
        QTest::newRow("thirds") << 3;
    }
    void gatheringIsTheTransposeOfEnlarging()
    {
        QFETCH(int, reduction);
        DeepLabOptions options;
        options.classes = 3;
        options.width = 8;
        options.reduction = reduction;
        DeepLab network(options);
        network->eval();
        const torch::NoGradGuard noGradient;
        for (const auto& [height, width] : {std::pair{48, 64}, {37, 53}, {9, 16}}) {
            const torch::Tensor image = torch::rand({1, 1, height, width});
            const torch::Tensor weights = torch::rand({1, 3, height, width});
            QVERIFY(torch::equal(network->gather(weights.contiguous(torch::MemoryFormat::ChannelsLast)),
                                 network->gather(weights)));
            const double fine = (network->forward(image) * weights).sum(torch::kFloat64).item<double>();
            const double coarse =
                (network->coarse(image) * network->gather(weights)).sum(torch::kFloat64).item<double>();
            QVERIFY2(qAbs(fine - coarse) <= 1e-5 * std::max(1.0, qAbs(fine)),
                     qPrintable(QString("%1 and %2").arg(fine).arg(coarse)));
        }
    }
};

DUOSCOPE_TEST_MAIN(TestInference)
#include "tst_inference.moc"
