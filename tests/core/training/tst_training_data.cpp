// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/training/augmentation.h"
#include "core/training/drawn_ahead.h"
#include "core/training/pair_batch.h"
#include "core/training/segmentation_batch.h"
#include "tests/core/training/tiny_dataset.h"
#include "tests/support/error_log_guard.h"
#include "tests/support/files.h"
#include "tests/support/golden_tensors.h"

#include <QTemporaryDir>

using namespace duoscope;
using namespace duoscope::test;

namespace {

torch::Tensor bytesRamp()
{
    return torch::arange(40 * 60, torch::kInt64).remainder(256).to(torch::kUInt8).view({40, 60});
}

} // namespace

class TestTrainingData : public QObject {
    Q_OBJECT

    std::filesystem::path file(const char* name) const { return toPath(m_folder.filePath(name)); }

    PackedDataset load(const WeightFile& content) const
    {
        writeSafetensors(file("data.safetensors"), content);
        return PackedDataset::load(file("data.safetensors"));
    }

private Q_SLOTS:
    void packedSamples()
    {
        const PackedDataset dataset = load(tinyDataset());
        QCOMPARE(dataset.classes(), 4);
        QCOMPARE(dataset.idOf("person"), 3);
        QCOMPARE(dataset.idOf("dragon"), -1);
        QCOMPARE(dataset.training.size(), 3U);
        QCOMPARE(dataset.validation.size(), 1U);
        const PackedSource& labelled = dataset.training[1];
        QCOMPARE(labelled.name, std::string("labelled"));
        QCOMPARE(labelled.samples.size(), 3U);
        QCOMPARE(labelled.withClass.at(3).size(), 3U);
        QVERIFY(labelled.samples[0].isPair() && labelled.samples[0].isLabelled());
        QVERIFY(dataset.training[0].samples[0].leavesOpen()); // boxes
        QVERIFY(dataset.training[2].samples[0].leavesOpen()); // no labels
    }

    /// The same batches whether they are drawn ahead or not, also where a training goes on elsewhere.
    void batchesDrawnAhead()
    {
        const PackedDataset dataset = load(tinyDataset());
        TrainingOptions options = TrainingOptions::preset("light");
        options.segmentation.crop = 32;
        const SamplePicker picker(dataset, "", false);
        const auto draw = [&](int step) { return drawSegmentationBatch(picker, options, 2, step); };
        DrawnAhead<SegmentationBatch> ahead(draw, 3);
        for (const int step : {0, 1, 2, 3, 4, 9, 10, 2}) {
            const SegmentationBatch batch = ahead.of(step), wanted = draw(step);
            QVERIFY(batch.images.equal(wanted.images));
            QVERIFY(batch.labels.equal(wanted.labels));
        }
    }

    void whatDrawingAheadThrows()
    {
        DrawnAhead<int> ahead(
            [](int step) {
                if (step == 2)
                    throw Error(ErrorKind::Input, "Cannot draw", "it is the third", "Draw another");
                return 10 * step;
            },
            4);
        QCOMPARE(ahead.of(0), 0);
        QCOMPARE(ahead.of(1), 10);
        QVERIFY_THROWS_EXCEPTION(Error, ahead.of(2));
        QCOMPARE(ahead.of(3), 30);
    }

