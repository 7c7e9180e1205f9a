// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/dataset/label_image.h"
#include "core/labels/label_values.h"
#include "tests/support/dataset_files.h"
#include "tests/support/error_log_guard.h"

#include <QTemporaryDir>

using namespace duoscope;
using namespace duoscope::test;

namespace {

ClassSet bundled(const std::string& name)
{
    return ClassSet::load(DUOSCOPE_SOURCE_DIR "/resources/class_sets/" + name + ".json");
}

/// Every id of the set, a column of 20 pixels each.
cv::Mat allIds(const ClassSet& set)
{
    cv::Mat ids(20, 20 * set.size(), CV_8UC1);
    for (int id = 0; id < set.size(); ++id)
        ids.colRange(20 * id, 20 * id + 20).setTo(id);
    return ids;
}

cv::Mat coloured(const cv::Mat& ids, const ClassSet& set, int shift = 0)
{
    cv::Mat image(ids.size(), CV_8UC3);
    for (int y = 0; y < ids.rows; ++y)
        for (int x = 0; x < ids.cols; ++x) {
            const auto& rgb = set.at(ids.at<uchar>(y, x)).colour;
            image.at<cv::Vec3b>(y, x) = cv::Vec3b(rgb[2], static_cast<uchar>(rgb[1] ^ shift), rgb[0]);
        }
    return image;
}

} // namespace

class TestLabelImage : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::vector<std::string> m_warnings;

    cv::Mat read(const cv::Mat& image, const ClassSet& stored, const ClassSet& target)
    {
        m_warnings.clear();
        placeImage(m_folder.filePath("a.png"), image);
        return readLabelImage(toPath(m_folder.filePath("a.png")), stored, target, m_warnings);
    }
    QString warning() const { return m_warnings.empty() ? QString() : QString::fromStdString(m_warnings.front()); }

private Q_SLOTS:
    void ids()
    {
        const ClassSet street = bundled("street");
        cv::Mat expected = allIds(street);
        expected.setTo(kLabelUnknown, expected == 0); // the ignored class
        QVERIFY(areEqual(read(allIds(street), street, street), expected));
        QVERIFY(m_warnings.empty());
        cv::Mat threeChannels;
        cv::merge(std::vector<cv::Mat>(3, allIds(street)), threeChannels);
        QVERIFY(areEqual(read(threeChannels, street, street), expected));
        QVERIFY(m_warnings.empty());
    }

    void mapped()
    {
        const cv::Mat labels = read(allIds(bundled("camvid")), bundled("camvid"), bundled("street"));
        const int expected[]{7, 3, 14, 1, 2, 6, 5, 15, 9, 8, 13, kLabelUnknown};
        for (int id = 0; id < 12; ++id)
            QCOMPARE(int(labels.at<uchar>(10, 20 * id + 10)), expected[id]);
    }

    void colours()
    {
        const ClassSet msrs = bundled("msrs"), street = bundled("street");
        QVERIFY(areEqual(read(coloured(allIds(msrs), msrs), msrs, street), read(allIds(msrs), msrs, street)));
        QVERIFY(m_warnings.empty());
    }

    void coloursThatAreALittleOff()
    {
        const ClassSet fmb = bundled("fmb");
        const cv::Mat expected = read(allIds(fmb), fmb, fmb);
        QVERIFY(areEqual(read(coloured(allIds(fmb), fmb, 3), fmb, fmb), expected));
        QCOMPARE(m_warnings.size(), std::size_t(1));
        QVERIFY2(warning().contains("the colours of 6000 pixels are not in the palette of fmb") &&
                     warning().contains("off by up to 3 levels"),
                 qPrintable(warning()));
    }

    void unknownIds()
    {
        const ClassSet camvid = bundled("camvid");
        cv::Mat ids = allIds(camvid);
        ids.rowRange(0, 4).setTo(12);
        ids.rowRange(4, 8).setTo(200);
        ids.rowRange(8, 12).setTo(255); // the usual mark of nothing: no word about it
        const cv::Mat labels = read(ids, camvid, camvid);
        QCOMPARE(cv::countNonZero(labels.rowRange(0, 12) == kLabelUnknown), 12 * ids.cols);
        QCOMPARE(int(labels.at<uchar>(15, 5)), 0);
        QCOMPARE(m_warnings.size(), std::size_t(1));
        QVERIFY2(warning().contains("no class has the id 12, 200;"), qPrintable(warning()));
    }

    void unusable()
    {
        const ClassSet street = bundled("street");
        VERIFY_ERROR(read(cv::Mat(20, 20, CV_16UC1, cv::Scalar(3)), street, street), "neither 8-bit ids");
        VERIFY_ERROR(read(cv::Mat(20, 20, CV_8UC4, cv::Scalar(1, 2, 3, 4)), street, street), "neither 8-bit ids");
        VERIFY_ERROR(read(allIds(street), ClassSet::anonymous(300), street), "has 300 classes");
        placeFile(m_folder.filePath("a.png"), "no image");
        VERIFY_ERROR(readLabelImage(toPath(m_folder.filePath("a.png")), street, street, m_warnings),
                     "none of the supported image formats");
    }
};

DUOSCOPE_TEST_MAIN(TestLabelImage)
#include "tst_label_image.moc"
