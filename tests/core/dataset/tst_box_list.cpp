// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/dataset/box_list.h"
#include "tests/support/error_log_guard.h"
#include "tests/support/files.h"

#include <QTemporaryDir>

using namespace duoscope;
using namespace duoscope::test;

class TestBoxList : public QObject {
    Q_OBJECT

    const ClassSet m_street = ClassSet::load(DUOSCOPE_SOURCE_DIR "/resources/class_sets/street.json");
    const std::map<int, std::string> m_classes{{0, "person"}, {2, "car"}, {3, "Tram"}, {4, "People"}};
    QTemporaryDir m_folder;

    std::vector<LabelBox> read(const QByteArray& text, std::vector<std::string>& warnings)
    {
        writeFile(m_folder.filePath("a.txt"), text);
        return readBoxList(toPath(m_folder.filePath("a.txt")), {200, 100}, m_classes, m_street, warnings);
    }

private Q_SLOTS:
    void boxesInPixels()
    {
        std::vector<std::string> warnings;
        const auto boxes =
            read("0  0.5  0.5  0.1  0.2  \r\n\n2 0.05 0.9 0.1 0.2\n3 0.5 0.5 1 1\n4 0.5 0.5 0.5 0.5", warnings);
        QVERIFY(warnings.empty());
        QCOMPARE(boxes.size(), std::size_t(4));
        QCOMPARE(boxes[0].classId, 8);
        QCOMPARE(boxes[0].area.x, 90.0);
        QCOMPARE(boxes[0].area.y, 40.0);
        QCOMPARE(boxes[0].area.width, 20.0);
        QCOMPARE(boxes[0].area.height, 20.0);
        QCOMPARE(boxes[1].classId, 9);
        QVERIFY(qAbs(boxes[1].area.br().y - 100) < 1e-9);
        QCOMPARE(boxes[2].classId, -1); // a class that street does not have
        QCOMPARE(boxes[3].classId, 8);
    }

    void boxesThatReachOverTheEdgeAreCut()
    {
        std::vector<std::string> warnings;
        const auto boxes = read("0 0.995 0.5 0.02 0.2", warnings);
        QVERIFY(warnings.empty());
        QCOMPARE(boxes[0].area.br().x, 200.0);
    }

    void noBoxes()
    {
        std::vector<std::string> warnings;
        QVERIFY(read("", warnings).empty());
        QVERIFY(warnings.empty());
    }

    void damagedLines_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::newRow("words") << QByteArray("person here");
        QTest::newRow("four numbers") << QByteArray("0 0.5 0.5 0.1");
        QTest::newRow("six numbers") << QByteArray("0 0.5 0.5 0.1 0.1 0.9");
        QTest::newRow("pixels") << QByteArray("0 100 50 20 20");
        QTest::newRow("no width") << QByteArray("0 0.5 0.5 0 0.1");
        QTest::newRow("negative height") << QByteArray("0 0.5 0.5 0.1 -0.1");
        QTest::newRow("not a number") << QByteArray("0 nan nan nan nan");
        QTest::newRow("bytes") << QByteArray("\x00\xff\x89PNG", 6);
    }
    void damagedLines()
    {
        QFETCH(QByteArray, line);
        std::vector<std::string> warnings;
        const auto boxes = read("2 0.5 0.5 0.1 0.1\n" + line + "\n2 0.2 0.2 0.1 0.1\n" + line, warnings);
        QCOMPARE(boxes.size(), std::size_t(2));
        QCOMPARE(warnings.size(), std::size_t(1));
        QVERIFY2(QString::fromStdString(warnings[0]).contains("line 2 and 1 more are no box"), warnings[0].c_str());
    }

    void unnamedClass()
    {
        std::vector<std::string> warnings;
        const auto boxes = read("7 0.5 0.5 0.1 0.1\n7 0.2 0.2 0.1 0.1", warnings);
        QCOMPARE(boxes.size(), std::size_t(2));
        QCOMPARE(boxes[0].classId, -1);
        QCOMPARE(warnings.size(), std::size_t(1));
        QVERIFY(QString::fromStdString(warnings[0]).contains("2 boxes are of a class number without a name"));
    }

    void missingFiles()
    {
        std::vector<std::string> warnings;
        VERIFY_ERROR(readBoxList("missing.txt", {9, 9}, m_classes, m_street, warnings), "can't be opened");
        VERIFY_ERROR(readBoxList(toPath(m_folder.path()), {9, 9}, m_classes, m_street, warnings), "can't be opened");
        VERIFY_ERROR(readBoxClasses("missing.txt"), "can't be opened");
    }

    void tooMuch()
    {
        std::vector<std::string> warnings;
        VERIFY_ERROR(read(QByteArray("0 0.5 0.5 0.1 0.1\n").repeated(10001), warnings), "it has more than 10000");
        VERIFY_ERROR(read(QByteArray(5 << 20, '\n'), warnings), "bytes");
    }

    void doubledClassNumber()
    {
        writeFile(m_folder.filePath("classes.txt"), "0 person\n0 car\n");
        VERIFY_ERROR(readBoxClasses(toPath(m_folder.filePath("classes.txt"))), "the line \"0 car\"");
    }
};

DUOSCOPE_TEST_MAIN(TestBoxList)
#include "tst_box_list.moc"
