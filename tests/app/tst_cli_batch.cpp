// SPDX-License-Identifier: GPL-3.0-or-later
// Batches as a user types them, and as crashes, full disks and several machines leave them.
#include "tests/app/run_cli.h"
#include "tests/support/dataset_files.h"
#include "tests/support/error_log_guard.h"

#include <QCryptographicHash>
#include <QDirIterator>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>
#include <QRandomGenerator>
#include <QSet>
#include <QTemporaryDir>

#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <memory>

using namespace duoscope::test;

namespace {

using Files = QMap<QString, QByteArray>; ///< content by path from the folder

QJsonObject object(const QByteArray& text) { return QJsonDocument::fromJson(text).object(); }

/// A count of the summary that a batch printed.
int countOf(const CliResult& result, const char* name)
{
    return object(result.output)["counts"].toObject()[name].toInt(-1);
}

/// All files of a folder, hidden ones too.
Files filesIn(const QString& folder)
{
    Files files;
    QDirIterator it(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (it.hasNext()) {
        const QString path = it.next();
        files[QDir(folder).relativeFilePath(path)] = readFile(path);
    }
    return files;
}

/// Those that equal runs have equal: pictures, records and the table of metrics.
Files results(const Files& files)
{
    Files kept;
    for (auto file = files.begin(); file != files.end(); ++file)
        if (file.key().contains('/') || file.key() == "metrics.csv")
            kept[file.key()] = file.value();
    return kept;
}

/// The events of a journal, each line as "event item method".
QStringList events(const QByteArray& journal, const QString& event)
{
    QStringList found;
    for (const QByteArray& line : journal.split('\n'))
        if (const QJsonObject entry = object(line); entry["event"].toString() == event)
            found << entry["item"].toString() + " " + entry["method"].toString();
    found.sort();
    return found;
}

} // namespace

class TestCliBatch : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    static constexpr int kPairs = 24;

    QString at(const QString& name) const { return m_folder.filePath(name); }

    void placePair(const QString& folder, const QString& name, int seed, int width = 64, int height = 48)
    {
        placeImage(at(folder + "/ir/" + name + ".png"), pattern(width, height, seed));
        cv::Mat colour;
        const cv::Mat gray = pattern(width, height, seed + 100);
        cv::merge(std::vector<cv::Mat>{gray, pattern(width, height, seed + 7), gray}, colour);
        placeImage(at(folder + "/vi/" + name + ".png"), colour);
    }

    QStringList batchOf(const QString& folder, const QString& output, const QStringList& more = {}) const
    {
        return QStringList{"batch", "-i", at(folder + "/ir"), "-v", at(folder + "/vi"), "-o", at(output)} + more;
    }

    /// Two methods and the paper's metrics over the pairs in many/.
    QStringList manyTo(const QString& output, const QStringList& more = {}) const
    {
        return batchOf("many", output,
                       QStringList{"-m", "laplacian", "guided", "--metrics", "six", "--jobs", "2"} + more);
    }

private Q_SLOTS:
    void initTestCase()
    {
        for (int i = 0; i < kPairs; ++i)
            placePair("many", QString("%1").arg(i, 3, 10, QChar('0')), i, 160, 120);
        const CliResult clean = runCli(manyTo("clean"));
        QVERIFY2(clean.exitCode == 0, qPrintable(clean.messages));
        QVERIFY2(clean.output.startsWith("24 items: 24 done\n"), clean.output.constData());
    }

