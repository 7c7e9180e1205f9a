// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/dataset/sample_reader.h"
#include "core/labels/label_values.h"
#include "tests/support/dataset_files.h"
#include "tests/support/error_log_guard.h"

#include <QTemporaryDir>

using namespace duoscope;
using namespace duoscope::test;

class TestSampleReader : public QObject {
    Q_OBJECT

    const ClassSet m_street = ClassSet::load(DUOSCOPE_SOURCE_DIR "/resources/class_sets/street.json");
    const LabelClasses m_classes{m_street, {{0, "person"}, {2, "car"}}, m_street};
    QTemporaryDir m_folder;

    std::filesystem::path image(const QString& name, const cv::Mat& pixels)
    {
        placeImage(m_folder.filePath(name), pixels);
        return toPath(m_folder.filePath(name));
    }
    std::filesystem::path text(const QString& name, const QByteArray& content)
    {
        placeFile(m_folder.filePath(name), content);
        return toPath(m_folder.filePath(name));
    }

private Q_SLOTS:
    void grayBytesStayAsTheyAre()
    {
        cv::Mat all(16, 16, CV_8UC1); // every value, and no other range than 0 … 255
        for (int i = 0; i < 256; ++i)
            all.at<uchar>(i / 16, i % 16) = static_cast<uchar>(i);
        const cv::Mat narrow = all / 4 + 100;
        const Sample sample = readSample({"a", "", image("i.png", narrow), image("v.png", all), {}, {}}, m_classes);
        QVERIFY(areEqual(sample.infrared, narrow));
        QVERIFY(areEqual(sample.visible, all));
        QVERIFY(sample.label.empty() && sample.boxes.empty() && sample.warnings.empty());
    }

    void luminanceOfColour()
    {
        cv::Mat colour(16, 20, CV_8UC3);
        for (int y = 0; y < colour.rows; ++y)
            for (int x = 0; x < colour.cols; ++x)
                colour.at<cv::Vec3b>(y, x) = cv::Vec3b(static_cast<uchar>(x * 12), static_cast<uchar>(y * 15),
                                                       static_cast<uchar>(255 - x * y % 256));
        const Sample sample = readSample({"a", "", {}, image("v.png", colour), {}, {}}, m_classes);
        QVERIFY(sample.infrared.empty());
        for (int y = 0; y < colour.rows; ++y)
            for (int x = 0; x < colour.cols; ++x) {
                const cv::Vec3b bgr = colour.at<cv::Vec3b>(y, x);
                const double exact = 0.299 * bgr[2] + 0.587 * bgr[1] + 0.114 * bgr[0];
                QVERIFY(qAbs(sample.visible.at<uchar>(y, x) - exact) < 0.5001);
            }
    }

    void oneFileOfFourChannels()
    {
        const cv::Mat visible = pattern(24, 18, 1), infrared = pattern(24, 18, 2);
        cv::Mat four;
        cv::merge(std::vector<cv::Mat>{visible, visible, visible, infrared}, four);
        const auto file = image("4.png", four);
        const Sample sample = readSample({"a", "", file, file, {}, {}}, m_classes);
        QVERIFY(areEqual(sample.infrared, infrared));
        QVERIFY(areEqual(sample.visible, visible));
    }

    void labels()
    {
        cv::Mat ids = pattern(24, 18, 3);
        ids.forEach<uchar>([](uchar& id, const int*) { id %= 16; });
        const Sample sample = readSample(
            {"a", "", image("i.png", pattern(24, 18, 1)), image("v.png", pattern(24, 18, 2)), image("l.png", ids), {}},
            m_classes);
        ids.setTo(kLabelUnknown, ids == 0);
        QVERIFY(areEqual(sample.label, ids));
    }

    void boxesBecomeLabels()
    {
        cv::Mat infrared(60, 80, CV_8UC1, cv::Scalar(30));
        infrared(cv::Rect(16, 16, 8, 28)).setTo(220);
        SampleFiles files{"a", "", image("i.png", infrared), image("v.png", pattern(80, 60, 1)), {}, {}};
        files.boxes["infrared"] = text("i.txt", "0 0.25 0.5 0.2 0.6667");
        files.boxes["visible"] = text("v.txt", "0 0.25 0.5 0.2 0.6667\n2 0.75 0.5 0.3 0.5");
        const Sample sample = readSample(files, m_classes);
        QVERIFY(sample.warnings.empty());
        QCOMPARE(sample.boxes.size(), std::size_t(2)); // of all lists together, each object once
        QCOMPARE(cv::countNonZero(sample.label == 8), 8 * 28);
        QCOMPARE(int(sample.label.at<uchar>(30, 60)), 9);
        QCOMPARE(sample.label.at<uchar>(0, 0), kLabelOutsideBoxes);

        files.boxes["fusion"] = text("f.txt", "2 0.75 0.5 0.3 0.5\n");
        const Sample fused = readSample(files, m_classes);
        QCOMPARE(fused.boxes.size(), std::size_t(1));
        QCOMPARE(fused.boxes[0].classId, 9);
        QVERIFY(areEqual(fused.label, sample.label));
    }

    void labelImagesGoBeforeBoxes()
    {
        SampleFiles files{"a",
                          "",
                          image("i.png", pattern(24, 18, 1)),
                          image("v.png", pattern(24, 18, 2)),
                          image("l.png", cv::Mat(18, 24, CV_8UC1, cv::Scalar(3))),
                          {}};
        files.boxes["fusion"] = text("f.txt", "0 0.5 0.5 0.5 0.8");
        const Sample sample = readSample(files, m_classes);
        QCOMPARE(cv::countNonZero(sample.label == 3), 18 * 24);
        QCOMPARE(sample.boxes.size(), std::size_t(1));
    }

    void contradictions()
    {
        const auto infrared = image("i.png", pattern(24, 18, 1)), visible = image("v.png", pattern(25, 18, 2));
        VERIFY_ERROR(readSample({"a", "", infrared, visible, {}, {}}, m_classes), "the infrared image has 24 x 18");
        VERIFY_ERROR(readSample({"a", "", {}, visible, infrared, {}}, m_classes),
                     "they have 24 x 18 pixels and the image 25 x 18");
        VERIFY_ERROR(readSample({"a", "", {}, text("d.png", "x"), {}, {}}, m_classes), "Cannot read");
    }
};

DUOSCOPE_TEST_MAIN(TestSampleReader)
#include "tst_sample_reader.moc"
