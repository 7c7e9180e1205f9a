// SPDX-License-Identifier: GPL-3.0-or-later
// What a report says, against a batch whose numbers are worked out here once more.
#include "core/base/error.h"
#include "core/report/batch_report.h"
#include "core/report/data_formats.h"
#include "core/report/page.h"
#include "core/report/report_writer.h"
#include "tests/core/report/small_batch.h"
#include "tests/support/error_log_guard.h"

#include <QTemporaryDir>

#include <algorithm>
#include <cmath>

using namespace duoscope;
using namespace duoscope::test;

namespace {

/// One cell of a table of means.
struct Mean {
    double mean = 0;
    double deviation = 0;
};

/// A line of CSV whose fields may be in quotes.
QStringList fieldsOf(const QString& line)
{
    QStringList fields{""};
    bool quoted = false;
    for (qsizetype i = 0; i < line.size(); ++i) {
        if (line[i] == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"')
            fields.back() += line[++i];
        else if (line[i] == '"')
            quoted = !quoted;
        else if (line[i] == ',' && !quoted)
            fields << "";
        else
            fields.back() += line[i];
    }
    return fields;
}

/// Means of metrics.csv by "method metric", of the pairs that are not damaged.
QMap<QString, Mean> meansOf(const QString& metricsCsv)
{
    QMap<QString, QList<double>> values;
    for (const QString& line : QString::fromUtf8(readFile(metricsCsv)).trimmed().split('\n').mid(1))
        if (const QStringList fields = fieldsOf(line); fields[3] != "nan")
            values[fields[0] + " " + fields[2]] << fields[3].toDouble();
    QMap<QString, Mean> means;
    for (auto all = values.begin(); all != values.end(); ++all) {
        double sum = 0, squares = 0;
        for (const double value : *all)
            sum += value;
        const double mean = sum / static_cast<double>(all->size());
        for (const double value : *all)
            squares += (value - mean) * (value - mean);
        means[all.key()] = {mean, std::sqrt(squares / static_cast<double>(all->size() - 1))};
    }
    return means;
}

bool areClose(double a, double b) { return std::abs(a - b) <= 1e-12 * std::max(1.0, std::abs(a)); }

} // namespace

class TestReport : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    QMap<QString, Mean> m_means;

    QString at(const QString& name) const { return m_folder.filePath(name); }

    static ReportOptions options()
    {
        ReportOptions made;
        made.classSets = std::filesystem::path(DUOSCOPE_SOURCE_DIR) / "resources/class_sets";
        return made;
    }

    Report report(const ReportOptions& made = options()) const { return reportOfBatch(toPath(at("three/run")), made); }

    /// A copy of the run in which a file has other content.
    QString damagedCopy(const QString& file, const QByteArray& content)
    {
        static int number = 0;
        const QString copy = at(QString("copy%1").arg(++number));
        std::filesystem::copy(toPath(at("three/run")), toPath(copy), std::filesystem::copy_options::recursive);
        placeFile(copy + "/" + file, content);
        return copy;
    }

private Q_SLOTS:
    void initTestCase()
    {
        makeBatch(at("three"), {"laplacian", "guided", "average"});
        m_means = meansOf(at("three/run/metrics.csv"));
        QCOMPARE(m_means.size(), 15);
    }