    void damagedSamples_data()
    {
        QTest::addColumn<QString>("words");
        QTest::newRow("another file") << "no packed samples";
        QTest::newRow("stray tensor") << "no part of a sample";
        QTest::newRow("sizes differ") << "different sizes";
        QTest::newRow("label out of range") << "labels that are no class";
        QTest::newRow("float image") << "not 8-bit";
        QTest::newRow("split") << "neither for training nor for validation";
        QTest::newRow("boxes of nothing") << "mark no class";
        QTest::newRow("label alone") << "has no image";
    }
    void damagedSamples()
    {
        QFETCH(QString, words);
        WeightFile content = tinyDataset();
        const torch::Tensor image = torch::zeros({32, 32}, torch::kUInt8);
        if (words.startsWith("no packed"))
            content.metadata.erase("format");
        else if (words.startsWith("no part"))
            content.tensors["somewhere"] = image;
        else if (words.startsWith("different"))
            content.tensors["labelled/train/0/infrared"] = image;
        else if (words.startsWith("labels"))
            content.tensors["labelled/train/0/label"] = torch::full({64, 64}, 77, torch::kUInt8);
        else if (words.startsWith("not 8"))
            content.tensors["labelled/train/0/visible"] = torch::zeros({64, 64});
        else if (words.startsWith("neither"))
            content.tensors["labelled/holiday/0/visible"] = image;
        else if (words.startsWith("mark"))
            content.metadata.erase("boxed_classes/boxes");
        else
            content.tensors["labelled/train/x/label"] = image;
        VERIFY_ERROR(load(content), words);
    }

    void randomNumbersDependOnTheirPlaceAlone()
    {
        Random first(1, 2, 3);
        Random again(1, 2, 3);
        Random other(1, 2, 4);
        const std::uint64_t value = first.next();
        QCOMPARE(again.next(), value);
        QVERIFY(other.next() != value);
        double sum = 0;
        for (int i = 0; i < 10000; ++i) {
            const double unit = first.unit();
            QVERIFY(unit >= 0 && unit < 1);
            sum += unit;
        }
        QVERIFY(std::abs(sum / 10000 - 0.5) < 0.02);
    }

    void pickerFollowsTheWeights()
    {
        const PackedDataset dataset = load(tinyDataset());
        const SamplePicker picker(dataset, "labelled=3,plain=1", false);
        int labelled = 0;
        for (std::uint64_t i = 0; i < 2000; ++i) {
            Random random(1, i, 0);
            labelled += picker.pick(0, random).sample->name.starts_with("labelled");
        }
        QVERIFY(std::abs(labelled / 2000.0 - 0.75) < 0.05);
        VERIFY_ERROR(SamplePicker(dataset, "nowhere=1", false), "nowhere");
        VERIFY_ERROR(SamplePicker(dataset, "labelled", false), "name=number");
        VERIFY_ERROR(SamplePicker(dataset, "labelled=0", false), "no training samples");
    }

    void cropsAlign()
    {
        PackedSample sample;
        sample.visible = bytesRamp();
        sample.label = bytesRamp();
        for (std::uint64_t i = 0; i < 50; ++i) {
            Random random(7, i, 0);
            const CropWindow window = drawWindow(sample, 32, 1.0, 1.0, -1, random);
            QCOMPARE(window.side, 32);
            const torch::Tensor image = cropImage(sample.visible, window, 32);
            const torch::Tensor label = cropLabel(sample.label, window, 32);
            COMPARE_TENSOR(image * 255, label.to(torch::kFloat32), 1e-4);
        }
    }

    void windowHoldsTheWantedClass()
    {
        PackedSample sample;
        sample.visible = torch::zeros({200, 300}, torch::kUInt8);
        sample.label = torch::zeros({200, 300}, torch::kUInt8);
        sample.label[190][5] = 9;
        for (std::uint64_t i = 0; i < 50; ++i) {
            Random random(7, i, 0);
            const CropWindow window = drawWindow(sample, 32, 0.5, 1.5, 9, random);
            QVERIFY(window.top >= 0 && window.top + window.side <= 200 && window.left + window.side <= 300);
            QVERIFY(window.top <= 190 && window.top + window.side > 190 && window.left <= 5);
        }
    }

    void shrinkingAverages()
    {
        // A fine checkerboard is gray when it shrinks, not black or white.
        PackedSample sample;
        sample.visible = (torch::arange(64).view({64, 1}) + torch::arange(64)).remainder(2).mul(255).to(torch::kUInt8);
        const torch::Tensor small = cropImage(sample.visible, {0, 0, 64, false}, 16);
        COMPARE_TENSOR(small.narrow(0, 2, 12).narrow(1, 2, 12), torch::full({12, 12}, 0.5), 0.02);
    }

