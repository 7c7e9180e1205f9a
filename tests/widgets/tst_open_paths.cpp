// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/files.h"
#include "tests/support/widget_test.h"
#include "widgets/bridge/session.h"
#include "widgets/bridge/text.h"
#include "widgets/panels/image_naming.h"
#include "widgets/panels/open_paths.h"

#include <QDir>
#include <QImage>
#include <QTemporaryDir>

#include <memory>

using namespace duoscope;

namespace {

const QString kInfrared = DUOSCOPE_SOURCE_DIR "/resources/samples/day/infrared.png";
const QString kVisible = DUOSCOPE_SOURCE_DIR "/resources/samples/day/visible.png";

} // namespace

class TestOpenPaths : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<Session> m_session;
    std::unique_ptr<QTemporaryDir> m_folder;

    /// A copy of a sample's picture, in the folder of this test.
    QString place(const QString& path, const QString& picture)
    {
        const QString file = at(path);
        QDir().mkpath(QFileInfo(file).path());
        return QFile::copy(picture, file) ? file : QString();
    }
    QString at(const QString& path) const { return m_folder->filePath(path); }
    OpenResult open(const QStringList& paths) { return openFound(*m_session, findPaths(paths)); }

    /// "group: name = infrared + visible" of each pair, by the folder of this test.
    QStringList pairs() const
    {
        const QDir folder(QFileInfo(m_folder->path()).canonicalFilePath());
        QStringList lines;
        for (const PairEntry& pair : m_session->pairs())
            lines << QString("%1: %2 = %3 + %4")
                         .arg(pair.group == folder.dirName() ? "." : pair.group, pair.name,
                              folder.relativeFilePath(toQString(pair.infrared)),
                              folder.relativeFilePath(toQString(pair.visible)));
        return lines;
    }

