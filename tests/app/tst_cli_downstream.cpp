// SPDX-License-Identifier: GPL-3.0-or-later
// What the bundled model sees in results, as a user asks for it.
#include "tests/app/run_cli.h"
#include "tests/support/dataset_files.h"
#include "tests/support/error_log_guard.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

#include <csignal>

using namespace duoscope::test;

namespace {

constexpr int kWidth = 160;
constexpr int kHeight = 120;
constexpr int kScenes = 3;

const QStringList kFolders{"ir", "vi", "run/laplacian/gray", "run/average/gray"}; ///< of pictures, in rows' order

QJsonObject object(const QByteArray& text) { return QJsonDocument::fromJson(text).object(); }

cv::Mat readPng(const QString& path)
{
    const QByteArray bytes = readFile(path);
    return cv::imdecode(std::vector<uchar>(bytes.begin(), bytes.end()), cv::IMREAD_UNCHANGED);
}

QString nameOf(int scene) { return QString("00000%1").arg(scene); }

} // namespace

class TestCliDownstream : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString at(const QString& name) const { return m_folder.filePath(name); }

    /// Sums differ with the number of threads, and with them the rare tie of two classes.
    CliResult evaluate(const QStringList& arguments) const
    {
        return runCli(QStringList{"evaluate", "--threads", "1", "-i", at("ir"), "-v", at("vi"), "-f",
                                  "laplacian=" + at("run/laplacian/gray"), "average=" + at("run/average/gray")} +
                      arguments);
    }

    /// What `segment` writes of a folder of pictures, once.
    QString segmented(const QString& folder)
    {
        const QString to = at("seen " + QString(folder).replace('/', '-'));
        if (QFileInfo::exists(to))
            return to;
        const CliResult result = runCli({"segment", "--threads", "1", "--images", at(folder), "-o", to});
        return result.exitCode == 0 ? to : QString();
    }

