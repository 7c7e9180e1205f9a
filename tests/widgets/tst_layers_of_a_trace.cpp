// SPDX-License-Identifier: GPL-3.0-or-later
// Layers, ranges and colours: what is put on the screen for known values.
#include "tests/support/widget_test.h"
#include "widgets/bridge/colour_map.h"
#include "widgets/bridge/display_range.h"
#include "widgets/bridge/image_rendering.h"
#include "widgets/bridge/layer.h"
#include "widgets/bridge/layer_text.h"
#include "widgets/bridge/text.h"

#include <QTest>

#include <opencv2/core.hpp>

#include <algorithm>
#include <limits>

using namespace duoscope;

namespace {

/// Two stages of 4×2 pixels: f_0 is 0.25 everywhere, f_1 is 0.5, with an attention that is signed.
FusionTrace smallTrace()
{
    FusionTrace trace;
    const cv::Size size(4, 2);
    trace.pair.infrared.luminance = cv::Mat(size, CV_32FC1, cv::Scalar(0.75));
    trace.pair.visible.luminance = cv::Mat(size, CV_32FC1, cv::Scalar(0.25));
    trace.pair.visible.chroma = cv::Mat(size, CV_32FC2, cv::Scalar(0.1, -0.1));
    trace.classSet = ClassSet::anonymous(3);
    trace.classes = {{0, 4, {}, {}, 0.5, 0.5}, {1, 4, {}, {}, 0.9, 0.9}, {2, 0, {}, {}, 0.5, 0.5}};
    trace.regions = cv::Mat(size, CV_32SC1, cv::Scalar(0));
    trace.regions.colRange(2, 4).setTo(1);
    trace.infraredWeight = cv::Mat(size, CV_32FC1, cv::Scalar(0.5));
    trace.infraredWeight.colRange(2, 4).setTo(0.9);
    StageTrace start;
    start.fused = cv::Mat(size, CV_32FC1, cv::Scalar(0.25));
    StageTrace first;
    first.k = 1;
    first.fused = cv::Mat(size, CV_32FC1, cv::Scalar(0.5));
    first.attention = (cv::Mat_<float>(2, 4) << -2, 0, 1, 0, 0, 0, 0, 0.5F);
    first.dataGradient = cv::Mat(size, CV_32FC1, cv::Scalar(-0.125));
    trace.stages = {start, first};
    trace.gray = first.fused;
    return trace;
}

class TestLayersOfATrace : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void layers()
    {
        const FusionTrace trace = smallTrace();
        const auto at = [&](LayerKind kind, int stage = -1, int lookedAt = 1) {
            return resolveLayer(trace, {kind, stage, {}}, lookedAt);
        };
        QCOMPARE(at(LayerKind::Infrared).values.at<float>(0, 0), 0.75F);
        QVERIFY(at(LayerKind::Infrared).form == PictureForm::Scalar);
        QVERIFY(at(LayerKind::Visible).form == PictureForm::Colour);
        QCOMPARE(at(LayerKind::Fused).values.at<float>(0, 0), 0.5F);
        QCOMPARE(at(LayerKind::Fused).stage, 1);
        QCOMPARE(at(LayerKind::Fused, 0).values.at<float>(0, 0), 0.25F);
        QCOMPARE(at(LayerKind::Fused, -1, 0).values.at<float>(0, 0), 0.25F); // follows what is looked at
        QCOMPARE(at(LayerKind::Change).values.at<float>(1, 3), 0.25F);
        QVERIFY(at(LayerKind::Change, 0).missing == NoPicture::NoPreviousStage);
        QVERIFY(at(LayerKind::Attention, 0).missing == NoPicture::AttentionStartsLater);
        QVERIFY(at(LayerKind::Fused, 2).missing == NoPicture::NotComputed);
        QVERIFY(at(LayerKind::SegmentationFused).missing == NoPicture::NotComputed);
        QCOMPARE(at(LayerKind::VisibleWeight).values.at<float>(0, 3) +
                     at(LayerKind::InfraredWeight).values.at<float>(0, 3),
                 1.0F);
        QCOMPARE(at(LayerKind::Regions).labels.at<int>(0, 2), 1);
        for (const LayerKind kind : layerKinds())
            QVERIFY(parseLayerKind(layerKindName(kind)) == kind);
        QVERIFY(!parseLayerKind("nothing"));
        QCOMPARE(at(LayerKind::Regions).classes->size(), 3);
        QVERIFY(at(LayerKind::ResultAttribution).missing == NoPicture::NotComputed); // no trace holds it
        QVERIFY(!hasStages(LayerKind::ResultAttribution));
    }

