// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/fusion/npy.h"
#include "tests/support/error_log_guard.h"
#include "tests/support/files.h"

#include <QDir>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QtEndian>

#include <opencv2/core.hpp>

#include <bit>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <vector>

using namespace duoscope;
using duoscope::test::readFile;
using duoscope::test::toPath;
using duoscope::test::writeFile;

namespace {

/// A .npy file taken apart as its format says: magic, version, length of the header, header, numbers.
struct NpyFile {
    QByteArray beginning; ///< magic and version
    qsizetype dataStart = 0;
    QByteArray header;
    QByteArray data;

    explicit NpyFile(const QByteArray& bytes) : beginning(bytes.left(8))
    {
        if (bytes.size() < 10)
            return;
        dataStart = 10 + qFromLittleEndian<quint16>(bytes.constData() + 8);
        header = bytes.mid(10, dataStart - 10);
        data = bytes.mid(dataStart);
    }

    /// Type and shape, as "<f4 3 5"; empty where the header is not a Python dictionary that says so.
    QString meaning() const
    {
        static const QRegularExpression dictionary(
            R"(\A\{'descr': '(<[fi]4)', 'fortran_order': False, 'shape': \((\d+), (\d+)\), \} *\n\z)");
        const QRegularExpressionMatch match = dictionary.match(QString::fromLatin1(header));
        return match.hasMatch() ? match.captured(1) + " " + match.captured(2) + " " + match.captured(3) : QString();
    }

    std::uint32_t word(int index) const { return qFromLittleEndian<quint32>(data.constData() + 4 * index); }
};

/// Empty where all is as the format says; then only the numbers remain to be compared.
QString problemOf(const NpyFile& file, const QString& type, int rows, int columns)
{
    if (file.beginning != QByteArray("\x93NUMPY\x01\x00", 8))
        return "magic or version: " + file.beginning.toHex();
    if (file.dataStart % 64 != 0)
        return QString("the numbers start at %1").arg(file.dataStart);
    if (file.meaning() != QString("%1 %2 %3").arg(type).arg(rows).arg(columns))
        return "header: " + QString::fromLatin1(file.header);
    if (file.data.size() != qsizetype(4) * rows * columns)
        return QString("%1 bytes of numbers").arg(file.data.size());
    return {};
}

QStringList namesIn(const QString& folder)
{
    return QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDir::Name);
}

} // namespace

