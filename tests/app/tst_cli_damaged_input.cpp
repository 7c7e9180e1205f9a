// SPDX-License-Identifier: GPL-3.0-or-later
// Every kind of damaged input gives its own sentence and exit code 2, and leaves nothing behind.
#include "tests/app/run_cli.h"
#include "tests/support/error_log_guard.h"
#include "tests/support/files.h"

#include <QDir>
#include <QFileInfo>
#include <QSet>
#include <QTemporaryDir>
#include <QtEndian>

#include <opencv2/imgcodecs.hpp>

#include <unistd.h>

using namespace duoscope::test;

namespace {

const QString kSample = DUOSCOPE_SOURCE_DIR "/resources/samples/day/";

QByteArray encoded(const char* extension, const cv::Mat& image)
{
    std::vector<uchar> bytes;
    cv::imencode(extension, image, bytes);
    return QByteArray(reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size()));
}

QByteArray safetensors(const QByteArray& header, const QByteArray& data, qint64 declared = -1)
{
    QByteArray bytes(8, '\0');
    qToLittleEndian<qint64>(declared < 0 ? header.size() : declared, bytes.data());
    return bytes + header + data;
}

} // namespace

class TestCliDamagedInput : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        cv::Mat picture(48, 64, CV_8UC1);
        for (int y = 0; y < picture.rows; ++y)
            for (int x = 0; x < picture.cols; ++x)
                picture.at<uchar>(y, x) = static_cast<uchar>(x * y);
        const QByteArray png = encoded(".png", picture);
        const QByteArray jpeg = encoded(".jpg", picture);
        write("good.png", png);
        write("truncated.png", png.left(png.size() / 2));
        write("truncated.jpg", jpeg.left(jpeg.size() / 2));
        write("wrong_extension.png", jpeg);
        write("text.png", "these are words");
        write("empty.png", {});
        QByteArray huge = png; // IHDR with 100000 x 100000 pixels and the checksum that belongs to it
        qToBigEndian<quint32>(100'000, huge.data() + 16);
        qToBigEndian<quint32>(100'000, huge.data() + 20);
        qToBigEndian<quint32>(crc32(huge.mid(12, 17)), huge.data() + 29);
        write("huge.png", huge);
        write("dot.png", encoded(".png", picture(cv::Rect(0, 0, 1, 1)).clone()));
        write("other_size.png", encoded(".png", picture(cv::Rect(0, 0, 40, 48)).clone()));
        cv::Mat withNan(48, 64, CV_32FC1, cv::Scalar(0.5));
        withNan.at<float>(3, 4) = std::nanf("");
        write("nan.tiff", encoded(".tiff", withNan));
        QVERIFY(QDir(m_folder.path()).mkdir("folder.png"));
        write("unreadable.png", png);
        QVERIFY(QFile::setPermissions(m_folder.filePath("unreadable.png"), {}));

        const QByteArray one = R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})";
        write("overlong.safetensors", safetensors(one, QByteArray(4, '\0'), qint64(1) << 60));
        write("overlap.safetensors", safetensors(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},)"
                                                 R"("b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}})",
                                                 QByteArray(6, '\0')));
        write("out_of_range.safetensors", safetensors(QByteArray(one).replace("[0,4]", "[4,8]"), QByteArray(4, '\0')));
        write("no_model.safetensors", safetensors(one, QByteArray(4, '\0')));
        write("no_json.safetensors", safetensors("no header", {}));
        write("empty.safetensors", {});
    }

    void image_data()
    {
        QTest::addColumn<QString>("infrared");
        QTest::addColumn<QString>("words");
        QTest::newRow("truncated PNG") << "truncated.png"
                                       << "truncated.png";
        QTest::newRow("truncated JPEG") << "truncated.jpg"
                                        << "truncated.jpg";
        QTest::newRow("wrong extension") << "wrong_extension.png"
                                         << "JPEG";
        QTest::newRow("no image") << "text.png"
                                  << "text.png";
        QTest::newRow("zero size") << "empty.png"
                                   << "empty";
        QTest::newRow("huge header") << "huge.png"
                                     << "100";
        QTest::newRow("1x1") << "dot.png"
                             << "16";
        QTest::newRow("mismatched sizes") << "other_size.png"
                                          << "40";
        QTest::newRow("NaN") << "nan.tiff"
                             << "NaN";
        QTest::newRow("directory") << "folder.png"
                                   << "folder.png";
        QTest::newRow("missing") << "absent.png"
                                 << "absent.png";
        QTest::newRow("unreadable") << "unreadable.png"
                                    << "unreadable.png";
    }
    void image()
    {
        QFETCH(QString, infrared);
        QFETCH(QString, words);
        if (infrared == "unreadable.png" && ::geteuid() == 0)
            QSKIP("the superuser may read any file");
        const CliResult result =
            runCli({"fuse", "--infrared", m_folder.filePath(infrared), "--visible", m_folder.filePath("good.png"), "-o",
                    m_folder.filePath("out"), "--method", "average"});
        check(result, words);
    }

    void model_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QString>("words");
        QTest::newRow("overlong header") << "overlong.safetensors"
                                         << "header should have 1152921504606846976 bytes";
        QTest::newRow("overlapping offsets") << "overlap.safetensors"
                                             << "overlap";
        QTest::newRow("out-of-range offsets") << "out_of_range.safetensors"
                                              << "outside the 4 bytes";
        QTest::newRow("no model of ours") << "no_model.safetensors"
                                          << "\"architecture\" is missing";
        QTest::newRow("no header") << "no_json.safetensors"
                                   << "no valid JSON";
        QTest::newRow("empty") << "empty.safetensors"
                               << "0 bytes are too few";
        QTest::newRow("missing") << "absent.safetensors"
                                 << "no such file";
        QTest::newRow("directory") << "folder.png"
                                   << "it is a directory";
    }
    void model()
    {
        QFETCH(QString, model);
        QFETCH(QString, words);
        const CliResult result =
            runCli({"fuse", "--infrared", kSample + "infrared.png", "--visible", kSample + "visible.png", "-o",
                    m_folder.filePath("out"), "--model", m_folder.filePath(model)});
        check(result, words);
        if (model != "no_model.safetensors") // a sound file, though no model
            QCOMPARE(runCli({"info", m_folder.filePath(model)}).exitCode, 2);
    }

    void placesForResults()
    {
        const CliResult result =
            runCli({"fuse", "--infrared", kSample + "infrared.png", "--visible", kSample + "visible.png", "-o",
                    m_folder.filePath("good.png"), "--method", "average"});
        QCOMPARE(result.exitCode, 2);
        QVERIFY2(result.sentence().contains("it is a file"), qPrintable(result.messages));
    }

private:
    void check(const CliResult& result, const QString& words)
    {
        QVERIFY2(result.exitCode == 2, qPrintable(QString::number(result.exitCode) + " " + result.messages));
        QVERIFY2(result.sentence().contains(words), qPrintable(result.messages));
        QCOMPARE(result.messages.count("\n"), 1); // one sentence and nothing else
        const QString reason = QString(result.sentence()).remove(m_folder.path());
        QVERIFY2(!m_seen.contains(reason), qPrintable("said before: " + reason));
        m_seen.insert(reason);
        QVERIFY(!QFileInfo::exists(m_folder.filePath("out")));
    }

    void write(const QString& name, const QByteArray& bytes) { QVERIFY(writeFile(m_folder.filePath(name), bytes)); }

    static quint32 crc32(const QByteArray& bytes)
    {
        quint32 crc = 0xffffffff;
        for (const char c : bytes) {
            crc ^= static_cast<quint8>(c);
            for (int bit = 0; bit < 8; ++bit)
                crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
        }
        return ~crc;
    }

    QTemporaryDir m_folder;
    QSet<QString> m_seen;
};

DUOSCOPE_TEST_MAIN(TestCliDamagedInput)
#include "tst_cli_damaged_input.moc"
