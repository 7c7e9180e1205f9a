// SPDX-License-Identifier: GPL-3.0-or-later
// What goes wrong around the program: full disks, folders of others, kills, memory that runs out, files that change.
// Whatever it is, the user reads one sentence, and what was there before is there afterwards, byte by byte. The table
// of all such tests is tests/FAULTS.md.
#include "tests/app/run_cli.h"
#include "tests/support/dataset_files.h"
#include "tests/support/error_log_guard.h"
#include "tests/support/sanitizers.h"

#include <QDirIterator>
#include <QMap>
#include <QTemporaryDir>

#include <grp.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstddef>

using namespace duoscope::test;

namespace {

using Files = QMap<QString, QByteArray>;

const QByteArray kFolder("a folder");

/// Everything below a folder: files with their bytes, folders with nothing.
Files contentOf(const QString& folder)
{
    Files files;
    QDirIterator it(folder, QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
    while (it.hasNext()) {
        const QString path = it.next();
        files[QDir(folder).relativeFilePath(path)] = QFileInfo(path).isFile() ? readFile(path) : kFolder;
    }
    return files;
}

void limit(int resource, rlim_t most)
{
    const rlimit both{most, most};
    ::setrlimit(static_cast<__rlimit_resource>(resource), &both);
}

/// As where the disk itself says no.
void fillDisk()
{
    std::signal(SIGXFSZ, SIG_IGN);
    limit(RLIMIT_FSIZE, 100);
}

/// The kernel kills whoever writes more: a death in the middle of a file, always at the same byte.
void dieWhileWriting()
{
    std::signal(SIGXFSZ, SIG_DFL);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, 100);
}

constexpr uid_t kNobody = 65534;

/// Permissions do not hold the superuser back.
void becomeNobody()
{
    if (::geteuid() == 0 && (::setgroups(0, nullptr) != 0 || ::setgid(kNobody) != 0 || ::setuid(kNobody) != 0))
        ::_exit(99);
}

/// From now on whoever asks for a socket to other machines is killed on the spot (Linux, seccomp).
void forbidNetwork()
{
    sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 0, 4),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, args[0])),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AF_INET, 1, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AF_INET6, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    const sock_fprog program{std::size(filter), filter};
    limit(RLIMIT_CORE, 0);
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0)
        ::_exit(99);
}

/// Whether a process that may not use the network and asks for such a socket is killed.
bool networkIsForbidden(int family)
{
    const pid_t child = ::fork();
    if (child == 0) {
        forbidNetwork();
        ::_exit(::socket(family, SOCK_STREAM, 0) < 0 ? 1 : 0);
    }
    int status = 0;
    return ::waitpid(child, &status, 0) == child && WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS;
}

} // namespace

class TestCliFaults : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    Files m_old; ///< what all commands wrote to out/

    QString at(const QString& name) const { return m_folder.filePath(name); }

    /// The commands that write, each to out/.
    QMap<QString, QStringList> commands() const
    {
        return {{"fuse", {"fuse", "-i", at("ir/a.png"), "-v", at("vi/a.png"), "-o", at("out/fused"), "-m", "average"}},
                {"report", {"report", at("run"), "-o", at("out/report.html")}},
                {"latex", {"report", at("run"), "-o", at("out/paper/report.tex")}},
                {"pack", {"pack", at("scenes"), "-o", at("out/data.safetensors")}},
                {"segment", {"segment", "--image", at("scenes/vi/000001.png"), "-o", at("out/seen")}},
                {"synthesize", {"synthesize", "-n", "1", "--width", "64", "--height", "48", "-o", at("out/drawn")}}};
    }

    void everyCommand()
    {
        QTest::addColumn<QStringList>("arguments");
        const auto all = commands();
        for (auto command = all.begin(); command != all.end(); ++command)
            QTest::newRow(qPrintable(command.key())) << command.value();
    }

    /// One sentence on what could not be written, and nothing has changed.
    void verifyRefused(const CliResult& result, int exitCode, const QString& words, const Files& before)
    {
        QVERIFY2(result.exitCode == exitCode, qPrintable(QString::number(result.exitCode) + " " + result.messages));
        QVERIFY2(result.sentence().contains(words), qPrintable(result.messages));
        QVERIFY2(!result.messages.contains("unforeseen"), qPrintable(result.messages));
        QCOMPARE(contentOf(at("out")), before);
    }

