// SPDX-License-Identifier: GPL-3.0-or-later
// ReFusion's network: its parts against what they are defined to be, and with the released weights against the layers
// of the research code.
#include "core/base/error.h"
#include "core/net/model.h"
#include "core/net/pth_file.h"
#include "core/net/refusion_checkpoint.h"
#include "core/net/strips.h"
#include "tests/support/error_log_guard.h"
#include "tests/support/files.h"
#include "tests/support/golden_tensors.h"

#include <QFileInfo>
#include <QTemporaryDir>

using namespace duoscope;
using duoscope::test::maxOf;
using duoscope::test::readGolden;

namespace {

const std::string kReference = DUOSCOPE_SHARED "/reference/refusion/";
bool hasReference() { return QFileInfo::exists(QString::fromStdString(kReference)); }

NamedTensors releasedWeights() { return readPth(kReference + "weights/ReFusion_IVIF.pth"); }

/// A model of random weights, whose attention is not flat.
ReFusionModel randomModel(const ReFusionOptions& options = {})
{
    torch::manual_seed(3);
    ReFusionModel model;
    model.network = ReFusionNetwork(options);
    const torch::NoGradGuard noGradient;
    for (auto& item : model.network->named_parameters())
        if (item.key().find("temperature") != std::string::npos)
            item.value().uniform_(1, 5);
    freezeModule(*model.network);
    return model;
}

/// A layer of a network by its name.
template <typename Layer>
std::shared_ptr<Layer> layer(const ReFusionModel& model, const std::string& name)
{
    return std::dynamic_pointer_cast<Layer>(model.network->named_modules()[name]);
}

} // namespace

