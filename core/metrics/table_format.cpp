// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/table_format.h"

#include "core/base/error.h"
#include "core/base/printable.h"
#include "core/metrics/table_writers.h"

#include <array>
#include <cmath>
#include <utility>

namespace duoscope {
namespace {

constexpr std::array<std::pair<TableFormat, const char*>, 6> kNames{{{TableFormat::Text, "table"},
                                                                     {TableFormat::Csv, "csv"},
                                                                     {TableFormat::LongCsv, "long-csv"},
                                                                     {TableFormat::Json, "json"},
                                                                     {TableFormat::Markdown, "markdown"},
                                                                     {TableFormat::Latex, "latex"}}};

void addNote(const std::string& metric, const std::string& row, const MetricCell& cell, std::vector<std::string>& notes)
{
    if (!cell.value.isDefined())
        notes.push_back(printable(metric + " of " + row + ": " + cell.value.undefinedBecause));
    else if (cell.missing > 0)
        notes.push_back(printable(metric + " of " + row + ": mean of " + std::to_string(cell.count) + " of " +
                                  std::to_string(cell.count + cell.missing) + " values; " + cell.missingBecause));
}

} // namespace

std::string toString(TableFormat format)
{
    for (const auto& [known, name] : kNames)
        if (known == format)
            return name;
    return {};
}

TableFormat parseTableFormat(std::string_view text)
{
    std::string names;
    for (const auto& [format, name] : kNames) {
        if (text == name)
            return format;
        names += (names.empty() ? "" : ", ") + std::string(name);
    }
    throw Error(ErrorKind::Usage, "Unknown table format \"" + std::string(text) + "\"", "there are " + names,
                "Choose one of them");
}

std::string formatTable(const MetricTable& table, TableFormat format, const TableStyle& style)
{
    switch (format) {
    case TableFormat::Text:
        return writeText(table, style);
    case TableFormat::Csv:
        return writeCsv(table, style);
    case TableFormat::LongCsv:
        return writeLongCsv(table);
    case TableFormat::Json:
        return writeJson(table, style);
    case TableFormat::Markdown:
        return writeMarkdown(table, style);
    case TableFormat::Latex:
        return writeLatex(table, style);
    }
    return {};
}

std::string readableNumber(double value, int decimals)
{
    if (std::isnan(value))
        return "–";
    if (std::isinf(value))
        return value > 0 ? "∞" : "-∞";
    return fixedNumber(value, decimals);
}

ReadableTable readable(const MetricTable& table, const TableStyle& style)
{
    ReadableTable all;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        ReadableRow line{printable(table.rowName(row)), {}};
        for (std::size_t column = 0; column < table.columns().size(); ++column) {
            const MetricCell& cell = table.cell(row, column);
            const int decimals = table.columns()[column].decimals;
            line.cells.push_back(
                {readableNumber(cell.value.value, decimals),
                 style.deviations && cell.deviation ? fixedNumber(*cell.deviation, decimals) : std::string(),
                 style.marks ? table.place(row, column) : Place::Other});
            addNote(table.columns()[column].name, table.rowName(row), cell, all.notes);
        }
        all.rows.push_back(std::move(line));
    }
    if (style.summary) {
        ReadableRow mean{"mean", {}}, deviation{"deviation", {}};
        const std::vector<MetricCell> means = table.means();
        for (std::size_t column = 0; column < means.size(); ++column) {
            const int decimals = table.columns()[column].decimals;
            mean.cells.push_back({readableNumber(means[column].value.value, decimals), {}, Place::Other});
            deviation.cells.push_back(
                {means[column].deviation ? fixedNumber(*means[column].deviation, decimals) : "–", {}, Place::Other});
        }
        all.summary = {std::move(mean), std::move(deviation)};
    }
    return all;
}

} // namespace duoscope
