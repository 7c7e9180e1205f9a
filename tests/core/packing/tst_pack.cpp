// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/labels/label_values.h"
#include "core/net/safetensors.h"
#include "core/packing/pack.h"
#include "tests/support/dataset_files.h"
#include "tests/support/error_log_guard.h"

#include <QTemporaryDir>

using namespace duoscope;
using namespace duoscope::test;

namespace {

bool holds(const torch::Tensor& tensor, const cv::Mat& image)
{
    if (tensor.scalar_type() != torch::kUInt8 || tensor.sizes() != torch::IntArrayRef({image.rows, image.cols}))
        return false;
    for (int y = 0; y < image.rows; ++y)
        for (int x = 0; x < image.cols; ++x)
            if (tensor[y][x].item<std::uint8_t>() != image.at<uchar>(y, x))
                return false;
    return true;
}

QStringList namesOf(const WeightFile& content)
{
    QStringList names;
    for (const auto& [name, tensor] : content.tensors)
        names << QString::fromStdString(name);
    return names;
}

/// The splits and stems that are packed: "train/a val/b".
QString samplesOf(const WeightFile& content)
{
    QStringList samples;
    for (const QString& name : namesOf(content))
        if (name.endsWith("/visible"))
            samples << name.section('/', 1, 2);
    return samples.join(' ');
}

} // namespace

class TestPack : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString at(const QString& name) const { return m_folder.filePath(name); }
    PackOptions options(const QStringList& sources) const
    {
        PackOptions options;
        options.classSets = DUOSCOPE_SOURCE_DIR "/resources/class_sets";
        for (const QString& source : sources)
            options.sources.push_back({"", toPath(at(source)), std::nullopt});
        return options;
    }
    WeightFile pack(const PackOptions& options)
    {
        packSamples(options, toPath(at("out.safetensors")), {});
        return readSafetensors(toPath(at("out.safetensors")));
    }
    void placePair(const QString& folder, const QString& stem, int seed, int width = 24, int height = 18)
    {
        placeImage(at(folder + "/ir/" + stem + ".png"), pattern(width, height, seed));
        placeImage(at(folder + "/vi/" + stem + ".png"), pattern(width, height, seed + 1));
    }