class TestReFusionNetwork : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void normIsOverTheChannelsOfAPixel()
    {
        const torch::NoGradGuard noGradient;
        torch::manual_seed(1);
        const torch::Tensor input = torch::randn({2, 6, 5, 7}) * 3 + 1;
        ChannelNorm norm(6);
        norm->named_parameters()["weight"].uniform_(0.5, 2);
        norm->named_parameters()["bias"].uniform_(-1, 1);
        const torch::Tensor mean = input.mean(1, true);
        const torch::Tensor variance = (input - mean).square().mean(1, true);
        const torch::Tensor expected =
            (input - mean) / (variance + 1e-5).sqrt() * norm->named_parameters()["weight"].view({1, -1, 1, 1}) +
            norm->named_parameters()["bias"].view({1, -1, 1, 1});
        COMPARE_TENSOR(norm(input), expected, 1e-5);
        COMPARE_TENSOR(norm(input.contiguous(torch::MemoryFormat::ChannelsLast)), expected, 1e-5);
    }

    void attentionIsBetweenChannelsOfAHead_data()
    {
        QTest::addColumn<bool>("channelsLast");
        QTest::newRow("contiguous") << false;
        QTest::newRow("channels last") << true;
    }
    void attentionIsBetweenChannelsOfAHead()
    {
        QFETCH(bool, channelsLast);
        constexpr int kHeads = 3, kWidth = 2, kBatch = 2;
        torch::manual_seed(2);
        const auto format = channelsLast ? torch::MemoryFormat::ChannelsLast : torch::MemoryFormat::Contiguous;
        const torch::Tensor q = torch::randn({kBatch, kHeads * kWidth, 4, 5}).contiguous(format);
        const torch::Tensor k = torch::randn({kBatch, kHeads * kWidth, 4, 5}).contiguous(format);
        const torch::Tensor temperature = torch::tensor({1.0F, 2.0F, -3.0F}).view({kHeads, 1, 1});
        ChannelProducts products;
        for (const auto& [begin, end] : {std::pair(0, 1), std::pair(1, 4)}) // in two strips
            products.add(q.slice(2, begin, end), k.slice(2, begin, end));
        const torch::Tensor attention = products.attention(temperature);
        QVERIFY(attention.sizes() == torch::IntArrayRef({kBatch, kHeads * kWidth, kHeads * kWidth}));
        torch::Tensor expected = torch::zeros_like(attention);
        for (int b = 0; b < kBatch; ++b)
            for (int i = 0; i < kHeads * kWidth; ++i) {
                const int head = i / kWidth;
                std::vector<double> weights;
                for (int j = head * kWidth; j < (head + 1) * kWidth; ++j) {
                    const torch::Tensor x = q[b][i], y = k[b][j];
                    const double cosine = ((x * y).sum() / (x.norm() * y.norm())).item<double>();
                    weights.push_back(std::exp(temperature[head].item<double>() * cosine));
                }
                const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
                for (int j = 0; j < kWidth; ++j)
                    expected[b][i][head * kWidth + j] = weights[static_cast<std::size_t>(j)] / sum;
            }
        COMPARE_TENSOR(attention, expected, 1e-6);

        const torch::Tensor mixed = mixChannels(attention, k);
        COMPARE_TENSOR(mixed, torch::matmul(expected, k.flatten(2)).view_as(k), 1e-6);
    }

    void blackChannelsAttendToAllAlike()
    {
        const torch::Tensor black = torch::zeros({1, 4, 3, 3});
        ChannelProducts products;
        products.add(black, black);
        const torch::Tensor attention = products.attention(torch::ones({2, 1, 1}));
        COMPARE_TENSOR(attention[0][0], torch::tensor({0.5F, 0.5F, 0.0F, 0.0F}), 0.0);
    }

    void feedForwardIsGated()
    {
        const torch::NoGradGuard noGradient;
        torch::manual_seed(4);
        GatedFeedForward layer(3);
        const auto weights = layer->named_parameters();
        const torch::Tensor input = torch::randn({1, 3, 6, 5});
        const torch::Tensor wide = torch::conv2d(torch::conv2d(input, weights["expand.pointwise.weight"]),
                                                 weights["expand.depthwise.weight"], {}, 1, 1, 1, 12);
        const torch::Tensor gate = wide.slice(1, 0, 6);
        const torch::Tensor gelu = 0.5 * gate * (1 + torch::erf(gate / std::sqrt(2.0)));
        COMPARE_TENSOR(layer(input), torch::conv2d(gelu * wide.slice(1, 6, 12), weights["project.weight"]), 1e-6);
    }

    void stripsGiveTheWholePicture()
    {
        ReFusionModel model = randomModel({.width = 4, .heads = 2, .blocks = 1});
        const torch::Tensor first = torch::rand({1, 1, 70, 2000}), second = torch::rand({1, 1, 70, 2000});
        QVERIFY([&] {
            const torch::NoGradGuard noGradient;
            return stripsOf(first).size() > 2;
        }());
        QCOMPARE(stripsOf(first).size(), 1U); // gradients are recorded
        const torch::Tensor whole = model.network(first, second);
        const torch::NoGradGuard noGradient;
        COMPARE_TENSOR(model.network(first, second), whole, 1e-6);
    }

    void sizeIsThatOfThePaper()
    {
        std::int64_t values = 0;
        for (const torch::Tensor& parameter : ReFusionNetwork(ReFusionOptions())->parameters())
            values += parameter.numel();
        QCOMPARE(values, 59'856);
    }

    void anyPictureSizeWorks_data()
    {
        QTest::addColumn<int>("height");
        QTest::addColumn<int>("width");
        QTest::newRow("one pixel") << 1 << 1;
        QTest::newRow("one row") << 1 << 9;
        QTest::newRow("odd") << 13 << 7;
    }
    void anyPictureSizeWorks()
    {
        QFETCH(int, height);
        QFETCH(int, width);
        ReFusionModel model = randomModel();
        const torch::Tensor image =
            model.network(torch::rand({1, 1, height, width}), torch::rand({1, 1, height, width}));
        QVERIFY(image.sizes() == torch::IntArrayRef({1, 1, height, width}));
        QVERIFY(((image > 0) & (image < 1)).all().item<bool>());
    }

    void aBatchIsEachPairByItself()
    {
        ReFusionModel model = randomModel({.width = 6, .heads = 3, .blocks = 1});
        const torch::Tensor first = torch::rand({2, 1, 9, 11}), second = torch::rand({2, 1, 9, 11});
        const torch::Tensor both = model.network(first, second);
        for (int i = 0; i < 2; ++i)
            COMPARE_TENSOR(both.slice(0, i, i + 1), model.network(first.slice(0, i, i + 1), second.slice(0, i, i + 1)),
                           1e-6);
        QVERIFY(test::maxError(both, model.network(second, first)) > 1e-4); // the order of the sources matters
    }

    void stopsAndTellsHowFarItIs()
    {
        ReFusionModel model = randomModel();
        const torch::Tensor image = torch::rand({1, 1, 8, 8});
        std::vector<double> shares;
        std::stop_source stop;
        model.network(image, image, JobControl({}, [&](double share, std::string_view) { shares.push_back(share); }));
        QCOMPARE(shares.size(), 7U); // two blocks of each encoder, cross fusion, two blocks of the decoder
        QVERIFY(std::is_sorted(shares.begin(), shares.end()) && shares.front() == 0 && shares.back() < 1);
        const JobControl stopping(stop.get_token(), [&](double share, std::string_view) {
            if (share > 0.5)
                stop.request_stop();
        });
        QVERIFY_EXCEPTION_THROWN(model.network(image, image, stopping), Cancelled);
    }

    void savedAndLoadedIsTheSame()
    {
        const QTemporaryDir folder;
        const std::filesystem::path file = test::toPath(folder.filePath("model.safetensors"));
        ReFusionModel model = randomModel({.width = 8, .heads = 2, .blocks = 3});
        model.task = FusionTask::MultiFocus;
        model.record = {{"source", "a test"}};
        saveModel(file, model);
        ReFusionModel loaded = loadReFusionModel(file);
        freezeModule(*loaded.network);
        QCOMPARE(toString(loaded.task), "multi-focus");
        QVERIFY(loaded.record == model.record);
        const torch::Tensor first = torch::rand({1, 1, 12, 10}), second = torch::rand({1, 1, 12, 10});
        COMPARE_TENSOR(loaded.network(first, second), model.network(first, second), 0.0);
        VERIFY_ERROR(loadModel(file), "it is a model of refusion for multi-focus pairs. Give a model of uaafusion");
    }

    void damagedModelsAreRefused()
    {
        const WeightFile weights = weightsOf(randomModel());
        const auto refuses = [&](auto damage, const char* words) {
            WeightFile damaged = weights;
            damage(damaged);
            VERIFY_ERROR(reFusionModelFromWeights(damaged), words);
        };
        refuses([](WeightFile& w) { w.metadata["architecture"] = "uaafusion"; }, "it is a model of uaafusion");
        refuses([](WeightFile& w) { w.metadata["architecture"] = "other"; }, "its architecture is \"other\"");
        refuses([](WeightFile& w) { w.metadata["task"] = "holiday"; }, "its task is not known");
        refuses([](WeightFile& w) { w.metadata["fusion.heads"] = "5"; }, "a multiple of its heads");
        refuses([](WeightFile& w) { w.metadata["fusion.heads"] = "4"; }, "is 8x1x1 instead of 4x1x1");
        refuses([](WeightFile& w) { w.metadata["fusion.blocks"] = "16"; }, "it has not the 16 blocks");
        refuses([](WeightFile& w) { w.metadata["fusion.blocks"] = "1"; }, "belong to no layer");
        refuses([](WeightFile& w) { w.metadata["fusion.width"] = "256"; }, "blocks of width 256");
        refuses([](WeightFile& w) { w.tensors.erase("fusion.reduce.weight"); }, "\"fusion.reduce.weight\" is missing");
        refuses([](WeightFile& w) { w.tensors["fusion.more"] = torch::ones({1}); }, "1 of its tensors belong");
        refuses(
            [](WeightFile& w) {
                w.tensors["fusion.reduce.weight"] = torch::full({16, 32, 3, 3}, NAN);
            },
            "not finite");
    }

    void everyReleasedCheckpointIsRead_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name : {"IVIF", "MIF", "MFIF", "MEIF"})
            QTest::newRow(name) << name;
    }
    void everyReleasedCheckpointIsRead()
    {
        QFETCH(QString, name);
        if (!hasReference())
            QSKIP("the reference data is not beside the checkout");
        const NamedTensors tensors = readPth(kReference + "weights/ReFusion_" + name.toStdString() + ".pth");
        QVERIFY(isReFusionCheckpoint(tensors));
        const ReFusionModel model = importReFusionCheckpoint(tensors, FusionTask::Medical, "x.pth");
        QCOMPARE(model.network->options().width, 16);
        QCOMPARE(model.network->options().heads, 8);
        QCOMPARE(model.network->options().blocks, 2);
        QCOMPARE(model.record.at("source"), "imported from x.pth");
    }

    void otherCheckpointsAreRefused()
    {
        QVERIFY(!isReFusionCheckpoint({{"model_f.alpha", torch::ones({5})}}));
        if (!hasReference())
            QSKIP("the reference data is not beside the checkout");
        const NamedTensors tensors = releasedWeights();
        NamedTensors damaged = tensors;
        damaged["FM.qkv1.conv.weight"] = damaged["FM.qkv1.conv.weight"] + 1;
        VERIFY_ERROR(importReFusionCheckpoint(damaged, FusionTask::Medical, "x"), "\"FM.qkv1.weight\" differ");
        damaged = tensors;
        damaged["extra"] = torch::ones({1});
        VERIFY_ERROR(importReFusionCheckpoint(damaged, FusionTask::Medical, "x"), "belong to no layer");
        damaged = tensors;
        damaged.erase("decoder.1.norm1.body.bias");
        VERIFY_ERROR(importReFusionCheckpoint(damaged, FusionTask::Medical, "x"), "is missing");
    }

    void layersOfTheResearchCode()
    {
        if (!hasReference())
            QSKIP("the reference data is not beside the checkout");
        const torch::NoGradGuard noGradient;
        ReFusionModel model = importReFusionCheckpoint(releasedWeights(), FusionTask::InfraredVisible, "IVIF");
        freezeModule(*model.network);
        auto golden = readGolden(kReference + "outputs/layers_ivif_41x37.pt");
        const auto block = [&](const char* name, const torch::Tensor& input) {
            return layer<TransformerBlockImpl>(model, name)->forward(input);
        };
        const auto conv = [&](const char* name, const torch::Tensor& input) {
            return layer<torch::nn::Conv2dImpl>(model, name)->forward(input);
        };
        const auto check = [&](const torch::Tensor& actual, const char* name) {
            COMPARE_TENSOR(actual, golden[name], 1e-4 * maxOf(golden[name]));
        };
        const torch::Tensor embedded = conv("embed_first", golden["img1_y"]);
        check(embedded, "project_in_1");
        check(conv("embed_second", golden["img2_y"]), "project_in_2");
        const torch::Tensor normed = layer<ChannelNormImpl>(model, "encode_first1.attention_norm")->forward(embedded);
        check(normed, "encoder1.0.norm1");
        const auto attention = layer<ChannelAttentionImpl>(model, "encode_first1.attention");
        const std::vector<torch::Tensor> qkv = attention->project(normed);
        ChannelProducts products;
        products.add(qkv[0], qkv[1]);
        const torch::Tensor attended = mixChannels(attention->matrices(products), qkv[2]);
        check(attended, "encoder1.0.attn");
        check(layer<GatedFeedForwardImpl>(model, "encode_first1.feed_forward")
                  ->forward(
                      layer<ChannelNormImpl>(model, "encode_first1.feed_forward_norm")->forward(embedded + attended)),
              "encoder1.0.ffn");
        check(block("encode_first1", embedded), "encoder1.0");
        const torch::Tensor first = block("encode_first2", block("encode_first1", embedded));
        check(first, "encoder1.1");
        const torch::Tensor second =
            block("encode_second2", block("encode_second1", conv("embed_second", golden["img2_y"])));
        check(second, "encoder2.1");
        const torch::Tensor fused = layer<CrossFusionImpl>(model, "fuse")->forward(first, second);
        check(fused, "FM");
        const torch::Tensor decoded = block("decode1", fused);
        check(decoded, "decoder.0");
        check(block("decode2", decoded), "decoder.1");
        const torch::Tensor reduced = conv("reduce", block("decode2", decoded));
        check(reduced, "project_out_0");
        check(conv("reconstruct", torch::leaky_relu(reduced, 0.01)), "project_out_1");
        COMPARE_TENSOR(model.network(golden["img1_y"], golden["img2_y"]), golden["raw"], 2e-5);
    }
};

DUOSCOPE_TEST_MAIN(TestReFusionNetwork)
#include "tst_refusion_network.moc"
