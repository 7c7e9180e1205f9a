// SPDX-License-Identifier: GPL-3.0-or-later
// Modules of the user's own, written here in TorchScript and saved as a user would.
#include "core/base/error.h"
#include "core/base/file_hash.h"
#include "core/fusion/script_archive.h"
#include "core/fusion/script_manifest.h"
#include "core/fusion/script_method.h"
#include "core/image/colour.h"
#include "tests/support/error_log_guard.h"
#include "tests/support/files.h"

#include <torch/script.h>

#include <QTemporaryDir>

#include <opencv2/core.hpp>

using namespace duoscope;
using duoscope::test::readFile;
using duoscope::test::toPath;
using duoscope::test::writeFile;

namespace {

const char* const kAverage = R"(
def forward(self, infrared, visible):
    return (infrared + visible) / 2
)";

/// Values that differ from pixel to pixel.
cv::Mat ramp(cv::Size size, float from, float to)
{
    cv::Mat image(size, CV_32FC1);
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x)
            image.at<float>(y, x) =
                from + (to - from) * static_cast<float>(y * size.width + x) / static_cast<float>(size.area() - 1);
    return image;
}

ImagePair pairOf(cv::Size size)
{
    ImagePair pair;
    pair.name = "night";
    pair.infrared.luminance = ramp(size, 0.0F, 0.5F);
    pair.visible.luminance = ramp(size, 1.0F, 0.2F);
    return pair;
}

double largestDifference(const cv::Mat& a, const cv::Mat& b) { return cv::norm(a, b, cv::NORM_INF); }

} // namespace

