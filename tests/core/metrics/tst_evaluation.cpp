// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/labels/label_values.h"
#include "core/metrics/evaluation_report.h"
#include "core/metrics/item_loop.h"
#include "core/metrics/rank_summary.h"
#include "tests/support/dataset_files.h"
#include "tests/support/error_log_guard.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

#include <atomic>
#include <cmath>
#include <limits>

using namespace duoscope;
using namespace duoscope::test;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr MetricDirection kHigher = MetricDirection::HigherIsBetter, kLower = MetricDirection::LowerIsBetter;

MetricValue undefined() { return MetricValue::undefined("all is black"); }

/// An evaluation of two images whose values are given: [method][image], one metric.
Evaluation madeUp(const std::vector<std::vector<MetricValue>>& values, MetricDirection direction = kHigher)
{
    Evaluation evaluation;
    evaluation.metrics = {{"EN", direction, "bits", 3}};
    for (std::size_t method = 0; method < values.size(); ++method) {
        evaluation.methods.push_back(std::string(1, static_cast<char>('A' + method)));
        evaluation.values.emplace_back();
        for (const MetricValue& value : values[method])
            evaluation.values.back().push_back({value});
    }
    for (std::size_t image = 0; image < values[0].size(); ++image)
        evaluation.images.push_back("i" + std::to_string(image));
    return evaluation;
}

/// Labels a row of pixels; 255 is unknown.
cv::Mat ids(std::initializer_list<int> values)
{
    cv::Mat row(1, static_cast<int>(values.size()), CV_8UC1);
    int x = 0;
    for (const int value : values)
        row.at<uchar>(0, x++) = static_cast<uchar>(value);
    return row;
}

} // namespace

class TestEvaluation : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    std::filesystem::path path(const QString& name) const { return m_folder.filePath(name).toStdString(); }

    /// Three good scenes a, b, c; d has a result of another size, e is no image, f lacks method 2, g lacks the visible
    /// image, and h has no result.
    EvaluationList list() const
    {
        NamedFiles infrared{"infrared", {}}, visible{"visible", {}}, one{"one", {}}, two{"two", {}};
        for (const char* name : {"a", "b", "c", "d", "e", "f", "g", "h"}) {
            infrared.files[name] = path(QString("ir/%1.png").arg(name));
            if (*name != 'g')
                visible.files[name] = path(QString("vi/%1.png").arg(name));
            if (*name != 'h')
                one.files[name] = path(QString("one/%1.png").arg(name));
            if (*name != 'f' && *name != 'h')
                two.files[name] = path(QString("two/%1.png").arg(name));
        }
        return pairByName({infrared, visible}, {one, two});
    }

