// SPDX-License-Identifier: GPL-3.0-or-later
// Folders of images that other programs fused, as methods.
#include "core/base/error.h"
#include "core/fusion/external_method.h"
#include "core/image/image_file.h"
#include "tests/support/error_log_guard.h"
#include "tests/support/files.h"

#include <opencv2/core.hpp>

#include <QTemporaryDir>

using namespace duoscope;
namespace fs = std::filesystem;

namespace {

constexpr int kWidth = 40;
constexpr int kHeight = 24;

ImagePair pairOf(const std::string& name, cv::Size size = {kWidth, kHeight})
{
    ImagePair pair;
    pair.infrared.luminance = cv::Mat(size, CV_32FC1, cv::Scalar(0.25));
    pair.visible.luminance = cv::Mat(size, CV_32FC1, cv::Scalar(0.75));
    pair.infrared.path = "/data/ir/" + name + "_ir.png";
    pair.visible.path = "/data/vi/" + name + "_vi.png";
    pair.name = name;
    return pair;
}

/// Every level once at least.
cv::Mat ramp()
{
    cv::Mat image(kHeight, kWidth, CV_8UC1);
    for (int i = 0; i < kWidth * kHeight; ++i)
        image.at<uchar>(i / kWidth, i % kWidth) = static_cast<uchar>(i % 256);
    return image;
}

FusionTrace fuse(const std::string& name, const fs::path& folder, const ImagePair& pair)
{
    FusionOptions options;
    options.external = folder;
    return makeFusionMethod(name, options)->fuse(pair, JobControl());
}

template <typename Function>
std::string sentenceOf(Function function)
{
    try {
        function();
    } catch (const Error& problem) {
        return problem.what();
    }
    return {};
}

} // namespace

class TestExternalMethods : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    fs::path at(const std::string& name) const { return fs::path(m_folder->path().toStdString()) / name; }
    void place(const std::string& name, const cv::Mat& image) const
    {
        fs::create_directories(at(name).parent_path());
        writeImageFile(at(name), image);
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void storedValuesAreTheResult()
    {
        place("results/night.png", ramp());
        const FusionTrace trace = fuse("Theirs", at("results"), pairOf("night"));
        QVERIFY(trace.isFinished());
        cv::Mat levels;
        trace.gray.convertTo(levels, CV_8U, 255.0);
        QCOMPARE(cv::norm(levels, ramp(), cv::NORM_INF), 0.0);
        QVERIFY(trace.colour.empty());
        QCOMPARE(trace.provenance.method, std::string("Theirs"));
        QCOMPARE(trace.provenance.options.at("results"), std::string("results"));
        QVERIFY(trace.classes.empty() && !trace.isAttributed());
    }

    void sixteenBitsAreKept()
    {
        place("results/night.png", cv::Mat(kHeight, kWidth, CV_16UC1, cv::Scalar(12345)));
        const FusionTrace trace = fuse("Theirs", at("results"), pairOf("night"));
        QCOMPARE(trace.gray.at<float>(3, 5), 12345.0F / 65535.0F);
    }

    void coloursBecomeLuminance()
    {
        place("results/night.png", cv::Mat(kHeight, kWidth, CV_8UC3, cv::Scalar(0, 0, 255))); // red
        const FusionTrace trace = fuse("Theirs", at("results"), pairOf("night"));
        QCOMPARE(trace.gray.at<float>(0, 0), 0.299F);
    }

    void filesAreFoundByTheSourcesNames()
    {
        place("results/night_ir.png", ramp());
        QVERIFY(fuse("Theirs", at("results"), pairOf("night")).isFinished());
        place("results/day_vi.bmp.png", ramp()); // another stem
        const std::string sentence = sentenceOf([&] { fuse("Theirs", at("results"), pairOf("day")); });
        QVERIFY2(sentence.find("no result of Theirs for day") != std::string::npos, sentence.c_str());
    }

    void problemsAreSentences()
    {
        place("results/night.png", ramp());
        place("results/small.png", ramp()(cv::Rect(0, 0, 20, 20)).clone());
        const auto attempt = [&](const std::string& folder, const std::string& pair) {
            return sentenceOf([&] { fuse("Theirs", at(folder), pairOf(pair)); });
        };
        QVERIFY(attempt("nowhere", "night").find("does not exist") != std::string::npos);
        QVERIFY(attempt("results", "small").find("20 x 20 pixels and the pair 40 x 24") != std::string::npos);
        QVERIFY(attempt("results/night.png", "night").find("neither a folder nor") != std::string::npos);
        fs::create_directories(at("empty"));
        QVERIFY(attempt("empty", "night").find("no images") != std::string::npos);
        const std::string text = "no image";
        QVERIFY(test::writeFile(QString::fromStdString(at("results/broken.png").string()), text.c_str()));
        QVERIFY(attempt("results", "broken").find("broken.png") != std::string::npos);
    }

    void names()
    {
        QVERIFY(!parseExternalMethod("laplacian"));
        const auto method = parseExternalMethod("SeAFusion=/data/fused");
        QCOMPARE(method->name, std::string("SeAFusion"));
        QCOMPARE(method->source, fs::path("/data/fused"));
        QCOMPARE(parseExternalMethod("TNO/fused_U2Fusion/")->name, std::string("U2Fusion"));
        QCOMPARE(parseExternalMethod("./my results")->name, std::string("my-results"));
        for (const char* bad : {"=x", "a b=x", "../up=x", ".hidden=x", "laplacian=x", "uaafusion-paper=x", "x="})
            QVERIFY_EXCEPTION_THROWN(parseExternalMethod(bad), Error);
    }

    void toolboxLayout()
    {
        for (const char* folder : {"Algorithm/SeAFusion_TNO", "Algorithm/U2Fusion_TNO", "Algorithm/U2Fusion_MSRS"})
            place(std::string(folder) + "/01.png", ramp());
        fs::create_directories(at("Algorithm/empty"));
        const std::vector<ExternalMethod> methods = externalMethodsIn(at("Algorithm"));
        QCOMPARE(methods.size(), 3U);
        QCOMPARE(methods[0].name, std::string("SeAFusion"));
        QCOMPARE(methods[1].name, std::string("U2Fusion_MSRS")); // or the two could not be told apart
        QCOMPARE(methods[2].name, std::string("U2Fusion_TNO"));
        const std::vector<ExternalMethod> one = externalMethodsIn(at("Algorithm/SeAFusion_TNO"));
        QCOMPARE(one.size(), 1U);
        QCOMPARE(one[0].name, std::string("SeAFusion"));
        QVERIFY(hasResult(one[0], "01") && !hasResult(one[0], "02"));
        QVERIFY_EXCEPTION_THROWN(externalMethodsIn(at("Algorithm/empty")), Error);
        QVERIFY_EXCEPTION_THROWN(externalMethodsIn(at("nowhere")), Error);
    }
};

DUOSCOPE_TEST_MAIN(TestExternalMethods)
#include "tst_external_methods.moc"
