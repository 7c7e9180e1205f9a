// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/dataset/dataset_layout.h"
#include "tests/support/dataset_files.h"
#include "tests/support/error_log_guard.h"

#include <QTemporaryDir>

using namespace duoscope;
using namespace duoscope::test;

namespace {

QString below(const std::filesystem::path& file, const std::filesystem::path& root)
{
    return file.empty() ? QString("-") : QString::fromStdString(file.lexically_relative(root).generic_string());
}

/// "name split infrared visible label list=boxes …", with "-" for what is not there.
QString described(const SampleFiles& sample, const std::filesystem::path& root)
{
    QStringList parts{QString::fromStdString(sample.name),
                      sample.split.empty() ? QString("-") : QString::fromStdString(sample.split),
                      below(sample.infrared, root), below(sample.visible, root), below(sample.label, root)};
    for (const auto& [list, file] : sample.boxes)
        parts << QString::fromStdString(list) + "=" + below(file, root);
    return parts.join(' ');
}

} // namespace

class TestDatasetLayout : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void layouts_data()
    {
        QTest::addColumn<QStringList>("files"); // as "path" or "path|content"
        QTest::addColumn<QString>("layout");
        QTest::addColumn<QString>("classSet");
        QTest::addColumn<QStringList>("samples");
        QTest::addColumn<QStringList>("problems"); // a part of each

        QTest::newRow("FMB") << QStringList{"train/Infrared/00002.png", "train/Visible/00002.png",
                                            "train/Label/00002.png",    "train/color/00002.png",
                                            "test/Infrared/00001.png",  "test/Visible/00001.png",
                                            "test/Label/00001.png",     "train/Visible/00003.png"}
                             << "fmb"
                             << "fmb"
                             << QStringList{"00001 test test/Infrared/00001.png test/Visible/00001.png "
                                            "test/Label/00001.png",
                                            "00002 train train/Infrared/00002.png train/Visible/00002.png "
                                            "train/Label/00002.png"}
                             << QStringList{
                                    "visible 00003.png of the split train has no infrared and no label partner"};
        QTest::newRow("FMB, flat with lists")
            << QStringList{"Infrared/1.png", "Visible/1.png",     "Label/1.png",    "Infrared/2.png",
                           "Visible/2.png",  "Label/2.png",       "Infrared/3.png", "Visible/3.png",
                           "Label/3.png",    "train.txt|2\r\n\n", "val.txt|1\n2",   "test.txt|7\n"}
            << "fmb"
            << "fmb"
            << QStringList{"1 val Infrared/1.png Visible/1.png Label/1.png",
                           "2 train Infrared/2.png Visible/2.png Label/2.png"}
            << QStringList{"test.txt names \"7\", of which there is no complete sample",
                           "the sample 3 is left out: no list names it"};

        QTest::newRow("MSRS")
            << QStringList{"train/ir/00001D.png", "train/vi/00001D.png", "train/Segmentation_labels/00001D.png",
                           "test/ir/00004N.png",  "test/vi/00004N.png",  "test/Segmentation_labels/00004N.png",
                           "detection/ir/5.png"}
            << "msrs"
            << "msrs"
            << QStringList{"00001D train train/ir/00001D.png train/vi/00001D.png "
                           "train/Segmentation_labels/00001D.png",
                           "00004N test test/ir/00004N.png test/vi/00004N.png "
                           "test/Segmentation_labels/00004N.png"}
            << QStringList{};
        QTest::newRow("MSRS, one split without labels")
            << QStringList{"test/ir/1N.png", "test/vi/1N.png"} << "msrs"
            << "msrs" << QStringList{"1N test test/ir/1N.png test/vi/1N.png -"} << QStringList{};

        QTest::newRow("MFNet") << QStringList{"images/00001D.png", "images/2N.png",     "images/3N.png",
                                              "labels/00001D.png", "labels/2N.png",     "labels/4N.png",
                                              "train.txt|00001D",  "test.txt|2N\n3N\n", "test_day.txt|2N"}
                               << "mfnet"
                               << "msrs"
                               << QStringList{"00001D train images/00001D.png images/00001D.png labels/00001D.png",
                                              "2N test images/2N.png images/2N.png labels/2N.png"}
                               << QStringList{"image 3N.png has no label partner", "label 4N.png has no image partner",
                                              "test.txt names \"3N\""};

        QTest::newRow("RoadScene") << QStringList{"cropinfrared/FLIR_00006.jpg", "crop_LR_visible/FLIR_00006.jpg",
                                                  "crop_LR_visible/Thumbs.db",   "crop_HR_visible/FLIR_00006.jpg",
                                                  "infrared/FLIR_00006.png",     "cropinfrared/FLIR_video_00001.jpg"}
                                   << "roadscene"
                                   << ""
                                   << QStringList{"FLIR_00006 - cropinfrared/FLIR_00006.jpg "
                                                  "crop_LR_visible/FLIR_00006.jpg -"}
                                   << QStringList{"infrared FLIR_video_00001.jpg has no visible partner"};

        QTest::newRow("M3FD") << QStringList{"Ir/00000.png",
                                             "Vi/00000.png",
                                             "labels/00000.txt|0 0.5 0.5 0.1 0.1",
                                             "Ir/00001.png",
                                             "Vi/00001.png",
                                             "Ir/2.png",
                                             "Vi/2.png",
                                             "meta/train.txt|00000.png",
                                             "meta/pred.txt|00001.png\n2.png"}
                              << "m3fd"
                              << ""
                              << QStringList{"00000 train Ir/00000.png Vi/00000.png - fusion=labels/00000.txt",
                                             "00001 test Ir/00001.png Vi/00001.png -", "2 test Ir/2.png Vi/2.png -"}
                              << QStringList{};
        QTest::newRow("M3FD, archive") << QStringList{"Ir/00000.png", "Vis/00000.png", "Annotation/00000.xml"} << "m3fd"
                                       << "" << QStringList{"00000 - Ir/00000.png Vis/00000.png -"}
                                       << QStringList{"XML is not read"};

        QTest::newRow("LLVIP") << QStringList{"infrared/train/010001.jpg", "visible/train/010001.jpg",
                                              "infrared/test/190001.jpg",  "visible/test/190001.jpg",
                                              "visible/test/190002.jpg",   "Annotations/010001.xml"}
                               << "llvip"
                               << ""
                               << QStringList{"010001 train infrared/train/010001.jpg visible/train/010001.jpg -",
                                              "190001 test infrared/test/190001.jpg visible/test/190001.jpg -"}
                               << QStringList{"XML is not read",
                                              "visible 190002.jpg of the split test has no infrared partner"};

        QTest::newRow("CamVid") << QStringList{"train/0001TP_1.png", "trainannot/0001TP_1.png",
                                               "val/0002TP_1.png",   "valannot/0002TP_1.png",
                                               "test/0003TP_1.png",  "testannot/0003TP_2.png",
                                               "train.txt|elsewhere"}
                                << "camvid"
                                << "camvid"
                                << QStringList{"0001TP_1 train - train/0001TP_1.png trainannot/0001TP_1.png",
                                               "0002TP_1 val - val/0002TP_1.png valannot/0002TP_1.png"}
                                << QStringList{"visible 0003TP_1.png of the split test has no label partner",
                                               "label 0003TP_2.png of the split test has no visible partner"};
        QTest::newRow("CamVid, folders in splits")
            << QStringList{"train/image/b.jpg", "train/label/b.png", "val/image/a.jpg", "val/label/a.png"} << "camvid"
            << "camvid"
            << QStringList{"a val - val/image/a.jpg val/label/a.png", "b train - train/image/b.jpg "
                                                                      "train/label/b.png"}
            << QStringList{};

        QTest::newRow("TNO")
            << QStringList{"Athena_images/2_men/IR_meting003_g.bmp",
                           "Athena_images/2_men/VIS_meting003_r.bmp",
                           "Athena_images/2_men/IR_meting012_g.bmp",
                           "Athena_images/2_men/VIS_meting12_r.bmp",
                           "Athena_images/2_men/VIS_meting013_r.bmp",
                           "Athena_images/helicopter/view 1/IR_1.bmp",
                           "Athena_images/helicopter/view 1/VIS_2.bmp",
                           "DHV_images/Fire_sequence/part_1/thermal/img_0007.bmp",
                           "DHV_images/Fire_sequence/part_1/dhv/img_7.bmp",
                           "FEL_images/Nato_camp/thermal/1800i.bmp",
                           "FEL_images/Nato_camp/visual/1800v.bmp",
                           "FEL_images/Nato_camp/thermal/1801i.bmp",
                           "Triclobs_images/bosnia/IR.bmp",
                           "Triclobs_images/bosnia/Vis.bmp",
                           "Triclobs_images/bosnia/NIR.bmp",
                           "tank/LWIR.tif",
                           "tank/Vis.tif"}
            << "tno"
            << ""
            << QStringList{"Athena_images_2_men_12 - Athena_images/2_men/IR_meting012_g.bmp "
                           "Athena_images/2_men/VIS_meting12_r.bmp -",
                           "Athena_images_2_men_3 - Athena_images/2_men/IR_meting003_g.bmp "
                           "Athena_images/2_men/VIS_meting003_r.bmp -",
                           "Athena_images_helicopter_view_1_1 - Athena_images/helicopter/view 1/IR_1.bmp "
                           "Athena_images/helicopter/view 1/VIS_2.bmp -",
                           "DHV_images_Fire_sequence_part_1_7 - DHV_images/Fire_sequence/part_1/thermal/img_0007.bmp "
                           "DHV_images/Fire_sequence/part_1/dhv/img_7.bmp -",
                           "FEL_images_Nato_camp_1800 - FEL_images/Nato_camp/thermal/1800i.bmp "
                           "FEL_images/Nato_camp/visual/1800v.bmp -",
                           "Triclobs_images_bosnia - Triclobs_images/bosnia/IR.bmp Triclobs_images/bosnia/Vis.bmp -",
                           "tank - tank/LWIR.tif tank/Vis.tif -"}
            << QStringList{"VIS_meting013_r.bmp has no infrared partner in its scene",
                           "1801i.bmp has no visible partner in its scene"};

        QTest::newRow("plain") << QStringList{"ir/b.png",       "vi/b.jpg",     "ir/a.bmp", "vi/a.png",
                                              "vi/.hidden.png", "vi/notes.txt", "ir/c.tiff"}
                               << "plain"
                               << "" << QStringList{"a - ir/a.bmp vi/a.png -", "b - ir/b.png vi/b.jpg -"}
                               << QStringList{"infrared c.tiff has no visible partner"};
        QTest::newRow("plain, other names, labels")
            << QStringList{"Thermal/a.PNG", "Vis/a.JPG", "Labels/a.png", "Thermal/b.png", "Vis/b.png"} << "plain"
            << "" << QStringList{"a - Thermal/a.PNG Vis/a.JPG Labels/a.png"}
            << QStringList{"infrared b.png has no label partner"};
        QTest::newRow("plain, one name twice") << QStringList{"ir/a.png", "ir/a.bmp", "vi/a.png"} << "plain"
                                               << "" << QStringList{"a - ir/a.bmp vi/a.png -"}
                                               << QStringList{"a.png is left out: a.bmp has the same name"};
        QTest::newRow("plain, boxes")
            << QStringList{"ir/a.png",
                           "vi/a.png",
                           "ir/b.png",
                           "vi/b.png",
                           "boxes/infrared/a.txt",
                           "boxes/visible/a.txt",
                           "boxes/fusion/a.txt",
                           "boxes/classes.txt|0 person\n2 car\n"}
            << "plain"
            << ""
            << QStringList{"a - ir/a.png vi/a.png - fusion=boxes/fusion/a.txt infrared=boxes/infrared/a.txt "
                           "visible=boxes/visible/a.txt",
                           "b - ir/b.png vi/b.png -"}
            << QStringList{};
        QTest::newRow("plain, boxes without names")
            << QStringList{"ir/a.png", "vi/a.png", "boxes/infrared/a.txt"} << "plain"
            << "" << QStringList{"a - ir/a.png vi/a.png -"} << QStringList{"there is no classes.txt"};
        QTest::newRow("plain, labels that are no images")
            << QStringList{"ir/a.png", "vi/a.png", "labels/a.txt"} << "plain"
            << "" << QStringList{"a - ir/a.png vi/a.png -"} << QStringList{"it holds no label images"};
    }
    void layouts()
    {
        QFETCH(QStringList, files);
        QFETCH(QString, layout);
        QFETCH(QString, classSet);
        QFETCH(QStringList, samples);
        QFETCH(QStringList, problems);
        QTemporaryDir folder;
        for (const QString& file : files)
            placeFile(folder.filePath(file.section('|', 0, 0)), file.section('|', 1).toUtf8());
        const std::filesystem::path root = toPath(folder.path());
        const DatasetLayout recognised = recogniseLayout(root);
        QCOMPARE(QString::fromStdString(std::string(layoutName(recognised))), layout);
        QCOMPARE(parseLayout(layout.toUpper().toStdString()), recognised);
        const DatasetListing listing = listSamples(root, recognised);
        QCOMPARE(listing.layout, recognised);
        QCOMPARE(QString::fromStdString(listing.classSet), classSet);
        QStringList found;
        for (const SampleFiles& sample : listing.samples)
            found << described(sample, root);
        QCOMPARE(found.join('\n'), samples.join('\n'));
        QStringList told;
        for (const std::string& problem : listing.problems)
            told << QString::fromStdString(problem);
        QVERIFY2(told.size() == problems.size(), qPrintable(told.join('\n')));
        for (qsizetype i = 0; i < told.size(); ++i)
            QVERIFY2(told[i].contains(problems[i]), qPrintable(told[i]));
    }

    void namesOfBoxClasses()
    {
        QTemporaryDir folder;
        placeFile(folder.filePath("ir/a.png"));
        placeFile(folder.filePath("vi/a.png"));
        placeFile(folder.filePath("boxes/fusion/a.txt"));
        placeFile(folder.filePath("boxes/classes.txt"), "0 person\r\n\n2\tcar\n");
        const DatasetListing listing = listSamples(toPath(folder.path()), DatasetLayout::Plain);
        QCOMPARE(listing.boxClasses, (std::map<int, std::string>{{0, "person"}, {2, "car"}}));
        placeFile(folder.filePath("boxes/classes.txt"), "person 0\n");
        VERIFY_ERROR(listSamples(toPath(folder.path()), DatasetLayout::Plain), "is not a new number and a name");
    }

    void noDataset()
    {
        QTemporaryDir folder;
        const std::filesystem::path root = toPath(folder.path());
        VERIFY_ERROR(recogniseLayout(root / "missing"), "there is no such folder");
        VERIFY_ERROR(recogniseLayout(root), "cropinfrared/ and crop_LR_visible/ (roadscene)");
        VERIFY_ERROR(listSamples(root, DatasetLayout::CamVid), "as the layout camvid: it should hold train/");
        placeFile(folder.filePath("a.png"));
        VERIFY_ERROR(listSamples(root / "a.png", DatasetLayout::Plain), "it is not a folder");
        VERIFY_ERROR(parseLayout("kitti"), "Choose one of fmb, msrs, mfnet");
    }
};

DUOSCOPE_TEST_MAIN(TestDatasetLayout)
#include "tst_dataset_layout.moc"
