// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/dataset/ground_truth.h"
#include "core/labels/label_values.h"
#include "tests/support/dataset_files.h"
#include "tests/support/error_log_guard.h"

#include <QTemporaryDir>

using namespace duoscope;
using namespace duoscope::test;

class TestBoxLists : public QObject {
    Q_OBJECT

    const ClassSet m_street = ClassSet::load(DUOSCOPE_SOURCE_DIR "/resources/class_sets/street.json");
    const ClassSet m_msrs = ClassSet::load(DUOSCOPE_SOURCE_DIR "/resources/class_sets/msrs.json");
    QTemporaryDir m_folder;

    QString at(const QString& name) const { return m_folder.filePath(name); }

    std::vector<LabelBox> read(const BoxLists& lists, const std::string& scene)
    {
        std::vector<std::string> warnings;
        return readBoxes(lists.files.at(scene), {100, 100}, lists.classes, m_street, warnings);
    }

private Q_SLOTS:
    void initTestCase()
    {
        // A person whom the infrared and the fusion list have, a bit apart, and a car that the visible list has.
        placeFile(at("msrs/classes.txt"), "0 person\n2 car\n");
        placeFile(at("msrs/infrared/1.txt"), "0 0.5 0.5 0.2 0.4\n");
        placeFile(at("msrs/Visible/1.txt"), "2 0.2 0.2 0.2 0.2\n");
        placeFile(at("msrs/fusion/1.txt"), "0 0.52 0.5 0.2 0.4\n0 0.53 0.5 0.2 0.4\n");
        placeFile(at("msrs/visible of others/1.txt"), "");
        placeFile(at("msrs/infrared/2.txt"), "");
        placeFile(at("flat/Classes.txt"), "7 people\n");
        placeFile(at("flat/x.txt"), "7 0.5 0.5 0.2 0.4\n");
        placeFile(at("unnamed/x.txt"), "7 0.5 0.5 0.2 0.4\n");
        placeFile(at("empty/classes.txt"), "0 person\n");
    }

    void folderOfLists()
    {
        const BoxLists lists = boxListsIn(toPath(at("msrs")));
        QCOMPARE(lists.classes.at(2), "car");
        QCOMPARE(lists.files.size(), 2u);
        QCOMPARE(lists.files.at("1").size(), 3u);
        QCOMPARE(lists.files.at("2").size(), 1u);
        const std::vector<LabelBox> merged = read(lists, "1");
        QCOMPARE(merged.size(), 2u);
        QCOMPARE(merged[0].area.x, 40.0); // the infrared list's, which goes first
        QVERIFY(!merged[0].inVisible);
        QCOMPARE(merged[1].classId, 9);
        QVERIFY(merged[1].inVisible);
        QVERIFY(read(lists, "2").empty());
    }

    void chosenList()
    {
        const BoxLists lists = boxListsIn(toPath(at("msrs")));
        const BoxLists fusion = chosenLists(lists, BoxChoice::Fusion);
        QCOMPARE(fusion.files.size(), 1u);
        QCOMPARE(read(fusion, "1").size(), 2u); // as they are
        QCOMPARE(read(chosenLists(lists, BoxChoice::Visible), "1").at(0).classId, 9);
        QCOMPARE(chosenLists(lists, BoxChoice::All).files.at("1").size(), 3u);
        const BoxLists flat = boxListsIn(toPath(at("flat")));
        VERIFY_ERROR(chosenLists(flat, BoxChoice::Infrared), "there is no such list");
        QCOMPARE(chosenLists(flat, BoxChoice::Fusion).files.size(), 1u);
    }

    void flatFolder()
    {
        const BoxLists lists = boxListsIn(toPath(at("flat")));
        QCOMPARE(lists.files.size(), 1u); // classes.txt is none
        QCOMPARE(read(lists, "x").at(0).classId, 8);
    }

    void folderWithoutBoxes()
    {
        VERIFY_ERROR(boxListsIn(toPath(at("unnamed"))), "it holds no classes.txt");
        VERIFY_ERROR(boxListsIn(toPath(at("empty"))), "it holds no texts");
        VERIFY_ERROR(boxListsIn(toPath(at("nowhere"))), "Cannot look into the folder");
    }

    void choices()
    {
        for (const BoxChoice choice : {BoxChoice::All, BoxChoice::Infrared, BoxChoice::Visible, BoxChoice::Fusion})
            QVERIFY(parseBoxChoice(toString(choice)) == choice);
        QCOMPARE(toString(BoxChoice::Visible), "visible");
        VERIFY_ERROR(parseBoxChoice("x"), "Unknown list of boxes \"x\"");
    }

    void groundTruth()
    {
        GroundTruth known(m_street);
        QVERIFY(!known.hasLabels() && !known.hasBoxes());
        cv::Mat ids(20, 20, CV_8UC1, cv::Scalar(0));
        ids.at<uchar>(0, 0) = 2;   // person of MSRS
        ids.at<uchar>(0, 1) = 3;   // bike, bicycle in street
        ids.at<uchar>(0, 2) = 8;   // bump, which street does not have
        ids.at<uchar>(0, 3) = 255; // unknown
        ids.at<uchar>(0, 4) = 99;  // nothing
        placeImage(at("l.png"), ids);
        known.setLabels({{"1", toPath(at("l.png"))}}, m_msrs);
        known.setBoxes(boxListsIn(toPath(at("msrs"))));
        const cv::Mat labels = known.labels("1");
        const int expected[] = {8, 13, kLabelUnknown, kLabelUnknown, kLabelUnknown, 0};
        for (int x = 0; x < 6; ++x)
            QCOMPARE(int(labels.at<uchar>(0, x)), expected[x]);
        QVERIFY(known.labels("2").empty());
        QCOMPARE(known.boxes("1", {100, 100})->size(), 2u);
        QVERIFY(known.boxes("2", {100, 100})->empty());
        QVERIFY(!known.boxes("3", {100, 100}));
        QCOMPARE(known.warnings().size(), 1u);
        QVERIFY(known.warnings().begin()->find("no class has the id 99") != std::string::npos);
    }
};

DUOSCOPE_TEST_MAIN(TestBoxLists)
#include "tst_box_lists.moc"