private Q_SLOTS:
    void initTestCase()
    {
        for (int i = 0; i < 5; ++i)
            placePair("Pairs", QString(QChar('a' + i)), i);
        for (const QString split : {"train", "test"}) {
            placePair("splits/" + split, "p", 20);
            placeImage(at("splits/" + split + "/Segmentation_labels/p.png"),
                       cv::Mat(18, 24, CV_8UC1, cv::Scalar(split == "train" ? 3 : 6)));
        }
        for (const QString split : {"train", "val", "test"}) {
            placeImage(at("streets/" + split + "/s.png"), pattern(32, 20, 5));
            placeImage(at("streets/" + split + "annot/s.png"), cv::Mat(20, 32, CV_8UC1, cv::Scalar(4)));
        }
        placePair("boxed", "a", 30, 80, 60);
        placePair("boxed", "b", 31, 80, 60);
        placeFile(at("boxed/boxes/classes.txt"), "0 person\n1 bicycle\n2 car\n3 unicorn\n");
        placeFile(at("boxed/boxes/fusion/a.txt"), "2 0.5 0.5 0.5 0.5\n0 0.1 0.5 0.1 0.4\n3 0.9 0.5 0.1 0.1\n");
        placeFile(at("boxed/boxes/fusion/b.txt"), "");
    }

    void contents()
    {
        PackOptions mixed = options({"Pairs", "splits", "streets", "boxed"});
        mixed.sources[2].name = "CamVid";
        mixed.validationLast = 2;
        const WeightFile content = pack(mixed);
        QStringList expected;
        for (const char* name : {"pairs/train/a", "pairs/train/b", "pairs/train/c", "pairs/val/d", "pairs/val/e"})
            expected << QString(name) + "/infrared" << QString(name) + "/visible";
        for (const char* name : {"splits/train/p", "splits/val/p"})
            expected << QString(name) + "/infrared" << QString(name) + "/visible" << QString(name) + "/label";
        for (const char* name : {"CamVid/train/s", "CamVid/val/s"})
            expected << QString(name) + "/visible" << QString(name) + "/label";
        for (const char* name : {"boxed/val/a", "boxed/val/b"})
            expected << QString(name) + "/infrared" << QString(name) + "/visible" << QString(name) + "/label";
        expected << "boxed/val/a/boxes";
        expected.sort();
        QCOMPARE(namesOf(content), expected);

        for (int i = 0; i < 5; ++i) {
            const std::string name = std::string("pairs/") + (i < 3 ? "train/" : "val/") + static_cast<char>('a' + i);
            QVERIFY(holds(content.tensors.at(name + "/infrared"), pattern(24, 18, i)));
            QVERIFY(holds(content.tensors.at(name + "/visible"), pattern(24, 18, i + 1)));
        }
        const auto flat = [](int width, int height, int id) { return cv::Mat(height, width, CV_8UC1, cv::Scalar(id)); };
        QVERIFY(holds(content.tensors.at("splits/train/p/label"), flat(24, 18, 13))); // bike is street's bicycle
        QVERIFY(holds(content.tensors.at("splits/val/p/label"), flat(24, 18, 15)));   // guardrail is its fence
        QVERIFY(holds(content.tensors.at("CamVid/val/s/label"), flat(32, 20, 2)));    // pavement is its sidewalk
        QVERIFY(holds(content.tensors.at("boxed/val/b/label"), flat(80, 60, kLabelOutsideBoxes)));

        const torch::Tensor boxes = content.tensors.at("boxed/val/a/boxes");
        QCOMPARE(boxes.scalar_type(), torch::kFloat32);
        QVERIFY(torch::allclose(
            boxes, torch::tensor({{9.0F, 20.0F, 15.0F, 60.0F, 45.0F}, {8.0F, 4.0F, 18.0F, 12.0F, 42.0F}})));

        Metadata metadata{{"format", "duoscope-samples"},
                          {"format_version", "1"},
                          {"class_set", "street"},
                          {"classes",
                           "unlabeled,road,sidewalk,building,lamp,sign,vegetation,sky,person,car,truck,bus,motorcycle,"
                           "bicycle,pole,fence"},
                          {"ignored", "0"},
                          {"boxed_classes/boxed", "person,bicycle,car"}};
        QCOMPARE(content.metadata, metadata);
    }

    void report()
    {
        placeImage(at("mixed/ir/damaged.png"), pattern(24, 18, 1));
        placeFile(at("mixed/vi/damaged.png"), "\x89PNG\r\n");
        placePair("mixed", "good", 3);
        placePair("mixed", "label", 4);
        placePair("mixed", "size", 5);
        placePair("mixed", "truncated", 6);
        placeImage(at("mixed/ir/lone.png"), pattern(24, 18, 1));
        for (const char* stem : {"damaged", "good"})
            placeImage(at(QString("mixed/label/%1.png").arg(stem)), cv::Mat(18, 24, CV_8UC1, cv::Scalar(9)));
        placeImage(at("mixed/label/size.png"), cv::Mat(18, 25, CV_8UC1, cv::Scalar(9)));
        placeFile(at("mixed/label/truncated.png"), readFile(at("mixed/label/good.png")).left(50));
        const std::vector<PackedSourceReport> reports =
            packSamples(options({"mixed", "streets", "boxed"}), toPath(at("out.safetensors")), {});
        QCOMPARE(reports.size(), std::size_t(3));
        QCOMPARE(reports[0].training, std::size_t(1));
        QCOMPARE(reports[0].labels, std::size_t(1));
        QStringList problems;
        for (const std::string& problem : reports[0].problems)
            problems << QString::fromStdString(problem);
        QVERIFY2(problems.size() == 5, qPrintable(problems.join('\n')));
        QVERIFY(problems[0].contains("infrared label.png has no label partner"));
        QVERIFY(problems[1].contains("infrared lone.png has no visible and no label partner"));
        QVERIFY(problems[2].contains("damaged.png"));
        QVERIFY(problems[3].contains("they have 25 x 18 pixels and the image 24 x 18"));
        QVERIFY(problems[4].contains("truncated.png"));
        QCOMPARE(reports[1].layout, DatasetLayout::CamVid);
        QCOMPARE(reports[1].pairs, std::size_t(0));
        QVERIFY(QString::fromStdString(reports[1].problems.at(0)).contains("the test split is left out"));
        QCOMPARE(reports[2].pairs, std::size_t(2));
        QCOMPARE(reports[2].labels, std::size_t(2));
        QCOMPARE(reports[2].boxes, std::size_t(1));
    }

    void whichSamples()
    {
        PackOptions chosen = options({"Pairs"});
        QCOMPARE(samplesOf(pack(chosen)), "train/a train/b train/c train/d train/e");
        chosen.validationLast = 99;
        QCOMPARE(samplesOf(pack(chosen)), "val/a val/b val/c val/d val/e");
        chosen.validationLast = 2;
        chosen.limit = 1;
        QCOMPARE(samplesOf(pack(chosen)), "train/a val/d");
        chosen.validation = false;
        QCOMPARE(samplesOf(pack(chosen)), "train/a");
        chosen.validation = true;
        chosen.training = false;
        chosen.limit = 0;
        QCOMPARE(samplesOf(pack(chosen)), "val/d val/e");
    }

    void otherClassSets()
    {
        PackOptions chosen = options({"streets"});
        chosen.classSet = "camvid";
        const WeightFile content = pack(chosen);
        QCOMPARE(content.metadata.at("class_set"), "camvid");
        QCOMPARE(content.metadata.at("ignored"), "11");
        QCOMPARE(content.tensors.at("streets/val/s/label").max().item<int>(), 4);

        placePair("ours", "a", 1);
        placeImage(at("ours/label/a.png"), cv::Mat(18, 24, CV_8UC1, cv::Scalar(1)));
        PackOptions named = options({"ours"});
        QCOMPARE(pack(named).tensors.at("ours/train/a/label").max().item<int>(), 1);
        named.labelSet = "msrs"; // its car
        QCOMPARE(pack(named).tensors.at("ours/train/a/label").min().item<int>(), 9);
    }

    void scale()
    {
        PackOptions half = options({"boxed"});
        half.scale = 0.5;
        const WeightFile content = pack(half);
        const cv::Mat full = pattern(80, 60, 30);
        const torch::Tensor infrared = content.tensors.at("boxed/train/a/infrared");
        QCOMPARE(infrared.sizes().vec(), (std::vector<std::int64_t>{30, 40}));
        for (int y = 0; y < 30; ++y)
            for (int x = 0; x < 40; ++x) {
                const double mean = cv::mean(full(cv::Rect(2 * x, 2 * y, 2, 2)))[0];
                QVERIFY(qAbs(infrared[y][x].item<int>() - mean) <= 0.5);
            }
        const torch::Tensor label = content.tensors.at("boxed/train/a/label");
        QCOMPARE(label.sizes().vec(), (std::vector<std::int64_t>{30, 40}));
        QVERIFY(((label == 9) | (label == 8) | (label >= kLabelOutsideBoxes)).all().item<bool>());
        QVERIFY(torch::allclose(content.tensors.at("boxed/train/a/boxes")[0],
                                torch::tensor({9.0F, 10.0F, 7.5F, 30.0F, 22.5F})));
        half.scale = 0.1;
        VERIFY_ERROR(pack(half), "it would have 8 x 6 pixels");
    }

    void refused()
    {
        VERIFY_ERROR(pack(options({})), "none is given");
        VERIFY_ERROR(pack(options({"Pairs", "Pairs"})), "two of them are called pairs");
        VERIFY_ERROR(pack(options({"missing"})), "there is no such folder");
        PackOptions chosen = options({"Pairs"});
        chosen.sources[0].name = "a/b";
        VERIFY_ERROR(pack(chosen), "is no name for the samples");
        chosen = options({"Pairs"});
        chosen.scale = 0;
        VERIFY_ERROR(pack(chosen), "is not above 0");
        chosen = options({"Pairs"});
        chosen.classSet = "../street";
        VERIFY_ERROR(pack(chosen), "that is no name of one");
        chosen.classSet = "nowhere";
        VERIFY_ERROR(pack(chosen), "Cannot read the class set");
        chosen = options({"Pairs"});
        chosen.training = chosen.validation = false;
        VERIFY_ERROR(pack(chosen), "neither samples for training nor for validation");
        chosen = options({"Pairs"});
        chosen.sources[0].layout = DatasetLayout::CamVid;
        VERIFY_ERROR(pack(chosen), "as the layout camvid");
        chosen = options({"Pairs"});
        chosen.training = false;
        VERIFY_ERROR(pack(chosen), "no sample was found");
        VERIFY_ERROR(packSamples(options({"Pairs"}), toPath(at("no/folder/out.safetensors")), {}), "Cannot write");
    }

    void stopLeavesNothing()
    {
        std::stop_source stop;
        int reports = 0;
        const JobControl job(stop.get_token(), [&](double fraction, std::string_view) {
            QVERIFY(fraction > 0 && fraction <= 1);
            if (++reports == 3)
                stop.request_stop();
        });
        bool isCancelled = false;
        try {
            packSamples(options({"Pairs"}), toPath(at("never.safetensors")), job);
        } catch (const Cancelled&) {
            isCancelled = true;
        }
        QVERIFY(isCancelled);
        QCOMPARE(reports, 3);
        QVERIFY(QDir(m_folder.path()).entryList({"*never*"}, QDir::Files | QDir::Hidden).isEmpty());
    }
};

DUOSCOPE_TEST_MAIN(TestPack)
#include "tst_pack.moc"
