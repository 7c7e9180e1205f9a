// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/portable_path.h"
#include "tests/support/error_log_guard.h"

#include <QByteArray>

using namespace duoscope;

class TestPortablePath : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_home = qgetenv("HOME");
        qputenv("HOME", "/home/ann");
    }
    void cleanup() { qputenv("HOME", m_home); }

    void thereAndBack_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("folder");
        QTest::addColumn<QString>("text");
        QTest::newRow("beside") << "/data/set/ir/1.png"
                                << "/data/run"
                                << "../set/ir/1.png";
        QTest::newRow("inside") << "/data/run/ir/1.png"
                                << "/data/run/"
                                << "ir/1.png";
        QTest::newRow("both at home") << "/home/ann/set/1.png"
                                      << "/home/ann/runs/a"
                                      << "../../set/1.png";
        QTest::newRow("files at home, results elsewhere") << "/home/ann/set/1.png"
                                                          << "/tmp/run"
                                                          << "~/set/1.png";
        QTest::newRow("results at home, files elsewhere") << "/mnt/set/1.png"
                                                          << "/home/ann/run"
                                                          << "../../../mnt/set/1.png";
        QTest::newRow("another's home") << "/home/anna/1.png"
                                        << "/tmp/run"
                                        << "../../home/anna/1.png";
        QTest::newRow("the folder itself") << "/data/run"
                                           << "/data/run"
                                           << ".";
        QTest::newRow("with dots") << "/data/x/../set/1.png"
                                   << "/data/run/."
                                   << "../set/1.png";
        QTest::newRow("nothing") << ""
                                 << "/data/run"
                                 << "";
    }
    void thereAndBack()
    {
        QFETCH(QString, path);
        QFETCH(QString, folder);
        QFETCH(QString, text);
        const std::string portable = portablePath(path.toStdString(), folder.toStdString());
        QCOMPARE(QString::fromStdString(portable), text);
        const std::filesystem::path back = pathFromPortable(portable, folder.toStdString());
        QCOMPARE(back.string(), std::filesystem::path(path.toStdString()).lexically_normal().string());
    }

    void wholePathsStay() { QCOMPARE(pathFromPortable("/data/1.png", "/tmp").string(), "/data/1.png"); }

    void withoutAHome()
    {
        qputenv("HOME", "/");
        QCOMPARE(QString::fromStdString(portablePath("/data/1.png", "/tmp/run")), "../../data/1.png");
    }

private:
    QByteArray m_home;
};

DUOSCOPE_TEST_MAIN(TestPortablePath)
#include "tst_portable_path.moc"