    void counts()
    {
        const Report made = report();
        QCOMPARE(made.items, 6u);
        QCOMPARE(made.done, 4u);
        QCOMPARE(made.subject, "three");
        QCOMPARE(made.run, "run");
        QCOMPARE(made.methods.size(), 3u);
        QCOMPARE(made.methods[1].title, "Guided filter");
        QCOMPARE(made.methods[1].results, 4u);
        QCOMPARE(made.methods[1].seconds.count, 4);
        QVERIFY(made.methods[1].versions.contains("duoscope"));
        QCOMPARE(made.infrared.applied.at("full"), 4);
        QCOMPARE(made.infrared.bitDepth.at(8), 4u);
        QVERIFY(made.paths.empty());
        QCOMPARE(made.failures.size(), 2u);
        QCOMPARE(made.failures[0].item, "damaged");
        QCOMPARE(made.failures[0].methods.size(), 3u);
        QVERIFY2(made.failures[0].reason.find("none of the supported image formats") != std::string::npos,
                 made.failures[0].reason.c_str());
        QVERIFY(made.failures[1].reason.find("no infrared") != std::string::npos);
        QCOMPARE(made.quality.fusion->images.size(), 4u);
        QCOMPARE(made.quality.fusion->leftOut.size(), 2u);
        QVERIFY(made.attribution.empty() && made.stages.empty());
        QCOMPARE(made.pairs.size(), 3u);
    }

    void json()
    {
        const QJsonObject json = QJsonDocument::fromJson(QByteArray::fromStdString(reportJson(report()))).object();
        QCOMPARE(json["kind"].toString(), "report");
        QCOMPARE(json["counts"]["items"].toInt(), 6);
        QCOMPARE(json["failures"].toArray().size(), 2);
        QCOMPARE(json["fusion"]["images"].toInt(), 4);
        QCOMPARE(json["fusion"]["per_image"].toArray().size(), 12);
        int compared = 0;
        for (const QJsonValue row : json["fusion"]["means"].toArray())
            for (const char* metric : {"EN", "SF", "CC", "Nabf", "SSIM"}) {
                const QJsonValue cell = row["values"][metric];
                const Mean expected = m_means.value(row["name"].toString() + " " + metric, {NAN, NAN});
                QVERIFY(areClose(cell["value"].toDouble(), expected.mean));
                QVERIFY(areClose(cell["deviation"].toDouble(), expected.deviation));
                ++compared;
            }
        QCOMPARE(compared, 15);
    }

    void csv()
    {
        const QStringList lines = QString::fromStdString(reportCsv(report())).trimmed().split('\n');
        QCOMPARE(lines[0], "table,row,metric,value,deviation,count,missing,reason");
        int means = 0, failed = 0, singles = 0;
        for (const QString& line : lines.mid(1)) {
            const QStringList fields = fieldsOf(line);
            QCOMPARE(fields.size(), 8);
            if (fields[0] == "means") {
                const Mean expected = m_means.value(fields[1] + " " + fields[2], {NAN, NAN});
                QVERIFY(areClose(fields[3].toDouble(), expected.mean));
                QVERIFY(areClose(fields[4].toDouble(), expected.deviation));
                QCOMPARE(fields[5], "4");
                ++means;
            } else if (fields[0] == "failed") {
                QVERIFY(!fields[7].isEmpty());
                ++failed;
            } else if (fields[0] == "pairs of guided") {
                QVERIFY(kAwkwardNames.contains(fields[1]));
                ++singles;
            }
        }
        QCOMPARE(means, 15);
        QCOMPARE(failed, 6);
        QCOMPARE(singles, 20);
    }

    void chosenMetrics()
    {
        ReportOptions made = options();
        made.metrics = {"cc", "EN", "EN"};
        const Report some = report(made);
        QCOMPARE(some.quality.fusion->metrics.size(), 2u);
        QCOMPARE(some.quality.fusion->metrics[0].name, "CC");
        made.metrics = {"VIF"};
        VERIFY_ERROR(report(made), "the run measured EN, SF, CC, Nabf, SSIM");
        made.metrics = {"nonsense"};
        VERIFY_ERROR(report(made), "Unknown metric");
    }