    void extras()
    {
        FusionTrace trace = smallTrace();
        const float infinity = std::numeric_limits<float>::infinity();
        trace.extras = {{"mask", (cv::Mat_<float>(2, 4) << 0, 1, 2, 3, 4, 5, 6, 7), ""},
                        {"flow", (cv::Mat_<float>(2, 4) << -2, 0, 1, infinity, 0, 0, 0, 0.5F), "resized"}};
        const auto named = [&](const char* name) { return resolveLayer(trace, {LayerKind::Extra, -1, {}, name}, 1); };
        QCOMPARE(named("mask").values.at<float>(1, 3), 7.F);
        QVERIFY(!named("mask").isSigned && !named("mask").naturalRange);
        QCOMPARE(displayRange(named("mask"), {}).high, 7.0); // of its values, for nothing is known of them
        QVERIFY(named("flow").isSigned && named("flow").map == ColourMapName::BlueWhiteRed);
        QCOMPARE(displayRange(named("flow"), {}).low, -2.0);
        QCOMPARE(displayRange(named("flow"), {}).infinite, 1);
        QCOMPARE(layerTitle({{LayerKind::Extra, -1, {}, "mask"}, {}, false}, 1), "mask");
        QVERIFY(named("other").missing == NoPicture::NotComputed); // it may come with the last stage
        trace.segmentationFused = trace.regions;
        QVERIFY(named("other").missing == NoPicture::NotOfThisMethod);
        QVERIFY(parseLayerKind(layerKindName(LayerKind::Extra)) == LayerKind::Extra);
        const auto& kinds = layerKinds();
        QVERIFY(std::find(kinds.begin(), kinds.end(), LayerKind::Extra) == kinds.end()); // has a menu of its own
    }

    void attributions()
    {
        const LayerPicture picture = attributionPicture((cv::Mat_<float>(1, 4) << -1, 0, 0.5F, 0.25F));
        QVERIFY(picture.isSigned && !picture.naturalRange && picture.naturalClip > 0);
        QCOMPARE(unitText(picture), "score per pixel");
    }

    void methodsWithoutWeights()
    {
        FusionTrace trace = smallTrace();
        trace.classes.clear();
        trace.infraredWeight.release();
        trace.stages.resize(1);
        QVERIFY(resolveLayer(trace, {LayerKind::InfraredWeight, -1, {}}, 0).missing == NoPicture::NotOfThisMethod);
        QVERIFY(resolveLayer(trace, {LayerKind::Attention, -1, {}}, 0).missing == NoPicture::NotOfThisMethod);
        const Layer fused{{LayerKind::Fused, -1, {}}, {}, false};
        QCOMPARE(layerTitle(fused, resolveLayer(trace, fused.first, 0).stage), "Fused");
    }

    void differences()
    {
        const FusionTrace trace = smallTrace();
        const LayerPicture infrared = resolveLayer(trace, {LayerKind::Infrared, -1, {}}, 1);
        const LayerPicture fused = resolveLayer(trace, {LayerKind::Fused, -1, {}}, 1);
        QCOMPARE(difference(fused, infrared, false).values.at<float>(0, 0), -0.25F);
        QVERIFY(difference(fused, infrared, false).isSigned);
        QCOMPARE(difference(fused, infrared, true).values.at<float>(0, 0), 0.25F);
        LayerPicture smaller = infrared;
        smaller.values = infrared.values.colRange(0, 3);
        QVERIFY(difference(fused, smaller, false).missing == NoPicture::SizesDiffer);
        LayerPicture one = resolveLayer(trace, {LayerKind::Regions, -1, {}}, 1);
        LayerPicture two = one;
        two.labels = one.labels.clone();
        two.labels.at<int>(1, 1) = 2;
        const LayerPicture differs = difference(one, two, false);
        QCOMPARE(cv::countNonZero(differs.values), 1);
        QCOMPARE(differs.values.at<float>(1, 1), 1.0F);
    }

    void ranges()
    {
        LayerPicture picture;
        picture.values = cv::Mat(10, 100, CV_32FC1);
        for (int i = 0; i < 1000; ++i)
            picture.values.at<float>(i / 100, i % 100) = static_cast<float>(i) / 999.0F;
        using Mode = RangeChoice::Mode;
        QCOMPARE(displayRange(picture, {}).high, 1.0);
        const DisplayRange clipped = displayRange(picture, {Mode::Percentile, 5, 0, 1});
        QVERIFY2(std::abs(clipped.low - 0.05) < 2e-3 && std::abs(clipped.high - 0.95) < 2e-3, "ends");
        QVERIFY2(std::abs(clipped.clipped - 0.1) < 3e-3, "the share that is not shown is told");
        QCOMPARE(displayRange(picture, {Mode::Fixed, 1, 0.2, 0.4}).high, 0.4);
        QCOMPARE(displayRange(picture, {Mode::Symmetric, 1, 0, 1}).low, -1.0);
        picture.values.at<float>(0, 0) = std::numeric_limits<float>::quiet_NaN();
        picture.values.at<float>(0, 1) = std::numeric_limits<float>::infinity();
        picture.values.at<float>(0, 2) = -std::numeric_limits<float>::infinity();
        const DisplayRange odd = displayRange(picture, {Mode::MinMax, 1, 0, 1});
        QCOMPARE(odd.notNumbers, 1);
        QCOMPARE(odd.infinite, 2);
        QCOMPARE(odd.high, 1.0);
        picture.values.setTo(0.5);
        const DisplayRange constant = displayRange(picture, {Mode::MinMax, 1, 0, 1});
        QVERIFY(constant.low < 0.5 && constant.high > 0.5);
        picture.values.setTo(0);
        QVERIFY(displayRange(picture, {Mode::Symmetric, 1, 0, 1}).high > 0);
    }

