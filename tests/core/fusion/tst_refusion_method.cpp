// SPDX-License-Identifier: GPL-3.0-or-later
// ReFusion as a method: with the released weights against pictures of the research code, and what holds for any
// weights.
#include "core/base/error.h"
#include "core/fusion/method_registry.h"
#include "core/fusion/model_files.h"
#include "core/fusion/segmenter.h"
#include "core/fusion/tensor_image.h"
#include "core/image/colour.h"
#include "core/net/pth_file.h"
#include "core/net/refusion_model.h"
#include "tests/support/error_log_guard.h"
#include "tests/support/files.h"
#include "tests/support/golden_tensors.h"

#include <QFileInfo>
#include <QTemporaryDir>

#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>

#include <fstream>

using namespace duoscope;

namespace {

const std::string kReference = DUOSCOPE_SHARED "/reference/refusion/";

ImagePair randomPair(cv::Size size)
{
    ImagePair pair;
    pair.name = "random";
    cv::RNG random(1);
    for (SourceImage* source : {&pair.infrared, &pair.visible}) {
        source->luminance.create(size, CV_32FC1);
        random.fill(source->luminance, cv::RNG::UNIFORM, 0.0, 1.0);
    }
    return pair;
}

/// Of two 8-bit pictures.
struct Difference {
    double largest = 0;
    double equal = 0; ///< share of values
};
Difference compare(const cv::Mat& actual, const std::string& file)
{
    const cv::Mat expected = cv::imread(file, cv::IMREAD_UNCHANGED);
    if (expected.size() != actual.size() || expected.type() != actual.type())
        return {256, 0};
    cv::Mat error;
    cv::absdiff(actual, expected, error);
    const cv::Mat values = error.reshape(1);
    return {cv::norm(values, cv::NORM_INF), 1.0 - static_cast<double>(cv::countNonZero(values)) / values.total()};
}

} // namespace

