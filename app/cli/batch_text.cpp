// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/batch_text.h"

#include "core/base/printable.h"
#include "core/batch/output_estimate.h"
#include "core/metrics/table_writers.h"

#include <nlohmann/json.hpp>

#include <cstdio>

namespace duoscope {
namespace {

using Json = nlohmann::ordered_json;

std::string sizeOf(const BatchItem& item)
{
    const ImageOutline& outline = item.visibleOutline.width > 0 ? item.visibleOutline : item.infraredOutline;
    if (outline.width == 0)
        return "-";
    return std::to_string(outline.width) + " x " + std::to_string(outline.height);
}

std::string nameOf(const std::filesystem::path& file)
{
    return file.empty() ? "-" : printable(file.filename().string());
}

/// At least so many columns and a space.
std::string padded(const std::string& text, std::size_t columns)
{
    const std::size_t width = terminalWidth(text);
    return text + std::string(width < columns ? columns - width + 1 : 1, ' ');
}

std::string lineOf(const BatchItem& item)
{
    return padded(nameOf(item.infrared), 22) + padded(nameOf(item.visible), 22) + padded(sizeOf(item), 12) +
           printable(item.remark) + "\n";
}

std::size_t problemsOf(const BatchPlan& plan)
{
    std::size_t problems = 0;
    for (const BatchItem& item : plan.items)
        problems += item.willFail();
    return problems;
}

std::string bytesText(std::int64_t bytes)
{
    char text[32];
    const double megabytes = static_cast<double>(bytes) / 1e6;
    if (megabytes < 1000)
        std::snprintf(text, sizeof text, "%.1f MB", megabytes);
    else
        std::snprintf(text, sizeof text, "%.1f GB", megabytes / 1000);
    return text;
}

std::size_t itemsOf(const BatchPlan& plan, const Shard& shard)
{
    std::size_t items = 0;
    for (std::size_t i = 0; i < plan.items.size(); ++i)
        items += shard.holds(i);
    return items;
}

} // namespace

std::string planText(const BatchPlan& plan, const BatchRequest& request)
{
    const std::size_t problems = problemsOf(plan), good = plan.count(Finding::Good);
    std::string text;
    for (const bool failing : {true, false})
        for (const BatchItem& item : plan.items)
            if (item.finding != Finding::Good && item.willFail() == failing)
                text += lineOf(item);
    for (const SkippedFile& file : plan.skipped)
        text += "skipped " + printable(file.file.string()) + ": " + printable(file.reason) + "\n";
    for (const std::string& problem : plan.problems)
        text += printable(problem) + "\n";
    text += std::to_string(plan.items.size()) + " items: " + std::to_string(good) + " good, " +
            std::to_string(plan.items.size() - good - problems) + " to check, " + std::to_string(problems) +
            " that will fail\n";
    if (!request.shard.isWhole())
        text += "the shard " + request.shard.toString() + " has " + std::to_string(itemsOf(plan, request.shard)) + "\n";
    return text + "about " + bytesText(estimateOutput(plan, request).bytes) + " would be written\n";
}

std::string planJson(const BatchPlan& plan, const BatchRequest& request)
{
    Json items = Json::array(), skipped = Json::array();
    for (std::size_t i = 0; i < plan.items.size(); ++i) {
        const BatchItem& item = plan.items[i];
        items.push_back({{"item", item.stem},
                         {"infrared", item.infrared.string()},
                         {"visible", item.visible.string()},
                         {"label", item.label.string()},
                         {"infrared_size", {item.infraredOutline.width, item.infraredOutline.height}},
                         {"visible_size", {item.visibleOutline.width, item.visibleOutline.height}},
                         {"finding", toString(item.finding)},
                         {"remark", item.remark},
                         {"will_fail", item.willFail()},
                         {"in_shard", request.shard.holds(i)}});
    }
    for (const SkippedFile& file : plan.skipped)
        skipped.push_back({{"file", file.file.string()}, {"reason", file.reason}});
    const std::size_t problems = problemsOf(plan), good = plan.count(Finding::Good);
    const Json json = {{"program", "duoscope"},
                       {"kind", "batch plan"},
                       {"shard", request.shard.toString()},
                       {"counts",
                        {{"items", plan.items.size()},
                         {"good", good},
                         {"to_check", plan.items.size() - good - problems},
                         {"will_fail", problems},
                         {"skipped", plan.skipped.size()}}},
                       {"estimated_bytes", estimateOutput(plan, request).bytes},
                       {"items", items},
                       {"skipped", skipped},
                       {"problems", plan.problems}};
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string summaryText(const BatchSummary& summary)
{
    std::string text = std::to_string(summary.items) + (summary.items == 1 ? " item: " : " items: ") +
                       std::to_string(summary.done) + " done";
    if (summary.failed > 0)
        text += ", " + std::to_string(summary.failed) + " failed";
    if (summary.missing > 0)
        text += ", " + std::to_string(summary.missing) + " missing";
    text += "\n";
    if (summary.progress.tasksPerMinute > 0) {
        char speed[96];
        std::snprintf(speed, sizeof speed, "%.1f s, %.0f results and %.1f megapixels a minute\n",
                      summary.progress.elapsedSeconds, summary.progress.tasksPerMinute,
                      summary.progress.megapixelsPerMinute);
        text += speed;
    }
    return text;
}

} // namespace duoscope
