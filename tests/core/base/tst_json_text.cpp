// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/json_text.h"
#include "core/base/unforeseen.h"
#include "tests/support/error_log_guard.h"
#include "tests/support/files.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>

#include <sys/stat.h>

#include <new>
#include <stdexcept>

using namespace duoscope;
using namespace duoscope::test;

class TestJsonText : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString reasonFor(const QString& name, std::uintmax_t mostBytes = 1000) const
    {
        try {
            readJsonText(toPath(m_folder.filePath(name)), mostBytes);
            return {};
        } catch (const std::runtime_error& problem) {
            return problem.what();
        }
    }

private Q_SLOTS:
    void depth()
    {
        QCOMPARE(jsonDepth(""), 0U);
        QCOMPARE(jsonDepth("7"), 0U);
        QCOMPARE(jsonDepth("[[], {}]"), 2U);
        QCOMPARE(jsonDepth(R"({"a": [1, {"b": []}], "c": []})"), 4U);
        const char* const inTexts = "[\"[[[[\", \"\\\"[[\", \"\\\\\", []]"; // ["[[[[", "\"[[", "\\", []]
        QCOMPARE(jsonDepth(inTexts), 2U);                                   // what stands in texts does not count
        QCOMPARE(jsonDepth("]]]][[["), 3U);
    }

    void files()
    {
        QVERIFY(writeFile(m_folder.filePath("good"), QByteArray(64, '[') + QByteArray(64, ']')));
        QCOMPARE(readJsonText(toPath(m_folder.filePath("good")), 128).size(), 128U);
        QCOMPARE(reasonFor("good", 127), "its 128 bytes are more than such a file ever has (127)");
        QVERIFY(writeFile(m_folder.filePath("deep"), QByteArray(65, '[')));
        QCOMPARE(reasonFor("deep"), "its values are nested more than 64 levels deep");
        QCOMPARE(reasonFor("missing"), "there is no such file");
        QCOMPARE(reasonFor("."), "it is a folder");
        QCOMPARE(::mkfifo(m_folder.filePath("pipe").toLocal8Bit().constData(), 0600), 0);
        QCOMPARE(reasonFor("pipe"), "it is not a regular file");
    }

    /// Files of the kernel say a size that they do not have, as one that is cut off while it is read.
    void shorterThanItsSize()
    {
        const QString file = "/sys/kernel/mm/transparent_hugepage/enabled";
        if (QFileInfo(file).size() <= readFile(file).size())
            QSKIP("this kernel has no such file");
        const QString reason = reasonFor(QDir(m_folder.path()).relativeFilePath(file), 1 << 20);
        QVERIFY2(reason.contains("bytes could be read") && reason.startsWith("only "), qPrintable(reason));
    }

    void memoryThatRanOut()
    {
        const std::runtime_error torch(
            "[enforce fail at alloc_cpu.cpp:66] . DefaultCPUAllocator: can't allocate memory: "
            "you tried to allocate 7 bytes.");
        const std::runtime_error gpu("CUDA out of memory. Tried to allocate 20 MiB");
        const std::runtime_error openCv(
            "OpenCV(4.6.0) alloc.cpp:73: error: (-4:Insufficient memory) Failed to allocate");
        for (const std::exception* problem :
             {static_cast<const std::exception*>(&torch), static_cast<const std::exception*>(&gpu),
              static_cast<const std::exception*>(&openCv)})
            QCOMPARE(unforeseenError(*problem).reason(), "there is not enough memory");
        QCOMPARE(unforeseenError(std::bad_alloc()).reason(), "there is not enough memory");
        const Error other = unforeseenError(std::runtime_error("vector::at"));
        QCOMPARE(other.failure(), "Something unforeseen went wrong");
        QCOMPARE(other.reason(), "vector::at");
    }
};

DUOSCOPE_TEST_MAIN(TestJsonText)
#include "tst_json_text.moc"