    void layout()
    {
        QStringList expected{".lock", "journal.jsonl", "metrics.csv", "run.json", "summary.json"};
        for (int i = 0; i < kPairs; ++i)
            for (const char* method : {"laplacian", "guided"})
                for (const char* file : {"gray/%1.png", "colour/%1.png", "items/%1.json"})
                    expected << method + ("/" + QString(file).arg(i, 3, 10, QChar('0')));
        expected.sort();
        QCOMPARE(filesIn(at("clean")).keys(), expected);

        const QJsonObject record = object(readFile(at("clean/laplacian/items/003.json")));
        const QByteArray infrared =
            QCryptographicHash::hash(readFile(at("many/ir/003.png")), QCryptographicHash::Sha256);
        QCOMPARE(record["infrared"]["sha256"].toString().toLatin1(), infrared.toHex());
        QCOMPARE(record["provenance"]["versions"]["duoscope"].toString().isEmpty(), false);
        QCOMPARE(record["files"].toArray().size(), 2);
        QVERIFY(!readFile(at("clean/laplacian/items/003.json")).contains("seconds"));
        QVERIFY(!readFile(at("clean/laplacian/items/003.json")).contains(m_folder.path().toUtf8()));

        const QByteArray journal = readFile(at("clean/journal.jsonl"));
        QCOMPARE(events(journal, "done").size(), 2 * kPairs);
        for (const QByteArray& line : journal.split('\n'))
            if (const QJsonObject files = object(line)["files"].toObject(); !files.isEmpty())
                for (const QString& name : files.keys())
                    QCOMPARE(QString(QCryptographicHash::hash(readFile(at("clean/" + name)), QCryptographicHash::Sha256)
                                         .toHex()),
                             files[name].toString());
        const QJsonObject run = object(readFile(at("clean/run.json")));
        QCOMPARE(run["input"]["items"][3]["sha256"]["infrared"].toString().toLatin1(), infrared.toHex());
        const QJsonObject summary = object(readFile(at("clean/summary.json")));
        QCOMPARE(summary["counts"]["done"].toInt(), kPairs);
        QVERIFY(summary["throughput"]["tasks_per_minute"].toDouble() > 0);
    }

    void foldersAreNotToldUnlessAsked()
    {
        placePair("ann/set", "good", 1);
        placePair("ann/set", "damaged", 2);
        placeFile(at("ann/set/vi/damaged.png"), "no image");
        placeFile(at("ann/set/vi/Thumbs.db"), "no image");
        placeImage(at("ann/set/ir/alone.png"), pattern(64, 48, 1));
        const QByteArray place = m_folder.path().toUtf8();
        // Nothing that is written names the folder that all lies in.
        QCOMPARE(runCli(batchOf("ann/set", "ann/run", {"-m", "average", "--trace", "--metrics", "EN"})).exitCode, 3);
        const Files files = filesIn(at("ann/run"));
        QVERIFY(files.size() > 8);
        for (auto file = files.begin(); file != files.end(); ++file)
            QVERIFY2(!file.value().contains(place), qPrintable(file.key()));
        QVERIFY(files["run.json"].contains("\"../set/ir/good.png\""));
        QVERIFY(files["summary.json"].contains("Cannot read damaged.png"));
        // It is found again all the same, also where all of it was moved to.
        QVERIFY(QDir().rename(at("ann"), at("moved")));
        const CliResult again = runCli({"batch", "--repeat", at("moved/run/run.json"), "-o", at("elsewhere/again")});
        QVERIFY2(again.exitCode == 3, qPrintable(again.messages));
        QCOMPARE(results(filesIn(at("elsewhere/again"))).keys(), results(files).keys());
        QCOMPARE(readFile(at("elsewhere/again/average/gray/good.png")), files["average/gray/good.png"]);
        QVERIFY(readFile(at("elsewhere/again/run.json")).contains("\"../../moved/set/ir/good.png\""));
        // Whole paths, for who wants them; and a run that has them keeps them.
        QCOMPARE(runCli(batchOf("moved/set", "full", {"-m", "average", "--full-paths"})).exitCode, 3);
        for (const char* name : {"full/run.json", "full/summary.json", "full/journal.jsonl"})
            QVERIFY2(readFile(at(name)).contains(place + "/moved/set"), name);
        QCOMPARE(runCli({"batch", "-o", at("full"), "--resume"}).exitCode, 3);
        QVERIFY(readFile(at("full/run.json")).contains(place + "/moved/set/ir/good.png"));
    }

    void homeIsATilde()
    {
        placePair("home/ann/set", "good", 1);
        const QByteArray home = qgetenv("HOME");
        qputenv("HOME", at("home/ann").toUtf8());
        const CliResult made = runCli(batchOf("home/ann/set", "tilde", {"-m", "average"}));
        const CliResult again = runCli({"batch", "--repeat", at("tilde/run.json"), "-o", at("tilde2")});
        qputenv("HOME", home);
        QCOMPARE(made.exitCode, 0);
        QVERIFY(readFile(at("tilde/run.json")).contains("\"~/set/ir/good.png\""));
        QVERIFY(!readFile(at("tilde/run.json")).contains("home/ann"));
        QVERIFY2(again.exitCode == 0, qPrintable(again.messages));
        QCOMPARE(results(filesIn(at("tilde2"))), results(filesIn(at("tilde"))));
    }