class TestReFusionMethod : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        torch::manual_seed(5);
        m_model.network = ReFusionNetwork(ReFusionOptions{.width = 8, .heads = 4, .blocks = 1});
        m_model.task = FusionTask::MultiExposure;
        saveModel(options().model, m_model);
    }

    void asTheResearchCode_data()
    {
        QTest::addColumn<QString>("weights");
        for (const char* name : {"ivif_road_05872", "ivif_road_08932", "ivif_road_09525", "ivif_00710N", "ivif_00906N"})
            QTest::newRow(name) << "IVIF";
        QTest::newRow("meif_AirBellowsGap") << "MEIF";
        QTest::newRow("mfif_14") << "MFIF";
        QTest::newRow("mif_MRI_PET_14") << "MIF";
    }
    void asTheResearchCode()
    {
        QFETCH(QString, weights);
        if (!QFileInfo::exists(QString::fromStdString(kReference)))
            QSKIP("the reference data is not beside the checkout");
        FusionOptions chosen;
        chosen.model = test::toPath(m_folder.filePath(weights + ".safetensors"));
        if (!std::filesystem::exists(chosen.model))
            importCheckpoint(kReference + "weights/ReFusion_" + weights.toStdString() + ".pth", chosen.model);
        const std::string name = QTest::currentDataTag();
        const std::string input = kReference + "inputs/" + name;
        const std::string output = kReference + "outputs/" + name;
        const FusionTrace trace =
            makeFusionMethod("refusion", chosen)->fuse(loadPair(input + "_1.png", input + "_2.png"), {});

        if (std::filesystem::exists(output + ".pt")) {
            auto golden = test::readGolden(output + ".pt");
            const torch::Tensor raw = toTensor(trace.stages[0].fused, "cpu");
            const torch::Tensor stretched =
                (golden["raw"] - golden["raw_min"]) / (golden["raw_max"] - golden["raw_min"]);
            qInfo("raw %.2g, stretched %.2g", test::maxError(raw, golden["raw"]),
                  test::maxError(toTensor(trace.gray, "cpu"), stretched));
            COMPARE_TENSOR(raw, golden["raw"], 2e-5);
            COMPARE_TENSOR(toTensor(trace.gray, "cpu"), stretched, 2e-5);
        }
        const Difference gray = compare(toBytes(trace.gray), output + "_gray.png");
        qInfo("gray: %g levels, %.4f %% equal", gray.largest, 100 * gray.equal);
        QVERIFY(gray.largest <= 1 && gray.equal >= 0.999);
        if (std::filesystem::exists(output + "_rgb.png")) {
            const Difference colour = compare(toBytes(trace.colour), output + "_rgb.png");
            qInfo("colour: %g levels, %.4f %% equal", colour.largest, 100 * colour.equal);
            QVERIFY(colour.largest <= 2);
        }
    }

    void theTaskOfAReleasedFileIsKnown()
    {
        if (!QFileInfo::exists(QString::fromStdString(kReference)))
            QSKIP("the reference data is not beside the checkout");
        const std::filesystem::path model = test::toPath(m_folder.filePath("task.safetensors"));
        for (const auto& [name, task] : {std::pair("IVIF", "infrared-visible"), std::pair("MIF", "medical"),
                                         std::pair("MFIF", "multi-focus"), std::pair("MEIF", "multi-exposure")}) {
            importCheckpoint(kReference + "weights/ReFusion_" + name + ".pth", model);
            QCOMPARE(modelMetadata(model).at("task"), task);
            QCOMPARE(methodOfModel(model), "refusion");
        }

        // The same tensors in a file of one's own.
        c10::Dict<std::string, torch::Tensor> tensors;
        for (const auto& [name, tensor] : readPth(kReference + "weights/ReFusion_MIF.pth"))
            tensors.insert(name, tensor);
        const std::vector<char> bytes = torch::pickle_save(tensors);
        const std::filesystem::path file = test::toPath(m_folder.filePath("own.pth"));
        std::ofstream(file, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        VERIFY_ERROR(importCheckpoint(file, model), "Say with --task what it fuses");
        ImportOptions import;
        import.task = FusionTask::MultiFocus;
        importCheckpoint(file, model, import);
        QCOMPARE(modelMetadata(model).at("task"), "multi-focus");
        VERIFY_ERROR(importCheckpoint(kReference + "weights/ReFusion_MIF.pth", model, import), "for medical pairs");
        import.task.reset();
        const ClassSet classes = ClassSet::anonymous(15);
        import.classSet = &classes;
        VERIFY_ERROR(importCheckpoint(file, model, import), "knows no classes");
    }

    void traceHoldsTheNetworksOutput()
    {
        const ImagePair pair = randomPair({33, 21});
        const auto run = makeFusionMethod("refusion", options())->start(pair); // outlives its method
        QCOMPARE(run->stageCount(), 0);
        run->finish({});
        const FusionTrace& trace = run->trace();
        QVERIFY(trace.isFinished());
        const torch::NoGradGuard noGradient;
        const torch::Tensor expected =
            m_model.network(toTensor(pair.infrared.luminance, "cpu"), toTensor(pair.visible.luminance, "cpu"));
        COMPARE_TENSOR(toTensor(trace.stages[0].fused, "cpu"), expected, 1e-5);
        double low = 0, high = 0;
        cv::minMaxLoc(trace.gray, &low, &high);
        QCOMPARE(low, 0.0);
        QCOMPARE(high, 1.0);
        QVERIFY(trace.colour.empty());
        QCOMPARE(trace.provenance.method, "refusion");
        QCOMPARE(trace.provenance.options.at("task"), "multi-exposure");
        QCOMPARE(trace.provenance.options.at("stretch"), "on");
        QCOMPARE(trace.provenance.modelHash.size(), 64U);
        QVERIFY(trace.provenance.versions.contains("libtorch") && trace.provenance.versions.contains("opencv"));
        QVERIFY(trace.provenance.equations.empty());

        FusionOptions plain = options();
        plain.stretch = false;
        const FusionTrace kept = makeFusionMethod("refusion", plain)->fuse(pair, {});
        QCOMPARE(cv::norm(kept.gray, trace.stages[0].fused, cv::NORM_INF), 0.0);
        QCOMPARE(kept.provenance.options.at("stretch"), "off");

        run->rewind(0);
        VERIFY_ERROR(run->rewind(1), "no stages but its result");
        VERIFY_ERROR(run->setClassWeight(0, 1), "no class weights");
    }

    void whiteImagesStayFinite()
    {
        ImagePair pair = randomPair({9, 5});
        pair.infrared.luminance = 1;
        pair.visible.luminance = 1;
        const FusionTrace trace = makeFusionMethod("refusion", options())->fuse(pair, {});
        QVERIFY(cv::checkRange(trace.gray, true, nullptr, 0, 1.001));
    }

    void stopsOnRequest()
    {
        const auto run = makeFusionMethod("refusion", options())->start(randomPair({33, 21}));
        std::stop_source stop;
        const JobControl job(stop.get_token(), [&](double share, std::string_view) {
            if (share > 0.3)
                stop.request_stop();
        });
        QVERIFY_EXCEPTION_THROWN(run->advance(job), Cancelled);
        QCOMPARE(run->stage(), -1);
        run->advance({});
        QVERIFY(run->isFinished());
    }

    void otherModelsAreRefused()
    {
        VERIFY_ERROR(makeFusionMethod("refusion", {}), "no model was given");
        FusionOptions chosen = options();
        VERIFY_ERROR(makeFusionMethod("uaafusion", chosen), "it is a model of refusion for multi-exposure pairs");
        VERIFY_ERROR(Segmenter(chosen.model, {}), "it is a model of refusion");
        chosen.model = DUOSCOPE_SOURCE_DIR "/resources/models/uaafusion.safetensors";
        VERIFY_ERROR(makeFusionMethod("refusion", chosen), "it is a model of uaafusion. Give a model of refusion");

        // Finite weights whose results are not: an error, never a picture of NaN.
        WeightFile weights = weightsOf(m_model);
        weights.tensors["fusion.fuse.gate.pointwise.weight"] = torch::full({64, 16, 1, 1}, 3e38F);
        chosen.model = test::toPath(m_folder.filePath("damaged.safetensors"));
        writeSafetensors(chosen.model, weights);
        VERIFY_ERROR(makeFusionMethod("refusion", chosen)->fuse(randomPair({9, 9}), {}), "not finite");
    }

private:
    FusionOptions options() const
    {
        FusionOptions chosen;
        chosen.model = test::toPath(m_folder.filePath("random.safetensors"));
        return chosen;
    }

    QTemporaryDir m_folder;
    ReFusionModel m_model;
};

DUOSCOPE_TEST_MAIN(TestReFusionMethod)
#include "tst_refusion_method.moc"
