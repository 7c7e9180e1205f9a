// SPDX-License-Identifier: GPL-3.0-or-later
// The command line as a user types it.
#include "tests/app/run_cli.h"
#include "tests/support/error_log_guard.h"
#include "tests/support/files.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

#include <csignal>

using namespace duoscope::test;

namespace {

const QString kSample = DUOSCOPE_SOURCE_DIR "/resources/samples/night/";
const QString kReference = DUOSCOPE_SHARED "/reference/uaafusion/";

QStringList fuseSample(const QString& output, const QStringList& more)
{
    return QStringList{"fuse", "--infrared", kSample + "infrared.png", "--visible", kSample + "visible.png",
                       "-o",   output} +
           more;
}

QJsonObject object(const QByteArray& text) { return QJsonDocument::fromJson(text).object(); }

} // namespace

class TestCli : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void helpAndVersion()
    {
        for (const QString command : {"", "evaluate", "fuse", "import", "info", "methods", "pack", "segment",
                                      "synthesize", "train", "validate"}) {
            const CliResult result = runCli(command.isEmpty() ? QStringList{"--help"} : QStringList{command, "--help"});
            QCOMPARE(result.exitCode, 0);
            QVERIFY(result.output.contains("Usage:"));
        }
        QVERIFY(runCli({"--version"}).output.startsWith("duoscope-cli 0."));
    }

    void bundledModelExplainsTheSample()
    {
        QVERIFY(QFileInfo(DUOSCOPE_SOURCE_DIR "/resources/models/uaafusion.safetensors").size() <= 16 * 1024 * 1024);
        const QTemporaryDir folder;
        // Smaller than the bundled samples, so that the test is short.
        QCOMPARE(
            runCli({"synthesize", "--time", "day", "--width", "320", "--height", "240", "-o", folder.path()}).exitCode,
            0);
        const CliResult result = runCli({"fuse", "-i", folder.filePath("ir/000001.png"), "-v",
                                         folder.filePath("vi/000001.png"), "-o", folder.filePath("out"), "--trace"});
        QVERIFY2(result.exitCode == 0, qPrintable(result.messages));
        const QJsonObject trace = object(readFile(folder.filePath("out/trace.json")));
        QCOMPARE(trace["provenance"].toObject()["method"].toString(), "uaafusion");
        QCOMPARE(trace["class_set"].toString(), "street");
        QVERIFY(QFileInfo::exists(folder.filePath("out/attention_5.npy")));
        QVERIFY(trace["classes"].toArray().size() >= 3);
    }

    void stretchHoldsForEveryMethod()
    {
        const QTemporaryDir folder;
        const CliResult plain = runCli(fuseSample(folder.filePath("plain"), {"--method", "average", "--json"}));
        const CliResult stretched =
            runCli(fuseSample(folder.filePath("stretched"), {"--method", "average", "--stretch", "--json"}));
        QCOMPARE(plain.exitCode, 0);
        QCOMPARE(stretched.exitCode, 0);
        QVERIFY(stretched.output.contains("\"stretch\": \"on\""));
        QVERIFY(readFile(folder.filePath("plain/gray.png")) != readFile(folder.filePath("stretched/gray.png")));
    }

    void wrongUsage_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("nothing") << QStringList{};
        QTest::newRow("unknown command") << QStringList{"melt"};
        QTest::newRow("missing option") << QStringList{"fuse", "--infrared", "x.png"};
        QTest::newRow("unknown method") << fuseSample("never", {"--method", "magic"});
        QTest::newRow("no stages") << fuseSample("never", {"--stages", "0"});
        QTest::newRow("bad range") << fuseSample("never",
                                                 {"--method", "average", "--infrared-range", "percentile:99,1"});
        QTest::newRow("bad quadrature") << fuseSample("never", {"--model", "x", "--quadrature", "midpoint:x"});
        QTest::newRow("weight without classes")
            << fuseSample("never", {"--method", "average", "--set-weight", "person=1"});
        QTest::newRow("five parts") << fuseSample("never", {"--model", "x", "--quadrature", "midpoint:2:3:0.5:1"});
        QTest::newRow("bad completion") << fuseSample("never", {"--quadrature", "midpoint:2:2:2"});
        QTest::newRow("no steps") << fuseSample("never", {"--model", "x", "--quadrature", "midpoint:0"});
        QTest::newRow("weight out of range") << fuseSample("never", {"--model", "x", "--set-weight", "person=2"});
        QTest::newRow("size of scenes") << QStringList{"synthesize", "-n", "1", "-o", "never", "--width", "5"};
    }
    void wrongUsage()
    {
        QFETCH(QStringList, arguments);
        const CliResult result = runCli(arguments);
        QCOMPARE(result.exitCode, 1);
        QVERIFY(!result.messages.isEmpty());
        QVERIFY(!QFileInfo::exists("never"));
    }

    void methodsAsJson()
    {
        const CliResult result = runCli({"methods", "--json"});
        QCOMPARE(result.exitCode, 0);
        QStringList names;
        const QJsonArray list = QJsonDocument::fromJson(result.output).array();
        for (const QJsonValue& method : list)
            names << method["name"].toString();
        QCOMPARE(names, (QStringList{"uaafusion", "refusion", "laplacian", "guided", "wavelet", "two-scale", "average",
                                     "maximum"}));
    }

    void everyClassicalMethodFusesTheSample_data()
    {
        QTest::addColumn<QString>("method");
        for (const char* method : {"laplacian", "guided", "wavelet", "two-scale", "average", "maximum"})
            QTest::newRow(method) << method;
    }
    void everyClassicalMethodFusesTheSample()
    {
        QFETCH(QString, method);
        QTemporaryDir folder;
        const QString output = folder.filePath("结果 1"); // a path that is not ASCII
        const CliResult result = runCli(fuseSample(output, {"--method", method, "--trace", "--json"}));
        QVERIFY2(result.exitCode == 0, qPrintable(result.messages));
        QCOMPARE(object(result.output)["provenance"].toObject()["method"].toString(), method);
        QCOMPARE(QDir(output).entryList(QDir::Files | QDir::Hidden, QDir::Name),
                 (QStringList{"colour.png", "gray.png", "stage_0.npy", "summary.json", "trace.json"}));
    }

    void importInfoAndFuse()
    {
        if (!QFileInfo::exists(kReference))
            QSKIP("the reference data is not beside the checkout");
        QTemporaryDir folder;
        const QString model = folder.filePath("m.safetensors");
        const CliResult imported = runCli({"import", kReference + "uaafusion_random.pth", "-o", model});
        QVERIFY2(imported.exitCode == 0, qPrintable(imported.messages));
        const CliResult info = runCli({"info", model, "--json"});
        QCOMPARE(object(info.output)["metadata"].toObject()["fusion.stages"].toString(), QString("5"));
        QCOMPARE(object(info.output)["metadata"].toObject()["equations"].toString(), QString("released"));

        // Small scenes of odd size, so that the whole path runs in little time.
        QVERIFY(
            runCli({"synthesize", "-n", "1", "-o", folder.path(), "--width", "131", "--height", "97", "--seed", "3"})
                .exitCode == 0);
        const QString output = folder.filePath("out");
        const CliResult fused =
            runCli({"fuse", "--infrared", folder.filePath("ir/000003.png"), "--visible",
                    folder.filePath("vi/000003.png"), "-o", output, "--model", model, "--trace", "--json"});
        QVERIFY2(fused.exitCode == 0, qPrintable(fused.messages));
        for (const char* name : {"stage_0", "stage_5", "attention_1", "attention_5", "weight_infrared", "regions",
                                 "segmentation_infrared", "segmentation_visible", "segmentation_fused"})
            QVERIFY2(QFileInfo::exists(output + "/" + name + ".npy"), name);
        QCOMPARE(QFileInfo(output + "/stage_5.npy").size(), 128 + 131 * 97 * 4);
        const QJsonObject summary = object(fused.output);
        QVERIFY(!summary["classes"].toArray().isEmpty());
        QCOMPARE(summary["provenance"].toObject()["equations"].toString(), QString("released"));

        // With the paper's equations a changed weight changes the picture, with the released ones it does not.
        for (const QString equations : {"paper", "released"}) {
            QByteArray pictures[2];
            for (const int w1 : {0, 1}) {
                QStringList weights;
                const QJsonArray classes = summary["classes"].toArray();
                for (const QJsonValue& entry : classes)
                    weights << "--set-weight" << QString("%1=%2").arg(entry["id"].toInt()).arg(w1);
                const CliResult run = runCli(QStringList{"fuse", "-i", folder.filePath("ir/000003.png"), "-v",
                                                         folder.filePath("vi/000003.png"), "-o", output, "--model",
                                                         model, "--attribution", "off", "--equations", equations} +
                                             weights);
                QVERIFY2(run.exitCode == 0, qPrintable(run.messages));
                QVERIFY(run.output.contains("what if"));
                pictures[w1] = readFile(output + "/gray.png");
            }
            QCOMPARE(pictures[0] != pictures[1], equations == "paper");
        }
    }

    void uselessOptionsAreNamed()
    {
        QTemporaryDir folder;
        const CliResult result = runCli(
            fuseSample(folder.filePath("out"), {"--method", "average", "--stages", "3", "--equations", "paper"}));
        QCOMPARE(result.exitCode, 0);
        QVERIFY2(result.messages.contains("--equations, --stages has no meaning for the method average"),
                 qPrintable(result.messages));
    }

    void reFusionBesideUaaFusion()
    {
        const QString weights = DUOSCOPE_SHARED "/reference/refusion/weights/ReFusion_MFIF.pth";
        if (!QFileInfo::exists(weights))
            QSKIP("the reference data is not beside the checkout");
        const QTemporaryDir folder;
        const QString model = folder.filePath("m.safetensors");
        const CliResult imported = runCli({"import", weights, "-o", model});
        QVERIFY2(imported.exitCode == 0, qPrintable(imported.messages));
        QVERIFY(imported.output.contains("(refusion, multi-focus, "));
        const QByteArray info = runCli({"info", model}).output;
        for (const char* words : {"refusion", "multi-focus", "near focus, far focus"})
            QVERIFY2(info.contains(words), words);

        QVERIFY(runCli({"synthesize", "-o", folder.path(), "--width", "99", "--height", "71"}).exitCode == 0);
        const QStringList pair{
            "--first", folder.filePath("ir/000001.png"), "--second", folder.filePath("vi/000001.png"),
            "-o",      folder.filePath("out"),           "--model",  model};
        const CliResult fused = runCli(QStringList{"fuse", "--trace", "--json"} + pair); // the model decides the method
        QVERIFY2(fused.exitCode == 0, qPrintable(fused.messages));
        const QJsonObject provenance = object(fused.output)["provenance"].toObject();
        QCOMPARE(provenance["method"].toString(), "refusion");
        QCOMPARE(provenance["options"].toObject()["task"].toString(), "multi-focus");
        QCOMPARE(QDir(folder.filePath("out")).entryList(QDir::Files, QDir::Name),
                 (QStringList{"colour.png", "gray.png", "stage_0.npy", "summary.json", "trace.json"}));

        // One command, two networks, each with its own model.
        const CliResult batch =
            runCli({"batch", "-i", folder.filePath("ir"), "-v", folder.filePath("vi"), "-o", folder.filePath("batch"),
                    "-m", "refusion", "uaafusion", "average", "--model", model, "--attribution", "off"});
        QVERIFY2(batch.exitCode == 0, qPrintable(batch.messages));
        QCOMPARE(readFile(folder.filePath("batch/refusion/gray/000001.png")),
                 readFile(folder.filePath("out/gray.png")));
        QVERIFY(QFileInfo::exists(folder.filePath("batch/uaafusion-paper/gray/000001.png")));

        // Where a model of the other method is expected.
        const QString bundled = DUOSCOPE_SOURCE_DIR "/resources/models/uaafusion.safetensors";
        const auto refused = [](const QStringList& arguments, const char* words) {
            const CliResult result = runCli(arguments);
            QCOMPARE(result.exitCode, 2);
            QVERIFY2(result.sentence().contains(words), qPrintable(result.messages));
        };
        const char* isReFusion = "it is a model of refusion for multi-focus pairs";
        refused(QStringList{"fuse", "-m", "uaafusion"} + pair, isReFusion);
        refused({"segment", "--image", folder.filePath("vi/000001.png"), "-o", folder.filePath("s"), "--model", model},
                isReFusion);
        refused({"batch", "-i", folder.filePath("ir"), "-v", folder.filePath("vi"), "-o", folder.filePath("b2"), "-m",
                 "uaafusion", "--model", model},
                isReFusion);
        refused({"fuse", "-i", folder.filePath("ir/000001.png"), "-v", folder.filePath("vi/000001.png"), "-o",
                 folder.filePath("out"), "-m", "refusion", "--model", bundled},
                "it is a model of uaafusion");
        const CliResult twice = runCli(QStringList{"fuse"} + pair + QStringList{"--model", model});
        QCOMPARE(twice.exitCode, 1);
        QVERIFY2(twice.sentence().contains("both are models of refusion"), qPrintable(twice.messages));
    }

    void importRefusesToReplaceTheCheckpoint()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath("x.pth");
        QVERIFY(QFile::copy(DUOSCOPE_SOURCE_DIR "/tests/golden/legacy.pth", file));
        const QByteArray before = readFile(file);
        QCOMPARE(runCli({"import", file, "-o", file}).exitCode, 1);
        QCOMPARE(readFile(file), before);
    }

    void importRefusesOtherCheckpoints()
    {
        QTemporaryDir folder;
        const CliResult result =
            runCli({"import", DUOSCOPE_SOURCE_DIR "/tests/golden/legacy.pth", "-o", folder.filePath("m.safetensors")});
        QCOMPARE(result.exitCode, 2);
        QVERIFY2(result.sentence().contains("has not the layout of UAAFusion"), qPrintable(result.messages));
        QVERIFY(QDir(folder.path()).isEmpty());
    }

    void scenesRepeat()
    {
        QTemporaryDir folder;
        for (const QString name : {"a", "b"}) {
            const CliResult result = runCli({"synthesize", "-n", "3", "-o", folder.filePath(name), "--width", "96",
                                             "--height", "64", "--seed", "11", "--time", "night", "--json"});
            QVERIFY2(result.exitCode == 0, qPrintable(result.messages));
            QVERIFY(object(result.output)["scenes"][2].toString().contains("night"));
        }
        for (const char* part : {"ir", "vi", "label"})
            for (int seed = 11; seed < 14; ++seed) {
                const QString file = QString("/%1/%2.png").arg(part).arg(seed, 6, 10, QChar('0'));
                QVERIFY(!readFile(folder.filePath("a") + file).isEmpty());
                QCOMPARE(readFile(folder.filePath("a") + file), readFile(folder.filePath("b") + file));
            }
    }

    void interruptedWorkLeavesNothing()
    {
        if (!QFileInfo::exists(kReference))
            QSKIP("the reference data is not beside the checkout");
        QTemporaryDir folder;
        const QString model = folder.filePath("m.safetensors");
        QCOMPARE(runCli({"import", kReference + "uaafusion_random.pth", "-o", model}).exitCode, 0);
        QProcess process;
        process.setReadChannel(QProcess::StandardError);
        process.start(DUOSCOPE_CLI,
                      fuseSample(folder.filePath("out"), {"--model", model, "--attribution", "off", "--trace"}));
        QByteArray messages;
        while (!messages.contains("stage 2 of 5")) { // interrupt it inside a stage
            QVERIFY2(process.waitForReadyRead(60'000), messages.constData());
            messages += process.readAllStandardError();
        }
        QCOMPARE(::kill(static_cast<pid_t>(process.processId()), SIGINT), 0);
        QVERIFY(process.waitForFinished(60'000));
        QCOMPARE(process.exitCode(), 130);
        QVERIFY(!QFileInfo::exists(folder.filePath("out")));
    }
};

DUOSCOPE_TEST_MAIN(TestCli)
#include "tst_cli.moc"
