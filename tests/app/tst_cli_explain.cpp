// SPDX-License-Identifier: GPL-3.0-or-later
// Attributing segmentation scores of pictures with the bundled model, as a user types it.
#include "tests/app/run_cli.h"
#include "tests/support/dataset_files.h"
#include "tests/support/error_log_guard.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

#include <cmath>

using namespace duoscope::test;

namespace {

constexpr int kWidth = 96;
constexpr int kHeight = 64;

QJsonObject object(const QByteArray& text) { return QJsonDocument::fromJson(text).object(); }

cv::Mat readPng(const QString& path)
{
    const QByteArray bytes = readFile(path);
    return cv::imdecode(std::vector<uchar>(bytes.begin(), bytes.end()), cv::IMREAD_UNCHANGED);
}

/// The matrix of an .npy of float32 and the scenes' size.
cv::Mat readMap(const QString& path)
{
    QByteArray bytes = readFile(path);
    if (bytes.size() != 128 + kWidth * kHeight * 4 || !bytes.left(128).contains("'<f4'"))
        return {};
    return cv::Mat(kHeight, kWidth, CV_32FC1, bytes.data() + 128).clone();
}

QStringList filesIn(const QString& folder)
{
    return QDir(folder).entryList(QDir::Files | QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot, QDir::Name);
}

CliResult explain(const QStringList& arguments)
{
    return runCli(QStringList{"explain", "--threads", "1", "--steps", "4"} + arguments);
}

} // namespace

class TestCliExplain : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString at(const QString& name) const { return m_folder.filePath(name); }

