// SPDX-License-Identifier: GPL-3.0-or-later
// Packing as a user types it.
#include "tests/app/run_cli.h"
#include "tests/support/dataset_files.h"
#include "tests/support/error_log_guard.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

#include <csignal>

using namespace duoscope::test;

class TestCliPack : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString at(const QString& name) const { return m_folder.filePath(name); }

private Q_SLOTS:
    void initTestCase()
    {
        const CliResult made = runCli({"synthesize", "-n", "3", "--width", "64", "--height", "48", "-o", at("scenes")});
        QVERIFY2(made.exitCode == 0, qPrintable(made.messages));
        placeImage(at("夜 1/ir/a.png"), pattern(24, 18, 1));
        placeImage(at("夜 1/vi/a.png"), pattern(24, 18, 2));
        placeImage(at("夜 1/vi/b.png"), pattern(24, 18, 2));
    }

    void json()
    {
        const CliResult result = runCli({"pack", at("scenes"), "night=" + at("夜 1"), "--validation-last", "1",
                                         "--splits", "train,val", "-o", at("a.safetensors"), "--json"});
        QVERIFY2(result.exitCode == 0, qPrintable(result.messages));
        const QJsonObject report = QJsonDocument::fromJson(result.output).object();
        QCOMPARE(report["file"].toString(), at("a.safetensors"));
        QCOMPARE(report["class_set"].toString(), "street");
        const QJsonArray sources = report["sources"].toArray();
        QCOMPARE(sources.size(), 2);
        QCOMPARE(sources[0]["name"].toString(), "scenes");
        QCOMPARE(sources[0]["layout"].toString(), "plain");
        QCOMPARE(sources[0]["training"].toInt(), 2);
        QCOMPARE(sources[0]["validation"].toInt(), 1);
        QCOMPARE(sources[0]["pairs"].toInt(), 3);
        QCOMPARE(sources[0]["labels"].toInt(), 3);
        QCOMPARE(sources[0]["boxes"].toInt(), 0);
        QCOMPARE(sources[0]["problems"].toArray().size(), 0);
        QCOMPARE(sources[1]["name"].toString(), "night");
        QVERIFY(sources[1]["problems"][0].toString().contains("visible b.png has no infrared partner"));
        QVERIFY(readFile(at("a.safetensors")).contains("\"night/val/a/infrared\""));
    }

    void text()
    {
        const CliResult result = runCli({"pack", at("夜 1"), "-o", at("b.safetensors"), "--layout", "plain"});
        QVERIFY2(result.exitCode == 0, qPrintable(result.messages));
        const QString output = QString::fromUtf8(result.output);
        QVERIFY(output.startsWith("夜 1 (layout plain): 1 samples for training, 0 for validation; 1 pairs"));
        QVERIFY(output.contains("\n  visible b.png has no infrared partner\n"));
        QVERIFY(output.endsWith("Packed into " + at("b.safetensors") + "\n"));
    }

    void refused_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("no source") << QStringList{} << 1 << "";
        QTest::newRow("split") << QStringList{at("scenes"), "--splits", "test"} << 1 << "";
        QTest::newRow("negative") << QStringList{at("scenes"), "--limit", "-1"} << 1 << "";
        QTest::newRow("scale") << QStringList{at("scenes"), "--scale", "2"} << 1 << "is not above 0 and at most 1";
        QTest::newRow("layout") << QStringList{at("scenes"), "--layout", "kitti"} << 1 << "there is none of that name";
        QTest::newRow("wrong layout") << QStringList{at("scenes"), "--layout", "fmb"} << 2 << "it should hold train/";
        QTest::newRow("class set") << QStringList{at("scenes"), "--class-set", "x"} << 2 << "Cannot read the class set";
        QTest::newRow("missing folder") << QStringList{"a=" + at("missing")} << 2 << "there is no such folder";
        QTest::newRow("no data set") << QStringList{at(".")} << 2 << "it has none of these shapes";
        QTest::newRow("nothing chosen") << QStringList{"--splits", "val", at("scenes")} << 2 << "Nothing to pack";
    }
    void refused()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, exitCode);
        QFETCH(QString, sentence);
        const CliResult result = runCli(QStringList{"pack", "-o", at("never.safetensors")} + arguments);
        QCOMPARE(result.exitCode, exitCode);
        QVERIFY2(result.messages.contains(sentence), qPrintable(result.messages));
        QVERIFY(result.output.isEmpty());
        QVERIFY(!QFileInfo::exists(at("never.safetensors")));
    }

    void interrupted()
    {
        for (int i = 0; i < 200; ++i) { // so many that it can't be done before the signal
            placeImage(at(QString("many/ir/%1.png").arg(i)), pattern(400, 300, i));
            placeImage(at(QString("many/vi/%1.png").arg(i)), pattern(400, 300, i));
        }
        QProcess process;
        process.setReadChannel(QProcess::StandardError);
        process.start(DUOSCOPE_CLI, {"pack", at("many"), "-o", at("stopped.safetensors")});
        QByteArray messages;
        while (!messages.contains("reading many")) {
            QVERIFY2(process.waitForReadyRead(60'000), messages.constData());
            messages += process.readAllStandardError();
        }
        QCOMPARE(::kill(static_cast<pid_t>(process.processId()), SIGINT), 0);
        QVERIFY(process.waitForFinished(60'000));
        QCOMPARE(process.exitCode(), 130);
        QVERIFY(QDir(m_folder.path()).entryList({"*stopped*"}, QDir::Files | QDir::Hidden).isEmpty());
    }
};

DUOSCOPE_TEST_MAIN(TestCliPack)
#include "tst_cli_pack.moc"
