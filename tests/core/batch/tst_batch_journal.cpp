// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/batch/folder_lock.h"
#include "core/batch/journal.h"
#include "tests/support/error_log_guard.h"
#include "tests/support/files.h"

#include <QTemporaryDir>

using namespace duoscope;
using namespace duoscope::test;

class TestBatchJournal : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    const TaskId m_first{"a \"b\" 夜", "laplacian"};
    const TaskId m_second{"c", "uaafusion-paper"};

    std::filesystem::path at(const char* name) const { return toPath(m_folder.filePath(name)); }

    static TaskEntry done()
    {
        TaskEntry entry;
        entry.state = TaskEntry::State::Done;
        entry.seconds = 0.25;
        entry.pixels = 1234;
        entry.inputs = {{"infrared", "12"}, {"visible", "34"}};
        entry.files = {{"laplacian/gray/a.png", "56"}};
        return entry;
    }

private Q_SLOTS:
    void lastLineCounts()
    {
        QVERIFY(readJournal(at("none.jsonl")).empty());
        TaskEntry failure;
        failure.state = TaskEntry::State::Failed;
        failure.reason = "It was damaged.";
        {
            Journal journal(at("j.jsonl"));
            journal.began(m_first);
            journal.done(m_first, done());
            journal.began(m_second);
            journal.failed(m_second, failure);
        }
        TaskEntries entries = readJournal(at("j.jsonl"));
        QCOMPARE(entries.size(), 2u);
        QVERIFY(entries.at(m_first) == done());
        QVERIFY(entries.at(m_second) == failure);
        {
            Journal journal(at("j.jsonl")); // appends
            journal.lost(m_first, "gray is missing");
            journal.began(m_second);
        }
        entries = readJournal(at("j.jsonl"));
        QVERIFY(entries.at(m_first).state == TaskEntry::State::Waiting);
        QVERIFY(entries.at(m_second).state == TaskEntry::State::Waiting);
    }

    void tornLine()
    {
        {
            Journal journal(at("torn.jsonl"));
            journal.done(m_first, done());
            journal.done(m_second, done());
        }
        const QString file = m_folder.filePath("torn.jsonl");
        const QByteArray whole = readFile(file);
        const qsizetype second = whole.indexOf('\n') + 1;
        for (const qsizetype length : {whole.size() - 1, whole.size() - 20, second + 1}) {
            QVERIFY(writeFile(file, whole.left(length)));
            const TaskEntries entries = readJournal(at("torn.jsonl"));
            QCOMPARE(entries.size(), 1u);
            QVERIFY(entries.contains(m_first));
            {
                Journal journal(at("torn.jsonl")); // cuts it off, so that its own lines are whole
                journal.done(m_second, done());
            }
            QCOMPARE(readFile(file), whole);
        }
        QVERIFY(writeFile(file, "not of ours\n{\"event\":\"done\"}\n[1]\n7\n" + whole));
        QCOMPARE(readJournal(at("torn.jsonl")).size(), 2u);
    }

    /// Shards are copied, and old results removed, by names that may come from anywhere.
    void hostileLines()
    {
        const QByteArray done = R"({"event":"done","item":"c","method":"uaafusion-paper","seconds":1,"pixels":1,)"
                                R"("inputs":{},"files":{"FILE":"56"}})";
        for (const char* name : {"../a", "/etc/passwd", "a/../../b", "a//b", "", ".", "a/.."}) {
            QVERIFY(writeFile(m_folder.filePath("hostile.jsonl"), QByteArray(done).replace("FILE", name) + "\n"));
            QVERIFY2(readJournal(at("hostile.jsonl")).empty(), name);
        }
        QByteArray lines = QByteArray(done).replace("FILE", QByteArray(2 << 20, 'x')) + '\n';
        lines += R"({"event":"began","item":"c","method":"m","x":)" + QByteArray(100'000, '[') + '\n';
        lines += QByteArray(done).replace("FILE", "a/..b/c") + '\n';
        QVERIFY(writeFile(m_folder.filePath("hostile.jsonl"), lines));
        QCOMPARE(readJournal(at("hostile.jsonl")).size(), 1u);
        {
            Journal journal(at("hostile.jsonl")); // whole lines are kept, whatever they are
        }
        QCOMPARE(readFile(m_folder.filePath("hostile.jsonl")), lines);
    }

    void unwritable()
    {
        QVERIFY(writeFile(m_folder.filePath("file"), "x"));
        VERIFY_ERROR(Journal(at("file/j.jsonl")), "Cannot write the journal");
    }

    void locks()
    {
        const auto folder = toPath(m_folder.path());
        {
            const FolderLock whole(folder, {});
            VERIFY_ERROR(FolderLock(folder, {}), "another process is running one there");
            VERIFY_ERROR(FolderLock(folder, Shard{1, 2}), "another process is running one there");
        }
        const FolderLock first(folder, Shard{1, 2});
        const FolderLock second(folder, Shard{2, 2});
        VERIFY_ERROR(FolderLock(folder, Shard{1, 2}), "another process is running one there");
        VERIFY_ERROR(FolderLock(folder, {}), "another process is running one there");
        VERIFY_ERROR(FolderLock(folder / "missing", {}), "Cannot run a batch in");
    }
};

DUOSCOPE_TEST_MAIN(TestBatchJournal)
#include "tst_batch_journal.moc"
