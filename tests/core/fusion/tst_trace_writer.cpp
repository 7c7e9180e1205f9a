// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/fusion/trace_writer.h"
#include "core/image/colour.h"
#include "tests/support/error_log_guard.h"
#include "tests/support/files.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

#include <opencv2/imgcodecs.hpp>

using namespace duoscope;
using duoscope::test::readFile;
using duoscope::test::toPath;
using duoscope::test::writeFile;

namespace {

FusionTrace traceWith(int stages)
{
    const cv::Size size(20, 16);
    FusionTrace trace;
    trace.pair.name = "example";
    trace.pair.infrared.luminance = cv::Mat(size, CV_32FC1, cv::Scalar(0.2));
    trace.pair.visible.luminance = cv::Mat(size, CV_32FC1, cv::Scalar(0.6));
    trace.provenance.method = "uaafusion";
    trace.provenance.options["attribution"] = "exact";
    trace.classSet = ClassSet("set", "Set", {{0, "none", {0, 0, 0}}, {1, "person", {1, 1, 1}}}, 0);
    trace.classes = {{0, 0, {}, {}, 0.5, 0.5}, {1, 320, {0.5, 2.0, 0.1, 0.6}, {}, 0.8, 0.9}};
    trace.regions = cv::Mat(size, CV_32SC1, cv::Scalar(1));
    trace.infraredWeight = cv::Mat(size, CV_32FC1, cv::Scalar(0.9));
    for (int k = 0; k <= stages; ++k) {
        StageTrace stage;
        stage.k = k;
        stage.fused = cv::Mat(size, CV_32FC1, cv::Scalar(0.1 * k));
        if (k > 0)
            stage.attention = cv::Mat(size, CV_32FC1, cv::Scalar(0.01 * k));
        trace.stages.push_back(stage);
    }
    trace.gray = trace.stages.back().fused;
    trace.colour = toColour(trace.gray, cv::Mat(size, CV_32FC2, cv::Scalar(0.2, 0)));
    trace.segmentationFused = trace.regions;
    return trace;
}

QStringList namesIn(const QString& folder)
{
    return QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDir::Name);
}

} // namespace