    void chosenPairs()
    {
        ReportOptions made = options();
        made.names = {"plain", "damaged"};
        const Report some = report(made);
        QCOMPARE(some.pairs.size(), 2u);
        QCOMPARE(some.pairs[0].item, "plain");
        QCOMPARE(some.pairs[0].figures.size(), 5u); // two sources, three results
        for (const ReportFigure& figure : some.pairs[0].figures) {
            QVERIFY2(figure.problem.empty(), figure.problem.c_str());
            const cv::Mat pixels = cv::imdecode(figure.png, cv::IMREAD_UNCHANGED);
            QCOMPARE(pixels.cols, 64);
            QCOMPARE(pixels.channels(), figure.kind == FigureKind::Infrared ? 1 : 3);
        }
        QVERIFY(areEqual(cv::imdecode(some.pairs[0].figures[2].png, cv::IMREAD_UNCHANGED),
                         cv::imread(at("three/run/laplacian/colour/plain.png").toStdString(), cv::IMREAD_UNCHANGED)));
        QVERIFY(some.pairs[1].figures[0].png.empty()); // the damaged source
        QVERIFY(some.pairs[1].figures[0].problem.find("damaged.png") != std::string::npos);
        QVERIFY(some.pairs[1].figures[0].problem.find(m_folder.path().toStdString()) == std::string::npos);
        QVERIFY(!some.pairs[1].figures[1].png.empty());
        QCOMPARE(some.pairs[1].figures[2].problem, "There is no result.");

        made.pictureSide = 32;
        const ReportFigure small = report(made).pairs[0].figures[0];
        QCOMPARE(small.width, 32);
        QCOMPARE(small.height, 24);
        QCOMPARE(small.fullWidth, 64);
        made.names = {"nobody"};
        VERIFY_ERROR(report(made), "the run has no pair of that name");
        made.names = {"plain", "plain"};
        VERIFY_ERROR(report(made), "named twice");
        made.names.clear();
        made.pairs = -1;
        VERIFY_ERROR(report(made), "negative");
        made.pairs = 0;
        QVERIFY(report(made).pairs.empty());
        made.pairs = 100;
        QCOMPARE(report(made).pairs.size(), 4u);
    }

    void attribution()
    {
        makeBatch(at("traced"), {"laplacian", "average"});
        const QMap<QString, double> weights{
            {kAwkwardNames[0], 0.2}, {kAwkwardNames[1], 0.4}, {kAwkwardNames[2], 0.6}, {kAwkwardNames[3], 1.0}};
        addAttribution(at("traced/run"), "laplacian", weights);
        ReportOptions made = options();
        made.names = {"plain"};
        const Report traced = reportOfBatch(toPath(at("traced/run/run.json")), made);

        QCOMPARE(traced.attribution.size(), 1u);
        const AttributionSummary& summary = traced.attribution[0];
        QCOMPARE(summary.method, "laplacian");
        QCOMPARE(summary.regions, 8);
        QCOMPARE(summary.undecidedRegions, 4); // sky: both sides below zero
        QVERIFY(areClose(summary.undecidedPixels, 1000.0 / 3072));
        QVERIFY(areClose(summary.pixelsAtLimit, 0.25));
        const ClassSummary& car = summary.classes.at(1);
        QCOMPARE(car.name, "car");
        QCOMPARE(car.colour, (std::array<std::uint8_t, 3>{0x2F, 0x7F, 0xD6}));
        QCOMPARE(car.pairs, 4);
        QCOMPARE(car.pixels, 4 * 2072);
        QVERIFY(areClose(car.infraredWeight.value.value, 0.55));
        QVERIFY(areClose(*car.infraredWeight.deviation, std::sqrt((0.1225 + 0.0225 + 0.0025 + 0.2025) / 3)));
        QVERIFY(areClose(car.visibleWeight.value.value, 0.45));
        QVERIFY(areClose(car.infraredAttribution.value.value, 5.5));
        QVERIFY(areClose(car.visibleAttribution.value.value, 3));

        QCOMPARE(traced.stages.size(), 1u);
        QCOMPARE(traced.stages[0].stages.size(), 2u);
        const StageSummary& second = traced.stages[0].stages[1];
        QVERIFY(areClose(second.stepSize.value.value, 0.5));
        QVERIFY(areClose(second.change.value.value, 0.275));
        QVERIFY(areClose(second.residual.value.value, 1));
        QVERIFY(areClose(second.scoreChange.value.value, 2));

        QCOMPARE(traced.pairs[0].figures.size(), 8u); // sources, results, change, weight, attention, classes
        for (const ReportFigure& figure : traced.pairs[0].figures)
            QVERIFY2(figure.problem.empty(), figure.problem.c_str());
        const ReportFigure& change = traced.pairs[0].figures[4];
        QCOMPARE(change.scale->low, -0.25);
        QCOMPARE(change.scale->high, 0.25);
        const cv::Vec3b lowest = cv::imdecode(change.png, cv::IMREAD_UNCHANGED).at<cv::Vec3b>(0, 0);
        QCOMPARE(lowest, cv::Vec3b(156, 78, 31)); // −0.25 everywhere: the blue end
        const ReportFigure& classes = traced.pairs[0].figures[7];
        QCOMPARE(classes.legend[0].name, "car"); // the larger one
        QCOMPARE(traced.pairs[0].weights[0].classes[0].infraredWeight, 1.0);
        QVERIFY(traced.quality.comparison); // two methods are tested against each other

        // Damage in a trace spoils one picture, not the report.
        placeFile(at("traced/run/laplacian/trace/plain/weight_infrared.npy"), "no numbers");
        const Report spoilt = reportOfBatch(toPath(at("traced/run")), made);
        QVERIFY(spoilt.pairs[0].figures[5].png.empty());
        QVERIFY(spoilt.pairs[0].figures[5].problem.find("no NumPy array") != std::string::npos);
    }

