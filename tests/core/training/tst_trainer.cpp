// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/training/model_validation.h"
#include "core/training/optimizer_state.h"
#include "core/training/trainer.h"
#include "tests/core/training/tiny_dataset.h"
#include "tests/support/error_log_guard.h"
#include "tests/support/files.h"
#include "tests/support/golden_tensors.h"

#include <caffe2/serialize/inline_container.h>

#include <QTemporaryDir>

#include <algorithm>
#include <limits>

using namespace duoscope;
using namespace duoscope::test;

namespace {

TrainingOptions tinyOptions()
{
    TrainingOptions options = TrainingOptions::preset("light");
    options.checkpointEvery = 100;
    options.validateEvery = 0;
    options.network.decoderWidth = 16;
    options.network.stages = 2;
    options.network.width = 4;
    options.segmentation.steps = 5;
    options.segmentation.batch = 4;
    options.segmentation.crop = 32;
    options.segmentation.warmup = 2;
    options.segmentation.pseudoFrom = 2;
    options.segmentation.pseudoConfidence = 0.3;
    options.joint.steps = 4;
    options.joint.batch = 2;
    options.joint.crop = 32;
    options.joint.attributionSteps = 1;
    options.joint.rehearsal = 2;
    return options;
}

/// Values of a column of a CSV file.
std::vector<double> column(const QString& file, const QByteArray& name)
{
    const QList<QByteArray> lines = readFile(file).trimmed().split('\n');
    const qsizetype index = lines.value(0).split(',').indexOf(name);
    std::vector<double> values;
    for (qsizetype i = 1; i < lines.size(); ++i)
        values.push_back(lines[i].split(',').value(index).toDouble());
    return values;
}

} // namespace

class TestTrainer : public QObject {
    Q_OBJECT

    QString folder(const QString& name) const { return m_folder.filePath(name); }
    TrainingPlaces places(const QString& name, bool resume = false) const
    {
        return {toPath(folder("data.safetensors")), toPath(folder(name)), {}, {}, resume};
    }
    /// Trains and stops after the given progress reports; returns whether it came to the end.
    bool train(const TrainingOptions& options, const TrainingPlaces& where, int reports) const
    {
        std::stop_source stop;
        int seen = 0;
        const JobControl job(stop.get_token(), [&](double, std::string_view) {
            if (++seen == reports)
                stop.request_stop();
        });
        try {
            Trainer(m_dataset, options, where, torch::kCPU).run(job);
            return true;
        } catch (const Cancelled&) {
            return false;
        }
    }

private Q_SLOTS:
    /// What LibTorch loads may run as soon as it is loaded; a checkpoint is data.
    void optimizerStateWithAProgram()
    {
        const auto archiveOf = [](const std::string& code) {
            std::string bytes;
            caffe2::serialize::PyTorchStreamWriter writer([&](const void* data, std::size_t size) {
                bytes.append(static_cast<const char*>(data), size);
                return size;
            });
            writer.writeRecord("code/__torch__.py", code.data(), code.size(), true);
            writer.writeEndOfFile();
            torch::Tensor tensor = torch::empty({static_cast<std::int64_t>(bytes.size())}, torch::kUInt8);
            std::copy(bytes.begin(), bytes.end(), static_cast<char*>(tensor.data_ptr()));
            return NamedTensors{{"state", tensor}};
        };
        torch::optim::SGD optimizer({torch::zeros({2})}, 0.1);
        for (const char* code :
             {"class M(Module):\n  def __setstate__(self, x): pass\n", "def f(): pass", "\tdef\\\n f()"})
            VERIFY_ERROR(loadOptimizer(optimizer, archiveOf(code), "state"), "holds a program");
        VERIFY_ERROR(loadOptimizer(optimizer, archiveOf("default : int\nundef : int\n"), "state"), "is damaged");
        NamedTensors own{{"state", saveOptimizer(optimizer)}};
        loadOptimizer(optimizer, own, "state");
    }

