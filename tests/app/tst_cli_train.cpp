// SPDX-License-Identifier: GPL-3.0-or-later
// From scenes to a model that fuses, as a user types it.
#include "tests/app/run_cli.h"
#include "tests/support/error_log_guard.h"
#include "tests/support/files.h"
#include "tests/support/full_disk.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

#include <csignal>

using namespace duoscope::test;

class TestCliTrain : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString at(const QString& name) const { return m_folder.filePath(name); }
    QStringList training(const QString& output, const QStringList& more = {}) const
    {
        QStringList arguments{"train", "--data", at("data.safetensors"), "-o", at(output), "--threads", "1"};
        for (const char* setting :
             {"network.stages=2", "network.width=4", "network.decoder_width=16", "segmentation.steps=3",
              "segmentation.batch=2", "segmentation.crop=32", "joint.steps=2", "joint.batch=1", "joint.crop=32",
              "joint.attribution_steps=1", "validate_every=0"})
            arguments << "--set" << setting;
        return arguments + more;
    }

private Q_SLOTS:
    void initTestCase()
    {
        CliResult made = runCli({"synthesize", "-n", "4", "--width", "96", "--height", "64", "-o", at("scenes")});
        QVERIFY2(made.exitCode == 0, qPrintable(made.messages));
        made = runCli({"pack", at("scenes"), "--validation-last", "1", "-o", at("data.safetensors")});
        QVERIFY2(made.exitCode == 0, qPrintable(made.messages));
    }

    void trainValidateFuse()
    {
        const CliResult trained = runCli(training("run", {"--json"}));
        QVERIFY2(trained.exitCode == 0, qPrintable(trained.messages));
        const QString model = QJsonDocument::fromJson(trained.output).object()["model"].toString();
        QCOMPARE(model, at("run/model.safetensors"));
        QVERIFY(trained.messages.contains("joint 2/2, loss "));
        QCOMPARE(readFile(at("run/losses_joint.csv")).count('\n'), 3);
        QVERIFY(readFile(at("run/validation_segmentation.csv")).contains("scenes visible mean_iou"));

        const CliResult validated = runCli({"validate", model, "--data", at("data.safetensors"), "--json"});
        QVERIFY2(validated.exitCode == 0, qPrintable(validated.messages));
        const QJsonObject measured = QJsonDocument::fromJson(validated.output).object();
        QVERIFY(measured["scenes visible pixel_accuracy"].toDouble(-1) >= 0);
        QVERIFY(measured["scenes fused mean_iou"].toDouble(-1) >= 0);

        const CliResult fused = runCli({"fuse", "--infrared", at("scenes/ir/000004.png"), "--visible",
                                        at("scenes/vi/000004.png"), "-o", at("fused"), "--model", model, "--json"});
        QVERIFY2(fused.exitCode == 0, qPrintable(fused.messages));
        QVERIFY(fused.output.contains("\"attention_scale\": \"standardised\"")); // as it was trained
    }

    void signalSavesAndResumeGoesOn()
    {
        QProcess process;
        process.setReadChannel(QProcess::StandardError);
        process.start(DUOSCOPE_CLI, training("stopped", {"--set", "segmentation.steps=2000"}));
        QString messages;
        while (!messages.contains("segmentation 10/")) { // the work itself says when to interrupt it
            QVERIFY2(process.waitForReadyRead(120'000), qPrintable(messages));
            messages += QString::fromUtf8(process.readAllStandardError());
        }
        ::kill(static_cast<pid_t>(process.processId()), SIGTERM);
        QVERIFY(process.waitForFinished(60'000));
        QCOMPARE(process.exitCode(), 130);
        QVERIFY(QFileInfo::exists(at("stopped/checkpoint.safetensors")));
        const CliResult info = runCli({"info", at("stopped/model.safetensors")}); // as it stands
        QVERIFY2(info.output.contains("segmentation step"), qPrintable(info.messages));
        const CliResult again = runCli(training("stopped"));
        QCOMPARE(again.exitCode, 1);
        QVERIFY2(again.sentence().contains("--resume"), qPrintable(again.messages));
    }

    /// Of a training whose disk fills up the last checkpoint stays, and that is what goes on.
    void fullDisk()
    {
        CliResult result = runCli(training("kept"));
        QVERIFY2(result.exitCode == 0, qPrintable(result.messages));
        const QByteArray checkpoint = readFile(at("kept/checkpoint.safetensors"));
        const QByteArray model = readFile(at("kept/model.safetensors"));
        {
            const FullDisk disk(20'000);
            result = runCli(training("kept", {"--resume"}));
        }
        QCOMPARE(result.exitCode, 2);
        QVERIFY2(result.sentence().contains("kept/checkpoint.safetensors: File too large"),
                 qPrintable(result.messages));
        QCOMPARE(readFile(at("kept/checkpoint.safetensors")), checkpoint);
        QCOMPARE(readFile(at("kept/model.safetensors")), model);
        QCOMPARE(QDir(at("kept")).entryList({"*.part"}, QDir::Files | QDir::Hidden), QStringList());
        result = runCli(training("kept", {"--resume"}));
        QVERIFY2(result.exitCode == 0, qPrintable(result.messages));
        {
            const FullDisk disk(20'000);
            result = runCli(training("never"));
        }
        QCOMPARE(result.exitCode, 2);
        QVERIFY(!QFileInfo::exists(at("never/checkpoint.safetensors")));
    }

    void configuration()
    {
        const CliResult written = runCli({"train", "--preset", "paper", "--write-config"});
        QCOMPARE(written.exitCode, 0);
        QVERIFY(written.output.contains("// M\n    \"attribution_steps\": 5"));
        QVERIFY(writeFile(at("paper.json"), written.output));
        // What was written sets everything: over another preset it gives the same options again.
        const CliResult back = runCli({"train", "--preset", "light", "--config", at("paper.json"), "--write-config"});
        QCOMPARE(back.output, written.output);
        const CliResult changed =
            runCli({"train", "--config", at("paper.json"), "--set", "joint.epochs=3", "--write-config"});
        QVERIFY(changed.output.contains("\"epochs\": 3"));
    }

    void refusals_data()
    {
        QTest::addColumn<QString>("config");
        QTest::addColumn<QString>("words");
        QTest::newRow("no JSON") << "{\"seed\": }"
                                 << "config.json";
        QTest::newRow("no object") << "[1]"
                                   << "no JSON object";
        QTest::newRow("unknown option") << "{\"joint\": {\"colour\": 3}}"
                                        << "joint.colour";
        QTest::newRow("wrong kind") << "{\"joint\": {\"steps\": \"many\"}}"
                                    << "joint.steps";
        QTest::newRow("list") << "{\"joint\": {\"steps\": [1, 2]}}"
                              << "joint.steps";
        QTest::newRow("out of range") << "{\"segmentation\": {\"average\": 7}}"
                                      << "segmentation.average";
    }
    void refusals()
    {
        QFETCH(QString, config);
        QFETCH(QString, words);
        QVERIFY(writeFile(at("config.json"), config.toUtf8()));
        const CliResult result = runCli(training("refused", {"--config", at("config.json")}));
        QCOMPARE(result.exitCode, 1);
        QVERIFY2(result.sentence().contains(words), qPrintable(result.messages));
        QVERIFY(!QFileInfo::exists(at("refused")));
    }

    void damagedData()
    {
        QVERIFY(writeFile(at("torn.safetensors"), readFile(at("data.safetensors")).left(5000)));
        const CliResult result = runCli({"train", "--data", at("torn.safetensors"), "-o", at("torn")});
        QCOMPARE(result.exitCode, 2);
        QVERIFY2(result.sentence().contains("torn.safetensors"), qPrintable(result.messages));
    }
};

DUOSCOPE_TEST_MAIN(TestCliTrain)
#include "tst_cli_train.moc"
