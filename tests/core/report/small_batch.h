// SPDX-License-Identifier: GPL-3.0-or-later
// Batches of tiny pairs, made by the engine itself, for the tests of what reports on them. Needs opencv_imgcodecs.
#pragma once

#include "core/batch/batch_runner.h"
#include "core/fusion/npy.h"
#include "tests/support/dataset_files.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace duoscope::test {

/// Names that formats must take with care.
inline const QStringList kAwkwardNames{"a<b>&\"c'", "it_50%#1 {x} $y^2~\\", "夜 scene", "plain"};

inline void placePair(const QString& folder, const QString& name, int seed)
{
    placeImage(folder + "/ir/" + name + ".png", pattern(64, 48, seed));
    cv::Mat colour;
    cv::merge(std::vector<cv::Mat>{pattern(64, 48, seed + 100), pattern(64, 48, seed + 7), pattern(64, 48, seed + 3)},
              colour);
    placeImage(folder + "/vi/" + name + ".png", colour);
}

/// Four pairs with awkward names, one whose infrared file is damaged and one without partner, fused into folder/run.
inline void makeBatch(const QString& folder, const std::vector<std::string>& methods,
                      const std::vector<std::string>& metrics = {"EN", "SF", "CC", "Nabf", "SSIM"})
{
    int seed = 1;
    for (const QString& name : kAwkwardNames)
        placePair(folder, name, seed++);
    placePair(folder, "damaged", 9);
    placeFile(folder + "/ir/damaged.png", "no image");
    placeImage(folder + "/vi/lonely.png", pattern(64, 48, 1));
    BatchRequest request;
    for (const std::string& method : methods)
        request.methods.push_back(parseBatchMethod(method, {}));
    request.metrics = metrics;
    request.jobs = 1;
    runBatch(planFolders(toPath(folder + "/ir"), toPath(folder + "/vi")), request, toPath(folder + "/run"));
}

inline QJsonObject readJson(const QString& file) { return QJsonDocument::fromJson(readFile(file)).object(); }

inline void writeJson(const QString& file, const QJsonObject& json) { placeFile(file, QJsonDocument(json).toJson()); }

/// Makes a batch look as if one of its methods had attribution and two stages, with numbers that are known.
/// @param weights  w1 of "car" in each pair, by name
inline void addAttribution(const QString& run, const QString& method, const QMap<QString, double>& weights)
{
    QJsonObject description = readJson(run + "/run.json");
    QJsonObject outputs = description["outputs"].toObject();
    outputs["trace"] = true;
    description["outputs"] = outputs;
    writeJson(run + "/run.json", description);
    for (auto weight = weights.begin(); weight != weights.end(); ++weight) {
        const QString file = run + "/" + method + "/items/" + weight.key() + ".json";
        QJsonObject record = readJson(file);
        const auto side = [](double attribution) {
            return QJsonObject{
                {"score", 1.0}, {"attribution", attribution}, {"completeness_residual", 0.1}, {"score_change", 2.0}};
        };
        const auto oneClass = [&](int id, const char* name, int pixels, double w1, double infrared, double visible) {
            return QJsonObject{{"id", id},
                               {"name", name},
                               {"pixels", pixels},
                               {"w1", w1},
                               {"w2", 1 - w1},
                               {"infrared", side(infrared)},
                               {"visible", side(visible)}};
        };
        record["class_set"] = "street";
        record["classes"] = QJsonArray{oneClass(7, "sky", 1000, 0.5, -1.0, -2.0),
                                       oneClass(9, "car", 2072, weight.value(), 10 * weight.value(), 3.0)};
        record["pixels_undecided"] = 1000.0 / 3072;
        record["pixels_at_limit"] = 0.25;
        QJsonArray stages;
        for (int k = 1; k <= 2; ++k)
            stages.append(QJsonObject{{"k", k},
                                      {"step_size", 0.25 * k},
                                      {"mean_change", weight.value() / k},
                                      {"completeness_residual", -0.5 * k},
                                      {"score_change", 2.0}});
        record["stages"] = stages;
        writeJson(file, record);

        const QString trace = run + "/" + method + "/trace/" + weight.key() + "/";
        QDir().mkpath(trace);
        const auto write = [&](const char* name, const cv::Mat& values) { writeNpy(toPath(trace + name), values); };
        cv::Mat ids(48, 64, CV_32SC1, cv::Scalar(7));
        ids.rowRange(16, 48) = 9;
        write("stage_0.npy", cv::Mat(48, 64, CV_32FC1, cv::Scalar(0.5)));
        write("stage_2.npy", cv::Mat(48, 64, CV_32FC1, cv::Scalar(0.25)));
        write("attention_2.npy", cv::Mat(48, 64, CV_32FC1, cv::Scalar(-0.001)));
        write("weight_infrared.npy", cv::Mat(48, 64, CV_32FC1, cv::Scalar(weight.value())));
        write("regions.npy", ids);
    }
}

} // namespace duoscope::test