private Q_SLOTS:
    void init()
    {
        m_session = std::make_unique<Session>(std::filesystem::path(), DUOSCOPE_SOURCE_DIR "/resources");
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_folder->isValid());
    }

    void names_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("modality");
        QTest::addColumn<QString>("scene");
        QTest::newRow("word") << "/a/12_IR.png"
                              << "infrared"
                              << "12";
        QTest::newRow("word and number") << "/a/VIS18.bmp"
                                         << "visible"
                                         << "18";
        QTest::newRow("word in the middle") << "/a/FLIR-rgb-7.jpg"
                                            << "visible"
                                            << "FLIR_7";
        QTest::newRow("nothing but a word") << "/a/infrared.png"
                                            << "infrared"
                                            << "";
        QTest::newRow("part of a word") << "/a/first.png"
                                        << ""
                                        << "first";
        QTest::newRow("folder") << "/a/cropinfrared/FLIR_1.jpg"
                                << "infrared"
                                << "FLIR_1";
        QTest::newRow("folder above") << "/a/visible/train/1.jpg"
                                      << "visible"
                                      << "1";
        QTest::newRow("the file before the folder") << "/a/ir/1_vi.png"
                                                    << "visible"
                                                    << "1";
        QTest::newRow("both") << "/a/ir_vi.png"
                              << ""
                              << "ir_vi";
    }
    void names()
    {
        QFETCH(QString, file);
        QFETCH(QString, modality);
        const ImageNaming naming = imageNaming(file);
        QCOMPARE(!naming.modality ? "" : *naming.modality == Modality::Infrared ? "infrared" : "visible", modality);
        QTEST(naming.scene, "scene");
    }

    void folderOfKnownLayout()
    {
        place("set/ir/1.png", kInfrared);
        place("set/vi/1.png", kVisible);
        place("set/ir/2.png", kInfrared);
        const OpenResult result = open({at("set")});
        QCOMPARE(pairs(), QStringList{"set: 1 = set/ir/1.png + set/vi/1.png"});
        QCOMPARE(result.added, 1);
        QCOMPARE(result.problems.size(), 1); // 2.png
        QVERIFY2(result.problems[0].contains("2.png"), qPrintable(result.problems[0]));
        QCOMPARE(open({at("set")}).added, 0);
        QCOMPARE(open({at("set")}).ids, result.ids);
    }
    void partOfADataSet()
    {
        place("set/ir/1.png", kInfrared);
        place("set/vi/1.png", kVisible);
        QCOMPARE(open({at("set/vi")}).added, 1);
        QCOMPARE(pairs(), QStringList{"set: 1 = set/ir/1.png + set/vi/1.png"});
    }
    void folderOfNamedImages()
    {
        place("walk/day_ir.png", kInfrared);
        place("walk/day_vi.png", kVisible);
        place("walk/map.png", kVisible);
        const OpenResult result = open({at("walk")});
        QCOMPARE(pairs(), QStringList{"walk: day = walk/day_ir.png + walk/day_vi.png"});
        QCOMPARE(result.problems.size(), 1);
        QVERIFY2(result.problems[0].startsWith("One image in walk"), qPrintable(result.problems[0]));
    }
    void sampleFolder()
    {
        QCOMPARE(open({QFileInfo(kInfrared).path()}).added, 1);
        QCOMPARE(m_session->pairs()[0].name, "day");
        QCOMPARE(m_session->pairs()[0].group, "samples");
    }
    void folderWithoutPairs()
    {
        QDir().mkpath(at("empty"));
        const OpenResult result = open({at("empty")});
        QCOMPARE(result.added, 0);
        QCOMPARE(result.problems.size(), 1);
        QVERIFY(result.problems[0].startsWith("empty has no pairs"));
    }

    void oneImageFindsItsPartner()
    {
        const QString file = place("set/thermal/train/1.png", kInfrared);
        QCOMPARE(open({file}).added, 0);
        place("night/infrared.png", kInfrared);
        QCOMPARE(open({place("night/visible.png", kVisible)}).added, 1);
        place("msrs/test/ir/7.png", kInfrared);
        QCOMPARE(open({place("msrs/test/vi/7.png", kVisible)}).added, 1);
        QCOMPARE(pairs(), (QStringList{".: night = night/infrared.png + night/visible.png",
                                       "test: 7 = msrs/test/ir/7.png + msrs/test/vi/7.png"}));
    }
    void oneImageWithoutPartner()
    {
        const OpenResult result = open({place("set/ir/1.png", kInfrared)});
        QCOMPARE(result.added, 0);
        QVERIFY2(result.problems.value(0).startsWith("1.png has no partner"), qPrintable(result.problems.join(' ')));
    }

    void twoImages_data()
    {
        QTest::addColumn<QStringList>("files"); // the gray one first
        QTest::addColumn<QString>("why");
        QTest::newRow("by their names") << QStringList{"a/x_ir.png", "b/y_vi.png"} << "names";
        QTest::newRow("by one name") << QStringList{"a/infrared.png", "b/y.png"} << "names";
        QTest::newRow("by their colours") << QStringList{"a/x.png", "b/x.png"} << "gray";
    }
    void twoImages()
    {
        QFETCH(QStringList, files);
        QFETCH(QString, why);
        const QString gray = place(files[0], kInfrared);
        const QString colour = place(files[1], kVisible);
        const OpenResult result = open({colour, gray}); // the order doesn't matter
        QCOMPARE(result.problems, QStringList());
        QCOMPARE(result.added, 1);
        QCOMPARE(toQString(m_session->pairs()[0].infrared), QFileInfo(gray).canonicalFilePath());
        QVERIFY2(result.notes.value(0).contains(why), qPrintable(result.notes.join(' ')));
    }

    void manyImages()
    {
        QStringList files;
        for (const char* name : {"1", "2"}) {
            files << place(QString("x/ir/%1.png").arg(name), kInfrared);
            files << place(QString("x/vi/%1.png").arg(name), kVisible);
        }
        QCOMPARE(open(files).added, 2);
        QCOMPARE(pairs(), (QStringList{"x: 1 = x/ir/1.png + x/vi/1.png", "x: 2 = x/ir/2.png + x/vi/2.png"}));
    }

    void sizesDiffer()
    {
        const QString infrared = at("1_ir.png");
        QVERIFY(QImage(kInfrared).scaled(320, 240).save(infrared));
        const OpenResult result = open({infrared, place("1_vi.png", kVisible)});
        QCOMPARE(result.added, 0);
        QVERIFY2(result.problems.value(0).contains("320 × 240"), qPrintable(result.problems.join(' ')));
        QVERIFY2(result.problems.value(0).contains("640 × 480"), qPrintable(result.problems.join(' ')));
        QCOMPARE(result.notes, QStringList());
    }
    void notAnImage()
    {
        QVERIFY(test::writeFile(at("1_ir.png"), "no picture at all"));
        const OpenResult damaged = open({at("1_ir.png"), place("1_vi.png", kVisible)});
        QCOMPARE(damaged.added, 0);
        QVERIFY2(damaged.problems.value(0).contains("1_ir.png"), qPrintable(damaged.problems.join(' ')));
        QVERIFY(test::writeFile(at("notes.txt"), "text"));
        QVERIFY(open({at("notes.txt")}).problems.value(0).startsWith("notes.txt is neither"));
        QVERIFY(open({at("nothing.png")}).problems.value(0).startsWith("There is no"));
        QCOMPARE(m_session->pairs().size(), 0u);
    }

    void model()
    {
        QVERIFY(test::writeFile(at("other.safetensors"), "checked once it is used"));
        const OpenResult result = open({at("other.safetensors")});
        QCOMPARE(toQString(m_session->model()), QFileInfo(at("other.safetensors")).canonicalFilePath());
        QCOMPARE(result.notes.size(), 1);
    }
};

DUOSCOPE_WIDGET_TEST_MAIN(TestOpenPaths)
#include "tst_open_paths.moc"