private Q_SLOTS:
    void initTestCase()
    {
        int seed = 0;
        for (const char* name : {"a", "b", "c", "d", "e", "f", "g", "h"}) {
            const auto place = [&](const char* folder, int size) {
                placeImage(m_folder.filePath(QString("%1/%2.png").arg(folder, name)), pattern(size, size, ++seed));
            };
            place("ir", 48);
            place("vi", 48);
            place("one", *name == 'd' ? 32 : 48);
            place("two", 48);
        }
        placeFile(m_folder.filePath("two/e.png"), "no image");
    }

    void pairing()
    {
        const EvaluationList found = list();
        QCOMPARE(found.items.size(), 7);
        QCOMPARE(found.withoutResults, 1);
        QCOMPARE(found.items[0].name, "a");
        QCOMPARE(found.items[0].problem, "");
        QCOMPARE(found.items[0].sources[1], path("vi/a.png"));
        QCOMPARE(found.items[0].results[1], path("two/a.png"));
        QCOMPARE(found.items[5].problem, "There is no image by two of that name.");
        QCOMPARE(found.items[6].problem, "There is no visible image of that name.");
        const EvaluationList poor = pairByName({{"label", {}}}, {{"x", {{"k", "k"}}}, {"y", {}}});
        QCOMPARE(poor.items[0].problem, "There is no label image and no image by y of that name.");
    }

    void measured()
    {
        EvaluationOptions options;
        options.metrics = {"EN", "vif", "MSE"};
        options.threads = 3;
        const Evaluation evaluation = evaluateFusion(list(), {"one", "two"}, options);
        QCOMPARE(evaluation.images, (std::vector<std::string>{"a", "b", "c"}));
        QCOMPARE(evaluation.listed(), 7);
        QCOMPARE(evaluation.withoutResults, 1);
        QCOMPARE(evaluation.metrics[1].name, "VIF");
        QCOMPARE(evaluation.leftOut.size(), 4);
        const char* const reasons[] = {"it has 32 x 32 pixels and the infrared image has 48 x 48", "two/e.png",
                                       "no image by two", "no visible image"};
        for (std::size_t i = 0; i < 4; ++i) {
            QCOMPARE(evaluation.leftOut[i].name, std::string(1, static_cast<char>('d' + i)));
            QVERIFY2(evaluation.leftOut[i].reason.find(reasons[i]) != std::string::npos,
                     evaluation.leftOut[i].reason.c_str());
        }
        // The values are those of the metrics themselves, whatever the threads.
        const auto read = [this](const QString& name) {
            return cv::imread(m_folder.filePath(name).toStdString(), cv::IMREAD_UNCHANGED);
        };
        for (std::size_t image = 0; image < 3; ++image)
            for (std::size_t method = 0; method < 2; ++method) {
                const QString name = QString::fromStdString(evaluation.images[image]) + ".png";
                const std::vector<MetricValue> expected = evaluateMetrics(
                    MetricImages(read((method == 0 ? "one/" : "two/") + name), read("ir/" + name), read("vi/" + name)),
                    options.metrics, options.convention);
                for (std::size_t metric = 0; metric < 3; ++metric)
                    QCOMPARE(evaluation.values[method][image][metric].value, expected[metric].value);
            }
        const MetricTable means = meansTable(evaluation);
        QCOMPARE(means.rows(), 2);
        QCOMPARE(means.cell(1, 0).value.value, meanOf(evaluation.valuesOf(1, 0)).value.value);
        QCOMPARE(means.cell(1, 0).count, 3);
        QCOMPARE(imagesTable(evaluation, 1).rows(), 3);
    }

    void fourChannels()
    {
        cv::Mat thermal = pattern(48, 48, 90), colours, both;
        cv::merge(std::vector{pattern(48, 48, 91), pattern(48, 48, 92), pattern(48, 48, 93), thermal}, both);
        cv::merge(std::vector{pattern(48, 48, 91), pattern(48, 48, 92), pattern(48, 48, 93)}, colours);
        placeImage(m_folder.filePath("rgbt.png"), both);
        placeImage(m_folder.filePath("thermal.png"), thermal);
        placeImage(m_folder.filePath("colours.png"), colours);
        const auto measure = [this](const char* infrared, const char* visible) {
            const EvaluationList one{{{"x", {path(infrared), path(visible)}, {path("one/a.png")}, {}}}, 0};
            return evaluateFusion(one, {"m"}, {}).values[0][0];
        };
        const std::vector<MetricValue> packed = measure("rgbt.png", "rgbt.png");
        const std::vector<MetricValue> apart = measure("thermal.png", "colours.png");
        for (std::size_t i = 0; i < packed.size(); ++i)
            QCOMPARE(packed[i].value, apart[i].value);
    }

    void options()
    {
        const auto refuses = [](std::vector<std::string> metrics, int threads) {
            EvaluationOptions options;
            options.metrics = std::move(metrics);
            options.threads = threads;
            try {
                options.check();
            } catch (const Error& error) {
                return error.kind() == ErrorKind::Usage;
            }
            return false;
        };
        QVERIFY(!refuses({"EN"}, 0));
        QVERIFY(refuses({}, 0));
        QVERIFY(refuses({"nonsense"}, 0));
        QVERIFY(refuses({"EN", "en"}, 0));
        QVERIFY(refuses({"EN"}, -1));
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, evaluateFusion(list(), {"one"}, {}));
    }

    void loop()
    {
        for (const int threads : {1, 4}) {
            std::vector<int> calls(100);
            std::atomic<int> reports = 0;
            double last = -1;
            const JobControl job({}, [&](double fraction, std::string_view) {
                ++reports;
                last = fraction;
            });
            const std::vector<std::string> failures = forEachItem(100, threads, job, "testing", [&](std::size_t i) {
                ++calls[i];
                if (i == 7)
                    throw Error(ErrorKind::Input, "What", "why", "Do");
                if (i == 8)
                    throw std::bad_alloc();
            });
            QCOMPARE(calls, std::vector<int>(100, 1));
            QCOMPARE(reports.load(), 101);
            QCOMPARE(last, 1.0);
            QCOMPARE(failures[7], "What: why. Do.");
            QVERIFY(failures[8].starts_with("There is not enough memory"));
            QCOMPARE(std::count(failures.begin(), failures.end(), ""), 98);
        }
        QVERIFY(forEachItem(0, 2, {}, "", [](std::size_t) {}).empty());
    }

    void stop()
    {
        for (const int threads : {1, 3}) {
            std::stop_source source;
            std::atomic<int> calls = 0;
            QVERIFY_THROWS_EXCEPTION(
                Cancelled, forEachItem(1000, threads, JobControl(source.get_token(), {}), "", [&](std::size_t) {
                    if (++calls == 5)
                        source.request_stop();
                }));
            QVERIFY(calls < 20);
        }
        std::stop_source source;
        source.request_stop();
        QVERIFY_THROWS_EXCEPTION(Cancelled,
                                 evaluateFusion(list(), {"one", "two"}, {}, JobControl(source.get_token(), {})));
    }

    void ranks()
    {
        // Four images: clear, a shared best, one undefined, an infinite one.
        const std::vector<std::vector<MetricValue>> values{
            {3.0, 5.0, 1.0, kInfinity}, {2.0, 5.0, undefined(), 2.0}, {1.0, 4.0, 9.0, 3.0}};
        const std::vector<RankSummary> higher = rankMethods(values, kHigher);
        QCOMPARE(higher[0].images, 3);
        QCOMPARE(higher[0].meanRank, (1 + 1.5 + 1) / 3);
        QCOMPARE(higher[1].meanRank, (2 + 1.5 + 3) / 3);
        QCOMPARE(higher[2].meanRank, (3 + 3 + 2) / 3.0);
        QCOMPARE(higher[0].wins, 3);
        QCOMPARE(higher[1].wins, 1);
        QCOMPARE(higher[2].wins, 0);
        const std::vector<RankSummary> lower = rankMethods(values, kLower);
        QCOMPARE(lower[2].meanRank, (1 + 1 + 2) / 3.0);
        QCOMPARE(lower[2].wins, 2);
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, rankMethods({{1.0}, {}}, kHigher));

        const Evaluation evaluation = madeUp(values);
        const MetricTable means = meanRanksTable(evaluation), wins = winsTable(evaluation);
        QCOMPARE(means.cell(0, 0).value.value, higher[0].meanRank);
        QVERIFY(means.place(0, 0) == Place::Best);
        QCOMPARE(wins.cell(0, 0).value.value, 3.0);
        QVERIFY(wins.place(0, 0) == Place::Best);
        QVERIFY(!meanRanksTable(madeUp({{undefined()}, {1.0}})).cell(1, 0).value.isDefined());
    }

    void comparison()
    {
        const Evaluation evaluation =
            madeUp({{5.0, 6.0, 7.0, undefined(), kInfinity, 2.0}, {4.0, 4.0, 8.5, 1.0, kInfinity, 2.0}});
        const MethodComparison found = compareMethods(evaluation, "A", "B");
        const MetricComparison& metric = found.metrics[0];
        QCOMPARE(metric.images, 5);
        QCOMPARE(metric.firstBetter, 2);
        QCOMPARE(metric.secondBetter, 1);
        QCOMPARE(metric.test.zeros, 2);
        QCOMPARE(metric.test.positive, 4.0); // 1, 2, -1.5
        QCOMPARE(metric.firstMean.value, kInfinity);
        QCOMPARE(compareMethods(madeUp({{1.0}, {2.0}}, kLower), "A", "B").metrics[0].firstBetter, 1);
        QVERIFY_THROWS_EXCEPTION(Error, compareMethods(evaluation, "A", "A"));
        QVERIFY_THROWS_EXCEPTION(Error, compareMethods(evaluation, "A", "C"));
    }

    void reports()
    {
        EvaluationReport report;
        report.fusion = madeUp({{5.0, 6.0}, {4.0, undefined()}, {3.0, 3.5}});
        report.fusion->leftOut.push_back({"bad_1", "It is not there."});
        report.comparison = compareMethods(*report.fusion, "A", "C");
        const std::string text = formatReport(report, TableFormat::Text);
        for (const char* part : {"Mean of 2 of 3 images, convention paper", "5.500**", "1 of 3 images left out",
                                 "bad_1: It is not there.", "mean of 1 of 2 values", "Mean rank", "A against C"})
            QVERIFY2(text.find(part) != std::string::npos, text.c_str());
        QVERIFY(text.find("Images of A") == std::string::npos);
        const std::string latex = formatReport(report, TableFormat::Latex);
        for (const char* part : {"\\toprule", "\\textbf{5.500}", "\\underline{4.000}", "% 1 of 3 images left out"})
            QVERIFY2(latex.find(part) != std::string::npos, latex.c_str());
        const std::string markdown = formatReport(report, TableFormat::Markdown);
        QVERIFY(markdown.find("- bad\\_1: It is not there.") != std::string::npos);
        QVERIFY(markdown.find("| **5.500** |") != std::string::npos);

        QCOMPARE(formatReport(report, TableFormat::Csv),
                 "Method,EN,EN deviation,images,left out\nA,5.5,0.7071067811865476,2,1\nB,4,,2,1\n"
                 "C,3.25,0.3535533905932738,2,1\n");
        EvaluationReport poor = report;
        poor.fusion->leftOut.resize(25, {"bad", "It is not there."});
        QVERIFY(formatReport(poor, TableFormat::Text).find("  and 5 more, all of which JSON tells") !=
                std::string::npos);
        report.perImage = true;
        QCOMPARE(formatReport(report, TableFormat::Csv),
                 "image,method,EN\ni0,A,5\ni0,B,4\ni0,C,3\ni1,A,6\ni1,B,nan\ni1,C,3.5\n");
        QVERIFY(formatReport(report, TableFormat::LongCsv).ends_with("i1,B,EN,nan,all is black\ni1,C,EN,3.5,\n"));
        QVERIFY(formatReport(report, TableFormat::Text).find("Images of A") != std::string::npos);

        const QJsonObject json =
            QJsonDocument::fromJson(QByteArray::fromStdString(formatReport(report, TableFormat::Json))).object();
        const QJsonObject fusion = json["fusion"].toObject();
        QCOMPARE(fusion["images"].toInt(), 2);
        QCOMPARE(fusion["images_listed"].toInt(), 3);
        QCOMPARE(fusion["left_out"][0]["image"].toString(), "bad_1");
        QCOMPARE(fusion["means"][0]["values"]["EN"]["value"].toDouble(), 5.5);
        QCOMPARE(fusion["wins"][0]["values"]["EN"]["value"].toDouble(), 1.0);
        QCOMPARE(fusion["comparison"]["metrics"]["EN"]["p"].toDouble(), 0.5);
        QVERIFY(fusion["per_image"][4]["values"]["EN"].isNull());
        QCOMPARE(fusion["per_image"][4]["undefined"]["EN"].toString(), "all is black");
    }

    void segmentation()
    {
        const ClassSet classes("test", "Test", {{0, "unlabeled", {}}, {1, "car", {}}, {2, "person", {}}}, 0);
        const std::map<std::string, cv::Mat> maps{{"label 1", ids({1, 1, 2, 255})},
                                                  {"label 2", ids({2, 2, 1, 0})},
                                                  {"label 3", ids({1, 1})},
                                                  {"A 1", ids({1, 2, 2, 2})},
                                                  {"A 2", ids({2, 2, 1, 1})},
                                                  {"A 3", ids({1})},
                                                  {"B 1", ids({1, 1, 2, 1})},
                                                  {"B 2", ids({2, 2, 1, 0})},
                                                  {"B 3", ids({1, 1})},
                                                  {"label 4", ids({1})},
                                                  {"A 4", ids({255})},
                                                  {"B 4", ids({1})}};
        EvaluationList list;
        for (const std::string i : {" 1", " 2", " 3", " 4"})
            list.items.push_back({i, {"label" + i}, {"A" + i, "B" + i}, {}});
        const LabelReader read = [&](const std::filesystem::path& file) { return maps.at(file.string()); };
        const auto evaluate = [&](ClassSelection selection) {
            return evaluateSegmentation(list, {"A", "B"}, classes, selection, read, 2);
        };
        const SegmentationEvaluation found = evaluate(ClassSelection::WithoutIgnored);
        QCOMPARE(found.images.size(), 2);
        QCOMPARE(found.leftOut.size(), 2);
        QVERIFY(found.leftOut[0].reason.find("A: ") == 0);
        // A, of 1 and 2 without 0 and 255: cars 2 of 3 found; persons 3 of 3, one car taken for one.
        QCOMPARE(found.scores[0].classes[0].iou.value, 2 / 3.0);
        QCOMPARE(found.scores[0].classes[1].iou.value, 3 / 4.0);
        QCOMPARE(found.scores[0].pixelAccuracy.value, 5 / 6.0);
        QCOMPARE(found.scores[1].meanIou.value, 1.0);
        const MetricTable iou = iouTable(found), accuracy = accuracyTable(found);
        QCOMPARE(iou.columns().back().name, "mIoU");
        QVERIFY(std::abs(iou.cell(0, 2).value.value - 100 * (2 / 3.0 + 3 / 4.0) / 2) < 1e-9);
        QVERIFY(std::abs(accuracy.cell(0, 0).value.value - 200 / 3.0) < 1e-9);
        // With "unlabeled": its pixel is taken for a car by A.
        const SegmentationEvaluation all = evaluate(ClassSelection::All);
        QCOMPARE(all.scores[0].classes[0].iou.value, 0.0);
        QCOMPARE(all.scores[0].classes[1].iou.value, 2 / 4.0);
        QVERIFY_THROWS_EXCEPTION(Error, evaluate(ClassSelection::PaperEight));

        EvaluationReport report;
        report.segmentation = found;
        QVERIFY(formatReport(report, TableFormat::Csv)
                    .starts_with("Method,car IoU,person IoU,mIoU,car accuracy,person accuracy,mAcc,pixels "
                                 "accuracy,images,left out\nA,"));
        const std::string text = formatReport(report, TableFormat::Text);
        QVERIFY2(text.find("Segmentation of 2 of 4 images, class set test, classes: without-ignored") == 0,
                 text.c_str());
        const QJsonObject json =
            QJsonDocument::fromJson(QByteArray::fromStdString(formatReport(report, TableFormat::Json))).object();
        QCOMPARE(json["segmentation"]["methods"][1]["mean_iou"].toDouble(), 1.0);
        report.fusion = madeUp({{1.0}});
        QVERIFY_THROWS_EXCEPTION(Error, formatReport(report, TableFormat::Csv));
    }
};

DUOSCOPE_TEST_MAIN(TestEvaluation)
#include "tst_evaluation.moc"
