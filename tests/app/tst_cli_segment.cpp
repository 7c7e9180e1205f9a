// SPDX-License-Identifier: GPL-3.0-or-later
// Segmenting pictures with the bundled model, as a user types it.
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

constexpr int kWidth = 96;
constexpr int kHeight = 64;

QJsonObject object(const QByteArray& text) { return QJsonDocument::fromJson(text).object(); }

cv::Mat readPng(const QString& path)
{
    const QByteArray bytes = readFile(path);
    return cv::imdecode(std::vector<uchar>(bytes.begin(), bytes.end()), cv::IMREAD_UNCHANGED);
}

/// The matrix of an .npy of int32 as fuse writes it, as bytes.
cv::Mat readIds(const QString& path)
{
    QByteArray bytes = readFile(path);
    if (bytes.size() != 128 + kWidth * kHeight * 4)
        return {};
    cv::Mat ids;
    cv::Mat(kHeight, kWidth, CV_32SC1, bytes.data() + 128).convertTo(ids, CV_8U);
    return ids;
}

QStringList filesIn(const QString& folder)
{
    return QDir(folder).entryList(QDir::Files | QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot, QDir::Name);
}

/// Sums differ from machine to machine with the number of threads, and with them the rare tie of two classes.
CliResult segment(const QStringList& arguments) { return runCli(QStringList{"segment", "--threads", "1"} + arguments); }

} // namespace

class TestCliSegment : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString at(const QString& name) const { return m_folder.filePath(name); }