private Q_SLOTS:
    void initTestCase()
    {
        const CliResult made = runCli({"synthesize", "-n", "2", "--time", "day", "--width", QString::number(kWidth),
                                       "--height", QString::number(kHeight), "-o", m_folder.path()});
        QVERIFY2(made.exitCode == 0, qPrintable(made.messages));
        placeImage(at("small/000001.png"), pattern(40, 32, 1));
        placeFile(at("mixed/000001.png"), readFile(at("vi/000001.png")));
        placeFile(at("mixed/000002.png"), readFile(at("vi/000002.png")).left(300));
    }

    void theMapAddsUpToTheScoresChange_data()
    {
        QTest::addColumn<QString>("baseline");
        for (const char* rule : {"zero", "mean", "blur"})
            QTest::newRow(rule) << rule;
        QTest::newRow("a picture") << at("ir/000001.png");
        QTest::newRow("a folder") << at("ir");
    }
    void theMapAddsUpToTheScoresChange()
    {
        QFETCH(QString, baseline);
        const QString output = at(QString("out-") + QTest::currentDataTag());
        const CliResult result =
            explain({"--image", at("vi/000001.png"), "--baseline", baseline, "-o", output, "--json"});
        QVERIFY2(result.exitCode == 0, qPrintable(result.messages));
        QCOMPARE(filesIn(output), (QStringList{"000001_attribution.npy", "000001_attribution.png", "summary.json"}));
        QCOMPARE(result.output, readFile(output + "/summary.json"));

        const QJsonObject summary = object(result.output);
        QCOMPARE(summary["class_set"].toString(), "street");
        QCOMPARE(summary["files"].toArray().size(), 3);
        const QJsonObject options = summary["provenance"]["options"].toObject();
        QCOMPARE(options["baseline"].toString(), QFileInfo(baseline).fileName());
        QCOMPARE(options["class"].toString(), "all");
        QCOMPARE(options["steps"].toString(), "4");
        const QJsonObject made = summary["pictures"][0].toObject();
        const double change = made["score"].toDouble() - made["baseline_score"].toDouble();
        QVERIFY(change != 0);
        QCOMPARE(made["change"].toDouble(), change);
        const cv::Mat map = readMap(output + "/000001_attribution.npy");
        QVERIFY(!map.empty());
        QVERIFY(std::abs(cv::sum(map)[0] - change - made["residual"].toDouble()) < 1e-4);
        QCOMPARE(made["pixels"].toInt(), kWidth * kHeight);
        QCOMPARE(made.contains("blur_sigma"), baseline == "blur");
        if (baseline == "blur")
            QCOMPARE(made["blur_sigma"].toDouble(), kHeight / 20.0);

        // Blue, white and red about zero, in the range that is stated.
        const QJsonObject range = made["picture_range"].toObject();
        QVERIFY(range["high"].toDouble() > 0);
        QCOMPARE(range["low"].toDouble(), -range["high"].toDouble());
        const cv::Mat picture = readPng(output + "/000001_attribution.png");
        QCOMPARE(picture.size(), map.size());
        QCOMPARE(picture.type(), CV_8UC3);
        cv::Point low, high;
        cv::minMaxLoc(map, nullptr, nullptr, &low, &high);
        QVERIFY(picture.at<cv::Vec3b>(low)[0] > picture.at<cv::Vec3b>(low)[2]);
        QVERIFY(picture.at<cv::Vec3b>(high)[2] > picture.at<cv::Vec3b>(high)[0]);

        const bool compared = baseline.contains('/');
        QCOMPARE(made.contains("agreement"), compared);
        if (compared) {
            const QJsonObject agreement = made["agreement"].toObject();
            QVERIFY(agreement["mean_iou"].toDouble() > 0 && agreement["mean_iou"].toDouble() < 1);
            QVERIFY(!agreement["classes"].toArray().isEmpty());
            QCOMPARE(made["baseline"].toString(), "000001.png");
        }
    }

    void againstItselfNothingIsLeft()
    {
        const QString picture = at("vi/000002.png");
        const CliResult result = explain({"--image", picture, "--baseline", picture, "-o", at("itself"), "--json"});
        QVERIFY2(result.exitCode == 0, qPrintable(result.messages));
        QCOMPARE(cv::norm(readMap(at("itself/000002_attribution.npy"))), 0.0);
        const QJsonObject made = object(result.output)["pictures"][0].toObject();
        QCOMPARE(made["change"].toDouble(), 0.0);
        QCOMPARE(made["agreement"]["mean_iou"].toDouble(), 1.0);
        QCOMPARE(made["agreement"]["pixels"].toDouble(), 1.0);
    }

    void classesAloneAndSeveralPictures()
    {
        const CliResult segmented =
            runCli({"segment", "--images", at("vi"), "-o", at("seg"), "--threads", "1", "--json"});
        QVERIFY2(segmented.exitCode == 0, qPrintable(segmented.messages));
        // A class that is in both pictures, and one that is in neither.
        QMap<QString, int> pixels;
        for (const QJsonValue& entry : object(segmented.output)["pictures"][0]["classes"].toArray())
            pixels[entry["name"].toString()] = entry["pixels"].toInt();
        QString common;
        QSet<QString> seen(pixels.keyBegin(), pixels.keyEnd());
        for (const QJsonValue& entry : object(segmented.output)["pictures"][1]["classes"].toArray()) {
            if (pixels.contains(entry["name"].toString()))
                common = entry["name"].toString();
            seen << entry["name"].toString();
        }
        QVERIFY(!common.isEmpty());
        const CliResult result = explain({"--images", at("vi"), "--class", common, "-o", at("class")});
        QVERIFY2(result.exitCode == 0, qPrintable(result.messages));
        QVERIFY2(result.output.startsWith("2 pictures, score of " + common.toUtf8() + " (street), baseline zero, 4 "),
                 result.output.constData());
        QCOMPARE(object(readFile(at("class/summary.json")))["pictures"][0]["pixels"].toInt(), pixels[common]);

        QString absent;
        const QJsonObject street = object(readFile(DUOSCOPE_SOURCE_DIR "/resources/class_sets/street.json"));
        for (const QJsonValue& entry : street["classes"].toArray())
            if (!seen.contains(entry["name"].toString()))
                absent = entry["name"].toString();
        const CliResult none = explain({"--images", at("vi"), "--class", absent, "-o", at("none")});
        QCOMPARE(none.exitCode, 2);
        QVERIFY2(none.messages.contains("sees none of it"), qPrintable(none.messages));
        QVERIFY(!QFileInfo::exists(at("none")));
    }

    void damagedAmongGood()
    {
        const CliResult result = explain({"--images", at("mixed"), "--baseline", "mean", "-o", at("some"), "--json"});
        QCOMPARE(result.exitCode, 3);
        const QJsonObject summary = object(result.output);
        QCOMPARE(summary["pictures"].toArray().size(), 1);
        QCOMPARE(summary["failed"][0]["name"].toString(), "000002");
        QVERIFY(summary["failed"][0]["why"].toString().contains("300 bytes"));
        QCOMPARE(filesIn(at("some")).size(), 3);
    }

    void refused_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<QString>("sentence");
        const QString good = at("vi/000001.png");
        QTest::newRow("nothing") << QStringList{} << 1 << "either --image or --images";
        QTest::newRow("class") << QStringList{"--image", good, "--class", "horse"} << 1
                               << "Choose one of: unlabeled, road";
        QTest::newRow("baseline") << QStringList{"--image", good, "--baseline", "white"} << 1
                                  << "neither zero, mean nor blur";
        QTest::newRow("steps") << QStringList{"--image", good, "--steps", "0"} << 1 << "--steps";
        QTest::newRow("size") << QStringList{"--image", good, "--baseline", at("small/000001.png")} << 2
                              << "40 x 32 pixels and the picture 96 x 64";
        QTest::newRow("other names") << QStringList{"--image", at("vi/000002.png"), "--baseline", at("small")} << 2
                                     << "no picture of that name";
        QTest::newRow("model") << QStringList{"--image", good, "--model", good} << 2 << "000001.png";
    }
    void refused()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, exitCode);
        QFETCH(QString, sentence);
        const CliResult result = runCli(QStringList{"explain"} + arguments + QStringList{"-o", at("never")});
        QCOMPARE(result.exitCode, exitCode);
        QVERIFY2(result.messages.contains(sentence), qPrintable(result.messages));
        QVERIFY(!QFileInfo::exists(at("never")));
    }

    void picturesAreNeverReplaced()
    {
        const CliResult result = explain({"--images", at("ir"), "-o", at("ir")});
        QCOMPARE(result.exitCode, 1);
        QVERIFY2(result.messages.contains("which a result could replace"), qPrintable(result.messages));
    }
};

DUOSCOPE_TEST_MAIN(TestCliExplain)
#include "tst_cli_explain.moc"