    void pixelsAreThoseOfFuse()
    {
        const CliResult fused = runCli({"fuse", "-i", at("many/ir/005.png"), "-v", at("many/vi/005.png"), "-o",
                                        at("fused"), "--method", "guided"});
        QVERIFY2(fused.exitCode == 0, qPrintable(fused.messages));
        QCOMPARE(readFile(at("fused/gray.png")), readFile(at("clean/guided/gray/005.png")));
        QCOMPARE(readFile(at("fused/colour.png")), readFile(at("clean/guided/colour/005.png")));
    }

    void metricsAreThoseOfEvaluate_data()
    {
        QTest::addColumn<QString>("convention");
        QTest::newRow("paper") << "paper";
        QTest::newRow("toolbox") << "toolbox";
    }
    void metricsAreThoseOfEvaluate()
    {
        QFETCH(QString, convention);
        for (int i = 0; i < 3; ++i)
            placePair("measured", QString::number(i), i);
        cv::Mat deep, four;
        pattern(64, 48, 5).convertTo(deep, CV_16U, 9, 6000);
        placeImage(at("measured/ir/deep.png"), deep);
        placeImage(at("measured/vi/deep.png"), pattern(64, 48, 6));
        cv::merge(std::vector<cv::Mat>{pattern(64, 48, 1), pattern(64, 48, 2), pattern(64, 48, 3), pattern(64, 48, 4)},
                  four); // as in MFNet
        placeImage(at("measured/ir/four.png"), four);
        placeImage(at("measured/vi/four.png"), four);
        placeImage(at("measured/ir/flat.png"), cv::Mat(48, 64, CV_8UC1, cv::Scalar(80))); // some are undefined for it
        placeImage(at("measured/vi/flat.png"), cv::Mat(48, 64, CV_8UC1, cv::Scalar(80)));

        const QString output = "metrics-" + convention;
        const CliResult batch = runCli(batchOf(
            "measured", output, {"-m", "laplacian", "maximum", "--metrics", "all", "--convention", convention}));
        QVERIFY2(batch.exitCode == 0, qPrintable(batch.messages));
        const QList<QByteArray> lines = readFile(at(output + "/metrics.csv")).trimmed().split('\n');
        QCOMPARE(lines[0], QByteArray("method,item,metric,value,reason"));
        QCOMPARE(lines.size(), 1 + 2 * 6 * 19);
        QSet<QByteArray> ours;
        for (const QByteArray& line : lines.mid(1)) { // method,item,… → item,method,…
            QList<QByteArray> fields = line.split(',');
            fields.swapItemsAt(0, 1);
            ours.insert(fields.join(','));
        }
        const CliResult evaluated =
            runCli({"evaluate", "-i", at("measured/ir"), "-v", at("measured/vi"), "-f",
                    "laplacian=" + at(output + "/laplacian/gray"), "-f", "maximum=" + at(output + "/maximum/gray"),
                    "--metrics", "all", "--convention", convention, "--per-image", "--format", "csv-long"});
        QVERIFY2(evaluated.exitCode == 0, qPrintable(evaluated.messages));
        const QList<QByteArray> theirs = evaluated.output.trimmed().split('\n').mid(1);
        QCOMPARE(ours, QSet<QByteArray>(theirs.begin(), theirs.end()));
        QVERIFY(readFile(at(output + "/metrics.csv")).contains("flat,CC,nan,")); // a reason follows
    }