private Q_SLOTS:
    void initTestCase()
    {
        const CliResult made =
            runCli({"synthesize", "-n", QString::number(kScenes), "--time", "day", "--width", QString::number(kWidth),
                    "--height", QString::number(kHeight), "-o", m_folder.path()});
        QVERIFY2(made.exitCode == 0, qPrintable(made.messages));
        const CliResult fused = runCli({"batch", "-i", at("ir"), "-v", at("vi"), "--labels", at("label"), "-o",
                                        at("run"), "-m", "laplacian", "average", "--metrics", "EN"});
        QVERIFY2(fused.exitCode == 0, qPrintable(fused.messages));
        // Halves of the pictures as boxes, 60 and 40 pixels high: only the first are looked at.
        placeFile(at("boxes/classes.txt"), "0 road\n1 sky\n2 unicorn\n");
        for (int scene = 1; scene <= kScenes; ++scene)
            placeFile(at("boxes/" + nameOf(scene) + ".txt"),
                      "0 0.5 0.75 1 0.5\n1 0.5 0.25 1 0.5\n1 0.5 0.16666 1 0.33333\n2 0.5 0.5 1 1\n");
    }

    /// The same as segmenting each folder by itself and evaluating what it gave.
    void labels()
    {
        const CliResult result = evaluate({"--segment", "--labels", at("label"), "--metrics", "EN,SF", "--json"});
        QVERIFY2(result.exitCode == 0, qPrintable(result.messages));
        const QJsonObject all = object(result.output);
        QCOMPARE(all["fusion"]["metrics"].toArray().size(), 2);
        const QJsonValue found = all["downstream"]["segmentation"];
        QCOMPARE(all["downstream"]["model"].toString(), "uaafusion.safetensors");
        QCOMPARE(found["class_set"].toString(), "street");
        QCOMPARE(found["images"].toInt(), kScenes);

        QStringList apart{"evaluate", "--class-set", "street", "--labels", at("label"), "--json"};
        for (const QString& folder : kFolders)
            apart << "--predictions" << QString::number(kFolders.indexOf(folder)) + "=" + segmented(folder);
        const CliResult expected = runCli(apart);
        QVERIFY2(expected.exitCode == 0, qPrintable(expected.messages));
        const QJsonObject document = object(expected.output);
        const QStringList names{"infrared", "visible", "laplacian", "average"};
        QCOMPARE(found["methods"].toArray().size(), 4);
        for (qsizetype i = 0; i < 4; ++i) {
            QJsonObject method = document["segmentation"]["methods"][i].toObject();
            method["name"] = names[i];
            QCOMPARE(found["methods"][i].toObject(), method);
        }
        QVERIFY(found["methods"][0]["mean_iou"].toDouble() > 0.05);
        QVERIFY(found["methods"][0]["mean_iou"] != found["methods"][1]["mean_iou"]);
    }

    void boxes()
    {
        const CliResult result =
            evaluate({"--segment", "--boxes", at("boxes"), "--metrics", "none", "--format", "csv"});
        QVERIFY2(result.exitCode == 0, qPrintable(result.messages));
        const QStringList lines = QString::fromUtf8(result.output).split('\n');
        QCOMPARE(lines[0], "Method,road,road boxes,sky,sky boxes,all,all boxes,images,left out");
        for (qsizetype row = 0; row < kFolders.size(); ++row) {
            int roads = 0, skies = 0;
            const QString seen = segmented(kFolders[row]);
            for (int scene = 1; scene <= kScenes; ++scene) {
                const cv::Mat ids = readPng(seen + "/" + nameOf(scene) + ".png");
                roads += cv::countNonZero(ids.rowRange(kHeight / 2, kHeight) == 1) >= 0.2 * kWidth * kHeight / 2;
                skies += cv::countNonZero(ids.rowRange(0, kHeight / 2) == 7) >= 0.2 * kWidth * kHeight / 2;
            }
            const QStringList fields = lines[row + 1].split(',');
            QCOMPARE(fields[1].toDouble(), 100.0 * roads / kScenes);
            QCOMPARE(fields[3].toDouble(), 100.0 * skies / kScenes);
            QCOMPARE(fields.mid(2, 1) + fields.mid(4, 1) + fields.mid(6), (QStringList{"3", "3", "6", "3", "0"}));
        }
    }

    void tablesForPeople()
    {
        const CliResult result = evaluate(
            {"--segment", "--boxes", at("boxes"), "--labels", at("label"), "--metrics", "EN", "--classes", "present"});
        QVERIFY2(result.exitCode == 0, qPrintable(result.messages));
        const QString output = QString::fromUtf8(result.output);
        for (const char* part :
             {"Mean of 3 images, convention paper\n",
              "\nSegmentation of the results by uaafusion.safetensors: 3 images, class set street, classes: present\n",
              "\nIoU (%)", "\nAccuracy (%)", "\nBoxes found by uaafusion.safetensors in 3 images, lists: all\n",
              "road (3) ↑", "\ninfrared ", "\nvisible ", "\nlaplacian ",
              "Not counted: 3 boxes of no more than 40 pixels, 3 boxes of classes that street does not have."})
            QVERIFY2(output.contains(part), qPrintable(output));
    }

    void labelsOfAnotherClassSet()
    {
        for (int scene = 1; scene <= kScenes; ++scene) { // MSRS has cars as 1, and no roads
            const cv::Mat street = readPng(at("label/" + nameOf(scene) + ".png"));
            cv::Mat msrs(street.size(), CV_8UC1, cv::Scalar(0));
            msrs.setTo(1, street == 9);
            msrs.setTo(2, street == 8);
            placeImage(at("msrs/" + nameOf(scene) + ".png"), msrs);
        }
        const auto json = [this](const QStringList& arguments) {
            return object(evaluate(QStringList{"--segment", "--metrics", "none", "--json"} + arguments).output);
        };
        const QJsonObject mapped = json({"--labels", at("msrs"), "--class-set", "msrs"});
        const QJsonValue found = mapped["downstream"]["segmentation"];
        QCOMPARE(found["class_set"].toString(), "street");
        QCOMPARE(found["classes"].toString(), "present");
        const QJsonObject unmapped = json({"--labels", at("label")});
        const QJsonArray ours = unmapped["downstream"]["segmentation"]["methods"][0]["classes"].toArray();
        QVERIFY(!found["methods"][0]["classes"].toArray().isEmpty());
        for (const QJsonValue entry : found["methods"][0]["classes"].toArray()) {
            QVERIFY2(entry["name"].toString() == "car" || entry["name"].toString() == "person",
                     qPrintable(entry["name"].toString()));
            for (const QJsonValue other : ours)
                if (other["name"] == entry["name"]) { // as many of the labelled pixels are right
                    QCOMPARE(entry["labelled"], other["labelled"]);
                    QCOMPARE(entry["accuracy"], other["accuracy"]);
                }
        }
    }

    void damagedItems()
    {
        for (const char* name : {"000001", "000002", "000003"}) {
            placeFile(at(QString("some/%1.png").arg(name)), readFile(at(QString("vi/%1.png").arg(name))));
            placeFile(at(QString("few boxes/fusion/%1.txt").arg(name)), "0 0.5 0.75 1 0.5\nnonsense\n");
        }
        placeFile(at("few boxes/classes.txt"), "0 road\n");
        placeImage(at("some/000003.png"), pattern(64, 48, 1));
        QVERIFY(QFile::remove(at("few boxes/fusion/000002.txt")));
        const CliResult result = evaluate({"-f", at("some"), "--segment", "--boxes", at("few boxes"), "--labels",
                                           at("label"), "--metrics", "EN", "--json"});
        QCOMPARE(result.exitCode, 3);
        const QJsonObject all = object(result.output);
        QCOMPARE(all["fusion"]["images"].toInt(), 2);
        QCOMPARE(all["downstream"]["segmentation"]["images"].toInt(), 2);
        QCOMPARE(all["downstream"]["boxes"]["images"].toInt(), 1);
        QCOMPARE(all["downstream"]["boxes"]["methods"][4]["name"].toString(), "some");
        QCOMPARE(all["downstream"]["boxes"]["methods"][4]["all"]["boxes"].toInt(), 1);
        const QJsonArray leftOut = all["downstream"]["boxes"]["left_out"].toArray();
        QCOMPARE(leftOut.size(), 2);
        QVERIFY(leftOut[0]["reason"].toString().contains("there is no list of boxes of that name"));
        QVERIFY(leftOut[1]["reason"].toString().contains("it has 64 x 48 pixels and the sources have 160 x 120"));
        QVERIFY(result.messages.contains("line 2 is no box of the form"));
    }

    void report()
    {
        const auto report = [this](const QString& file, const QStringList& more) {
            return runCli(QStringList{"report", at("run"), "-o", at(file), "--segment", "--threads", "1"} + more);
        };
        const CliResult made = report("report.json", {"--boxes", at("boxes")});
        QVERIFY2(made.exitCode == 0, qPrintable(made.messages));
        const QJsonObject document = object(readFile(at("report.json")));
        const QJsonValue downstream = document["downstream"];
        const QJsonObject evaluated = object(
            evaluate({"--segment", "--boxes", at("boxes"), "--labels", at("label"), "--metrics", "none", "--json"})
                .output);
        QVERIFY(downstream.isObject());
        QCOMPARE(downstream.toObject(), evaluated["downstream"].toObject());
        QCOMPARE(report("report.html", {"--boxes", at("boxes"), "--pairs", "1"}).exitCode, 0);
        QVERIFY(readFile(at("report.html")).contains("road (3)"));
        QCOMPARE(report("never.html", {"--boxes", at("vi")}).exitCode, 2);
    }

    void refused_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<QString>("sentence");
        const QStringList boxes{"--segment", "--boxes", at("boxes")};
        QTest::newRow("nothing to compare with") << QStringList{"--segment"} << 1 << "--segment needs labels";
        QTest::newRow("boxes alone") << QStringList{"--boxes", at("boxes")} << 1 << "Cannot use --boxes";
        QTest::newRow("model alone") << QStringList{"--model", "m"} << 1 << "Cannot use --model";
        QTest::newRow("labels alone") << QStringList{"--labels", at("label")} << 1 << "or --labels and --segment";
        QTest::newRow("list") << boxes + QStringList{"--box-list", "x"} << 1 << "Unknown list of boxes";
        QTest::newRow("no such list") << boxes + QStringList{"--box-list", "visible"} << 1 << "there is no such list";
        QTest::newRow("no boxes") << QStringList{"--segment", "--boxes", at("ir")} << 2 << "it holds no texts";
        QTest::newRow("model") << boxes + QStringList{"--model", at("none")} << 2 << "none";
        QTest::newRow("metric") << boxes + QStringList{"--metrics", "EN,XY"} << 1 << "Unknown metric \"XY\"";
        QTest::newRow("nothing at all") << QStringList{"--metrics", "none"} << 1 << "with --metrics none it needs";
        QTest::newRow("tables") << boxes + QStringList{"--format", "csv"} << 1 << "make no single CSV table";
        QTest::newRow("a method like a source")
            << boxes + QStringList{"-f", "visible=" + at("vi")} << 1 << "both are called visible";
    }
    void refused()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, exitCode);
        QFETCH(QString, sentence);
        const CliResult result = evaluate(QStringList{"-o", at("never.txt")} + arguments);
        QCOMPARE(result.exitCode, exitCode);
        QVERIFY2(result.messages.contains(sentence), qPrintable(result.messages));
        QVERIFY(!QFileInfo::exists(at("never.txt")));
    }

    void interrupted()
    {
        for (int i = 0; i < 40; ++i) // so many that it can't be done before the signal
            for (const char* folder : {"ir", "vi", "fused", "label"})
                placeImage(at(QString("many/%1/%2.png").arg(folder).arg(i)), pattern(400, 300, i) / 20);
        QProcess process;
        process.setReadChannel(QProcess::StandardError);
        process.start(DUOSCOPE_CLI, {"evaluate", "-i", at("many/ir"), "-v", at("many/vi"), "-f", at("many/fused"),
                                     "--segment", "--labels", at("many/label"), "-o", at("stopped.txt")});
        QByteArray messages;
        while (!messages.contains("segmenting")) {
            QVERIFY2(process.waitForReadyRead(60'000), messages.constData());
            messages += process.readAllStandardError();
        }
        QCOMPARE(::kill(static_cast<pid_t>(process.processId()), SIGINT), 0);
        QVERIFY(process.waitForFinished(60'000));
        QCOMPARE(process.exitCode(), 130);
        QVERIFY(!QFileInfo::exists(at("stopped.txt")));
    }
};

DUOSCOPE_TEST_MAIN(TestCliDownstream)
#include "tst_cli_downstream.moc"
