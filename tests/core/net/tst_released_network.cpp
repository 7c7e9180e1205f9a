// SPDX-License-Identifier: GPL-3.0-or-later
// The networks with the reference checkpoint against the inner tensors of the research code.
#include "core/net/pth_file.h"
#include "core/net/released_checkpoint.h"
#include "tests/support/error_log_guard.h"
#include "tests/support/golden_tensors.h"

#include <QFileInfo>

using namespace duoscope;
using duoscope::test::maxOf;
using duoscope::test::readGolden;

namespace {
const std::string kReference = DUOSCOPE_SHARED "/reference/uaafusion/";
}

class TestReleasedNetwork : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!QFileInfo::exists(QString::fromStdString(kReference)))
            QSKIP("the reference data is not beside the checkout");
        m_model = importReleasedCheckpoint(readPth(kReference + "uaafusion_random.pth"), "uaafusion_random.pth");
        m_model.prepareForInference();
    }

    void sizes()
    {
        QCOMPARE(m_model.fusion->options().stages, 5);
        QCOMPARE(m_model.fusion->options().width, 32);
        QCOMPARE(m_model.segmentation->options().classes, 15);
        std::int64_t parameters = 0;
        for (const torch::Tensor& parameter : m_model.fusion->parameters())
            parameters += parameter.numel();
        // 1,010,380 in the checkpoint less the 9,538 of init_conv_f0, which nothing uses.
        QCOMPARE(parameters, 1'010'380 - 9'538);
    }

    void segmentationLayers_data()
    {
        QTest::addColumn<QString>("file");
        QTest::newRow("crop1") << "crop1.pt";
        QTest::newRow("crop2") << "crop2.pt";
    }
    void segmentationLayers()
    {
        QFETCH(QString, file);
        const torch::NoGradGuard noGradient;
        auto golden = readGolden(kReference + file.toStdString());
        const BackboneFeatures features = m_model.segmentation->features(golden["f0"]);
        COMPARE_TENSOR(features.low, golden["seg_low"], 1e-5 * maxOf(golden["seg_low"]));
        COMPARE_TENSOR(features.high, golden["seg_high"], 1e-5 * maxOf(golden["seg_high"]));
        COMPARE_TENSOR(m_model.segmentation->decode(features), golden["seg_logits_lowres"],
                       1e-5 * maxOf(golden["seg_logits_lowres"]));
        COMPARE_TENSOR(m_model.segmentation->forward(golden["f0"]), golden["seg_out"], 1e-5);
    }

    void stageFeatures()
    {
        const torch::NoGradGuard noGradient;
        auto golden = readGolden(kReference + "tiny_internals.pt");
        const auto close = [&](const char* name) { return 1e-4 * maxOf(golden[name]); };
        StageMemory memory = m_model.fusion->initialMemory(golden["ir"], golden["vi"]);
        COMPARE_TENSOR(memory.shortTerm, golden["m0"], close("m0"));
        torch::Tensor image = golden["f0"];
        for (int k = 1; k <= 2; ++k) {
            const std::string name = "stage" + std::to_string(k - 1);
            StageFeatures features;
            image = m_model.fusion->stage(k)->forward(image, golden["att_stages"][k - 1].unsqueeze(0), memory,
                                                      Equations::Released, true, {}, &features);
            const auto check = [&](const torch::Tensor& actual, const char* part) {
                COMPARE_TENSOR(actual, golden[name + part], 1e-4 * maxOf(golden[name + part]));
            };
            check(features.extracted, "_F1");
            check(features.merged, "_F2");
            check(memory.shortTerm, "_F3_m_short");
            check(features.lstmInput, "_lstm_in");
            check(memory.lstm.hidden, "_h");
            check(memory.lstm.cell, "_c");
            check(memory.longTerm, "_m_long");
            check(image, "_f_out");
            if (QTest::currentTestFailed())
                return;
        }
    }

    void largeAttentionMovesTheImage()
    {
        const torch::NoGradGuard noGradient;
        auto golden = readGolden(kReference + "tiny_internals.pt");
        StageMemory memory{
            golden["stage0_F3_m_short"], golden["stage0_m_long"], {golden["stage0_h"], golden["stage0_c"]}};
        const torch::Tensor image = m_model.fusion->stage(2)->forward(
            golden["f_stages"][1].unsqueeze(0), golden["probe_att"], memory, Equations::Released, true, {});
        COMPARE_TENSOR(image, golden["probe_f_out"], 1e-4 * maxOf(golden["probe_f_out"]));
        COMPARE_TENSOR(memory.shortTerm, golden["probe_m_short"], 1e-4 * maxOf(golden["probe_m_short"]));
        // The probe must differ from the same stage without attention, or it proves nothing.
        QVERIFY(test::maxError(golden["probe_f_out"], golden["f_stages"][2].unsqueeze(0)) > 1e-3);
    }

    void savedAndLoadedIsTheSame()
    {
        const torch::NoGradGuard noGradient;
        // What is prepared for inference can't be written any more.
        Model copy = modelFromWeights(
            weightsOf(importReleasedCheckpoint(readPth(kReference + "uaafusion_random.pth"), "uaafusion_random.pth")));
        copy.prepareForInference();
        const torch::Tensor image = torch::rand({1, 1, 33, 47});
        COMPARE_TENSOR(copy.segmentation->forward(image), m_model.segmentation->forward(image), 0.0);
        QCOMPARE(copy.classSet, m_model.classSet);
        QVERIFY(copy.equations == Equations::Released);
        QCOMPARE(copy.record, m_model.record);
    }

private:
    Model m_model;
};

DUOSCOPE_TEST_MAIN(TestReleasedNetwork)
#include "tst_released_network.moc"
