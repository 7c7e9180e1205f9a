// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/labels/class_set.h"
#include "tests/support/error_log_guard.h"

#include <QFile>
#include <QTemporaryDir>

using namespace duoscope;

class TestClassSet : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bundledSets_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("size");
        QTest::addColumn<int>("ignored");
        QTest::addColumn<int>("car");
        QTest::newRow("fmb") << "fmb" << 15 << 0 << 9;
        QTest::newRow("street") << "street" << 16 << 0 << 9;
        QTest::newRow("msrs") << "msrs" << 9 << 0 << 1;
        QTest::newRow("camvid") << "camvid" << 12 << 11 << 8;
    }
    void bundledSets()
    {
        QFETCH(QString, name);
        QFETCH(int, size);
        QFETCH(int, ignored);
        QFETCH(int, car);
        const ClassSet set =
            ClassSet::load(std::string(DUOSCOPE_SOURCE_DIR "/resources/class_sets/") + name.toStdString() + ".json");
        QCOMPARE(set.name(), name.toStdString());
        QCOMPARE(set.size(), size);
        QCOMPARE(set.ignoredId(), ignored);
        QCOMPARE(set.idOf("car"), car);
        QCOMPARE(set.idOf("dragon"), -1);
    }

    void streetBeginsWithTheClassesOfFmb()
    {
        const ClassSet fmb = ClassSet::load(DUOSCOPE_SOURCE_DIR "/resources/class_sets/fmb.json");
        const ClassSet street = ClassSet::load(DUOSCOPE_SOURCE_DIR "/resources/class_sets/street.json");
        for (const LabelClass& entry : fmb.classes())
            QCOMPARE(street.at(entry.id).name, entry.name);
        QCOMPARE(street.at(15).name, "fence");
    }

    void coloursDiffer()
    {
        for (const char* name : {"fmb", "street", "msrs", "camvid"}) {
            const ClassSet set =
                ClassSet::load(std::string(DUOSCOPE_SOURCE_DIR "/resources/class_sets/") + name + ".json");
            for (int a = 0; a < set.size(); ++a)
                for (int b = 0; b < a; ++b)
                    QVERIFY2(set.at(a).colour != set.at(b).colour, qPrintable(QString("%1: %2").arg(name).arg(a)));
        }
    }

    void namesInOtherSets()
    {
        const ClassSet set = ClassSet::load(DUOSCOPE_SOURCE_DIR "/resources/class_sets/camvid.json");
        QCOMPARE(set.namesIn("street").at("pavement"), "sidewalk");
        QVERIFY(set.namesIn("nowhere").empty());
    }

    void officialColour()
    {
        const ClassSet set = ClassSet::load(DUOSCOPE_SOURCE_DIR "/resources/class_sets/fmb.json");
        QCOMPARE(set.at(9).colour, (std::array<std::uint8_t, 3>{66, 121, 253}));
    }

    void damagedFiles_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("reason");
        const QByteArray start = "{'name':'x','title':'X','classes':[";
        QTest::newRow("not json") << QByteArray("classes:") << "parse error";
        QTest::newRow("no classes") << start + "]}"
                                    << "0 classes";
        QTest::newRow("gap in the ids") << start + "{'id':1,'name':'a','colour':'#000000'}]}"
                                        << "has the id 1";
        QTest::newRow("id beyond numbers") << start + "{'id':1e126,'name':'a','colour':'#000000'}]}"
                                           << "a whole number";
        QTest::newRow("ignored beyond numbers")
            << start + "{'id':0,'name':'a','colour':'#000000'}],'ignored':4294967296}"
            << "a whole number";
        QTest::newRow("bad colour") << start + "{'id':0,'name':'a','colour':'red'}]}"
                                    << "#rrggbb";
        QTest::newRow("doubled name") << start + "{'id':0,'name':'a','colour':'#000000'},"
                                                 "{'id':1,'name':'a','colour':'#000001'}]}"
                                      << "not unique";
        QTest::newRow("map of a class that is not there")
            << start + "{'id':0,'name':'a','colour':'#000000'}],'maps':{'y':{'b':'c'}}}"
            << "names \"b\", no class of it";
        QTest::newRow("map that is a list") << start + "{'id':0,'name':'a','colour':'#000000'}],'maps':['y']}"
                                            << "type must be object";
    }
    void damagedFiles()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, reason);
        QTemporaryDir folder;
        QFile file(folder.filePath("set.json"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text.replace('\'', '"')); // apostrophes are easier to read above
        file.close();
        try {
            ClassSet::load(file.fileName().toStdString());
            QFAIL("the file was accepted");
        } catch (const Error& error) {
            QVERIFY2(QString(error.what()).contains(reason), error.what());
        }
    }

    void anonymousColoursDiffer()
    {
        const ClassSet set = ClassSet::anonymous(19);
        for (int a = 0; a < set.size(); ++a)
            for (int b = 0; b < a; ++b)
                QVERIFY(set.at(a).colour != set.at(b).colour);
    }
};

DUOSCOPE_TEST_MAIN(TestClassSet)
#include "tst_class_set.moc"
