// SPDX-License-Identifier: GPL-3.0-or-later
// What a network sees in results, with a network whose answers are known: it takes bright pixels for persons, gray ones
// for cars and dark ones for nothing.
#include "core/base/error.h"
#include "core/labels/label_values.h"
#include "core/metrics/evaluation_report.h"
#include "tests/support/dataset_files.h"
#include "tests/support/error_log_guard.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

using namespace duoscope;
using namespace duoscope::test;

namespace {

constexpr int kCar = 1, kPerson = 2;
constexpr uchar kBright = 255, kGray = 128;
const cv::Rect kLeft(4, 4, 20, 50), kRight(34, 4, 20, 50); ///< where objects may be

const ClassSet& classes()
{
    static const ClassSet set("test", "Test", {{0, "unlabeled", {}}, {1, "car", {}}, {2, "person", {}}}, 0);
    return set;
}

/// 64 x 64 pixels, dark but for what is at the two places.
cv::Mat scene(uchar left, uchar right, int side = 64)
{
    cv::Mat image(side, side, CV_8UC1, cv::Scalar(10));
    image(kLeft & cv::Rect(0, 0, side, side)) = left;
    image(kRight & cv::Rect(0, 0, side, side)) = right;
    return image;
}

} // namespace

class TestDownstreamEvaluation : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_seen = 0; ///< pictures that the network was shown

    std::filesystem::path path(const QString& name) const { return toPath(m_folder.filePath(name)); }

    SegmentationNetwork network()
    {
        return {"fake", classes(), [this](const cv::Mat& luminance) {
                    ++m_seen;
                    cv::Mat ids(luminance.size(), CV_32SC1, cv::Scalar(0));
                    ids.setTo(kCar, luminance > 0.25);
                    ids.setTo(kPerson, luminance > 0.75);
                    return ids;
                }};
    }

    /// Scenes a and b are good; c has a result of another size, d is no image, e lacks method "two".
    EvaluationList list() const
    {
        NamedFiles infrared{"infrared", {}}, visible{"visible", {}}, one{"one", {}}, two{"two", {}};
        for (const char* name : {"a", "b", "c", "d", "e"})
            for (NamedFiles* files : {&infrared, &visible, &one, &two})
                if (*name != 'e' || files != &two)
                    files->files[name] = path(QString("%1/%2.png").arg(QString::fromStdString(files->name), name));
        return pairByName({infrared, visible}, {one, two});
    }

    static cv::Mat labels(const std::string&)
    {
        cv::Mat ids(64, 64, CV_8UC1, cv::Scalar(0));
        ids(kLeft) = kPerson;
        ids(kRight) = kCar;
        ids.row(4).setTo(kLabelUnknown);
        return ids;
    }

    static std::optional<std::vector<LabelBox>> boxes(const std::string& scene, cv::Size picture)
    {
        if (picture != cv::Size(64, 64))
            return {};
        std::vector<LabelBox> all{{kPerson, kLeft, false}, {kCar, kRight, false}, {-1, kRight, false}};
        if (scene == "b")
            all.push_back({kCar, {0, 0, 60, 40}, false}); // not tall enough
        return all;
    }

    DownstreamEvaluation evaluate(const DownstreamTruth& truth, const DownstreamOptions& options = {},
                                  const JobControl& job = {})
    {
        return evaluateDownstream(list(), {"one", "two"}, network(), truth, options, job);
    }