    void failuresAreTold()
    {
        for (int i = 0; i < 6; ++i)
            placePair("mixed", QString("good%1").arg(i), i);
        for (int i = 0; i < 5; ++i) {
            placePair("mixed", QString("damaged%1").arg(i), i);
            const QString file = at(QString("mixed/%1/damaged%2.png").arg(i % 2 ? "ir" : "vi").arg(i));
            placeFile(file, i == 4 ? "no image" : readFile(file).left(200 + 40 * i));
        }
        placeImage(at("mixed/ir/alone1.png"), pattern(64, 48, 1));
        placeImage(at("mixed/ir/alone2.png"), pattern(64, 48, 1));
        placeImage(at("mixed/vi/alone3.png"), pattern(64, 48, 1));
        for (const char* name : {"unequal1", "unequal2"}) {
            placeImage(at(QString("mixed/ir/%1.png").arg(name)), pattern(64, 48, 1));
            placeImage(at(QString("mixed/vi/%1.png").arg(name)), pattern(32, 48, 1));
        }
        placeFile(at("mixed/vi/Thumbs.db"), "no image");

        const CliResult plan = runCli(batchOf("mixed", "never", {"--plan", "--json"}));
        QCOMPARE(plan.exitCode, 0);
        QVERIFY(!QFileInfo::exists(at("never")));
        const QJsonObject counts = object(plan.output)["counts"].toObject();
        QCOMPARE(counts["items"].toInt(), 16);
        QCOMPARE(counts["will_fail"].toInt(), 6); // headers alone do not show that pixels are missing
        QCOMPARE(counts["skipped"].toInt(), 1);
        const CliResult planned = runCli(batchOf("mixed", "never", {"--plan"}));
        for (const char* words :
             {"alone1.png", "no visible file with this stem", "infrared 64 x 48, visible 32 x 48",
              "Thumbs.db: its name is not that of an image", "16 items: 10 good, 0 to check, 6 that"})
            QVERIFY2(planned.output.contains(words), planned.output.constData());

        const CliResult result = runCli(batchOf("mixed", "failures", {"-m", "laplacian", "average", "--json"}));
        QCOMPARE(result.exitCode, 3);
        QCOMPARE(result.output, readFile(at("failures/summary.json")));
        const QJsonObject summary = object(result.output);
        QCOMPARE(summary["counts"]["done"].toInt(), 6);
        QCOMPARE(summary["counts"]["failed"].toInt(), 10);
        QCOMPARE(summary["skipped"].toArray().size(), 1);
        const QJsonArray failures = summary["failures"].toArray();
        QCOMPARE(failures.size(), 10);
        for (const QJsonValue& failure : failures) {
            const QString item = failure["item"].toString(), reason = failure["reason"].toString();
            QVERIFY2(!item.startsWith("good"), qPrintable(item));
            QCOMPARE(failure["methods"].toArray().size(), 2);
            const char* words = item.startsWith("alone")     ? "file of that stem"
                                : item.startsWith("unequal") ? "64 x 48 pixels and the visible image 32 x 48"
                                                             : "Cannot read";
            QVERIFY2(reason.contains(words), qPrintable(reason));
            QVERIFY2(result.messages.contains(reason), qPrintable(result.messages));
        }
        for (const char* method : {"laplacian", "average"})
            QCOMPARE(QDir(at(QString("failures/%1/gray").arg(method))).entryList(QDir::Files),
                     (QStringList{"good0.png", "good1.png", "good2.png", "good3.png", "good4.png", "good5.png"}));

        // What was mended is made when the run goes on; what is done is left as it is.
        placePair("mixed", "damaged0", 0);
        const CliResult again = runCli({"batch", "-o", at("failures"), "--resume", "--json"});
        QCOMPARE(again.exitCode, 3);
        QCOMPARE(countOf(again, "done"), 7);
        QCOMPARE(countOf(again, "kept_tasks"), 12);
    }