private Q_SLOTS:
    void initTestCase()
    {
        // So that another user may come as far as here.
        QVERIFY(::chmod(m_folder.path().toLocal8Bit().constData(), 0755) == 0);
        for (const char* name : {"a", "b", "c"}) {
            placeImage(at(QString("ir/%1.png").arg(name)), pattern(96, 64, name[0]));
            placeImage(at(QString("vi/%1.png").arg(name)), pattern(96, 64, name[0] + 3));
        }
        CliResult made = runCli({"synthesize", "-n", "2", "--width", "64", "--height", "48", "-o", at("scenes")});
        QVERIFY2(made.exitCode == 0, qPrintable(made.messages));
        made = runCli({"batch", "-i", at("ir"), "-v", at("vi"), "-o", at("run"), "-m", "average", "--metrics", "EN"});
        QVERIFY2(made.exitCode == 0, qPrintable(made.messages));
        const auto all = commands();
        for (auto command = all.begin(); command != all.end(); ++command) {
            made = runCli(command.value());
            QVERIFY2(made.exitCode == 0, qPrintable(command.key() + ": " + made.messages));
        }
        m_old = contentOf(at("out"));
    }

    /// Old results stand where new ones are to go.
    void init()
    {
        QDir(at("out")).removeRecursively();
        for (auto file = m_old.begin(); file != m_old.end(); ++file)
            if (file.value() != kFolder)
                placeFile(at("out/" + file.key()), file.value());
    }

    void fullDisk_data() { everyCommand(); }
    void fullDisk()
    {
        QFETCH(QStringList, arguments);
        const Files before = contentOf(at("out"));
        verifyRefused(runCli(arguments, fillDisk), 2, "File too large", before);
    }

    void killedWhileWriting_data() { everyCommand(); }
    void killedWhileWriting()
    {
        QFETCH(QStringList, arguments);
        const Files before = contentOf(at("out"));
        const CliResult killed = runCli(arguments, dieWhileWriting);
        QVERIFY2(killed.exitCode == -1, qPrintable(QString::number(killed.exitCode) + " " + killed.messages));
        Files after = contentOf(at("out"));
        int leftovers = 0; // a dead program can't tidy up: hidden files of its own stay
        for (auto file = after.begin(); file != after.end();) {
            const bool isOurs = file.key().contains(".part") || file.key().contains(".duoscope-");
            leftovers += isOurs;
            file = isOurs ? after.erase(file) : std::next(file);
        }
        QVERIFY(leftovers > 0); // it did die in the middle
        QCOMPARE(after, before);
        const CliResult again = runCli(arguments);
        QVERIFY2(again.exitCode == 0, qPrintable(again.messages));
    }

    void folderOfSomebodyElse_data() { everyCommand(); }
    void folderOfSomebodyElse()
    {
        QFETCH(QStringList, arguments);
        if (runCli({"--version"}, becomeNobody).exitCode != 0)
            QSKIP("another user can't start the program where it was built");
        const bool isRoot = ::geteuid() == 0;
        QStringList folders{at("out")};
        QDirIterator it(at("out"), QDir::Dirs | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
        while (it.hasNext())
            folders << it.next();
        if (!isRoot)
            for (const QString& folder : folders)
                QVERIFY(::chmod(folder.toLocal8Bit().constData(), 0555) == 0);
        const Files before = contentOf(at("out"));
        const CliResult result = runCli(arguments, becomeNobody);
        for (const QString& folder : folders)
            ::chmod(folder.toLocal8Bit().constData(), 0755);
        verifyRefused(result, 2, "Permission denied", before);
    }

    void belowAFile_data() { everyCommand(); }
    void belowAFile()
    {
        QFETCH(QStringList, arguments);
        placeFile(at("out/blocked"), "text");
        const Files before = contentOf(at("out"));
        const qsizetype place = arguments.indexOf("-o") + 1;
        arguments[place] = at("out/blocked/") + QFileInfo(arguments[place]).fileName();
        verifyRefused(runCli(arguments), 2, at("out/blocked"), before);
    }

    void inputOfSomebodyElse()
    {
        if (runCli({"--version"}, becomeNobody).exitCode != 0)
            QSKIP("another user can't start the program where it was built");
        const char* const place = "secret.png";
        placeImage(at(place), pattern(64, 48, 1));
        QVERIFY(::chmod(at(place).toLocal8Bit().constData(), 0) == 0);
        const CliResult result =
            runCli({"fuse", "-i", at(place), "-v", at("vi/a.png"), "-o", at("none")}, becomeNobody);
        QCOMPARE(result.exitCode, 2);
        QVERIFY2(result.sentence().contains("you have no permission to read it"), qPrintable(result.messages));
        QVERIFY(!QFileInfo::exists(at("none")));
    }

    void fullOutput()
    {
        QProcess process;
        process.setStandardOutputFile("/dev/full");
        process.start(DUOSCOPE_CLI, {"methods"});
        QVERIFY(process.waitForFinished(60'000));
        const QString messages = QString::fromUtf8(process.readAllStandardError());
        QVERIFY2(process.exitCode() == 2, qPrintable(messages));
        QVERIFY2(messages.contains("Cannot write the result to standard output"), qPrintable(messages));
    }

    void noNetwork_data() { everyCommand(); }
    void noNetwork()
    {
        QFETCH(QStringList, arguments);
        // The prohibition itself works.
        QVERIFY(networkIsForbidden(AF_INET) && networkIsForbidden(AF_INET6) && !networkIsForbidden(AF_UNIX));
        const CliResult result = runCli(arguments, forbidNetwork);
        QVERIFY2(result.exitCode == 0, qPrintable(QString::number(result.exitCode) + " " + result.messages));
    }

    void memoryRunsOut()
    {
        if (kSanitized)
            QSKIP("AddressSanitizer itself needs more memory than the test leaves");
        const auto tight = [] { limit(RLIMIT_DATA, 700U << 20); };
        const auto fuse = [&](const QString& name, const QString& output) {
            return runCli({"fuse", "-i", at("large/ir/" + name + ".png"), "-v", at("large/vi/" + name + ".png"), "-o",
                           at(output), "-m", "average"},
                          tight);
        };
        for (const char* folder : {"ir", "vi"}) {
            placeImage(at(QString("large/%1/small.png").arg(folder)), pattern(96, 64, 1));
            placeImage(at(QString("large/%1/vast.png").arg(folder)), cv::Mat(7000, 7000, CV_16UC1, cv::Scalar(900)));
        }
        const CliResult small = fuse("small", "little");
        QVERIFY2(small.exitCode == 0, qPrintable(small.messages)); // what is left is enough for the program
        const Files before = contentOf(at("out"));
        verifyRefused(fuse("vast", "out/fused"), 2, "memory", before);

        const CliResult batch =
            runCli({"batch", "-i", at("large/ir"), "-v", at("large/vi"), "-o", at("lean"), "-m", "average"}, tight);
        QVERIFY2(batch.exitCode == 3, qPrintable(batch.messages));
        QVERIFY2(batch.messages.contains("not enough memory"), qPrintable(batch.messages));
        QVERIFY(QFileInfo::exists(at("lean/average/gray/small.png")));
        QVERIFY(!QFileInfo::exists(at("lean/average/gray/vast.png")));
        const CliResult resumed = runCli({"batch", "-o", at("lean"), "--resume"});
        QVERIFY2(resumed.exitCode == 0, qPrintable(resumed.messages));
    }
};

DUOSCOPE_TEST_MAIN(TestCliFaults)
#include "tst_cli_faults.moc"
