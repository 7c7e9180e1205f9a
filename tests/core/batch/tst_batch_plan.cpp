// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/batch/batch_plan.h"
#include "core/batch/batch_request.h"
#include "core/batch/output_estimate.h"
#include "tests/support/dataset_files.h"
#include "tests/support/error_log_guard.h"

#include <QTemporaryDir>

using namespace duoscope;
using namespace duoscope::test;

class TestBatchPlan : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString at(const QString& name) const { return m_folder.filePath(name); }

    static const BatchItem& item(const BatchPlan& plan, const std::string& stem)
    {
        for (const BatchItem& one : plan.items)
            if (one.stem == stem)
                return one;
        throw std::runtime_error("no item " + stem);
    }

private Q_SLOTS:
    void findings()
    {
        placeImage(at("ir/good.png"), pattern(40, 30, 1));
        placeImage(at("vi/good.bmp"), pattern(40, 30, 2));
        placeImage(at("label/good.png"), pattern(40, 30, 3));
        placeImage(at("ir/unlabelled.png"), pattern(40, 30, 1));
        placeImage(at("vi/unlabelled.png"), pattern(40, 30, 1));
        placeImage(at("ir/alone.png"), pattern(40, 30, 1));
        placeImage(at("vi/lonely.png"), pattern(40, 30, 1));
        placeImage(at("ir/sizes.png"), pattern(40, 30, 1));
        placeImage(at("vi/sizes.png"), pattern(20, 30, 1));
        cv::Mat deep;
        pattern(40, 30, 1).convertTo(deep, CV_16U, 8, 7000);
        placeImage(at("ir/deep.png"), deep);
        placeImage(at("vi/deep.png"), pattern(40, 30, 1));
        placeImage(at("ir/broken.png"), pattern(40, 30, 1));
        placeFile(at("vi/broken.png"), "no image at all");
        placeFile(at("vi/Thumbs.db"), "no image");
        placeFile(at("vi/.hidden"), "no image");
        placeImage(at("vi/good.png"), pattern(40, 30, 5)); // a second file of that stem

        const BatchPlan plan = planFolders(toPath(at("ir")), toPath(at("vi")), toPath(at("label")));
        QCOMPARE(plan.items.size(), 7u);
        QVERIFY(std::is_sorted(plan.items.begin(), plan.items.end(),
                               [](const BatchItem& a, const BatchItem& b) { return a.stem < b.stem; }));
        const auto check = [&](const char* stem, Finding finding, const char* words) {
            QCOMPARE(toString(item(plan, stem).finding), toString(finding));
            QVERIFY2(item(plan, stem).remark.find(words) != std::string::npos, item(plan, stem).remark.c_str());
        };
        check("good", Finding::Good, "same size");
        check("unlabelled", Finding::NoLabel, "no label file");
        check("alone", Finding::NoVisible, "no visible file with this stem");
        check("lonely", Finding::NoInfrared, "no infrared file with this stem");
        check("sizes", Finding::SizesDiffer, "infrared 40 x 30, visible 20 x 30");
        check("deep", Finding::NoLabel, "no label"); // one finding an item; the missing label comes last
        check("broken", Finding::Unreadable, "visible: its content is none of the supported image formats");
        QVERIFY(item(plan, "sizes").willFail() && !item(plan, "unlabelled").willFail());
        QVERIFY(item(plan, "good").visible.is_absolute());
        QCOMPARE(item(plan, "good").visible.extension().string(), ".bmp"); // the first by name
        QCOMPARE(item(plan, "good").infraredOutline.width, 40);

        QCOMPARE(plan.skipped.size(), 2u);
        QCOMPARE(plan.skipped[0].file.filename().string(), "Thumbs.db");
        QCOMPARE(plan.skipped[0].reason, "its name is not that of an image");
        QCOMPARE(plan.skipped[1].file.filename().string(), "good.png");
        QCOMPARE(plan.skipped[1].reason, "good.bmp has the same stem and comes first");

        const BatchPlan unlabelled = planFolders(toPath(at("ir")), toPath(at("vi")));
        QCOMPARE(toString(item(unlabelled, "deep").finding), "16 bit");
        QCOMPARE(unlabelled.count(Finding::Good), 2u);
    }

    // A header that lies behind a large preview, and a directory at the end of a file, are found all the same.
    void headersFarInside()
    {
        cv::Mat large(400, 300, CV_16UC1, cv::Scalar(0));
        cv::randu(large, 0, 65535);
        placeImage(at("far/large.tiff"), large);
        QVERIFY(QFileInfo(at("far/large.tiff")).size() > 64 << 10);
        const ImageOutline tiff = readImageOutline(toPath(at("far/large.tiff")));
        QCOMPARE(tiff.width, 300);
        QCOMPARE(tiff.height, 400);
        QCOMPARE(tiff.bitDepth, 16);

        placeImage(at("far/plain.jpg"), pattern(64, 48, 1));
        QByteArray jpeg = readFile(at("far/plain.jpg"));
        const QByteArray comment = QByteArray("\xff\xfe\xff\xff", 4) + QByteArray(65533, 'x');
        jpeg.insert(2, comment + comment);
        placeFile(at("far/comment.jpg"), jpeg);
        const ImageOutline outline = readImageOutline(toPath(at("far/comment.jpg")));
        QCOMPARE(outline.width, 64);
        QCOMPARE(outline.height, 48);
        VERIFY_ERROR(readImageOutline(toPath(at("far/none.png"))), "Cannot read");
    }

    void dataset()
    {
        for (const char* split : {"train", "test"})
            for (const char* folder : {"ir", "vi"}) {
                placeImage(at(QString("msrs/%1/%2/0001.png").arg(split, folder)), pattern(32, 32, 1));
                placeImage(at(QString("msrs/%1/%2/%1.png").arg(split, folder)), pattern(32, 32, 1));
            }
        placeImage(at("msrs/test/ir/odd.png"), pattern(32, 32, 1));
        const BatchPlan plan = planDataset(DatasetLayout::Msrs, toPath(at("msrs")));
        std::vector<std::string> stems;
        for (const BatchItem& one : plan.items)
            stems.push_back(one.stem);
        QCOMPARE(stems, (std::vector<std::string>{"test", "test_0001", "train", "train_0001"}));
        QCOMPARE(plan.problems.size(), 1u);
        QCOMPARE(plan.layout, "msrs");
        VERIFY_ERROR(planDataset(DatasetLayout::CamVid, toPath(at("msrs"))), "no infrared images");
        VERIFY_ERROR(planFolders(toPath(at("nowhere")), toPath(at("nowhere"))), "Cannot look into the folder");
        placeFile(at("empty/notes.txt"), "");
        VERIFY_ERROR(planFolders(toPath(at("empty")), toPath(at("empty"))), "there are no images in it");
    }

    void shards()
    {
        std::vector<int> hits(23);
        for (int index = 1; index <= 4; ++index)
            for (std::size_t i = 0; i < hits.size(); ++i)
                hits[i] += Shard{index, 4}.holds(i);
        QCOMPARE(hits, std::vector<int>(23, 1)); // disjoint, and all of them
        QCOMPARE(Shard::parse("2/4").toString(), "2/4");
        for (const char* text : {"", "2", "0/4", "5/4", "-1/4", "1/0", "a/b", "1/4x", "1/ 4"})
            VERIFY_ERROR(Shard::parse(text), "not of the form I/N");
    }

    void requests()
    {
        BatchPlan plan;
        plan.items = {inspectItem("a", {}, {}), inspectItem("b", {}, {})};
        BatchRequest request;
        VERIFY_ERROR(request.check(plan), "no method");
        request.methods = {parseBatchMethod("laplacian", {}), parseBatchMethod("uaafusion-released", {})};
        QCOMPARE(request.methods[0].key, "laplacian");
        QCOMPARE(request.methods[1].name, "uaafusion");
        QCOMPARE(request.methods[1].key, "uaafusion-released");
        QVERIFY(request.methods[1].options.equations == Equations::Released);
        request.check(plan);
        request.outputs = {false, false, false, false};
        VERIFY_ERROR(request.check(plan), "nothing would be written");
        request.metrics = {"EN", "nothing"};
        VERIFY_ERROR(request.check(plan), "Unknown metric");
        request.metrics = {"EN"};
        request.check(plan);
        request.methods.push_back(request.methods[0]);
        VERIFY_ERROR(request.check(plan), "laplacian is named twice");
        request.methods.pop_back();
        plan.items.push_back(inspectItem("a", {}, {}));
        VERIFY_ERROR(request.check(plan), "two items are called a");
        VERIFY_ERROR(parseBatchMethod("wavelets", {}), "Unknown method \"wavelets\"");
        VERIFY_ERROR(parseBatchMethod("laplacian-paper", {}), "Unknown method \"laplacian-paper\"");
        VERIFY_ERROR(parseBatchMethod("uaafusion-x", {}), "x");
    }

    // Of about the right size: a user weighs it against what is free.
    void estimate()
    {
        BatchPlan plan;
        BatchItem item;
        item.infraredOutline = item.visibleOutline = {640, 480, 8};
        plan.items.assign(10, item);
        BatchRequest request;
        request.methods = {parseBatchMethod("uaafusion-paper", {})};
        const OutputEstimate pictures = estimateOutput(plan, request);
        QVERIFY(pictures.bytes > 3'000'000 && pictures.bytes < 12'000'000);
        QVERIFY(pictures.tracePerPair > 16 * 4 * 640 * 480);
        request.outputs.trace = true;
        QVERIFY(estimateOutput(plan, request).bytes > 10 * pictures.tracePerPair);
        request.shard = {1, 2};
        QVERIFY(estimateOutput(plan, request).bytes < 6 * pictures.tracePerPair);
    }
};

DUOSCOPE_TEST_MAIN(TestBatchPlan)
#include "tst_batch_plan.moc"