    void initTestCase()
    {
        torch::set_num_threads(1);
        writeTinyDataset(toPath(folder("data.safetensors")));
        m_dataset = PackedDataset::load(toPath(folder("data.safetensors")));
    }

    void interruptedAndResumedEqualsUninterrupted()
    {
        QVERIFY(train(tinyOptions(), places("whole"), 0));
        QVERIFY(!train(tinyOptions(), places("parts"), 3)); // within the segmentation phase
        QVERIFY(!train({}, places("parts", true), 4));      // within the joint phase
        QVERIFY(train({}, places("parts", true), 0));
        const WeightFile whole = readSafetensors(toPath(folder("whole/checkpoint.safetensors")));
        const WeightFile parts = readSafetensors(toPath(folder("parts/checkpoint.safetensors")));
        QVERIFY(whole.tensors.size() == parts.tensors.size() && whole.metadata == parts.metadata);
        for (const auto& [name, tensor] : whole.tensors)
            COMPARE_TENSOR(parts.tensors.at(name).to(torch::kFloat32), tensor.to(torch::kFloat32), 1e-6);
        for (const char* log : {"losses_segmentation.csv", "losses_joint.csv"}) {
            const auto expected = column(folder("whole/") + log, "loss");
            QVERIFY(expected.size() >= 4);
            QVERIFY(column(folder("parts/") + log, "loss") == expected);
        }
        // The model that was written loads and says what it was made of.
        const Model model = loadModel(toPath(folder("whole/model.safetensors")));
        QCOMPARE(model.classSet, std::string("street"));
        QCOMPARE(model.guidance.at("attention_scale"), std::string("standardised"));
        QVERIFY(model.record.at("training.data").find("labelled 3") != std::string::npos);
    }

    void teachersThatStay()
    {
        // A network that sees road everywhere, and is soon taught otherwise where there are labels.
        WeightFile road = readSafetensors(toPath(folder("whole/model.safetensors")));
        road.tensors.at("segmentation.classify.bias")[1] += 2;
        writeSafetensors(toPath(folder("road.safetensors")), road);
        TrainingOptions options = tinyOptions();
        options.joint.steps = 0;
        options.segmentation.steps = 20;
        options.segmentation.learningRate = 0.05;
        options.segmentation.pseudoConfidence = 0;
        const auto lossesOf = [&](const QString& name, int reports) {
            TrainingPlaces where = places(name);
            where.segmentationStart = toPath(folder("road.safetensors"));
            if (reports > 0 && (train(options, where, reports) || !train({}, places(name, true), 0)))
                return std::vector<double>{};
            if (reports == 0 && !train(options, where, 0))
                return std::vector<double>{};
            return column(folder(name + "/losses_segmentation.csv"), "loss");
        };
        const std::vector<double> following = lossesOf("following", 0);
        options.segmentation.fixedTeacher = true;
        const std::vector<double> staying = lossesOf("staying", 0);
        QCOMPARE(following.size(), 20U);
        QCOMPARE(staying.size(), 20U);
        QVERIFY(staying != following);
        QVERIFY(lossesOf("resumed", 14) == staying); // when the average has left the teacher
    }

    void rowsAfterTheCheckpointAreCut()
    {
        TrainingOptions options = tinyOptions();
        options.joint.steps = 0;
        QVERIFY(!train(options, places("cut"), 3));
        const QString log = folder("cut/losses_segmentation.csv");
        QCOMPARE(column(log, "step").size(), 3U);
        QVERIFY(writeFile(log, readFile(log) + "4,1,0,0,0\n5,1,0"));
        QVERIFY(train({}, places("cut", true), 0));
        QVERIFY(column(log, "step") == (std::vector<double>{1, 2, 3, 4, 5}));
    }