class TestNpy : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void floats()
    {
        using Limits = std::numeric_limits<float>;
        const std::vector<float> values{0.0F,
                                        -0.0F,
                                        1.0F,
                                        -2.5F,
                                        0.1F,
                                        Limits::max(),
                                        Limits::min(),
                                        1e-42F,
                                        Limits::infinity(),
                                        -Limits::infinity(),
                                        Limits::quiet_NaN(),
                                        3.0F};
        cv::Mat matrix(3, 4, CV_32FC1);
        for (int i = 0; i < 12; ++i)
            matrix.at<float>(i / 4, i % 4) = values[static_cast<std::size_t>(i)];
        QTemporaryDir folder;
        writeNpy(toPath(folder.filePath("a.npy")), matrix);
        const NpyFile file(readFile(folder.filePath("a.npy")));
        QCOMPARE(problemOf(file, "<f4", 3, 4), QString());
        for (int i = 0; i < 12; ++i)
            QCOMPARE(file.word(i), std::bit_cast<std::uint32_t>(values[static_cast<std::size_t>(i)]));
        QCOMPARE(file.data.mid(8, 4), QByteArray("\x00\x00\x80\x3f", 4)); // 1.0F
        QCOMPARE(namesIn(folder.path()), QStringList("a.npy"));
    }

    void integers()
    {
        const std::vector<int> values{
            0, -1, 255, 256, std::numeric_limits<int>::min(), std::numeric_limits<int>::max()};
        cv::Mat matrix(2, 3, CV_32SC1);
        for (int i = 0; i < 6; ++i)
            matrix.at<int>(i / 3, i % 3) = values[static_cast<std::size_t>(i)];
        QTemporaryDir folder;
        writeNpy(toPath(folder.filePath("a.npy")), matrix);
        const NpyFile file(readFile(folder.filePath("a.npy")));
        QCOMPARE(problemOf(file, "<i4", 2, 3), QString());
        for (int i = 0; i < 6; ++i)
            QCOMPARE(file.word(i), static_cast<std::uint32_t>(values[static_cast<std::size_t>(i)]));
        QCOMPARE(file.data.mid(12, 4), QByteArray("\x00\x01\x00\x00", 4)); // 256
    }

    void partOfALargerMatrix_data()
    {
        QTest::addColumn<int>("type");
        QTest::addColumn<QString>("name");
        QTest::newRow("float") << CV_32FC1 << "<f4";
        QTest::newRow("integer") << CV_32SC1 << "<i4";
    }
    void partOfALargerMatrix()
    {
        QFETCH(int, type);
        QFETCH(QString, name);
        cv::Mat whole(6, 9, type);
        for (int y = 0; y < whole.rows; ++y)
            for (int x = 0; x < whole.cols; ++x)
                whole.at<std::uint32_t>(y, x) = static_cast<std::uint32_t>(100 * y + x); // the bits, of either type
        const cv::Mat part = whole(cv::Rect(2, 1, 4, 3));
        QVERIFY(!part.isContinuous());
        QTemporaryDir folder;
        writeNpy(toPath(folder.filePath("a.npy")), part);
        const NpyFile file(readFile(folder.filePath("a.npy")));
        QCOMPARE(problemOf(file, name, 3, 4), QString());
        for (int y = 0; y < 3; ++y)
            for (int x = 0; x < 4; ++x)
                QCOMPARE(file.word(4 * y + x), static_cast<std::uint32_t>(100 * (y + 1) + x + 2));
    }

    void shapes_data()
    {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("columns");
        for (const auto& [rows, columns] : {std::pair{1, 1}, {1, 7}, {10, 1}, {480, 640}, {1, 123456}, {100000, 2}})
            QTest::addRow("%d x %d", rows, columns) << rows << columns;
    }
    void shapes()
    {
        QFETCH(int, rows);
        QFETCH(int, columns);
        QTemporaryDir folder;
        writeNpy(toPath(folder.filePath("a.npy")), cv::Mat(rows, columns, CV_32SC1, cv::Scalar(rows)));
        const NpyFile file(readFile(folder.filePath("a.npy")));
        QCOMPARE(problemOf(file, "<i4", rows, columns), QString());
        QCOMPARE(file.word(rows * columns - 1), static_cast<std::uint32_t>(rows));
    }

    void anOlderFileIsReplaced()
    {
        QTemporaryDir folder;
        QVERIFY(writeFile(folder.filePath("a.npy"), QByteArray(10000, 'x')));
        writeNpy(toPath(folder.filePath("a.npy")), cv::Mat(2, 2, CV_32FC1, cv::Scalar(1)));
        QCOMPARE(problemOf(NpyFile(readFile(folder.filePath("a.npy"))), "<f4", 2, 2), QString());
        QCOMPARE(namesIn(folder.path()), QStringList("a.npy"));
    }

    void otherTypes_data()
    {
        QTest::addColumn<int>("type");
        QTest::newRow("bytes") << CV_8UC1;
        QTest::newRow("16 bits") << CV_16UC1;
        QTest::newRow("double") << CV_64FC1;
        QTest::newRow("two channels") << CV_32FC2;
        QTest::newRow("three channels") << CV_32FC3;
        QTest::newRow("integers of two channels") << CV_32SC2;
    }
    void otherTypes()
    {
        QFETCH(int, type);
        QTemporaryDir folder;
        const cv::Mat matrix(4, 4, type, cv::Scalar(0));
        QVERIFY_EXCEPTION_THROWN(writeNpy(toPath(folder.filePath("a.npy")), matrix), std::invalid_argument);
        QCOMPARE(namesIn(folder.path()), QStringList());
    }

    void unwritablePlace_data()
    {
        QTest::addColumn<QString>("place");
        QTest::newRow("missing folder") << "missing/a.npy";
        QTest::newRow("below a file") << "file/a.npy";
        QTest::newRow("a folder") << "folder";
    }
    void unwritablePlace()
    {
        QFETCH(QString, place);
        QTemporaryDir folder;
        QVERIFY(writeFile(folder.filePath("file"), "mine"));
        QVERIFY(QDir(folder.path()).mkdir("folder"));
        try {
            writeNpy(toPath(folder.filePath(place)), cv::Mat(2, 2, CV_32FC1, cv::Scalar(1)));
            QFAIL("it was written");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::Output);
            QVERIFY2(QString::fromUtf8(error.what()).contains(place), error.what());
        }
        QCOMPARE(namesIn(folder.path()), (QStringList{"file", "folder"}));
        QCOMPARE(namesIn(folder.filePath("folder")), QStringList());
        QCOMPARE(readFile(folder.filePath("file")), QByteArray("mine"));
    }
};

DUOSCOPE_TEST_MAIN(TestNpy)
#include "tst_npy.moc"