class TestTraceWriter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void resultAlone()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath("deep/new");
        const std::string summary = writeResult(toPath(path), traceWith(2), false, {});
        QCOMPARE(namesIn(path), (QStringList{"colour.png", "gray.png", "summary.json"}));
        QCOMPARE(readFile(path + "/summary.json"), QByteArray::fromStdString(summary));
        const QJsonObject json = QJsonDocument::fromJson(QByteArray::fromStdString(summary)).object();
        QCOMPARE(json["stages"].toInt(), 2);
        QCOMPARE(json["what_if"].toBool(), true);
        QCOMPARE(json["classes"].toArray().size(), 1); // the present one
        QCOMPARE(json["classes"][0]["name"].toString(), "person");
        QCOMPARE(json["classes"][0]["w1"].toDouble(), 0.9);
        QCOMPARE(json["classes"][0]["w1_attributed"].toDouble(), 0.8);
        QCOMPARE(json["classes"][0]["infrared"]["attribution"].toDouble(), 2.0);
        const cv::Mat gray = cv::imread((path + "/gray.png").toStdString(), cv::IMREAD_UNCHANGED);
        QCOMPARE(gray.type(), CV_8UC1);
        QCOMPARE(static_cast<int>(gray.at<uchar>(3, 3)), 51); // 0.2 of 255
    }

    void filesAreNamedWithoutFoldersUnlessAsked()
    {
        QTemporaryDir folder;
        FusionTrace trace = traceWith(1);
        trace.pair.infrared.path = "/home/ann/ir/1.png";
        trace.pair.visible.path = "vi/1.png";
        trace.provenance.model = "/home/ann/street.safetensors";
        writeResult(toPath(folder.path()), trace, true, {});
        for (const char* name : {"/summary.json", "/trace.json"}) {
            const QByteArray text = readFile(folder.path() + name);
            QVERIFY(!text.contains("/home") && !text.contains("vi/"));
            QVERIFY(text.contains("\"1.png\"") && text.contains("\"street.safetensors\""));
        }
        writeResult(toPath(folder.path()), trace, true, {}, true);
        for (const char* name : {"/summary.json", "/trace.json"})
            for (const char* path : {"/home/ann/ir/1.png", "vi/1.png", "/home/ann/street.safetensors"})
                QVERIFY(readFile(folder.path() + name).contains(path));
    }

    void whatWasNotComputedIsLeftOut()
    {
        QTemporaryDir folder;
        FusionTrace trace = traceWith(2);
        trace.provenance.options["attribution"] = "off";
        const std::string summary = writeResult(toPath(folder.path()), trace, false, {});
        const QJsonObject json = QJsonDocument::fromJson(QByteArray::fromStdString(summary)).object();
        QVERIFY(!json.contains("pixels_undecided"));
        QVERIFY(!json["classes"].toArray()[0].toObject().contains("infrared"));
        QCOMPARE(json["classes"].toArray()[0].toObject()["w1"].toDouble(), 0.9);
    }

    void wholeTrace()
    {
        QTemporaryDir folder;
        writeResult(toPath(folder.path()), traceWith(2), true, {});
        const QStringList expected{"attention_1.npy", "attention_2.npy",        "colour.png",  "gray.png",
                                   "regions.npy",     "segmentation_fused.npy", "stage_0.npy", "stage_1.npy",
                                   "stage_2.npy",     "summary.json",           "trace.json",  "weight_infrared.npy"};
        QCOMPARE(namesIn(folder.path()), expected);
        const QJsonObject json = QJsonDocument::fromJson(readFile(folder.filePath("trace.json"))).object();
        QCOMPARE(json["stages"].toArray().size(), 3);
        QCOMPARE(json["files"].toArray().size(), expected.size() - 1); // all but summary.json
        const QByteArray stage = readFile(folder.filePath("stage_2.npy"));
        float value = 0;
        memcpy(&value, stage.right(4).constData(), 4);
        QCOMPARE(value, 0.2F);
    }

    void extraLayers()
    {
        QTemporaryDir folder;
        FusionTrace trace = traceWith(1);
        trace.extras = {{"mask", cv::Mat(trace.pair.size(), CV_32FC1, cv::Scalar(7)), "resized from 10 x 8"},
                        {"../odd", cv::Mat(trace.pair.size(), CV_32FC1, cv::Scalar(0)), ""}};
        writeResult(toPath(folder.path()), trace, true, {});
        const QJsonObject json = QJsonDocument::fromJson(readFile(folder.filePath("trace.json"))).object();
        const QJsonArray extras = json["extras"].toArray();
        QCOMPARE(extras.size(), 2);
        QCOMPARE(extras[0]["name"].toString(), "mask");
        QCOMPARE(extras[0]["note"].toString(), "resized from 10 x 8");
        QVERIFY(!extras[1].toObject().contains("note"));
        QCOMPARE(extras[1]["file"].toString(), "extra_.._odd.npy");
        for (const QJsonValue& extra : extras)
            QVERIFY(QFile::exists(folder.filePath(extra["file"].toString())));

        writeResult(toPath(folder.path()), traceWith(1), true, {});
        QVERIFY(namesIn(folder.path()).filter("extra_").isEmpty());
        QVERIFY(!readFile(folder.filePath("trace.json")).contains("extras"));
    }

    void namesOfLayers()
    {
        QCOMPARE(layerName("mask-1.a_B"), "mask-1.a_B");
        QCOMPARE(layerName("a/b c\n"), "a_b_c_");
        QCOMPARE(layerName(""), "layer");
        QCOMPARE(layerName(std::string(100, 'x')).size(), std::size_t(64));
    }

    void anEarlierResultDoesNotLinger()
    {
        QTemporaryDir folder;
        writeResult(toPath(folder.path()), traceWith(5), true, {});
        QVERIFY(writeFile(folder.filePath("notes.txt"), "mine"));
        FusionTrace plain = traceWith(1);
        plain.colour.release();
        writeResult(toPath(folder.path()), plain, false, {});
        QCOMPARE(namesIn(folder.path()), (QStringList{"gray.png", "notes.txt", "summary.json"}));
    }

    void foreignFilesAreNotRemoved()
    {
        QTemporaryDir folder;
        QVERIFY(writeFile(folder.filePath("stage_1.npy"), "somebody's")); // but no summary.json of ours
        writeResult(toPath(folder.path()), traceWith(2), false, {});
        QCOMPARE(readFile(folder.filePath("stage_1.npy")), QByteArray("somebody's"));
    }

    void stopLeavesNothing()
    {
        QTemporaryDir folder;
        std::stop_source source;
        source.request_stop();
        const JobControl stopped(source.get_token(), {});
        QVERIFY_EXCEPTION_THROWN(writeResult(toPath(folder.filePath("a/b")), traceWith(2), true, stopped), Cancelled);
        QCOMPARE(namesIn(folder.path()), QStringList());
        QVERIFY_EXCEPTION_THROWN(writeResult(toPath(folder.path()), traceWith(2), true, stopped), Cancelled);
        QCOMPARE(namesIn(folder.path()), QStringList());
    }

    void aFileInTheWay()
    {
        QTemporaryDir folder;
        QVERIFY(writeFile(folder.filePath("out"), "a file"));
        VERIFY_ERROR(writeResult(toPath(folder.filePath("out")), traceWith(1), false, {}), "it is a file");
        QCOMPARE(readFile(folder.filePath("out")), QByteArray("a file"));
    }
};

DUOSCOPE_TEST_MAIN(TestTraceWriter)
#include "tst_trace_writer.moc"