private Q_SLOTS:
    void initTestCase()
    {
        const auto place = [this](const char* method, const char* name, const cv::Mat& image) {
            placeImage(m_folder.filePath(QString("%1/%2.png").arg(method, name)), image);
        };
        for (const char* name : {"a", "b", "c", "d", "e"}) {
            place("infrared", name, scene(kBright, 0)); // the person alone
            place("visible", name, scene(0, kGray));    // the car alone
            place("one", name, *name == 'c' ? scene(0, 0, 48) : scene(kBright, kGray));
            place("two", name, scene(kGray, *name == 'a' ? kGray : 0)); // the person taken for a car
        }
        placeFile(m_folder.filePath("two/d.png"), "no image");
    }

    void init() { m_seen = 0; }

    void labelsAndBoxes()
    {
        const DownstreamEvaluation found = evaluate({labels, boxes, "all"});
        QCOMPARE(found.network, "fake");
        QCOMPARE(m_seen, 2 * 4); // each picture once, those of the good scenes alone
        const std::vector<std::string> names{"infrared", "visible", "one", "two"};
        const SegmentationEvaluation& segmentation = *found.segmentation;
        QCOMPARE(segmentation.methods, names);
        QCOMPARE(segmentation.classSet, "test");
        QCOMPARE(segmentation.images, (std::vector<std::string>{"a", "b"}));
        QCOMPARE(segmentation.listed(), 5u);
        const char* const reasons[] = {"it has 48 x 48 pixels and the sources have 64 x 64", "two/d.png",
                                       "There is no image by two of that name."};
        for (std::size_t i = 0; i < 3; ++i)
            QVERIFY2(segmentation.leftOut[i].reason.find(reasons[i]) != std::string::npos,
                     segmentation.leftOut[i].reason.c_str());
        // 20 x 49 pixels of each class in each scene: row 4 is unknown.
        QCOMPARE(segmentation.scores[0].classes[1].labelled, 2 * 980);
        QCOMPARE(segmentation.scores[0].classes[1].accuracy.value, 1.0); // the person
        QCOMPARE(segmentation.scores[0].classes[0].accuracy.value, 0.0);
        QCOMPARE(segmentation.scores[0].meanIou.value, 0.5);
        QCOMPARE(segmentation.scores[1].meanIou.value, 0.5);
        QCOMPARE(segmentation.scores[2].meanIou.value, 1.0);
        QCOMPARE(segmentation.scores[2].pixelAccuracy.value, 1.0);
        // "two" sees cars in both places of a, in the person's alone of b: 980 of 980 + 980 + 980 + 980 … in all
        QCOMPARE(segmentation.scores[3].classes[0].iou.value, 980 / (2.0 * 980 + 2 * 980));
        QCOMPARE(segmentation.scores[3].classes[1].iou.value, 0.0);

        const BoxEvaluation& byBoxes = *found.boxes;
        QCOMPARE(byBoxes.methods, names);
        QCOMPARE(byBoxes.list, "all");
        QCOMPARE(byBoxes.images, segmentation.images);
        QCOMPARE(byBoxes.leftOut.size(), 3u);
        QCOMPARE(byBoxes.classes.size(), 2u);
        QCOMPARE(byBoxes.classes[0].name, "car");
        QCOMPARE(byBoxes.classes[1].name, "person");
        const std::vector<std::vector<BoxCount>> expected{
            {{2, 0}, {2, 2}}, {{2, 2}, {2, 0}}, {{2, 2}, {2, 2}}, {{2, 1}, {2, 0}}};
        QVERIFY(byBoxes.counts == expected);
        QCOMPARE(byBoxes.total(3), (BoxCount{4, 1}));
        QCOMPARE(byBoxes.lowBoxes, 1);
        QCOMPARE(byBoxes.foreignBoxes, 2);
    }

    void onePartAlone()
    {
        const DownstreamEvaluation labelled = evaluate({labels, {}, {}});
        QVERIFY(labelled.segmentation && !labelled.boxes);
        const DownstreamEvaluation boxed = evaluate({{}, boxes, "fusion"});
        QVERIFY(!boxed.segmentation && boxed.boxes);
        QCOMPARE(boxed.boxes->list, "fusion");
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, evaluate({}));
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument,
                                 evaluateDownstream(list(), {"one"}, network(), {labels, {}, {}}));
    }

    void scenesWithoutOneOfThem()
    {
        const DownstreamTruth truth{
            [](const std::string& name) { return name == "a" ? cv::Mat() : labels(name).rowRange(0, 60).clone(); },
            [](const std::string& name, cv::Size size) {
                if (name == "b")
                    throw Error(ErrorKind::Input, "Cannot read b.txt", "it is torn", "Mend it");
                return boxes(name, size);
            },
            "all"};
        const DownstreamEvaluation found = evaluate(truth);
        QVERIFY(found.segmentation->images.empty());
        QVERIFY(found.segmentation->leftOut[0].reason.find("no label image of that name") != std::string::npos);
        QVERIFY(found.segmentation->leftOut[1].reason.find("they have 64 x 60 pixels and the images 64 x 64") !=
                std::string::npos);
        QVERIFY(!found.segmentation->scores[0].meanIou.isDefined());
        QCOMPARE(found.boxes->images, std::vector<std::string>{"a"});
        QCOMPARE(found.boxes->total(0), (BoxCount{2, 1}));
        QCOMPARE(found.boxes->leftOut[0].name, "b");
        QCOMPARE(found.boxes->leftOut[0].reason, "Cannot read b.txt: it is torn. Mend it.");
        QCOMPARE(m_seen, 4); // b has nothing to be compared with

        const DownstreamEvaluation none = evaluate({{}, [](const auto&, cv::Size) { return std::nullopt; }, "all"});
        QVERIFY(none.boxes->images.empty());
        QVERIFY(none.boxes->leftOut[0].reason.find("no list of boxes of that name") != std::string::npos);
    }

    void networkThatFails()
    {
        SegmentationNetwork failing = network();
        failing.segment = [](const cv::Mat&) -> cv::Mat {
            throw Error(ErrorKind::Model, "Cannot segment", "scores are not finite", "Use another model");
        };
        const DownstreamEvaluation found = evaluateDownstream(list(), {"one", "two"}, failing, {labels, boxes, "all"});
        QVERIFY(found.segmentation->images.empty() && found.boxes->images.empty());
        QVERIFY(found.boxes->leftOut[0].reason.starts_with("Cannot segment: scores are not finite"));
    }

    void rangesOfTheSources()
    {
        // 16 bits: the person of 1200 counts among 200 is bright in the range of the image's own values alone.
        cv::Mat counts;
        scene(kBright, 0).convertTo(counts, CV_16U, 4.0, 200.0);
        placeImage(m_folder.filePath("deep.png"), counts);
        const EvaluationList deep{{{"a", {path("deep.png"), path("visible/a.png")}, {}, {}}}, 0};
        const DownstreamTruth truth{{}, boxes, "all"};
        QCOMPARE(evaluateDownstream(deep, {}, network(), truth).boxes->total(0), (BoxCount{2, 1}));
        DownstreamOptions full;
        full.ranges.infraredRange = RangeRequest::parse("full");
        QCOMPARE(evaluateDownstream(deep, {}, network(), truth, full).boxes->total(0), (BoxCount{2, 0}));
    }

    void selections()
    {
        DownstreamOptions options;
        options.selection = ClassSelection::PaperEight;
        QVERIFY_THROWS_EXCEPTION(Error, evaluate({labels, {}, {}}, options));
        QCOMPARE(m_seen, 0);
        options.selection = ClassSelection::All;
        QCOMPARE(evaluate({labels, {}, {}}, options).segmentation->scores[0].classes.size(), 3u);
    }

    void stop()
    {
        std::stop_source source;
        SegmentationNetwork stopping = network();
        stopping.segment = [&, inner = stopping.segment](const cv::Mat& image) {
            source.request_stop();
            return inner(image);
        };
        QVERIFY_THROWS_EXCEPTION(Cancelled, evaluateDownstream(list(), {"one", "two"}, stopping, {labels, {}, {}}, {},
                                                               JobControl(source.get_token(), {})));
        QCOMPARE(m_seen, 1);
    }

    void reports()
    {
        EvaluationReport report;
        report.downstream = evaluate({labels, boxes, "all"});
        const std::string text = formatReport(report, TableFormat::Text);
        for (const char* part :
             {"Segmentation of the results by fake: 2 of 5 images, class set test, classes: without-ignored\n",
              "\nIoU (%) ", "\nAccuracy (%)", "\nBoxes found by fake in 2 of 5 images, lists: all\n", "car (2) ↑",
              "person (2) ↑", "all (4) ↑", "100.0**", "taller than 40 pixels; found are those in which at least 20 %",
              "Not counted: 1 box of no more than 40 pixels, 2 boxes of classes that test does not have.",
              "3 of 5 images left out, for all methods:\n  c: "})
            QVERIFY2(text.find(part) != std::string::npos, text.c_str());
        QVERIFY(formatReport(report, TableFormat::Markdown).find("| **100.0** |") != std::string::npos);

        const QJsonObject json =
            QJsonDocument::fromJson(QByteArray::fromStdString(formatReport(report, TableFormat::Json))).object();
        const QJsonValue downstream = json["downstream"];
        QCOMPARE(downstream["model"].toString(), "fake");
        QCOMPARE(downstream["segmentation"]["methods"][2]["mean_iou"].toDouble(), 1.0);
        QCOMPARE(downstream["boxes"]["lists"].toString(), "all");
        QCOMPARE(downstream["boxes"]["taller_than"].toInt(), 40);
        QCOMPARE(downstream["boxes"]["methods"][3]["name"].toString(), "two");
        QCOMPARE(downstream["boxes"]["methods"][3]["all"]["share"].toDouble(), 0.25);
        QCOMPARE(downstream["boxes"]["methods"][3]["classes"][0]["name"].toString(), "car");
        QCOMPARE(downstream["boxes"]["methods"][3]["classes"][0]["found"].toInt(), 1);
        QCOMPARE(downstream["boxes"]["left_out"].toArray().size(), 3);

        QVERIFY_THROWS_EXCEPTION(Error, formatReport(report, TableFormat::Csv));
        report.downstream->segmentation.reset();
        QCOMPARE(formatReport(report, TableFormat::Csv),
                 "Method,car,car boxes,person,person boxes,all,all boxes,images,left out\n"
                 "infrared,0,2,100,2,50,4,2,3\nvisible,100,2,0,2,50,4,2,3\none,100,2,100,2,100,4,2,3\n"
                 "two,50,2,0,2,25,4,2,3\n");
        QVERIFY(formatReport(report, TableFormat::LongCsv).find("two,car,50,,2,0,") != std::string::npos);
        report.downstream = evaluate({labels, {}, {}});
        QVERIFY(formatReport(report, TableFormat::Csv).starts_with("Method,car IoU,person IoU,mIoU,car accuracy"));
    }
};

DUOSCOPE_TEST_MAIN(TestDownstreamEvaluation)
#include "tst_downstream_evaluation.moc"