private Q_SLOTS:
    void initTestCase()
    {
        const CliResult made = runCli({"synthesize", "-n", "3", "--time", "day", "--width", QString::number(kWidth),
                                       "--height", QString::number(kHeight), "-o", m_folder.path()});
        QVERIFY2(made.exitCode == 0, qPrintable(made.messages));
        // The same thermal scene as a camera of 14 bits gives it: a few hundred counts.
        cv::Mat counts;
        readPng(at("ir/000001.png")).convertTo(counts, CV_16U, 2, 7000);
        placeImage(at("deep.png"), counts);
    }

    void idsAreThoseOfTheTrace_data()
    {
        QTest::addColumn<QString>("infrared");
        QTest::newRow("8 bits") << "ir/000001.png";
        QTest::newRow("16 bits") << "deep.png";
    }
    void idsAreThoseOfTheTrace()
    {
        QFETCH(QString, infrared);
        const CliResult fused = runCli({"fuse", "-i", at(infrared), "-v", at("vi/000002.png"), "-o", at("traced"),
                                        "--trace", "--attribution", "off", "--stages", "1", "--threads", "1"});
        QVERIFY2(fused.exitCode == 0, qPrintable(fused.messages));
        const CliResult result = segment({"--image", at(infrared), at("vi/000002.png"), "-o", at("pair")});
        QVERIFY2(result.exitCode == 0, qPrintable(result.messages));
        QVERIFY2(result.output.startsWith("2 pictures, class set street\n"), result.output.constData());

        const cv::Mat seen = readPng(at("pair/" + QFileInfo(infrared).completeBaseName() + ".png"));
        const cv::Mat expected = readIds(at("traced/segmentation_infrared.npy"));
        QVERIFY(!expected.empty());
        double low = 0, high = 0;
        cv::minMaxLoc(expected, &low, &high);
        QVERIFY(high > low); // something is seen
        QVERIFY(areEqual(seen, expected));
        QVERIFY(areEqual(readPng(at("pair/000002.png")), readIds(at("traced/segmentation_visible.npy"))));

        // Read otherwise, the deep picture is of nearly one value: that it is read as a thermal image matters.
        const CliResult other =
            segment({"--image", at("deep.png"), "--modality", "visible", "-o", at("other"), "--json"});
        QVERIFY2(other.exitCode == 0, qPrintable(other.messages));
        QCOMPARE(object(other.output)["pictures"][0]["source"]["range"]["rule"].toString(), "full");
        QVERIFY(!areEqual(readPng(at("other/deep.png")), expected));
    }

    void coloursAreThoseOfTheClassSet()
    {
        const CliResult result = segment({"--image", at("vi/000001.png"), "-o", at("colours")});
        QVERIFY2(result.exitCode == 0, qPrintable(result.messages));
        QCOMPARE(filesIn(at("colours")), (QStringList{"000001.png", "000001_colour.png", "summary.json"}));
        const QJsonArray classes =
            object(readFile(DUOSCOPE_SOURCE_DIR "/resources/class_sets/street.json"))["classes"].toArray();
        const cv::Mat ids = readPng(at("colours/000001.png")), picture = readPng(at("colours/000001_colour.png"));
        QCOMPARE(picture.type(), CV_8UC3);
        for (int y = 0; y < kHeight; ++y)
            for (int x = 0; x < kWidth; ++x) {
                const auto& bgr = picture.at<cv::Vec3b>(y, x);
                QCOMPARE(QString("#%1%2%3")
                             .arg(bgr[2], 2, 16, QChar('0'))
                             .arg(bgr[1], 2, 16, QChar('0'))
                             .arg(bgr[0], 2, 16, QChar('0'))
                             .toUpper(),
                         classes[ids.at<uchar>(y, x)]["colour"].toString());
            }
    }

    void damagedAmongGood()
    {
        for (const char* name : {"000001", "000002"})
            placeFile(at(QString("some/%1.png").arg(name)), readFile(at(QString("ir/%1.png").arg(name))));
        placeFile(at("some/000003.png"), readFile(at("ir/000003.png")).left(400));
        placeFile(at("some/notes.txt"), "no picture");
        const CliResult result = segment({"--images", at("some"), "-o", at("results/夜"), "--json"});
        QCOMPARE(result.exitCode, 3);
        const CliResult forPeople = segment({"--images", at("some"), "-o", at("results/again")});
        QVERIFY2(forPeople.output.startsWith("2 of 3 pictures, class set street\n"), forPeople.output.constData());
        QVERIFY2(result.sentence().contains("000003: Cannot read") &&
                     result.sentence().contains("the PNG data ends after 400 bytes"),
                 qPrintable(result.messages));
        QCOMPARE(filesIn(at("results/夜")),
                 (QStringList{"000001.png", "000001_colour.png", "000002.png", "000002_colour.png", "summary.json"}));

        QCOMPARE(result.output, readFile(at("results/夜/summary.json")));
        const QJsonObject summary = object(result.output);
        QCOMPARE(summary["class_set"].toString(), "street");
        const QJsonObject info =
            object(runCli({"info", DUOSCOPE_SOURCE_DIR "/resources/models/uaafusion.safetensors", "--json"}).output);
        QVERIFY(!info["sha256"].toString().isEmpty());
        QCOMPARE(summary["provenance"]["model"]["sha256"].toString(), info["sha256"].toString());
        QCOMPARE(summary["failed"].toArray().size(), 1);
        QCOMPARE(summary["failed"][0]["name"].toString(), "000003");
        QVERIFY(summary["failed"][0]["why"].toString().contains("ends after 400 bytes"));
        QCOMPARE(summary["files"].toArray().size(), 5);
        const QJsonArray pictures = summary["pictures"].toArray();
        QCOMPARE(pictures.size(), 2);
        const QJsonObject first = pictures[0].toObject();
        QCOMPARE(first["name"].toString(), "000001");
        QCOMPARE(first["width"].toInt(), kWidth);
        QCOMPARE(first["height"].toInt(), kHeight);
        QVERIFY(first["seconds"].toDouble() > 0);
        const cv::Mat ids = readPng(at("results/夜/000001.png"));
        const QJsonArray classes = first["classes"].toArray();
        int pixels = 0;
        for (const QJsonValue& entry : classes) {
            QCOMPARE(cv::countNonZero(ids == entry["id"].toInt()), entry["pixels"].toInt());
            QCOMPARE(entry["share"].toDouble(), entry["pixels"].toInt() / double(kWidth * kHeight));
            pixels += entry["pixels"].toInt();
        }
        QCOMPARE(pixels, kWidth * kHeight);
    }

    void evaluateTakesTheResults()
    {
        QCOMPARE(segment({"--images", at("vi"), "-o", at("seg")}).exitCode, 0);
        const CliResult result = runCli({"evaluate", "--labels", at("label"), "--predictions", "ours=" + at("seg"),
                                         "--class-set", "street", "--classes", "all", "--json"});
        QVERIFY2(result.exitCode == 0, qPrintable(result.messages));
        int right = 0;
        for (const char* name : {"000001", "000002", "000003"})
            right += cv::countNonZero(readPng(at(QString("seg/%1.png").arg(name))) ==
                                      readPng(at(QString("label/%1.png").arg(name))));
        const QJsonValue found = object(result.output)["segmentation"];
        QCOMPARE(found["images"].toInt(), 3);
        QCOMPARE(found["images_listed"].toInt(), 3);
        QCOMPARE(found["methods"][0]["pixel_accuracy"].toDouble(), right / double(3 * kWidth * kHeight));

        // Only what stands beside a picture of ids is passed over.
        QVERIFY(QFile::remove(at("seg/000003.png")));
        const CliResult without = runCli(
            {"evaluate", "--labels", at("label"), "--predictions", "ours=" + at("seg"), "--class-set", "street"});
        QCOMPARE(without.exitCode, 3);
        QVERIFY(without.output.contains("000003_colour: There is no label image of that name."));
    }

    void refused_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<QString>("sentence");
        const QString good = at("ir/000001.png"), damaged = at("refused/bad.png"), other = at("refused/000001.png");
        placeFile(damaged, "no image");
        placeFile(at("refused/worse.png"), "no image");
        placeFile(at("void/readme.txt"), "no images");
        placeImage(other, pattern(32, 32, 1));
        placeImage(at("twins/a.png"), pattern(32, 32, 1));
        placeImage(at("twins/a_colour.png"), pattern(32, 32, 1));
        QTest::newRow("nothing") << QStringList{} << 1 << "either --image or --images";
        QTest::newRow("both") << QStringList{"--image", good, "--images", at("ir")} << 1 << "excludes";
        QTest::newRow("twice") << QStringList{"--image", good, other} << 1 << "would have the name";
        QTest::newRow("colour") << QStringList{"--images", at("twins")} << 1 << "Cannot segment both a and a_colour";
        QTest::newRow("modality") << QStringList{"--image", good, "--modality", "x"} << 1 << "--modality";
        QTest::newRow("range") << QStringList{"--image", good, "--range", "fixed:2,1"} << 1 << "fixed:2,1";
        QTest::newRow("folder") << QStringList{"--images", at("missing")} << 2 << "Cannot look into the folder";
        QTest::newRow("empty") << QStringList{"--images", at("void")} << 2 << "it holds no images";
        QTest::newRow("model") << QStringList{"--image", good, "--model", good} << 2 << "000001.png";
        QTest::newRow("one damaged") << QStringList{"--image", damaged} << 2 << "Cannot read " + damaged;
        QTest::newRow("all damaged") << QStringList{"--image", damaged, at("refused/worse.png")} << 2
                                     << "none of 2 could be used";
    }
    void refused()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, exitCode);
        QFETCH(QString, sentence);
        const CliResult result = segment(arguments + QStringList{"-o", at("never")});
        QCOMPARE(result.exitCode, exitCode);
        QVERIFY2(result.messages.contains(sentence), qPrintable(result.messages));
        QVERIFY(!QFileInfo::exists(at("never")));
    }

    void picturesAreNeverReplaced()
    {
        const QByteArray before = readFile(at("ir/000001.png"));
        QVERIFY(QFile::link(at("ir"), at("alias")));
        for (const QString output : {"ir", "alias"}) {
            const CliResult result = segment({"--images", at("ir"), "-o", at(output)});
            QCOMPARE(result.exitCode, 1);
            QVERIFY2(result.messages.contains("which a result could replace"), qPrintable(result.messages));
        }
        QCOMPARE(readFile(at("ir/000001.png")), before);
    }

    void interrupted()
    {
        for (int i = 0; i < 40; ++i) // so many that it can't be done before the signal
            placeImage(at(QString("many/%1.png").arg(i)), pattern(400, 300, i));
        QProcess process;
        process.setReadChannel(QProcess::StandardError);
        process.start(DUOSCOPE_CLI, {"segment", "--images", at("many"), "-o", at("stopped"), "--threads", "1"});
        QByteArray messages;
        while (!messages.contains("segmenting")) {
            QVERIFY2(process.waitForReadyRead(60'000), messages.constData());
            messages += process.readAllStandardError();
        }
        QCOMPARE(::kill(static_cast<pid_t>(process.processId()), SIGINT), 0);
        QVERIFY(process.waitForFinished(60'000));
        QCOMPARE(process.exitCode(), 130);
        QVERIFY(!QFileInfo::exists(at("stopped")));
    }
};

DUOSCOPE_TEST_MAIN(TestCliSegment)
#include "tst_cli_segment.moc"
