// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/evaluation.h"

#include "core/base/error.h"
#include "core/image/image_file.h"
#include "core/metrics/item_loop.h"
#include "core/metrics/rank_summary.h"

#include <opencv2/core.hpp>

#include <set>
#include <stdexcept>
#include <utility>

namespace duoscope {
namespace {

namespace fs = std::filesystem;

std::string sizeOf(const cv::Mat& image) { return std::to_string(image.cols) + " x " + std::to_string(image.rows); }

cv::Mat readGray(const fs::path& file, MetricConvention convention)
{
    return metricGray(readImageFile(file).pixels, convention);
}

void checkSize(const cv::Mat& image, const fs::path& file, const cv::Mat& reference, const char* what)
{
    if (image.size() != reference.size())
        throw Error(ErrorKind::Input, "Cannot measure " + file.string(),
                    "it has " + sizeOf(image) + " pixels and " + what + " has " + sizeOf(reference),
                    "Give images of one size that show the same scene");
}

/// [method][metric]
std::vector<std::vector<MetricValue>> measure(const EvaluationItem& item, const EvaluationOptions& options,
                                              const JobControl& job)
{
    const cv::Mat infrared = metricInfrared(readImageFile(item.sources.at(0)).pixels, options.convention);
    const cv::Mat visible = readGray(item.sources.at(1), options.convention);
    checkSize(visible, item.sources[1], infrared, "the infrared image");
    std::vector<std::vector<MetricValue>> values;
    for (const fs::path& file : item.results) {
        job.checkStop();
        const cv::Mat fused = readGray(file, options.convention);
        checkSize(fused, file, infrared, "the infrared image");
        values.push_back(evaluateMetrics(MetricImages(fused, infrared, visible), options.metrics, options.convention,
                                         JobControl(job.stopToken(), {})));
    }
    return values;
}

std::vector<std::vector<MetricValue>> valuesOfAllMethods(const Evaluation& evaluation, std::size_t metric)
{
    std::vector<std::vector<MetricValue>> values;
    for (std::size_t method = 0; method < evaluation.methods.size(); ++method)
        values.push_back(evaluation.valuesOf(method, metric));
    return values;
}

/// A table of methods and metrics whose cells come from the ranks.
template <typename ToCell>
MetricTable ranksTable(const Evaluation& evaluation, MetricDirection direction, const char* unit, int decimals,
                       ToCell toCell)
{
    std::vector<MetricColumn> columns;
    std::vector<std::vector<MetricCell>> cells(evaluation.methods.size());
    for (std::size_t metric = 0; metric < evaluation.metrics.size(); ++metric) {
        columns.push_back({evaluation.metrics[metric].name, direction, unit, decimals});
        const std::vector<RankSummary> ranks =
            rankMethods(valuesOfAllMethods(evaluation, metric), evaluation.metrics[metric].direction);
        for (std::size_t method = 0; method < ranks.size(); ++method) {
            const bool any = ranks[method].images > 0;
            MetricCell cell(any ? MetricValue(toCell(ranks[method]))
                                : MetricValue::undefined("no image has a value for all methods"));
            cell.count = ranks[method].images;
            cells[method].push_back(std::move(cell));
        }
    }
    MetricTable table("Method", std::move(columns));
    for (std::size_t method = 0; method < cells.size(); ++method)
        table.addRow(evaluation.methods[method], std::move(cells[method]));
    return table;
}

} // namespace

void EvaluationOptions::check() const
{
    if (metrics.empty())
        throw Error(ErrorKind::Usage, "Nothing to measure", "no metric is named", "Name metrics, \"six\" or \"all\"");
    std::set<std::string> names;
    for (const std::string& name : metrics)
        if (!names.insert(metricInfo(name, convention).name).second)
            throw Error(ErrorKind::Usage, "Cannot measure " + name + " twice", "it is named twice", "Name it once");
    if (threads < 0)
        throw Error(ErrorKind::Usage, "Cannot use " + std::to_string(threads) + " threads", "there are no such numbers",
                    "Choose 0 for all cores, or a positive number");
}

std::vector<MetricValue> Evaluation::valuesOf(std::size_t method, std::size_t metric) const
{
    std::vector<MetricValue> all;
    for (const std::vector<MetricValue>& ofImage : values.at(method))
        all.push_back(ofImage.at(metric));
    return all;
}

Evaluation evaluateFusion(const EvaluationList& list, const std::vector<std::string>& methods,
                          const EvaluationOptions& options, const JobControl& job)
{
    options.check();
    for (const EvaluationItem& item : list.items)
        if (item.sources.size() != 2 || item.results.size() != methods.size())
            throw std::invalid_argument("an item needs two sources and a result for each method");
    Evaluation evaluation;
    evaluation.convention = options.convention;
    evaluation.methods = methods;
    evaluation.withoutResults = list.withoutResults;
    for (const std::string& name : options.metrics)
        evaluation.metrics.push_back(columnOf(metricInfo(name, options.convention)));

    std::vector<std::vector<std::vector<MetricValue>>> measured(list.items.size()); // [item][method][metric]
    const std::vector<std::string> failures =
        forEachItem(list.items.size(), options.threads, job, "measuring", [&](std::size_t i) {
            if (list.items[i].problem.empty())
                measured[i] = measure(list.items[i], options, job);
        });
    evaluation.values.resize(methods.size());
    for (std::size_t i = 0; i < list.items.size(); ++i) {
        const EvaluationItem& item = list.items[i];
        if (const std::string& problem = item.problem.empty() ? failures[i] : item.problem; !problem.empty()) {
            evaluation.leftOut.push_back({item.name, problem});
            continue;
        }
        evaluation.images.push_back(item.name);
        for (std::size_t method = 0; method < methods.size(); ++method)
            evaluation.values[method].push_back(std::move(measured[i][method]));
    }
    return evaluation;
}

MetricTable meansTable(const Evaluation& evaluation)
{
    MetricTable table("Method", evaluation.metrics);
    for (std::size_t method = 0; method < evaluation.methods.size(); ++method) {
        std::vector<MetricCell> cells;
        for (std::size_t metric = 0; metric < evaluation.metrics.size(); ++metric)
            cells.push_back(meanOf(evaluation.valuesOf(method, metric)));
        table.addRow(evaluation.methods[method], std::move(cells));
    }
    return table;
}

MetricTable imagesTable(const Evaluation& evaluation, std::size_t method)
{
    MetricTable table("Image", evaluation.metrics);
    for (std::size_t image = 0; image < evaluation.images.size(); ++image) {
        const std::vector<MetricValue>& values = evaluation.values.at(method)[image];
        table.addRow(evaluation.images[image], {values.begin(), values.end()});
    }
    return table;
}

MetricTable meanRanksTable(const Evaluation& evaluation)
{
    return ranksTable(evaluation, MetricDirection::LowerIsBetter, "rank", 2,
                      [](const RankSummary& ranks) { return ranks.meanRank; });
}

MetricTable winsTable(const Evaluation& evaluation)
{
    return ranksTable(evaluation, MetricDirection::HigherIsBetter, "images", 0,
                      [](const RankSummary& ranks) { return static_cast<double>(ranks.wins); });
}

} // namespace duoscope