    void resultsOfOtherPrograms()
    {
        QTemporaryDir folder;
        for (const char* name : {"one", "two"})
            placePair(folder.path(), name, 3);
        placeImage(folder.path() + "/theirs/one.png", pattern(64, 48, 5));
        BatchRequest request;
        request.methods = {parseBatchMethod("average", {}),
                           parseBatchMethod("Theirs=" + folder.path().toStdString() + "/theirs", {})};
        request.metrics = {"EN"};
        const std::string run = folder.path().toStdString() + "/run";
        runBatch(planFolders(folder.path().toStdString() + "/ir", folder.path().toStdString() + "/vi"), request, run);
        const Report report = reportOfBatch(run, {});
        const ReportMethod& theirs = report.method("Theirs");
        QCOMPARE(theirs.results, 1U);
        QVERIFY(!theirs.seconds.value.isDefined()); // reading a file is no fusion
        QVERIFY(report.method("average").seconds.value.isDefined());
        QCOMPARE(report.failures.size(), 1U);
        QVERIFY(report.failures[0].reason.find("no result of Theirs for two") != std::string::npos);
    }

    void damage_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("sentence");
        const QString record = "guided/items/plain.json";
        const QByteArray good = readFile(at("three/run/" + record));
        QTest::newRow("run cut off") << "run.json" << readFile(at("three/run/run.json")).left(300)
                                     << "it does not describe a batch";
        QTest::newRow("run of nothing") << "run.json" << QByteArray("{\"kind\": \"batch\"}") << "it is damaged";
        QTest::newRow("run of an array") << "run.json" << QByteArray("[1]") << "it does not describe a batch";
        QTest::newRow("equations")
            << "run.json" << readFile(at("three/run/run.json")).replace("\"equations\": null", "\"equations\": \"x\"")
            << "Cannot report on";
        QTest::newRow("names that climb")
            << "run.json" << readFile(at("three/run/run.json")).replace("\"item\": \"plain\"", "\"item\": \"../plain\"")
            << "is none that a batch gives to files";
        QTest::newRow("record cut off") << record << good.left(good.size() / 2) << "it is damaged";
        QTest::newRow("record empty") << record << QByteArray() << "it is damaged";
        QTest::newRow("record of another")
            << record << readFile(at("three/run/average/items/plain.json")) << "it is of another result";
        QTest::newRow("record without size")
            << record << QByteArray(good).replace("\"width\": 64", "\"width\": 0") << "it has no size";
        QTest::newRow("record of all memory")
            << record << QByteArray(good).replace("\"width\": 64", "\"width\": 4611686018427387904")
            << "beyond that of all images";
        QTest::newRow("record nested deeply")
            << record
            << QByteArray(good).replace("\"program\"",
                                        "\"x\": " + QByteArray(5000, '[') + QByteArray(5000, ']') + ", \"program\"")
            << "nested more than 64 levels";
        QTest::newRow("run nested deeply")
            << "run.json"
            << readFile(at("three/run/run.json"))
                   .replace("\"device\": \"cpu\"", "\"device\": " + QByteArray(50000, '[') + QByteArray(50000, ']'))
            << "nested more than 64 levels";
        QTest::newRow("weights") << record
                                 << QByteArray(good).replace("\"metrics\"",
                                                             "\"class_set\": \"street\", \"classes\": [{\"id\": 1, "
                                                             "\"name\": \"a\", \"pixels\": 2, \"w1\": 7}], \"metrics\"")
                                 << "a share is not between 0 and 1";
    }
    void damage()
    {
        QFETCH(QString, file);
        QFETCH(QByteArray, content);
        QFETCH(QString, sentence);
        const QString copy = damagedCopy(file, content);
        try {
            reportOfBatch(toPath(copy), options());
            QFAIL("no error was thrown");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::Input);
            if (sentence != "Cannot report on")
                QVERIFY2(QString::fromUtf8(error.what()).contains(sentence), error.what());
        }
    }

    void missing()
    {
        VERIFY_ERROR(reportOfBatch(toPath(at("nowhere")), options()), "there is no such folder");
        VERIFY_ERROR(reportOfBatch(toPath(at("three/ir")), options()), "it holds no run.json");
        const QString shards = damagedCopy("run-1-of-2.json", "{}");
        QFile::remove(shards + "/run.json");
        VERIFY_ERROR(reportOfBatch(toPath(shards), options()), "Collect them first");
        const QString silent = damagedCopy("x", "");
        QFile::remove(silent + "/journal.jsonl");
        VERIFY_ERROR(reportOfBatch(toPath(silent), options()), "its journal.jsonl is missing");
        const QString lost = damagedCopy("x", "");
        QFile::remove(lost + "/guided/items/plain.json");
        VERIFY_ERROR(reportOfBatch(toPath(lost), options()), "the journal says that it is there");
    }

    /// A run that was stopped is reported as far as it got.
    void unfinished()
    {
        QByteArray journal;
        for (const QByteArray& line : readFile(at("three/run/journal.jsonl")).split('\n'))
            if (!line.isEmpty() && !(line.contains("\"plain\"") && line.contains("\"guided\"")))
                journal += line + '\n';
        const QString copy = damagedCopy("journal.jsonl", journal);
        const Report made = reportOfBatch(toPath(copy), options());
        QCOMPARE(made.missing.size(), 1u);
        QCOMPARE(made.missing[0].item, "plain");
        QCOMPARE(made.done, 3u);
        QCOMPARE(made.quality.fusion->images.size(), 3u);
        const LeftOut& left = made.quality.fusion->leftOut.back();
        QCOMPARE(left.name, "plain");
        QCOMPARE(left.reason, "It is not fused yet. 2 of 3 methods have a result.");
    }

    void otherModelIsTold()
    {
        const QByteArray good = readFile(at("three/run/guided/items/plain.json"));
        const QString copy = damagedCopy("guided/items/plain.json",
                                         QByteArray(good).replace("\"stretch\": \"off\"", "\"stretch\": \"on\""));
        const Report made = reportOfBatch(toPath(copy), options());
        QCOMPARE(made.problems.size(), 1u);
        QVERIFY2(made.problems[0].starts_with("1 of 4 results of guided were made with other options"),
                 made.problems[0].c_str());
    }

    void stopped()
    {
        std::stop_source stop;
        stop.request_stop();
        const JobControl job(stop.get_token(), {});
        bool cancelled = false;
        try {
            reportOfBatch(toPath(at("three/run")), options(), job);
        } catch (const Cancelled&) {
            cancelled = true;
        }
        QVERIFY(cancelled);
    }

    void segmentation()
    {
        // Labels and predictions by hand: 3072 pixels, half of them right.
        makeBatch(at("labelled"), {"average"}, {});
        QJsonObject run = readJson(at("labelled/run/run.json"));
        QJsonObject outputs = run["outputs"].toObject(), input = run["input"].toObject();
        outputs["segmentation"] = true;
        run["outputs"] = outputs;
        QJsonArray items;
        for (const QJsonValue value : input["items"].toArray()) {
            QJsonObject item = value.toObject();
            const QString name = item["item"].toString();
            if (kAwkwardNames.contains(name)) {
                item["label"] = at("labelled/label/" + name + ".png");
                placeImage(at("labelled/label/" + name + ".png"), cv::Mat(48, 64, CV_8UC1, cv::Scalar(9)));
                cv::Mat seen(48, 64, CV_8UC1, cv::Scalar(9));
                seen.rowRange(0, 24) = 8;
                placeImage(at("labelled/run/average/segmentation/" + name + ".png"), seen);
            }
            items.append(item);
        }
        input["items"] = items;
        run["input"] = input;
        writeJson(at("labelled/run/run.json"), run);
        addAttribution(at("labelled/run"), "average", {{kAwkwardNames[0], 0.5}, {"plain", 0.5}});
        const Report made = reportOfBatch(toPath(at("labelled/run")), options());
        QVERIFY(!made.quality.fusion);
        QVERIFY(made.quality.segmentation);
        QCOMPARE(made.quality.segmentation->images.size(), 4u);
        QCOMPARE(made.quality.segmentation->scores[0].pixelAccuracy.value, 0.5);
        ReportOptions wrong = options();
        wrong.labelClasses = "nonsense";
        VERIFY_ERROR(reportOfBatch(toPath(at("labelled/run")), wrong), "Cannot read the class set");
    }

    void resultsSegmented()
    {
        makeBatch(at("judged"), {"average", "maximum"}, {});
        // Pictures of 64 x 48: one box of each class is all of the picture, and a car's is no taller than 40 pixels.
        placeFile(at("judged/boxes/classes.txt"), "0 person\n1 car\n2 tram\n");
        for (const QString& name : kAwkwardNames)
            placeFile(at("judged/boxes/fusion/" + name + ".txt"),
                      "0 0.5 0.5 1 1\n1 0.5 0.5 1 1\n2 0.5 0.5 1 1\n1 0.5 0.5 0.9 0.8\n");
        int seen = 0;
        const ClassSet street = ClassSet::load(options().classSets / "street.json");
        ReportOptions judging = options();
        judging.network = {"fake.safetensors", street, [&seen](const cv::Mat& luminance) {
                               ++seen;
                               cv::Mat ids(luminance.size(), CV_8UC1, cv::Scalar(8)); // persons, but for 1/6
                               ids.rowRange(40, 48) = 9;
                               return ids;
                           }};
        VERIFY_ERROR(reportOfBatch(toPath(at("judged/run")), judging), "have neither labels nor boxes");
        judging.boxes = toPath(at("judged/boxes"));
        const Report boxed = reportOfBatch(toPath(at("judged/run")), judging);
        QCOMPARE(seen, 4 * 4);
        const DownstreamEvaluation& found = *boxed.quality.downstream;
        QCOMPARE(found.network, "fake.safetensors");
        QVERIFY(!found.segmentation);
        QCOMPARE(found.boxes->methods, (std::vector<std::string>{"infrared", "visible", "average", "maximum"}));
        QCOMPARE(found.boxes->images.size(), 4u);
        QCOMPARE(found.boxes->leftOut.size(), 2u); // not fused
        QVERIFY(found.boxes->counts[2] == (std::vector<BoxCount>{{4, 4}, {4, 0}}));
        QCOMPARE(found.boxes->lowBoxes, 4);
        QCOMPARE(found.boxes->foreignBoxes, 4);
        QVERIFY(boxed.problems.empty());

        // With labels, of which one is missing; the boxes are those of the data set.
        for (const QString& name : kAwkwardNames.mid(1))
            placeImage(at("judged/label/" + name + ".png"), cv::Mat(48, 64, CV_8UC1, cv::Scalar(9)));
        QJsonObject run = readJson(at("judged/run/run.json")), input = run["input"].toObject();
        input["layout"] = "plain";
        input["dataset"] = at("judged");
        QJsonArray items;
        for (const QJsonValue value : input["items"].toArray()) {
            QJsonObject item = value.toObject();
            if (const QString name = item["item"].toString(); kAwkwardNames.mid(1).contains(name))
                item["label"] = at("judged/label/" + name + ".png");
            items.append(item);
        }
        input["items"] = items;
        run["input"] = input;
        writeJson(at("judged/run/run.json"), run);
        judging.boxes.clear();
        const Report unknown = reportOfBatch(toPath(at("judged/run")), judging);
        QVERIFY(!unknown.quality.downstream->segmentation); // the layout does not say what the ids mean
        const auto tells = [](const Report& made, const std::string& what) {
            return std::any_of(made.problems.begin(), made.problems.end(),
                               [&](const std::string& problem) { return problem.find(what) != std::string::npos; });
        };
        QVERIFY(tells(unknown, "whose class set is not known; --label-classes names it"));
        QCOMPARE(unknown.quality.downstream->boxes->images.size(), 3u); // a scene without a label is not listed there
        judging.labelClasses = "street";
        placeImage(at("judged/label/" + kAwkwardNames[0] + ".png"), cv::Mat(48, 64, CV_8UC1, cv::Scalar(9)));
        const Report both = reportOfBatch(toPath(at("judged/run")), judging);
        const SegmentationEvaluation& labelled = *both.quality.downstream->segmentation;
        QCOMPARE(labelled.images.size(), 3u);
        QCOMPARE(labelled.scores[3].pixelAccuracy.value, 8.0 / 48);
        QVERIFY(both.quality.downstream->boxes->counts == found.boxes->counts);
        QVERIFY(tells(both, kAwkwardNames[0].toStdString() + " does not count among results"));
        QVERIFY(!tells(both, "damaged does not count")); // which is told among the failures

        const QString english = QString::fromStdString(htmlPage(layOut(both, Language::English)));
        for (const char* part :
             {"Segmentation of the results", "Boxes found", "person (4)", "all (8)", ">visible<", ">Maximum<",
              "network of fake.safetensors sees the box", "at least 20 %", "lower boxes (4)", "3 of 6 pairs"})
            QVERIFY2(english.contains(part), part);
        const QString chinese = QString::fromStdString(htmlPage(layOut(both, Language::Chinese)));
        for (const char* part : {"融合结果的分割", "找到的标注框", ">可见光<", "至少 20 % 的像素"})
            QVERIFY2(chinese.contains(QString::fromUtf8(part)), part);
        const QString csv = QString::fromStdString(reportCsv(both));
        QVERIFY(csv.contains("\nboxes found,average,person,100,,4,0,\n"));
        QVERIFY(csv.contains("\nIoU of results,infrared,car,16.66"));
        const QJsonObject json = QJsonDocument::fromJson(QByteArray::fromStdString(reportJson(both))).object();
        QCOMPARE(json["downstream"]["boxes"]["methods"][3]["all"]["found"].toInt(), 4);
    }
};

DUOSCOPE_TEST_MAIN(TestReport)
#include "tst_report.moc"
