// SPDX-License-Identifier: GPL-3.0-or-later
// Measuring as a user types it.
#include "tests/app/run_cli.h"
#include "tests/support/dataset_files.h"
#include "tests/support/error_log_guard.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

#include <csignal>

using namespace duoscope::test;

class TestCliEvaluate : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString at(const QString& name) const { return m_folder.filePath(name); }

    /// Sources in ir/ and vi/, and the methods "mean" and "infrared".
    void placeScene(const QString& name, int seed)
    {
        const cv::Mat infrared = pattern(64, 48, seed), visible = pattern(64, 48, seed + 100);
        cv::Mat mean;
        cv::addWeighted(infrared, 0.5, visible, 0.5, 0, mean);
        placeImage(at("ir/" + name + ".png"), infrared);
        placeImage(at("vi/" + name + ".bmp"), visible);
        placeImage(at("mean/" + name + ".png"), mean);
        placeImage(at("copies 夜/" + name + ".png"), infrared);
    }

    CliResult evaluate(const QStringList& arguments) const
    {
        return runCli(QStringList{"evaluate", "-i", at("ir"), "-v", at("vi")} + arguments);
    }

private Q_SLOTS:
    void initTestCase()
    {
        for (int i = 1; i <= 4; ++i)
            placeScene(QString("0%1").arg(i), i);
        for (const char* name : {"01", "02", "03"}) {
            placeImage(at(QString("damaged/%1.png").arg(name)), pattern(64, 48, 1));
            placeImage(at(QString("labels/%1.png").arg(name)), cv::Mat(24, 32, CV_8UC1, cv::Scalar(9)));
            placeImage(at(QString("seg/%1.png").arg(name)), cv::Mat(24, 32, CV_8UC1, cv::Scalar(9)));
        }
        placeImage(at("damaged/02.png"), pattern(32, 48, 1));
        placeFile(at("damaged/03.png"), "no image");
        placeFile(at("empty/readme.txt"), "no images");
        cv::Mat half(24, 32, CV_8UC1, cv::Scalar(9));
        half.colRange(0, 16) = 8;
        placeImage(at("seg/01.png"), half);
    }

    void table()
    {
        const CliResult result = evaluate({"--fused", at("mean/"), "copies=" + at("copies 夜"), "--metrics", "EN,CC"});
        QVERIFY2(result.exitCode == 0, qPrintable(result.messages));
        const QString output = QString::fromUtf8(result.output);
        QVERIFY2(output.startsWith("Mean of 4 images, convention paper\nMethod"), qPrintable(output));
        for (const char* part : {"EN ↑", "CC ↑", "\nmean ", "\ncopies ", "**", "Mean rank", "mean against copies"})
            QVERIFY2(output.contains(part), qPrintable(output));
    }

    void damagedItems()
    {
        const CliResult result = evaluate({"--fused", "mean=" + at("mean"), "--fused", at("damaged"), "--json"});
        QCOMPARE(result.exitCode, 3);
        QVERIFY2(result.messages.contains("32 x 48"), qPrintable(result.messages));
        const QJsonObject fusion = QJsonDocument::fromJson(result.output).object()["fusion"].toObject();
        QCOMPARE(fusion["images"].toInt(), 1);
        QCOMPARE(fusion["images_listed"].toInt(), 4);
        const QJsonArray leftOut = fusion["left_out"].toArray();
        QCOMPARE(leftOut.size(), 3);
        QVERIFY(leftOut[0]["reason"].toString().contains("it has 32 x 48 pixels"));
        QVERIFY(leftOut[1]["reason"].toString().contains("damaged/03.png"));
        QCOMPARE(leftOut[2]["reason"].toString(), "There is no image by damaged of that name.");
        // Both methods are measured on that one image.
        for (const QJsonValue& row : fusion["means"].toArray())
            QCOMPARE(row["values"]["SSIM"]["count"].toInt(), 1);
        const CliResult text = evaluate({"-f", at("mean"), at("damaged"), "--metrics", "EN"});
        QCOMPARE(text.exitCode, 3);
        QVERIFY(text.output.contains("Mean of 1 of 4 images"));
        QVERIFY(text.output.contains("3 of 4 images left out, for all methods:\n  02: Cannot measure"));
    }

    void latexToFile()
    {
        const CliResult result = evaluate(
            {"-f", at("mean"), at("copies 夜"), "--format", "latex", "--metrics", "EN,SSIM", "-o", at("t.tex")});
        QVERIFY2(result.exitCode == 0, qPrintable(result.messages));
        QVERIFY(result.output.isEmpty());
        const QByteArray latex = readFile(at("t.tex"));
        QVERIFY(latex.contains("\\toprule"));
        QVERIFY(latex.contains("\\textbf{"));
        QVERIFY(latex.contains("copies 夜"));
    }

    void csv()
    {
        const CliResult means = evaluate({"-f", at("mean"), "--metrics", "en", "--format", "csv", "--limit", "2"});
        QVERIFY2(means.exitCode == 0, qPrintable(means.messages));
        QVERIFY2(means.output.startsWith("Method,EN,EN deviation,images,left out\nmean,"), means.output.constData());
        QVERIFY(means.output.endsWith(",2,0\n"));
        const CliResult images = evaluate({"-f", at("mean"), "--metrics", "all", "--format", "csv-long", "--per-image",
                                           "--convention", "toolbox", "--threads", "2"});
        QVERIFY2(images.exitCode == 0, qPrintable(images.messages));
        QVERIFY(images.output.startsWith("image,method,metric,value,reason\n01,mean,EN,"));
        QCOMPARE(images.output.count('\n') % 4, 1);
    }

    void segmentation()
    {
        const QStringList base{"evaluate", "--labels", at("labels"), "--predictions", "ours=" + at("seg")};
        const CliResult result = runCli(base + QStringList{"--class-set", "street", "--json"});
        QVERIFY2(result.exitCode == 0, qPrintable(result.messages));
        const QJsonValue found = QJsonDocument::fromJson(result.output).object()["segmentation"];
        QCOMPARE(found["class_set"].toString(), "street");
        QCOMPARE(found["images"].toInt(), 3);
        QCOMPARE(found["methods"][0]["pixel_accuracy"].toDouble(), 5 / 6.0);
        QCOMPARE(found["methods"][0]["mean_accuracy_of_classes"].toInt(), 1);
        const CliResult paper = runCli(base + QStringList{"--classes", "paper", "--format", "markdown"});
        QVERIFY2(paper.exitCode == 0, qPrintable(paper.messages));
        QVERIFY(paper.output.contains("| IoU (%) | car ↑ | person ↑ | truck ↑ | lamp ↑ | sign ↑ | building ↑ |"));
    }

    void refused_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<QString>("sentence");
        const QStringList sources{"-i", at("ir"), "-v", at("vi")};
        const QStringList good = sources + QStringList{"-f", at("mean")};
        QTest::newRow("nothing") << QStringList{} << 1 << "neither fused images";
        QTest::newRow("no visible") << QStringList{"-i", at("ir"), "-f", at("mean")} << 1 << "belong together";
        QTest::newRow("no fused") << sources << 1 << "neither fused images";
        QTest::newRow("no labels") << QStringList{"--predictions", at("seg")} << 1 << "belong together";
        QTest::newRow("metric") << good + QStringList{"--metrics", "EN,XY"} << 1 << "Unknown metric \"XY\"";
        QTest::newRow("no metric") << good + QStringList{"--metrics", ","} << 1 << "no metric is named";
        QTest::newRow("convention") << good + QStringList{"--convention", "x"} << 1 << "Unknown convention";
        QTest::newRow("format") << good + QStringList{"--format", "html"} << 1 << "Unknown table format";
        QTest::newRow("twice") << good + QStringList{"-f", at("mean")} << 1 << "both are called mean";
        QTest::newRow("compare one") << good + QStringList{"--compare", "mean"} << 1 << "takes two methods";
        QTest::newRow("compare") << good + QStringList{"--compare", "mean,x"} << 1 << "Cannot compare the method \"x\"";
        QTest::newRow("folder") << sources + QStringList{"-f", at("missing")} << 2 << "Cannot look into the folder";
        QTest::newRow("empty") << sources + QStringList{"-f", at("empty")} << 2 << "it holds no images";
        QTest::newRow("class set") << QStringList{"--labels", at("labels"),  "--predictions",
                                                  at("seg"),  "--class-set", "x"}
                                   << 2 << "Cannot read the class set";
        QTest::newRow("no image") << QStringList{"-i",          at("ir"), "-v",       at("vi"), "-f",
                                                 at("damaged"), "-f",     at("mean"), "-f",     at("labels")}
                                  << 2 << "none of 4 could be measured";
    }
    void refused()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, exitCode);
        QFETCH(QString, sentence);
        const CliResult result = runCli(QStringList{"evaluate", "-o", at("never.txt")} + arguments);
        QCOMPARE(result.exitCode, exitCode);
        QVERIFY2(result.messages.contains(sentence), qPrintable(result.messages));
        QVERIFY(!QFileInfo::exists(at("never.txt")));
    }

    void interrupted()
    {
        for (int i = 0; i < 60; ++i) // so many that it can't be done before the signal
            for (const char* folder : {"ir", "vi", "fused"})
                placeImage(at(QString("many/%1/%2.png").arg(folder).arg(i)), pattern(400, 300, i));
        QProcess process;
        process.setReadChannel(QProcess::StandardError);
        process.start(DUOSCOPE_CLI, {"evaluate", "-i", at("many/ir"), "-v", at("many/vi"), "-f", at("many/fused"),
                                     "--metrics", "all", "-o", at("stopped.txt")});
        QByteArray messages;
        while (!messages.contains("measuring")) {
            QVERIFY2(process.waitForReadyRead(60'000), messages.constData());
            messages += process.readAllStandardError();
        }
        QCOMPARE(::kill(static_cast<pid_t>(process.processId()), SIGINT), 0);
        QVERIFY(process.waitForFinished(60'000));
        QCOMPARE(process.exitCode(), 130);
        QVERIFY(!QFileInfo::exists(at("stopped.txt")));
    }
};

DUOSCOPE_TEST_MAIN(TestCliEvaluate)
#include "tst_cli_evaluate.moc"