class TestScriptMethod : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    QString at(const QString& name) const { return m_folder->filePath(name); }

    void saveModule(const std::string& source) const
    {
        torch::jit::Module module("__torch__.Method");
        module.register_parameter("gain", torch::ones({2000}), false);
        module.define(source);
        module.save(at("module.pt").toStdString());
    }

    /// @param more  further entries of the manifest, each with a comma before it
    std::unique_ptr<FusionMethod> method(const QByteArray& more = "") const
    {
        writeFile(at("method.json"), R"({"name": "mine", "module": "module.pt")" + more + "}");
        FusionOptions options;
        options.device = "cpu";
        options.threads = 1;
        return makeScriptMethod(toPath(at("method.json")), options);
    }

    FusionTrace fuse(const std::string& source, const QByteArray& more = "", cv::Size size = {40, 24}) const
    {
        saveModule(source);
        return method(more)->fuse(pairOf(size), {});
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void average()
    {
        const FusionTrace trace = fuse(kAverage);
        const ImagePair pair = pairOf({40, 24});
        QVERIFY(trace.isFinished());
        QCOMPARE(trace.stages.size(), std::size_t(1));
        QVERIFY(largestDifference(trace.gray, (pair.infrared.luminance + pair.visible.luminance) / 2) < 1e-6);
        QVERIFY(trace.colour.empty());
        QVERIFY(trace.extras.empty());
        QCOMPARE(trace.provenance.method, "mine");
        QCOMPARE(trace.provenance.modelHash, fileHash(toPath(at("module.pt"))));
        QCOMPARE(trace.provenance.options.at("manifest_sha256"), fileHash(toPath(at("method.json"))));
        QCOMPARE(trace.provenance.options.at("input_range"), "[0.0,1.0]");
        QCOMPARE(trace.provenance.device, "cpu");
        QVERIFY(trace.provenance.versions.contains("libtorch"));
        const auto renamed = makeScriptMethod(toPath(at("method.json")), {}, "theirs");
        QCOMPARE(renamed->start(pair)->trace().provenance.method, "theirs");
    }

    void orderAndRanges()
    {
        // What the module returns is the visible picture in 0 to 255, though it gets it first and in -1 to 1.
        const FusionTrace trace = fuse("def forward(self, a, b):\n    return (a + 1) * 127.5\n",
                                       R"(, "input": {"order": "visible-infrared", "range": [-1, 1]},
                                           "output": {"range": [0, 255]})");
        QVERIFY(largestDifference(trace.gray, pairOf({40, 24}).visible.luminance) < 1e-5);
    }

    void coloursGoInAndThreeChannelsComeOut()
    {
        saveModule("def forward(self, infrared, visible):\n"
                   "    assert infrared.size(1) == 1 and visible.size(1) == 3\n"
                   "    return {'fused': visible, 'red': visible[:, 0:1], 'blue': visible[:, 2:3]}\n");
        ImagePair pair = pairOf({20, 16});
        cv::Mat bgr;
        cv::merge(std::vector<cv::Mat>{ramp({20, 16}, 0, 0.4F), ramp({20, 16}, 0.2F, 0.5F), ramp({20, 16}, 1, 0)}, bgr);
        const ColourPlanes planes = splitColour(bgr);
        pair.visible.luminance = planes.luminance;
        pair.visible.chroma = planes.chroma;
        const QByteArray input = R"(, "input": {"channels": {"infrared": 1, "visible": 3}})";
        FusionTrace trace = method(input)->fuse(pair, {});
        QVERIFY(largestDifference(trace.gray, planes.luminance) < 1e-3);
        QVERIFY(largestDifference(trace.colour, bgr) < 1e-2);
        std::vector<cv::Mat> channels;
        cv::split(bgr, channels);
        QCOMPARE(trace.extras.size(), std::size_t(2));
        QVERIFY(largestDifference(trace.extras[0].values, channels[2]) < 1e-2);
        QVERIFY(largestDifference(trace.extras[1].values, channels[0]) < 1e-2);

        trace = method(input + R"(, "colour": "none")")->fuse(pair, {});
        QVERIFY(trace.colour.empty());
        QVERIFY(!trace.gray.empty());
    }

    void extraLayers()
    {
        const FusionTrace trace = fuse("def forward(self, a, b):\n"
                                       "    return {'fused': a,\n"
                                       "            'the mask/1': b[0, 0],\n"
                                       "            'small': torch.ones([1, 2, 8, 16]) * 7,\n"
                                       "            'many': torch.zeros([20, 32, 64]),\n"
                                       "            'vector': torch.ones([5])}\n",
                                       R"(, "input": {"multiple": 32})");
        QVERIFY(largestDifference(trace.gray, pairOf({40, 24}).infrared.luminance) < 1e-6);
        QCOMPARE(trace.extras.size(), std::size_t(1 + 2 + 8));
        QCOMPARE(trace.extras[0].name, "the_mask_1");
        QVERIFY(trace.extras[0].note.empty());
        QVERIFY(largestDifference(trace.extras[0].values, pairOf({40, 24}).visible.luminance) < 1e-6);
        QCOMPARE(trace.extras[1].name, "small_0");
        QCOMPARE(trace.extras[2].name, "small_1");
        QCOMPARE(trace.extras[2].note, "resized from 16 x 8");
        QVERIFY(largestDifference(trace.extras[2].values, cv::Mat(24, 40, CV_32FC1, cv::Scalar(7))) < 1e-6);
        QCOMPARE(trace.extras[10].note, "channel 7, the first 8 of 20 are kept");
        for (const NamedLayer& layer : trace.extras) {
            QCOMPARE(layer.values.type(), CV_32FC1);
            QCOMPARE(layer.values.size(), cv::Size(40, 24));
        }
    }

    void tuplesAndLists()
    {
        FusionTrace trace = fuse("def forward(self, a, b):\n    return a, b, a + b\n");
        QVERIFY(largestDifference(trace.gray, pairOf({40, 24}).infrared.luminance) < 1e-6);
        QCOMPARE(trace.extras.size(), std::size_t(2));
        QCOMPARE(trace.extras[1].name, "output_2");
        trace = fuse("def forward(self, a, b):\n    return [b, a]\n");
        QVERIFY(largestDifference(trace.gray, pairOf({40, 24}).visible.luminance) < 1e-6);
        QCOMPARE(trace.extras.size(), std::size_t(1));
    }

    void shapesThatAreAPicture_data()
    {
        QTest::addColumn<QString>("result");
        QTest::newRow("[1, 1, H, W]") << "a";
        QTest::newRow("[1, 3, H, W]") << "torch.cat([a, a, a], 1)";
        QTest::newRow("[3, H, W]") << "torch.cat([a, a, a], 1)[0]";
        QTest::newRow("[1, H, W]") << "a[0]";
        QTest::newRow("[H, W]") << "a[0, 0]";
        QTest::newRow("double") << "a.double()";
        QTest::newRow("half") << "a.half()";
        QTest::newRow("transposed") << "a.transpose(2, 3).contiguous().transpose(2, 3)";
    }

    void shapesThatAreAPicture()
    {
        QFETCH(QString, result);
        const FusionTrace trace = fuse("def forward(self, a, b):\n    return " + result.toStdString() + "\n");
        QVERIFY(largestDifference(trace.gray, pairOf({40, 24}).infrared.luminance) < 1e-3);
    }

    void paddedToAMultiple()
    {
        const std::string source = "def forward(self, a, b):\n"
                                   "    assert a.size(2) % 32 == 0 and a.size(3) % 32 == 0, 'sizes must be of 32'\n"
                                   "    return {'fused': a, 'width': torch.ones_like(a) * a.size(3),\n"
                                   "            'edge': a[:, :, :, -1:] * torch.ones_like(a)}\n";
        const cv::Size size(41, 50); // 23 pixels to add at the right, 14 at the bottom
        const cv::Mat infrared = pairOf(size).infrared.luminance;
        FusionTrace trace = fuse(source, R"(, "input": {"multiple": 32})", size);
        QVERIFY(largestDifference(trace.gray, infrared) < 1e-6);
        QCOMPARE(trace.extras[0].values.at<float>(0, 0), 64.0F);
        QCOMPARE(trace.extras[1].values.at<float>(0, 0), infrared.at<float>(0, 40 - 23)); // mirrored at column 40
        trace = fuse(source, R"(, "input": {"multiple": 32, "padding": "replicate"})", size);
        QCOMPARE(trace.extras[1].values.at<float>(0, 0), infrared.at<float>(0, 40));
        trace = fuse(source, R"(, "input": {"multiple": 64})", {17, 50}); // 47 of 17 can't be mirrored
        QCOMPARE(trace.extras[1].values.at<float>(0, 0), pairOf({17, 50}).infrared.luminance.at<float>(0, 16));
        VERIFY_ERROR(fuse(source, "", size), "the module fails: AssertionError: sizes must be of 32");
    }

    void clamping()
    {
        const std::string source = "def forward(self, a, b):\n    return a * 3\n";
        const FusionTrace trace = fuse(source);
        double high = 0;
        cv::minMaxLoc(trace.gray, nullptr, &high);
        QCOMPARE(high, 1.0);
        VERIFY_ERROR(fuse(source, R"(, "output": {"clamp": false})"), "leave the range of its output");
        fuse(kAverage, R"(, "output": {"clamp": false})");
    }

    void nothingIsRememberedBetweenRuns()
    {
        torch::jit::Module module("__torch__.Counter");
        module.register_buffer("calls", torch::zeros({1}));
        module.define("def forward(self, a, b):\n    self.calls += 0.25\n    return a * 0 + self.calls\n");
        module.save(at("module.pt").toStdString());
        const auto counting = method();
        for (int run = 0; run < 3; ++run)
            QCOMPARE(counting->fuse(pairOf({20, 16}), {}).gray.at<float>(3, 3), 0.25F);
    }

    void equalRunsGiveEqualBits()
    {
        saveModule("def forward(self, a, b):\n"
                   "    x = torch.tanh(a * 1.7 + b * 0.3) * 0.5 + 0.25\n"
                   "    return torch.sigmoid(x * x - b / (a + 0.1))\n");
        const auto one = method();
        const cv::Mat first = one->fuse(pairOf({64, 48}), {}).gray;
        one->fuse(pairOf({40, 24}), {});
        for (int run = 0; run < 3; ++run)
            QCOMPARE(largestDifference(one->fuse(pairOf({64, 48}), {}).gray, first), 0.0);
    }

    void evaluationAndPrinting()
    {
        torch::jit::Module module("__torch__.Noisy");
        module.register_attribute("training", c10::BoolType::get(), true);
        module.define("def forward(self, a, b):\n"
                      "    print('working')\n"
                      "    return torch.dropout(a, 0.5, self.training)\n");
        module.save(at("module.pt").toStdString());
        QVERIFY(largestDifference(method()->fuse(pairOf({40, 24}), {}).gray, pairOf({40, 24}).infrared.luminance) <
                1e-6);

        module.eval();
        torch::jit::freeze(module).save(at("module.pt").toStdString());
        method()->fuse(pairOf({40, 24}), {});
    }

    void whatModulesMayNotGive_data()
    {
        QTest::addColumn<QString>("result");
        QTest::addColumn<QString>("words");
        QTest::newRow("raises") << "a.view(7)"
                                << "the module fails: shape '[7]' is invalid for input of size 960";
        QTest::newRow("other size") << "a[:, :, 1:]"
                                    << "the module gives 40 x 23 pixels and was given 40 x 24";
        QTest::newRow("two channels") << "torch.cat([a, b], 1)"
                                      << "has the shape [1, 2, 24, 40]";
        QTest::newRow("batch") << "torch.cat([a, b], 0)"
                               << "has the shape [2, 1, 24, 40]";
        QTest::newRow("number") << "a.mean()"
                                << "has the shape []";
        QTest::newRow("empty") << "a[:, :, 0:0]"
                               << "has the shape [1, 1, 0, 40]";
        QTest::newRow("complex") << "torch.complex(a, b)"
                                 << "numbers that are no picture's";
        QTest::newRow("sparse") << "a.to_sparse()"
                                << "numbers that are no picture's";
        QTest::newRow("nothing") << "None"
                                 << "of the type NoneType";
        QTest::newRow("text") << "'fused'"
                              << "of the type str";
        QTest::newRow("without fused") << "{'result': a}"
                                       << "no entry \"fused\"";
        QTest::newRow("dictionary inside") << "{'fused': {'a': a}}"
                                           << "of the type Dict(str, Tensor)";
        QTest::newRow("numbers as keys") << "{1: a}"
                                         << "no entry \"fused\"";
        QTest::newRow("empty tuple") << "()"
                                     << "no entry \"fused\"";
        QTest::newRow("not a number") << "a / 0 * 0"
                                      << "not finite";
        QTest::newRow("infinity") << "(a + 1) / 0"
                                  << "not finite";
        QTest::newRow("no memory") << "torch.zeros([1000000, 1000000, 100])"
                                   << "can't allocate memory";
    }

    void whatModulesMayNotGive()
    {
        QFETCH(QString, result);
        QFETCH(QString, words);
        saveModule("def forward(self, a, b):\n    return " + result.toStdString() + "\n");
        const auto bad = method();
        const auto run = bad->start(pairOf({40, 24}));
        VERIFY_ERROR(run->advance({}), words);
        VERIFY_ERROR(run->advance({}), "Cannot fuse night with mine");
        QCOMPARE(run->stage(), -1);
        QVERIFY(run->trace().gray.empty());
        try {
            run->advance({});
        } catch (const Error& problem) {
            QVERIFY2(!QByteArray(problem.what()).contains('\n'), problem.what());
            QVERIFY2(qstrlen(problem.what()) < 500, problem.what());
            QCOMPARE(problem.kind(), ErrorKind::Model);
        }
    }

    void modulesThatAreNone()
    {
        VERIFY_ERROR(method(), "there is no such file");
        QVERIFY(QDir().mkdir(at("module.pt")));
        VERIFY_ERROR(method(), "there is no such file");
        QVERIFY(QDir().rmdir(at("module.pt")));
        for (const QByteArray& bytes : {QByteArray(""), QByteArray("a text"), QByteArray(4000, 'P')}) {
            writeFile(at("module.pt"), bytes);
            VERIFY_ERROR(method(), "it is no TorchScript module");
        }
        const std::vector<char> weights = torch::pickle_save(c10::Dict<std::string, torch::Tensor>());
        writeFile(at("module.pt"), QByteArray(weights.data(), static_cast<qsizetype>(weights.size())));
        VERIFY_ERROR(method(), "it holds weights and no program");
        saveModule("def other(self, a, b):\n    return a\n");
        VERIFY_ERROR(method(), "the module has no forward");
        saveModule("def forward(self, a):\n    return a\n");
        VERIFY_ERROR(method(), "its forward does not take two pictures");
        saveModule("def forward(self, a, b, c):\n    return a\n");
        VERIFY_ERROR(method(), "its forward does not take two pictures");
        saveModule("def forward(self, a: int, b: int):\n    return a\n");
        VERIFY_ERROR(method(), "its forward does not take two pictures");
        saveModule("def forward(self, a, b, scale: float = 0.5):\n    return a * scale\n");
        method()->fuse(pairOf({20, 16}), {});
    }

    void damagedModules()
    {
        saveModule(kAverage);
        const QByteArray intact = readFile(at("module.pt"));
        int refused = 0;
        const auto check = [&](const QByteArray& bytes) {
            writeFile(at("module.pt"), bytes);
            try {
                method();
            } catch (const Error& problem) {
                ++refused;
                QCOMPARE(problem.kind(), ErrorKind::Model);
            }
        };
        for (qsizetype length = 0; length < intact.size(); length += 97)
            check(intact.left(length));
        QCOMPARE(refused, int((intact.size() + 96) / 97));
        refused = 0;
        int flips = 0;
        for (qsizetype i = 0; i < intact.size(); i += 31, ++flips) {
            QByteArray bytes = intact;
            bytes[i] = static_cast<char>(bytes[i] ^ 0x55);
            check(bytes); // what stays unnoticed is padding or a name's
        }
        QVERIFY2(refused > flips / 2, qPrintable(QString("%1 of %2").arg(refused).arg(flips)));
    }

    void stopping()
    {
        saveModule(kAverage);
        std::stop_source source;
        source.request_stop();
        const auto run = method()->start(pairOf({20, 16}));
        QVERIFY_EXCEPTION_THROWN(run->advance(JobControl(source.get_token(), {})), Cancelled);
        QCOMPARE(run->stage(), -1);
        run->advance({});
        QVERIFY(run->isFinished());
    }

    void withoutStagesAndWeights()
    {
        saveModule(kAverage);
        const auto run = method()->start(pairOf({20, 16}));
        QCOMPARE(run->stageCount(), 0);
        run->finish({});
        VERIFY_ERROR(run->setClassWeight(0, 0.5), "has no class weights");
        VERIFY_ERROR(run->preview(run->trace(), {}), "has no class weights");
        VERIFY_ERROR(run->rewind(1), "no stages");
    }

    void wholeManifest()
    {
        writeFile(at("whole.json"), R"({
            "name": "my.net-2_b", "module": "sub/net.pt", "title": "My net", "summary": "One.", "source": "A paper",
            "input": {"order": "visible-infrared", "channels": 3, "range": [0, 255], "multiple": 16,
                      "padding": "replicate"},
            "output": {"range": [-1, 1], "clamp": false},
            "colour": "none"})");
        const ScriptManifest manifest = readScriptManifest(toPath(at("whole.json")));
        QCOMPARE(manifest.name, "my.net-2_b");
        QCOMPARE(manifest.module, toPath(at("sub/net.pt")));
        QCOMPARE(manifest.title, "My net");
        QCOMPARE(manifest.summary, "One.");
        QCOMPARE(manifest.source, "A paper");
        QVERIFY(manifest.visibleFirst);
        QCOMPARE(manifest.infraredChannels, 3);
        QCOMPARE(manifest.visibleChannels, 3);
        QCOMPARE(manifest.inputRange.high, 255.0);
        QCOMPARE(manifest.multiple, 16);
        QVERIFY(manifest.padding == ScriptPadding::Replicate);
        QCOMPARE(manifest.outputRange.low, -1.0);
        QVERIFY(!manifest.clamp);
        QVERIFY(!manifest.keepColour);

        writeFile(at("short.json"), R"({"name": "net", "module": "net.pt"})");
        const ScriptManifest plain = readScriptManifest(toPath(at("short.json")));
        QCOMPARE(plain.title, "net");
        QVERIFY(!plain.visibleFirst && plain.clamp && plain.keepColour);
        QCOMPARE(plain.multiple, 1);
        QVERIFY(plain.padding == ScriptPadding::Reflect);
    }

    void damagedManifests_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("words");
        const auto row = [](const char* name, const QByteArray& more, const char* words) {
            QTest::newRow(name) << R"({"name": "mine", "module": "m.pt", )" + more + "}" << words;
        };
        QTest::newRow("empty") << QByteArray() << "it is not JSON";
        QTest::newRow("cut") << QByteArray("{\n\"name\": ") << "it is not JSON: parse error at line 2";
        QTest::newRow("list") << QByteArray("[]") << "it is no JSON object";
        QTest::newRow("nameless") << QByteArray(R"({"module": "m.pt"})") << "\"name\" is missing or empty";
        QTest::newRow("without module") << QByteArray(R"({"name": "mine"})") << "\"module\" is missing or empty";
        QTest::newRow("name") << QByteArray(R"({"name": "a/b", "module": "m.pt"})") << "\"name\" is \"a/b\"";
        QTest::newRow("hidden") << QByteArray(R"({"name": "..", "module": "m.pt"})") << "\"name\" is \"..\"";
        QTest::newRow("number as name") << QByteArray(R"({"name": 1, "module": "m.pt"})") << "\"name\" is number";
        QTest::newRow("too large") << QByteArray(2000000, ' ') << "more than such a file ever has";
        QTest::newRow("too deep") << QByteArray(100000, '[') << "nested more than";
        row("unknown", R"("imput": {})", "the key \"imput\" is not known; most similar: \"input\"");
        row("unknown inside", R"("input": {"chanels": 3})",
            "the key \"input.chanels\" is not known; most similar: \"channels\"");
        row("order", R"("input": {"order": "ir-vis"})", "\"input.order\" is \"ir-vis\"");
        row("channels", R"("input": {"channels": 2})", "\"input.channels\" is 2");
        row("channels text", R"("input": {"channels": "rgb"})", "\"input.channels\" is string");
        row("channels inside", R"("input": {"channels": {"visible": 4}})", "\"input.channels.visible\" is 4");
        row("range", R"("input": {"range": [1, 0]})", "\"input.range\" is [1,0]");
        row("range of three", R"("input": {"range": [0, 1, 2]})", "\"input.range\" is [0,1,2]");
        row("range huge", R"("output": {"range": [0, 1e300]})", "\"output.range\" is [0");
        row("multiple", R"("input": {"multiple": 0})", "\"input.multiple\" is 0");
        row("multiple huge", R"("input": {"multiple": 1e300})", "\"input.multiple\" is 1e+300");
        row("multiple broken", R"("input": {"multiple": 2.5})", "\"input.multiple\" is 2.5");
        row("padding", R"("input": {"padding": "zeros"})", "\"input.padding\" is \"zeros\"");
        row("clamp", R"("output": {"clamp": 1})", "\"output.clamp\" is number");
        row("colour", R"("colour": "all")", "\"colour\" is \"all\"");
        row("input", R"("input": 3)", "\"input\" is no JSON object");
    }

    void damagedManifests()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, words);
        writeFile(at("bad.json"), text);
        VERIFY_ERROR(readScriptManifest(toPath(at("bad.json"))), words);
    }

    /// A file of kilobytes must not keep the program busy for hours.
    void entriesThatShareTheirData()
    {
        QByteArray entry("PK\1\2", 4), end("PK\5\6", 4);
        entry += QByteArray(42, '\0') + "x/constants.pkl";
        entry[20] = 100; // packed size
        entry[28] = 15;  // length of the name
        end += QByteArray(18, '\0');
        end[10] = 50;
        const QByteArray data(200, 'a');
        end[16] = static_cast<char>(data.size());
        writeFile(at("shared.pt"), data + entry.repeated(50) + end);
        writeFile(at("shared.json"), R"({"name": "shared", "module": "shared.pt"})");
        VERIFY_ERROR(requireScriptArchive(toPath(at("shared.pt"))), "the directory of its archive can't be read");
    }

    void missingManifest()
    {
        VERIFY_ERROR(readScriptManifest(toPath(at("none.json"))), "there is no such file");
        VERIFY_ERROR(readScriptManifest(toPath(m_folder->path())), "Cannot use the method in");
    }
};

DUOSCOPE_TEST_MAIN(TestScriptMethod)
#include "tst_script_method.moc"