    void tonesStayInRange()
    {
        AugmentationOptions always{1, 1, 1, 1, 1, 1};
        const torch::Tensor image = bytesRamp().to(torch::kFloat32) / 255;
        const torch::Tensor label = torch::zeros({40, 60}, torch::kInt64);
        label.narrow(1, 30, 30).fill_(kUnknownLabel);
        for (std::uint64_t i = 0; i < 30; ++i) {
            Random random(3, i, 0);
            const torch::Tensor changed = changeTones(image, label, always, random);
            QVERIFY(torch::isfinite(changed).all().item<bool>());
            QVERIFY(changed.min().item<double>() >= 0 && changed.max().item<double>() <= 1);
            Random again(3, i, 0);
            COMPARE_TENSOR(changeTones(image, label, always, again), changed, 0.0);
        }
        Random random(3, 1, 0);
        COMPARE_TENSOR(changeTones(image, label, {0, 0, 0, 0, 0, 0}, random), image, 0.0);
        Random inverting(3, 2, 0);
        COMPARE_TENSOR(changeTones(image, label, {1, 0, 0, 0, 0, 0}, inverting), 1 - image, 0.0);
    }

    void batches()
    {
        const PackedDataset dataset = load(tinyDataset());
        TrainingOptions options;
        options.segmentation.crop = 48;
        options.joint.crop = 32;
        const SamplePicker all(dataset, "", false);
        const SegmentationBatch batch = drawSegmentationBatch(all, options, 4, 3);
        QCOMPARE(batch.images.sizes(), torch::IntArrayRef({4, 1, 48, 48}));
        QCOMPARE(batch.clean.sizes(), torch::IntArrayRef({4, 2, 48, 48}));
        COMPARE_TENSOR(drawSegmentationBatch(all, options, 4, 3).images, batch.images, 0.0);
        QVERIFY(!drawSegmentationBatch(all, options, 4, 4).images.equal(batch.images));
        const PairBatch pairs = drawPairBatch(SamplePicker(dataset, "", true), options, 0);
        QCOMPARE(pairs.infrared.sizes(), torch::IntArrayRef({8, 1, 32, 32}));
        QCOMPARE(pairs.labels.sizes(), torch::IntArrayRef({8, 32, 32}));
    }

    void options()
    {
        TrainingOptions options = TrainingOptions::preset("paper");
        QCOMPARE(options.joint.epochs, 50);
        QCOMPARE(options.joint.batch, 8);
        QCOMPARE(options.joint.crop, 128);
        QCOMPARE(options.joint.learningRate, 1e-4);
        QCOMPARE(options.joint.gradient, 1.0);
        QCOMPARE(options.joint.segmentation, 0.1);
        QCOMPARE(options.joint.attributionSteps, 5);
        options.set("joint.learning_rate", "0.00031");
        options.set("network.short_memory", "false");
        const TrainingOptions back = TrainingOptions::fromMetadata(options.toMetadata());
        QVERIFY(back.toMetadata() == options.toMetadata());
        QCOMPARE(back.joint.learningRate, 0.00031);
        QVERIFY(!back.network.shortMemory);
        VERIFY_ERROR(options.set("joint.colour", "1"), "joint.colour");
        VERIFY_ERROR(options.set("joint.steps", "many"), "many");
        VERIFY_ERROR(options.set("joint.steps", "12x"), "12x");
        VERIFY_ERROR(options.set("joint.learning_rate", "nan"), "nan");
        VERIFY_ERROR(TrainingOptions::preset("heavy"), "heavy");
        options.joint.crop = 3;
        VERIFY_ERROR(options.check(), "joint.crop");
    }

private:
    QTemporaryDir m_folder;
};

DUOSCOPE_TEST_MAIN(TestTrainingData)
#include "tst_training_data.moc"