    void killedAndResumed()
    {
        QRandomGenerator random(7);
        const Files clean = filesIn(at("clean"));
        int kills = 0, folders = 0;
        while (kills < 10) {
            const QString output = QString("killed%1").arg(folders++);
            CliResult last;
            for (bool ended = false; !ended;) {
                QProcess process;
                process.start(DUOSCOPE_CLI, manyTo(output, {"--resume"}));
                QVERIFY(process.waitForStarted());
                if (kills < 10) {
                    // Any time at all, and times when there is surely something being written.
                    if (kills % 2) {
                        const qint64 before = QFileInfo(at(output + "/journal.jsonl")).size();
                        const qint64 more = random.bounded(1, 4000);
                        while (process.state() == QProcess::Running &&
                               QFileInfo(at(output + "/journal.jsonl")).size() < before + more)
                            process.waitForFinished(1);
                        ::usleep(static_cast<useconds_t>(random.bounded(20'000)));
                    } else {
                        process.waitForFinished(random.bounded(50, 400));
                    }
                    if (process.state() == QProcess::Running) {
                        process.kill();
                        ++kills;
                    }
                }
                QVERIFY(process.waitForFinished(120'000));
                ended = process.exitStatus() == QProcess::NormalExit;
                last = {process.exitCode(), process.readAllStandardOutput(),
                        QString::fromUtf8(process.readAllStandardError())};
            }
            QVERIFY2(last.exitCode == 0, qPrintable(last.messages));

            const Files resumed = filesIn(at(output));
            QCOMPARE(resumed.keys(), clean.keys());
            QCOMPARE(results(resumed), results(clean));
            QCOMPARE(resumed["run.json"], clean["run.json"]);
            // Each item and method once, none twice.
            QCOMPARE(events(resumed["journal.jsonl"], "done"), events(clean["journal.jsonl"], "done"));
            QCOMPARE(events(resumed["journal.jsonl"], "lost"), QStringList());
            qInfo("%d kills, %lld tasks begun for %d", kills,
                  static_cast<long long>(events(resumed["journal.jsonl"], "began").size()), 2 * kPairs);
        }
    }

    void alteredResultsAreMadeAgain()
    {
        QVERIFY(runCli(manyTo("altered")).exitCode == 0);
        QVERIFY(QFile::remove(at("altered/laplacian/gray/004.png")));
        placeFile(at("altered/guided/items/007.json"), "{}");
        placeFile(at("altered/guided/gray/.009.png.123-0.part"), "half a pict");
        QByteArray journal = readFile(at("altered/journal.jsonl"));
        const QStringList before = events(journal, "done");
        journal.chop(20); // a torn last line
        placeFile(at("altered/journal.jsonl"), journal);
        const QStringList torn = events(journal, "done");
        QCOMPARE(torn.size(), before.size() - 1);

        const CliResult result = runCli({"batch", "-o", at("altered"), "--resume", "--json"});
        QVERIFY2(result.exitCode == 0, qPrintable(result.messages));
        QCOMPARE(countOf(result, "kept_tasks"), 2 * kPairs - 3);
        const Files after = filesIn(at("altered")), clean = filesIn(at("clean"));
        QCOMPARE(after.keys(), clean.keys());
        QCOMPARE(results(after), results(clean));
        QCOMPARE(events(after["journal.jsonl"], "lost"), (QStringList{"004 laplacian", "007 guided"}));

        // A source that has changed since makes its results old.
        placePair("many", "002", 55, 160, 120);
        const CliResult changed = runCli({"batch", "-o", at("altered"), "--resume", "--json"});
        placePair("many", "002", 2, 160, 120);
        QCOMPARE(countOf(changed, "kept_tasks"), 2 * kPairs - 2);
        QVERIFY(readFile(at("altered/guided/gray/002.png")) != clean["guided/gray/002.png"]);
    }

    void shardsEqualTheWhole_data()
    {
        QTest::addColumn<bool>("together");
        QTest::newRow("one folder") << true;
        QTest::newRow("four folders") << false;
    }
    void shardsEqualTheWhole()
    {
        QFETCH(bool, together);
        const QString name = together ? "together" : "apart";
        std::vector<std::unique_ptr<QProcess>> processes;
        QStringList folders;
        for (int i = 1; i <= 4; ++i) {
            const QString folder = together ? name + "/shards" : name + QString("/shard%1").arg(i);
            folders << at(folder);
            processes.push_back(std::make_unique<QProcess>());
            processes.back()->start(DUOSCOPE_CLI, manyTo(folder, {"--shard", QString("%1/4").arg(i)}));
        }
        for (const auto& process : processes) {
            QVERIFY(process->waitForFinished(120'000));
            QVERIFY2(process->exitCode() == 0, process->readAllStandardError().constData());
        }
        const CliResult result = runCli(QStringList{"batch", "-o", at(name + "-all"), "--collect"} + folders);
        QVERIFY2(result.exitCode == 0, qPrintable(result.messages));
        QVERIFY2(result.output.startsWith("24 items: 24 done\n"), result.output.constData());
        const Files all = filesIn(at(name + "-all")), clean = filesIn(at("clean"));
        QCOMPARE(all.keys(), clean.keys());
        QCOMPARE(results(all), results(clean));
        QCOMPARE(all["run.json"], clean["run.json"]);
        QCOMPARE(events(all["journal.jsonl"], "done"), events(clean["journal.jsonl"], "done"));

        // Neither takes the other's results for half-written.
        for (const QStringList& more : {QStringList{}, QStringList{"--shard", "1/3"}}) {
            const CliResult refused = runCli(manyTo(QDir(m_folder.path()).relativeFilePath(folders[0]), more));
            QCOMPARE(refused.exitCode, 1);
            QVERIFY2(refused.messages.contains("it holds a shard of a batch"), qPrintable(refused.messages));
        }
        if (together) { // in place
            const CliResult inPlace = runCli({"batch", "-o", folders[0], "--collect", folders[0]});
            QVERIFY2(inPlace.exitCode == 0, qPrintable(inPlace.messages));
            QCOMPARE(results(filesIn(folders[0]))["metrics.csv"], clean["metrics.csv"]);
            return;
        }
        // Without one shard, and with a file of another gone.
        QVERIFY(QFile::remove(at(name + "/shard1/guided/gray/000.png")));
        const CliResult missing =
            runCli(QStringList{"batch", "-o", at(name + "/some"), "--json", "--collect"} + folders.mid(0, 3));
        QCOMPARE(missing.exitCode, 3);
        QCOMPARE(countOf(missing, "missing"), 7);
        QCOMPARE(object(missing.output)["missing"].toArray().size(), 13);
        QVERIFY2(missing.messages.contains("000 by guided is missing.") &&
                     missing.messages.contains("023 by laplacian is missing."),
                 qPrintable(missing.messages));
        // Which going on makes.
        const CliResult resumed = runCli({"batch", "-o", at(name + "/some"), "--resume"});
        QVERIFY2(resumed.exitCode == 0, qPrintable(resumed.messages));
        QCOMPARE(results(filesIn(at(name + "/some"))), results(clean));

        const CliResult twice =
            runCli({"batch", "-o", at(name + "/twice"), "--collect", folders[1], at("together/shards")});
        QCOMPARE(twice.exitCode, 1);
        QVERIFY2(twice.messages.contains("the shard 2 is also in"), qPrintable(twice.messages));
        QCOMPARE(runCli({"batch", "-o", at("x"), "--collect", at("many")}).exitCode, 2);
    }

    void repeated()
    {
        placePair("again", "a", 1);
        placePair("again", "b", 2);
        QVERIFY(runCli(batchOf("again", "first", {"-m", "guided", "--metrics", "EN", "--stretch", "--no-colour"}))
                    .exitCode == 0);
        const CliResult same = runCli({"batch", "--repeat", at("first/run.json"), "-o", at("second")});
        QVERIFY2(same.exitCode == 0, qPrintable(same.messages));
        const Files first = filesIn(at("first")), second = filesIn(at("second"));
        QCOMPARE(second.keys(), first.keys());
        QCOMPARE(results(second), results(first));
        QCOMPARE(second["run.json"], first["run.json"]);
        QVERIFY(!second.contains("guided/colour/a.png"));

        placePair("again", "b", 3);
        const CliResult changed = runCli({"batch", "--repeat", at("first/run.json"), "-o", at("third")});
        QCOMPARE(changed.exitCode, 2);
        QVERIFY2(changed.sentence().contains("ir/b.png is no longer the file that it read, nor are 1 more"),
                 qPrintable(changed.messages));
        QVERIFY(!QFileInfo::exists(at("third")));
        const CliResult forced = runCli({"batch", "--repeat", at("first/run.json"), "-o", at("third"), "--force"});
        QVERIFY2(forced.exitCode == 0, qPrintable(forced.messages));
        QVERIFY(readFile(at("third/guided/gray/b.png")) != first["guided/gray/b.png"]);
        QCOMPARE(readFile(at("third/guided/gray/a.png")), first["guided/gray/a.png"]);
    }

    // A disk that is full for some: no file may grow beyond 16 KiB.
    void fullDisk()
    {
        placePair("full", "small1", 1, 32, 32);
        placePair("full", "small2", 2, 32, 32);
        cv::Mat noise(200, 200, CV_8UC1);
        cv::randu(noise, 0, 255);
        placeImage(at("full/ir/large.png"), noise);
        placeImage(at("full/vi/large.png"), noise);
        QProcess process;
        process.setChildProcessModifier([] {
            std::signal(SIGXFSZ, SIG_IGN); // as where the disk itself says no
            const rlimit limit{16 << 10, 16 << 10};
            ::setrlimit(RLIMIT_FSIZE, &limit);
        });
        process.start(DUOSCOPE_CLI, batchOf("full", "filled", {"-m", "average"}));
        QVERIFY(process.waitForFinished(60'000));
        const QString messages = QString::fromUtf8(process.readAllStandardError());
        QVERIFY2(process.exitCode() == 3, qPrintable(messages));
        QVERIFY2(messages.contains("large: Cannot write") && messages.contains("File too large"), qPrintable(messages));
        QStringList names = filesIn(at("filled")).keys();
        names.removeIf([](const QString& name) { return !name.contains('/'); });
        QCOMPARE(names,
                 (QStringList{"average/colour/small1.png", "average/colour/small2.png", "average/gray/small1.png",
                              "average/gray/small2.png", "average/items/small1.json", "average/items/small2.json"}));
        // With room again, it goes on.
        const CliResult again = runCli({"batch", "-o", at("filled"), "--resume"});
        QVERIFY2(again.exitCode == 0, qPrintable(again.messages));
        QVERIFY(QFileInfo::exists(at("filled/average/gray/large.png")));
    }

    void interrupted()
    {
        QProcess process;
        process.start(DUOSCOPE_CLI,
                      batchOf("many", "stopped", {"-m", "guided", "average", "--metrics", "all", "--jobs", "1"}));
        while (process.state() != QProcess::NotRunning && QFileInfo(at("stopped/journal.jsonl")).size() < 1500)
            process.waitForFinished(1);
        QVERIFY2(process.state() == QProcess::Running, process.readAllStandardError().constData());
        QCOMPARE(::kill(static_cast<pid_t>(process.processId()), SIGINT), 0);
        QVERIFY(process.waitForFinished(60'000));
        QCOMPARE(process.exitCode(), 130);
        const QString messages = QString::fromUtf8(process.readAllStandardError());
        QVERIFY2(messages.contains("--resume goes on with it"), qPrintable(messages));
        const int done = static_cast<int>(events(readFile(at("stopped/journal.jsonl")), "done").size());
        QVERIFY(done > 0 && done < 2 * kPairs);
        const CliResult again = runCli({"batch", "-o", at("stopped"), "--resume", "--json"});
        QVERIFY2(again.exitCode == 0, qPrintable(again.messages));
        QCOMPARE(countOf(again, "kept_tasks"), done);
    }

    // With the bundled model: both equations, class weights, stages, segmentation and a trace.
    void network()
    {
        const CliResult made = runCli({"synthesize", "-n", "2", "--width", "64", "--height", "48", "-o", at("street")});
        QVERIFY2(made.exitCode == 0, qPrintable(made.messages));
        const QStringList options{
            "-m",        "uaafusion", "uaafusion-released", "laplacian", "--trace", "--segmentation",
            "--threads", "1",         "--stages",           "2"};
        const CliResult result = runCli(batchOf("street", "network", options));
        QVERIFY2(result.exitCode == 0, qPrintable(result.messages));
        const QJsonObject record = object(readFile(at("network/uaafusion-paper/items/000001.json")));
        QCOMPARE(record["stages"].toArray().size(), 2);
        QVERIFY(record["stages"][1]["step_size"].isDouble() && record["stages"][1]["completeness_residual"].isDouble());
        QVERIFY(record["classes"].toArray().size() > 1 && record["classes"][0]["infrared"]["attribution"].isDouble());
        QCOMPARE(record["provenance"]["model"]["sha256"].toString().size(), 64);
        QVERIFY(QFileInfo::exists(at("network/uaafusion-paper/segmentation/000002.png")));
        QVERIFY(QFileInfo::exists(at("network/uaafusion-released/trace/000002/attention_2.npy")));
        QVERIFY(QFileInfo::exists(at("network/laplacian/trace/000001/trace.json")));

        const CliResult again = runCli({"batch", "--repeat", at("network/run.json"), "-o", at("network2")});
        QVERIFY2(again.exitCode == 0, qPrintable(again.messages));
        for (const char* name : {"uaafusion-paper/gray/000001.png", "uaafusion-released/items/000002.json"})
            QCOMPARE(readFile(at(QString("network2/") + name)), readFile(at(QString("network/") + name)));
        const CliResult fused = runCli({"fuse", "-i", at("street/ir/000002.png"), "-v", at("street/vi/000002.png"),
                                        "-o", at("one"), "--equations", "released", "--threads", "1", "--stages", "2"});
        QVERIFY2(fused.exitCode == 0, qPrintable(fused.messages));
        QCOMPARE(readFile(at("network/uaafusion-released/gray/000002.png")), readFile(at("one/gray.png")));
    }

    void dataset()
    {
        for (const char* folder : {"ir", "vi"})
            placeImage(at(QString("msrs/test/%1/0001N.png").arg(folder)), pattern(48, 48, 1));
        for (const QString& dataset : {"msrs=" + at("msrs"), at("msrs")}) {
            const CliResult result = runCli(
                {"batch", "--dataset", dataset, "-o", at("of" + QString::number(dataset.size())), "-m", "average"});
            QVERIFY2(result.exitCode == 0, qPrintable(result.messages));
        }
    }

    void refused_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<QString>("sentence");
        const QStringList input{"-i", at("many/ir"), "-v", at("many/vi"), "-m", "average"};
        const QStringList good = input + QStringList{"-o", at("never")};
        placeFile(at("blocked"), "a file");
        placeFile(at("broken/run.json"), "{\"kind\": \"batch\"}");
        QTest::newRow("nothing") << QStringList{"-o", at("never")} << 1 << "it takes --infrared and --visible";
        QTest::newRow("no output") << input << 1 << "no folder for the results";
        QTest::newRow("no visible") << QStringList{"-i", at("many/ir"), "-o", at("never")} << 1 << "--visible";
        QTest::newRow("both") << good + QStringList{"--dataset", at("many")} << 1 << "takes the place";
        QTest::newRow("layout") << QStringList{"--dataset", "x=" + at("many"), "-o", at("never")} << 1
                                << "layout \"x\"";
        QTest::newRow("method") << good + QStringList{"-m", "wavelets"} << 1 << "Unknown method \"wavelets\"";
        QTest::newRow("twice") << good + QStringList{"-m", "average"} << 1 << "average is named twice";
        QTest::newRow("metric") << good + QStringList{"--metrics", "XY"} << 1 << "Unknown metric";
        QTest::newRow("shard") << good + QStringList{"--shard", "5/4"} << 1 << "Cannot understand the shard";
        QTest::newRow("folder") << QStringList{"-i", at("none"), "-v", at("none"), "-o", at("never")} << 2
                                << "Cannot look into the folder";
        QTest::newRow("blocked") << input + QStringList{"-o", at("blocked")} << 2 << "Cannot run a batch in";
        QTest::newRow("model") << QStringList{"-i",      at("many/ir"),         "-v", at("many/vi"), "-m", "uaafusion",
                                              "--model", at("many/ir/000.png"), "-o", at("never")}
                               << 2 << "000.png";
        QTest::newRow("repeat") << QStringList{"--repeat", at("none.json"), "-o", at("never")} << 2
                                << "Cannot read the run";
        QTest::newRow("broken") << QStringList{"--repeat", at("broken/run.json"), "-o", at("never")} << 2
                                << "it is damaged";
        QTest::newRow("nothing to resume") << QStringList{"-o", at("never"), "--resume"} << 2 << "Cannot read the run";
        QTest::newRow("labels") << QStringList{"--dataset", at("many"), "--labels", at("many"), "-o", at("never")} << 1
                                << "brings its labels";
        QTest::newRow("shard of a whole") << input + QStringList{"-o", at("clean"), "--shard", "1/2"} << 1
                                          << "it holds a run that is not split into shards";
        QTest::newRow("holds a run") << input + QStringList{"-o", at("clean")} << 1
                                     << "Go on with that run by --resume";
        QTest::newRow("another run")
            << input + QStringList{"-o", at("clean"), "--resume"} << 1
            << "it holds another run: the methods are laplacian, guided there and average here";
    }
    void refused()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, exitCode);
        QFETCH(QString, sentence);
        const CliResult result = runCli(QStringList{"batch"} + arguments);
        QVERIFY2(result.exitCode == exitCode, qPrintable(result.messages));
        QVERIFY2(result.messages.contains(sentence), qPrintable(result.messages));
        QVERIFY(!QFileInfo::exists(at("never")));
    }
};

DUOSCOPE_TEST_MAIN(TestCliBatch)
#include "tst_cli_batch.moc"
