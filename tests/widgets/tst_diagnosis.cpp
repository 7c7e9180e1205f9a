// SPDX-License-Identifier: GPL-3.0-or-later
// The log, what diagnostics tell, and what a crash leaves behind.
#include "tests/support/files.h"
#include "tests/support/sanitizers.h"
#include "tests/support/widget_test.h"
#include "widgets/diagnosis/crash_notice.h"
#include "widgets/diagnosis/crash_reports.h"
#include "widgets/diagnosis/diagnostics.h"
#include "widgets/diagnosis/log_file.h"
#include "widgets/diagnosis/state_folder.h"
#include "widgets/dialogs/text_dialog.h"
#include "widgets/shell/actions.h"
#include "widgets/shell/main_window.h"

#include <QClipboard>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QTest>
#include <QToolButton>

#include <spdlog/spdlog.h>

#include <csignal>

using namespace duoscope;

namespace {

constexpr QFile::Permissions kOthers =
    QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;

/// Puts a variable of the environment back at its end.
class Variable {
public:
    Variable(const char* name, const QString& value) : m_name(name), m_before(qgetenv(name))
    {
        qputenv(name, value.toUtf8());
    }
    ~Variable() { m_before.isNull() ? qunsetenv(m_name) : qputenv(m_name, m_before); }
    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;

private:
    const char* m_name;
    QByteArray m_before;
};

/// The test's logger again, at its end.
class OwnLog {
public:
    OwnLog() : m_before(spdlog::default_logger()) {}
    ~OwnLog()
    {
        qInstallMessageHandler(nullptr);
        spdlog::set_default_logger(m_before);
    }
    OwnLog(const OwnLog&) = delete;
    OwnLog& operator=(const OwnLog&) = delete;

private:
    std::shared_ptr<spdlog::logger> m_before;
};

class TestDiagnosis : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void stateFolderIsPrivate()
    {
        const Variable home("XDG_STATE_HOME", m_folder->filePath("state"));
        const QString folder = stateFolder();
        QCOMPARE(folder, m_folder->filePath("state/duoscope"));
        QVERIFY(!(QFile::permissions(folder) & kOthers));
        // Where it was there already and others could read it.
        QFile::setPermissions(folder, QFile::permissions(folder) | QFile::ReadGroup | QFile::ReadOther);
        QCOMPARE(stateFolder(), folder);
        QVERIFY(!(QFile::permissions(folder) & kOthers));
    }

    void stateFolderWithoutTheVariable()
    {
        const Variable home("HOME", m_folder->path());
        for (const char* value : {"", "relative/state"}) { // the specification has a relative one ignored
            const Variable state("XDG_STATE_HOME", value);
            QCOMPARE(stateFolder(), m_folder->filePath(".local/state/duoscope"));
        }
    }

    void homeBecomesATilde()
    {
        const Variable home("HOME", "/home/ann");
        QCOMPARE(withoutHome("read /home/ann/ir/1.png, /home/ann"), "read ~/ir/1.png, ~");
        QCOMPARE(withoutHome("/home/anna/x /home/ann.b"), "/home/anna/x /home/ann.b");
        const Variable none("HOME", "/");
        QCOMPARE(withoutHome("/data/x"), "/data/x");
    }

    void logIsWrittenAndRotates()
    {
        const OwnLog own;
        const QString file = startLog(m_folder->path());
        QCOMPARE(file, m_folder->filePath("duoscope.log"));
        spdlog::info("Night fused in 3 s");
        qDebug("not worth a line");
        qInfo("what Qt says");
        QStringList lines = lastLines(file, 10);
        QCOMPARE(lines.size(), 2);
        QVERIFY(lines[0].endsWith("Night fused in 3 s"));
        QVERIFY(lines[0].contains(" info "));
        QVERIFY(lines[1].endsWith("Qt: what Qt says"));
        QVERIFY(!(QFile::permissions(file) & kOthers));
        // 4 MB of lines leave three files of about one.
        const std::string kilobyte(1000, 'x');
        for (int i = 0; i < 4200; ++i)
            spdlog::info("{} {}", kilobyte, i);
        const QStringList files = QDir(m_folder->path()).entryList(QDir::Files, QDir::Name);
        QCOMPARE(files, (QStringList{"duoscope.1.log", "duoscope.2.log", "duoscope.log"}));
        for (const QString& name : files) {
            QVERIFY(QFileInfo(m_folder->filePath(name)).size() <= (1 << 20));
            QVERIFY(!(QFile::permissions(m_folder->filePath(name)) & kOthers));
        }
        lines = lastLines(file, 3);
        QCOMPARE(lines.size(), 3);
        QVERIFY(lines[2].endsWith("x 4199"));
        QVERIFY(lastLines(m_folder->filePath("none"), 3).isEmpty());
    }

    void noLogWhereNoneCanBeWritten()
    {
        const OwnLog own;
        QVERIFY(test::writeFile(m_folder->filePath("file"), ""));
        QVERIFY(startLog({}).isEmpty());
        QVERIFY(startLog(m_folder->filePath("file")).isEmpty()); // said on standard error
    }

