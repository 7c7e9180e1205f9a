// SPDX-License-Identifier: GPL-3.0-or-later
// run.json as it is written, and as it may come from anywhere.
#include "core/base/error.h"
#include "core/batch/run_file.h"
#include "tests/support/error_log_guard.h"
#include "tests/support/files.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

using namespace duoscope;
using namespace duoscope::test;

class TestRunFile : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString file() const { return m_folder.filePath("run.json"); }

    static RunDescription run()
    {
        RunDescription run;
        BatchItem item;
        item.stem = "夜 1";
        item.infrared = "/data/ir/1.png";
        item.visible = "/data/vi/1.png";
        item.infraredOutline = item.visibleOutline = {64, 48, 8};
        run.plan.items.push_back(item);
        run.inputs[item.stem] = {{"infrared", "12"}};
        run.request.methods.push_back(parseBatchMethod("average", {}));
        run.provenance["average"] = R"({"method":"average","model":{"sha256":"34"}})";
        return run;
    }

    /// The text of a run with one value replaced.
    QByteArray with(const QByteArray& before, const QByteArray& after) const
    {
        writeRun(toPath(file()), run());
        QByteArray text = QJsonDocument::fromJson(readFile(file())).toJson(QJsonDocument::Compact);
        if (!text.contains(before))
            throw std::runtime_error("the run holds no " + before.toStdString());
        return text.replace(before, after);
    }

private Q_SLOTS:
    void comesBack()
    {
        writeRun(toPath(file()), run());
        const RunDescription read = readRun(toPath(file()));
        QCOMPARE(differenceOf(read, run()), "");
        QCOMPARE(read.plan.items.size(), 1U);
        QCOMPARE(read.plan.items[0].stem, run().plan.items[0].stem);
        QCOMPARE(read.plan.items[0].infraredOutline.pixels(), 64 * 48);
        QVERIFY(read.inputs == run().inputs);
        QVERIFY(!read.request.methods[0].options.halfPrecision);

        RunDescription half = run();
        half.request.methods[0].options.halfPrecision = true;
        writeRun(toPath(file()), half);
        QVERIFY(readRun(toPath(file())).request.methods[0].options.halfPrecision);
    }

    void hostile_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("reason");
        const QByteArray item = R"("item":"夜 1")", key = R"("key":"average")";
        // Going on with a batch removes what is half-done under these names.
        for (const char* name : {"..", ".", "", "../../precious", "a/b", "a\\u0000b"}) {
            QTest::addRow("item %s", name)
                << with(item, QByteArray("\"item\":\"") + name + '"') << "is none that a batch gives to files";
            QTest::addRow("method %s", name)
                << with(key, QByteArray("\"key\":\"") + name + '"') << "is none that a batch gives to files";
        }
        QTest::newRow("kind") << with(R"("kind":"batch")", R"("kind":7)") << "it does not describe a batch";
        QTest::newRow("format") << with(R"("format":1)", R"("format":"new")") << "a whole number";
        QTest::newRow("later") << with(R"("format":1)", R"("format":2)") << "a newer version";
        QTest::newRow("shard") << with(R"("shard":"1/1")", R"("shard":"5/4")") << "the shard";
        QTest::newRow("size") << with("[64,48,8]", "[4611686018427387904,8,8]") << "makes no sense";
        QTest::newRow("beyond numbers") << with("[64,48,8]", "[1e300,48,8]") << "a whole number";
        QTest::newRow("beyond int") << with("[64,48,8]", "[64,48,4294967304]") << "at most 2147483647";
        QTest::newRow("negative") << with("[64,48,8]", "[-64,48,8]") << "makes no sense";
        QTest::newRow("provenance") << with(R"({"sha256":"34"})", "[]") << "it is damaged";
        QTest::newRow("hash") << with(R"({"sha256":"34"})", R"({"sha256":34})") << "a provenance in it is none";
        QTest::newRow("nested") << with(R"({"sha256":"34"})", QByteArray(100'000, '[') + QByteArray(100'000, ']'))
                                << "nested more than 64 levels deep";
    }
    void hostile()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, reason);
        QVERIFY(writeFile(file(), text));
        try {
            readRun(toPath(file()));
            QFAIL("it was read");
        } catch (const Error& error) {
            QVERIFY2(QString::fromUtf8(error.what()).contains(reason), error.what());
            QCOMPARE(error.failure(), "Cannot read the run " + file().toStdString());
            QVERIFY(error.kind() == ErrorKind::Input);
        }
    }

    void otherMethodsDiffer()
    {
        RunDescription one = run(), two = run();
        two.request.methods.push_back(parseBatchMethod("maximum", {}));
        QVERIFY(differenceOf(one, two).find("average there and average, maximum here") != std::string::npos);
        // Names that only look alike when they are listed.
        two.request.methods = one.request.methods;
        one.request.methods[0].key = "average, maximum";
        one.provenance = {{"average, maximum", "{}"}};
        two.request.methods.push_back(two.request.methods[0]);
        two.request.methods[1].key = "maximum";
        QVERIFY(!differenceOf(one, two).empty());
    }
};

DUOSCOPE_TEST_MAIN(TestRunFile)
#include "tst_run_file.moc"
