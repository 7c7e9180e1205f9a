// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/output_folder.h"
#include "tests/support/error_log_guard.h"
#include "tests/support/files.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>

#include <sys/stat.h>
#include <unistd.h>

using namespace duoscope;
using duoscope::test::readFile;
using duoscope::test::toPath;
using duoscope::test::writeFile;

namespace {

void put(const std::filesystem::path& path, const char* text)
{
    writeAtomically(path, [&](std::ostream& stream) { stream << text; });
}

QStringList namesIn(const QString& folder)
{
    return QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDir::Name);
}

} // namespace

class TestOutputFolder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void filesAppearTogether()
    {
        QTemporaryDir folder;
        QVERIFY(writeFile(folder.filePath("a"), "old"));
        OutputFolder output(toPath(folder.path()));
        put(output.stage("a"), "new");
        put(output.stage("b"), "other");
        QCOMPARE(readFile(folder.filePath("a")), QByteArray("old"));
        QVERIFY(!QFileInfo::exists(folder.filePath("b")));
        output.commit();
        QCOMPARE(readFile(folder.filePath("a")), QByteArray("new"));
        QCOMPARE(readFile(folder.filePath("b")), QByteArray("other"));
    }

    void withoutCommitNothingStays()
    {
        QTemporaryDir folder;
        for (const QString path : {"x/y/z", "x/y/z/", "./x"}) {
            {
                OutputFolder output(toPath(folder.filePath(path)));
                put(output.stage("a"), "new");
            }
            QCOMPARE(namesIn(folder.path()), QStringList());
        }
    }

    void filesOfOthersStay()
    {
        QTemporaryDir folder;
        {
            OutputFolder output(toPath(folder.filePath("x/y")));
            put(output.stage("a"), "new");
            QVERIFY(writeFile(folder.filePath("x/theirs"), "precious"));
        }
        QCOMPARE(namesIn(folder.filePath("x")), QStringList{"theirs"});
    }

    void aFolderInTheWayOfAFile()
    {
        QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkdir("b"));
        QVERIFY(writeFile(folder.filePath("a"), "old"));
        OutputFolder output(toPath(folder.path()));
        put(output.stage("a"), "new");
        put(output.stage("b"), "new");
        VERIFY_ERROR(output.commit(), "a folder called b");
        QCOMPARE(readFile(folder.filePath("a")), QByteArray("old")); // nothing was moved
    }

    void impossiblePlaces()
    {
        QTemporaryDir folder;
        QVERIFY(writeFile(folder.filePath("file"), "text"));
        VERIFY_ERROR(OutputFolder(toPath(folder.filePath("file"))), "it is a file");
        VERIFY_ERROR(OutputFolder(toPath(folder.filePath("file/below"))), "Cannot write to the folder");
        VERIFY_ERROR(OutputFolder(std::filesystem::path{}), "its name is empty");
        VERIFY_ERROR(OutputFolder(toPath(folder.filePath("new/" + QString(300, 'x')))), "Cannot write to the folder");
        QCOMPARE(namesIn(folder.path()), QStringList{"file"}); // "new" is gone again
    }

    void onlyRegularFilesAreReplaced()
    {
        QTemporaryDir folder;
        QCOMPARE(::mkfifo(folder.filePath("pipe").toLocal8Bit().constData(), 0600), 0);
        VERIFY_ERROR(put(toPath(folder.filePath("pipe")), "x"), "not a regular file");
        VERIFY_ERROR(put(toPath(folder.path()), "x"), "it is a folder");
        struct stat status {};
        QCOMPARE(::stat(folder.filePath("pipe").toLocal8Bit().constData(), &status), 0);
        QVERIFY(S_ISFIFO(status.st_mode));
    }

    void permissions()
    {
        QTemporaryDir folder;
        const QByteArray file = folder.filePath("a").toLocal8Bit();
        const mode_t mask = ::umask(027);
        put(file.constData(), "first");
        ::umask(mask);
        struct stat status {};
        QCOMPARE(::stat(file.constData(), &status), 0);
        QCOMPARE(status.st_mode & 0777, 0640U); // as the user's mask leaves a new one
        QCOMPARE(::chmod(file.constData(), 0604), 0);
        mode_t meanwhile = 0;
        writeAtomically(file.constData(), [&](std::ostream& stream) {
            const QStringList names = namesIn(folder.path());
            QCOMPARE(names.size(), 2);
            QVERIFY(names[0].endsWith(".part"));
            QCOMPARE(::stat(folder.filePath(names[0]).toLocal8Bit().constData(), &status), 0);
            meanwhile = status.st_mode & 0777;
            stream << "second";
        });
        QCOMPARE(meanwhile, 0600U); // nobody looks into what is half-written
        QCOMPARE(::stat(file.constData(), &status), 0);
        QCOMPARE(status.st_mode & 0777, 0604U); // what replaces a file is as open as that
        QCOMPARE(readFile(folder.filePath("a")), QByteArray("second"));
    }

    /// Where others may write, too, the name of a temporary can be guessed and taken.
    void linksInTheWayAreNotFollowed()
    {
        QTemporaryDir folder;
        QVERIFY(writeFile(folder.filePath("theirs"), "precious"));
        for (int i = 0; i < 50; ++i) // the next numbers of this process
            QFile::link(folder.filePath("theirs"), folder.filePath(QString(".a.%1-%2.part").arg(::getpid()).arg(i)));
        put(toPath(folder.filePath("a")), "ours");
        QCOMPARE(readFile(folder.filePath("a")), QByteArray("ours"));
        QVERIFY(!QFileInfo(folder.filePath("a")).isSymLink());
        QCOMPARE(readFile(folder.filePath("theirs")), QByteArray("precious"));
    }

    void failedWriteKeepsTheOldFile()
    {
        QTemporaryDir folder;
        QVERIFY(writeFile(folder.filePath("a"), "old"));
        QVERIFY_EXCEPTION_THROWN(
            writeAtomically(toPath(folder.filePath("a")), [](std::ostream&) { throw std::runtime_error("no"); }),
            std::runtime_error);
        QCOMPARE(readFile(folder.filePath("a")), QByteArray("old"));
        QCOMPARE(namesIn(folder.path()), QStringList{"a"});
    }
};

DUOSCOPE_TEST_MAIN(TestOutputFolder)
#include "tst_output_folder.moc"
