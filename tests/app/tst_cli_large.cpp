// SPDX-License-Identifier: GPL-3.0-or-later
// Pairs that do not fit the memory allowed: fused in tiles, within it.
#include "tests/app/run_cli.h"
#include "tests/support/error_log_guard.h"
#include "tests/support/files.h"

#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

#include <sys/resource.h>
#include <sys/wait.h>

#include <spawn.h>
#include <unistd.h>

using namespace duoscope::test;

namespace {

/// Most bytes that a run of duoscope-cli held at once; -1 where it failed.
std::int64_t peakOf(const QStringList& arguments)
{
    std::vector<QByteArray> words{DUOSCOPE_CLI};
    for (const QString& argument : arguments)
        words.push_back(argument.toUtf8());
    std::vector<char*> pointers;
    for (QByteArray& word : words)
        pointers.push_back(word.data());
    pointers.push_back(nullptr);
    pid_t child = 0;
    if (posix_spawn(&child, DUOSCOPE_CLI, nullptr, nullptr, pointers.data(), environ) != 0)
        return -1;
    int status = 0;
    rusage usage{};
    if (wait4(child, &status, 0, &usage) != child || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return -1;
    return std::int64_t{usage.ru_maxrss} * 1024;
}

} // namespace

class TestCliLarge : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QCOMPARE(runCli({"synthesize", "--width", "768", "--height", "560", "-o", m_folder.path()}).exitCode, 0);
    }

    void memoryStaysWithinTheBudget()
    {
        constexpr double kBudget = 0.7; // GiB, where the whole would take 0.73
        const QString output = m_folder.filePath("tiled");
        const std::int64_t peak = peakOf(pair() + QStringList{"-o", output, "--memory", QString::number(kBudget),
                                                              "--stages", "2", "--quadrature", "midpoint:1"});
        QVERIFY(peak > 0);
        QVERIFY2(static_cast<double>(peak) < kBudget * (1 << 30),
                 qPrintable(QString("%1 MiB").arg(static_cast<double>(peak) / (1 << 20))));
        const QJsonObject tiling =
            QJsonDocument::fromJson(readFile(output + "/summary.json")).object()["tiling"].toObject();
        QVERIFY(tiling["guidance"].toObject()["reduction"].toInt() > 1);
        QVERIFY(tiling["tiles"].toInt() > 1);
    }

    void theUserIsTold()
    {
        const CliResult result =
            runCli(pair() + QStringList{"-o", m_folder.filePath("told"), "--tile", "400", "--guidance-pixels", "60000",
                                        "--stages", "1", "--quadrature", "midpoint:1"});
        QVERIFY2(result.exitCode == 0, qPrintable(result.messages));
        QVERIFY2(result.output.contains("in 4 tiles of up to 384 x 280 pixels"), result.output.constData());
        QVERIFY2(result.output.contains("on 256 x 187 (1/3)"), result.output.constData());
    }

    void whatDoesNotFitIsRefused()
    {
        const CliResult result = runCli(pair() + QStringList{"-o", m_folder.filePath("none"), "--memory", "0.1"});
        QCOMPARE(result.exitCode, 2);
        QVERIFY2(result.sentence().contains("may be used"), qPrintable(result.messages));
        const CliResult other =
            runCli(pair() + QStringList{"-o", m_folder.filePath("none"), "--memory", "0.01", "--method", "laplacian"});
        QCOMPARE(other.exitCode, 2);
        QVERIFY2(other.sentence().contains("its pyramid spans the whole picture"), qPrintable(other.messages));
    }

private:
    QStringList pair() const
    {
        return {"fuse", "-i", m_folder.filePath("ir/000001.png"), "-v", m_folder.filePath("vi/000001.png")};
    }

    QTemporaryDir m_folder;
};

DUOSCOPE_TEST_MAIN(TestCliLarge)
#include "tst_cli_large.moc"