    void notFiniteKeepsTheCheckpoint()
    {
        QVERIFY(!train(tinyOptions(), places("nan"), 2));
        const QString file = folder("nan/checkpoint.safetensors");
        WeightFile checkpoint = readSafetensors(toPath(file));
        checkpoint.tensors.at("segmentation.classify.bias").fill_(std::numeric_limits<float>::quiet_NaN());
        writeSafetensors(toPath(file), checkpoint);
        const QByteArray before = readFile(file);
        VERIFY_ERROR(train({}, places("nan", true), 0), "not a finite number");
        QVERIFY(readFile(file) == before);
    }

    void learnsWhatIsThere()
    {
        TrainingOptions options = tinyOptions();
        options.segmentation.steps = 100;
        options.segmentation.crop = 64;
        options.segmentation.learningRate = 3e-3;
        options.segmentation.minimumScale = options.segmentation.maximumScale = 1;
        options.augmentation = {0, 0, 0.5, 0, 0, 0};
        options.joint.steps = 40;
        options.joint.learningRate = 5e-3;
        options.joint.randomWeights = 0;
        QVERIFY(train(options, places("learn"), 0));
        const auto joint = column(folder("learn/losses_joint.csv"), "intensity");
        double first = 0;
        double last = 0;
        for (int i = 0; i < 8; ++i) {
            first += joint.at(static_cast<std::size_t>(i)) / 8;
            last += joint.at(joint.size() - 1 - static_cast<std::size_t>(i)) / 8;
        }
        QVERIFY2(last < 0.5 * first, qPrintable(QString("L_int %1 after %2").arg(last).arg(first)));

        ValidationRequest request;
        request.model = toPath(folder("learn/model.safetensors"));
        request.data = toPath(folder("data.safetensors"));
        request.threads = 1;
        std::map<std::string, double> measured;
        for (const Measurement& one : validateModel(request, {}))
            measured[one.name] = one.value;
        QVERIFY2(measured.at("labelled infrared pixel_accuracy") > 0.85,
                 qPrintable(QString::number(measured.at("labelled infrared pixel_accuracy"))));
        QVERIFY(measured.count("labelled fused mean_iou") == 1);
        QVERIFY(measured.count("labelled day w1 road") + measured.count("labelled night w1 road") == 1);
        QVERIFY(measured.at("labelled effect road") > 0);
    }