    void colours()
    {
        LayerPicture picture;
        picture.values = (cv::Mat_<float>(1, 4) << 0, 0.5F, 1, std::numeric_limits<float>::quiet_NaN());
        const QImage gray = renderPicture(picture, {0, 1, 0, 1, 0}, ColourMapName::Gray);
        QCOMPARE(gray.pixelColor(0, 0), QColor(0, 0, 0));
        QCOMPARE(gray.pixelColor(2, 0), QColor(255, 255, 255));
        QCOMPARE(gray.pixel(3, 0), kNotANumberColour);
        const QImage hot = renderPicture(picture, {0, 1, 0, 1, 0}, ColourMapName::BlackHot);
        QCOMPARE(hot.pixelColor(0, 0), QColor(255, 255, 255));
        // Zero is white in the middle of a symmetric range.
        const auto& map = colourMap(ColourMapName::BlueWhiteRed);
        QVERIFY(qGray(map[127]) > 250 && qGray(map[128]) > 250);
        QVERIFY(qBlue(map[0]) > qRed(map[0]) && qRed(map[255]) > qBlue(map[255]));
        // Magnitudes become lighter along their maps.
        for (const ColourMapName name : {ColourMapName::Viridis, ColourMapName::Magma, ColourMapName::Iron})
            for (std::size_t i = 8; i < 256; i += 8)
                QVERIFY(qGray(colourMap(name)[i]) >= qGray(colourMap(name)[i - 8]));
    }

    void isotherms()
    {
        cv::Mat values(1, 100, CV_32FC1);
        for (int i = 0; i < 100; ++i)
            values.at<float>(0, i) = static_cast<float>(i);
        const auto marked = [&](double share) {
            QImage image(100, 1, QImage::Format_RGB32);
            image.fill(Qt::black);
            markIsotherm(image, values, isothermLimits(values, share));
            QList<int> places;
            for (int x = 0; x < 100; ++x)
                if (image.pixel(x, 0) == kIsothermColour)
                    places << x;
            return places;
        };
        QCOMPARE(marked(0.05), (QList<int>{94, 95, 96, 97, 98, 99}));
        QCOMPARE(marked(-0.03), (QList<int>{0, 1, 2}));
        values.setTo(std::numeric_limits<float>::quiet_NaN());
        QVERIFY(marked(0.05).isEmpty());
    }

    void labelsAndDimming()
    {
        const FusionTrace trace = smallTrace();
        QImage image = renderLabels(trace.regions, trace.classSet, {}, {1.0, false});
        const auto colour = trace.classSet.at(1).colour;
        QCOMPARE(image.pixelColor(3, 1), QColor(colour[0], colour[1], colour[2]));
        dimOutside(image, trace.regions, 1);
        QCOMPARE(image.pixelColor(3, 1), QColor(colour[0], colour[1], colour[2]));
        QVERIFY(image.pixelColor(0, 0).lightness() <
                renderLabels(trace.regions, trace.classSet, {}, {1.0, false}).pixelColor(0, 0).lightness());
        // Half opaque over white is half way.
        const cv::Mat white(trace.regions.size(), CV_32FC1, cv::Scalar(1));
        const QImage over = renderLabels(trace.regions, trace.classSet, white, {0.5, false});
        QVERIFY(std::abs(over.pixelColor(3, 1).red() - (colour[0] + 255) / 2) <= 1);
    }

    void halving()
    {
        QImage image(4, 2, QImage::Format_RGB32);
        image.fill(Qt::black);
        image.setPixelColor(0, 0, Qt::white);
        image.setPixelColor(1, 0, Qt::white);
        const QImage half = halved(image);
        QCOMPARE(half.size(), QSize(2, 1));
        QVERIFY(std::abs(half.pixelColor(0, 0).red() - 128) <= 1);
        QCOMPARE(half.pixelColor(1, 0).red(), 0);
    }

    void numbers()
    {
        QCOMPARE(valueText(0.92551), "0.9255");
        QCOMPARE(valueText(-0.0087), QString::fromUtf8("−0.0087"));
        QCOMPARE(valueText(3.214e-4), QString::fromUtf8("3.21e−4"));
        QCOMPARE(valueText(std::nan("")), "NaN");
        QCOMPARE(signedText(0.5), "+0.5000");
        QCOMPARE(fixedText(-0.0004, 3), "0.000");
        QCOMPARE(countText(20561), QString::fromUtf8("20\u2009561"));
        QCOMPARE(countText(-1234567), QString::fromUtf8("−1\u2009234\u2009567"));
        QCOMPARE(subscript(10), QString::fromUtf8("₁₀"));
        QCOMPARE(layerTitle({{LayerKind::Change, -1, {}}, {}, false}, 5), QString::fromUtf8("Change f₅ − f₄"));
    }
};

} // namespace

DUOSCOPE_WIDGET_TEST_MAIN(TestLayersOfATrace)
#include "tst_layers_of_a_trace.moc"