    void crashLeavesATrace_data()
    {
        QTest::addColumn<QString>("how");
        QTest::addColumn<int>("signal");
        QTest::addColumn<QString>("line"); // in the trace
        QTest::newRow("memory") << "memory" << SIGSEGV << "SIGSEGV";
        QTest::newRow("null pointer") << "null" << SIGSEGV << "address: 0x0\n";
        QTest::newRow("abort") << "abort" << SIGABRT << "SIGABRT";
        QTest::newRow("in a thread") << "thread" << SIGABRT << "SIGABRT";
        QTest::newRow("exception") << "exception" << SIGABRT << "exception: nobody catches this";
        QTest::newRow("stack overflow") << "stack" << SIGSEGV << "SIGSEGV";
    }
    void crashLeavesATrace()
    {
        QFETCH(QString, how);
        QFETCH(int, signal);
        QFETCH(QString, line);
        if (test::kSanitized && how == "null")
            QSKIP("UndefinedBehaviorSanitizer ends the program before it reads there");
        QProcess program;
        program.start(DUOSCOPE_CRASHING_PROGRAM, {how, m_folder->path()});
        QVERIFY(program.waitForFinished());
        // It ends as it would have ended.
        QCOMPARE(program.exitStatus(), QProcess::CrashExit);
        QCOMPARE(program.exitCode(), signal);
        const QStringList files = newCrashReports(m_folder->path());
        QCOMPARE(files.size(), 1);
        QVERIFY(!(QFile::permissions(files[0]) & kOthers));
        const QString text = crashReportText(files[0]);
        QVERIFY2(text.contains(line), qPrintable(text));
        QVERIFY2(text.contains("program: duoscope 0.0-test\n"), qPrintable(text));
        QVERIFY2(text.contains("last activity: Fusing Night: stage 3\n"), qPrintable(text));
        if (how != "thread") // whose function has no name
            QVERIFY2(text.contains(how == "stack" ? "endless(int)" : "theFunctionThatCrashes(std::"), qPrintable(text));
        QVERIFY(text.contains("calls, the last first:\n"));
    }

    void noCrashNoTrace()
    {
        QCOMPARE(QProcess::execute(DUOSCOPE_CRASHING_PROGRAM, {"none", m_folder->path()}), 0);
        QVERIFY(newCrashReports(m_folder->path()).isEmpty());
    }

    void tracesAreToldOnce()
    {
        for (int i = 0; i < 8; ++i)
            QVERIFY(
                test::writeFile(m_folder->filePath(QString("crash-20260101-00000%1-7.txt").arg(i)), "program: x\n"));
        const QStringList fresh = newCrashReports(m_folder->path());
        QCOMPARE(fresh.size(), 8);
        QVERIFY(fresh[0].endsWith("crash-20260101-000007-7.txt")); // the newest
        markCrashReportsSeen(m_folder->path());
        QVERIFY(newCrashReports(m_folder->path()).isEmpty());
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files).size(), 5); // of the newest
        QVERIFY(QFile::exists(m_folder->filePath("crash-20260101-000007-7.seen.txt")));
        markCrashReportsSeen(m_folder->path());
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files).size(), 5);
    }

    void windowTellsOfACrashAndCopies()
    {
        const Variable home("HOME", m_folder->path());
        const QString log = m_folder->filePath("duoscope.log");
        QVERIFY(test::writeFile(log, "first line\nread " + m_folder->filePath("ir/1.png").toUtf8() + "\n"));
        MainWindow window({}, std::filesystem::path(DUOSCOPE_SOURCE_DIR) / "resources", m_folder->filePath("session"));
        window.setLogFile(log);
        window.resize(1280, 800);
        window.show();
        window.tellOfCrash("program: duoscope 0.0-test\nended by: SIGSEGV\n");
        auto* notice = window.findChild<CrashNotice*>();
        QVERIFY(notice && notice->isVisible());
        QVERIFY(!QApplication::activeModalWidget());
        const auto press = [notice](const QString& text) {
            for (QToolButton* button : notice->findChildren<QToolButton*>())
                if (button->text() == text)
                    button->click();
        };
        press("Copy report");
        const QString copied = QApplication::clipboard()->text();
        QVERIFY2(copied.startsWith("program: duoscope 0.0-test"), qPrintable(copied));
        for (const char* fact :
             {"Duoscope: " DUOSCOPE_VERSION, "\nQt: 6", "\nLibTorch: ", "\nOpenCV: ", "\nFeatures: ", "\nThreads: ",
              "\nMemory: ", "\nScreens: ", "\nTheme: ", "\nLanguage: en\n", "\nread ~/ir/1.png\n"})
            QVERIFY2(copied.contains(fact), fact);
        QVERIFY(!copied.contains(m_folder->path()));
        window.actions().copyDiagnostics->trigger();
        QVERIFY(QApplication::clipboard()->text().startsWith("Duoscope: "));
        press("Show trace");
        auto* trace = window.findChild<TextDialog*>();
        QVERIFY(trace && trace->text().contains("SIGSEGV"));
        trace->close();
        QTRY_VERIFY(!window.findChild<TextDialog*>());
        window.actions().showLog->trigger();
        QVERIFY(window.findChild<TextDialog*>()->text().startsWith("first line"));
        press("Close");
        QVERIFY(!notice->isVisible());
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
};

} // namespace

DUOSCOPE_WIDGET_TEST_MAIN(TestDiagnosis)
#include "tst_diagnosis.moc"