    void everySwitchTrains_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("value");
        const auto row = [](const char* title, const char* name, const char* value) {
            QTest::newRow(title) << name << value;
        };
        row("Exp I: no attention", "network.attention_gate", "false");
        row("Exp II: plain gradient", "network.attention", "gradient");
        row("Exp III: no L_int", "joint.intensity", "0");
        row("Exp IV: no L_grad", "joint.gradient", "0");
        row("classes alike in L_int", "joint.intensity_balance", "0.5");
        row("Exp V: no short-term memory", "network.short_memory", "false");
        row("Exp VI: no long-term memory", "network.long_memory", "false");
        row("Exp VIII: fused alone", "joint.segment_all", "false");
        row("K = 3", "network.stages", "3");
        row("2k approximation steps", "network.path_steps", "2");
        row("statistics follow", "joint.frozen_statistics", "false");
        row("random weights", "joint.random_weights", "1");
        row("the last stage alone", "joint.earlier_stages", "0");
        row("large data steps", "joint.minimum_step_size", "0.9");
        row("no rehearsal", "joint.rehearsal", "0");
        row("squared weights", "joint.squared_weights", "true");
        row("directed gradients", "joint.gradient_form", "vector");
        row("stronger gradients", "joint.gradient_gain", "1.5");
        row("SSIM", "joint.structure", "1");
        row("VIF", "joint.fidelity", "1");
        row("fast attribution", "joint.attribution", "fast");
    }
    void everySwitchTrains()
    {
        QFETCH(QString, name);
        QFETCH(QString, value);
        TrainingOptions options = tinyOptions();
        options.segmentation.steps = 0;
        options.joint.steps = 2;
        options.joint.crop = 48; // VIF needs 41
        const auto lossWith = [&](const QString& where) {
            if (!train(options, places(where), 0))
                return -1.0;
            return column(folder(where + "/losses_joint.csv"), "loss").at(1);
        };
        const double plain = m_plainLoss ? *m_plainLoss : *(m_plainLoss = lossWith("switch-none"));
        options.set(name.toStdString(), value.toStdString());
        const double changed = lossWith("switch-" + name);
        QVERIFY2(changed > 0 && changed != plain, "the switch changes nothing");
        // What was switched is known to the model.
        const Model model = loadModel(toPath(folder("switch-" + name + "/model.safetensors")));
        QVERIFY(model.record.at("training.options").find(name.toStdString() + "=") != std::string::npos ||
                TrainingOptions::preset("paper").toMetadata().at(name.toStdString()) == value.toStdString());
    }

    void contradictions()
    {
        QVERIFY(!train(tinyOptions(), places("busy"), 1));
        VERIFY_ERROR(train(tinyOptions(), places("busy"), 0), "checkpoint of another");
        VERIFY_ERROR(train({}, places("nothing", true), 0), "checkpoint.safetensors");
        TrainingOptions small = tinyOptions();
        small.joint.fidelity = 1;
        VERIFY_ERROR(train(small, places("small"), 0), "41 pixels");
        TrainingOptions unknown = tinyOptions();
        unknown.joint.attribution = "faster";
        VERIFY_ERROR(train(unknown, places("unknown"), 0), "exact and fast");
        TrainingPlaces start = places("start");
        start.start = toPath(folder("whole/model.safetensors"));
        TrainingOptions other = tinyOptions();
        other.network.decoderWidth = 24;
        VERIFY_ERROR(train(other, start, 0), "decoder");
        TrainingOptions stages = tinyOptions();
        stages.network.stages = 3;
        start.output = toPath(folder("stages"));
        VERIFY_ERROR(train(stages, start, 0), "stages");
    }

    void startsFromAModel()
    {
        TrainingOptions options = tinyOptions();
        options.segmentation.steps = 0;
        options.joint.steps = 0;
        TrainingPlaces where = places("again");
        where.start = toPath(folder("whole/model.safetensors"));
        QVERIFY(train(options, where, 0));
        const WeightFile given = readSafetensors(where.start);
        const WeightFile taken = readSafetensors(toPath(folder("again/model.safetensors")));
        for (const auto& [name, tensor] : given.tensors)
            COMPARE_TENSOR(taken.tensors.at(name).to(torch::kFloat32), tensor.to(torch::kFloat32), 0.0);

        // The segmentation network fits another fusion network, and another reduction.
        options.network.stages = 3;
        options.network.reduction = 2;
        where = places("other");
        where.segmentationStart = toPath(folder("whole/model.safetensors"));
        QVERIFY(train(options, where, 0));
        const WeightFile other = readSafetensors(toPath(folder("other/model.safetensors")));
        const std::string name = "segmentation.classify.weight";
        COMPARE_TENSOR(other.tensors.at(name), given.tensors.at(name), 0.0);
        where.resume = true; // and where it came from is not forgotten on the way
        QVERIFY(train({}, where, 0));
        const Model resumed = loadModel(toPath(folder("other/model.safetensors")));
        QCOMPARE(resumed.record.at("training.started_from"), std::string("model.safetensors"));
        where.resume = false;
        options.network.decoderWidth = 24;
        where.output = toPath(folder("third"));
        VERIFY_ERROR(train(options, where, 0), "decoder");
    }

private:
    QTemporaryDir m_folder;
    PackedDataset m_dataset;
    std::optional<double> m_plainLoss;
};

DUOSCOPE_TEST_MAIN(TestTrainer)
#include "tst_trainer.moc"
