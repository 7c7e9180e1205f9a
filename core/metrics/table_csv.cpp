// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/printable.h"
#include "core/metrics/table_writers.h"

namespace duoscope {
namespace {

std::string deviationOf(const MetricCell& cell)
{
    return cell.deviation ? exactNumber(*cell.deviation) : std::string();
}

} // namespace

std::string csvField(const std::string& text)
{
    std::string safe = printable(text);
    if (safe.find_first_of(",\"") == std::string::npos)
        return safe;
    std::string quoted = "\"";
    for (const char c : safe) {
        if (c == '"')
            quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

std::string writeCsv(const MetricTable& table, const TableStyle& style)
{
    // A column of deviations follows each metric that has any.
    std::vector<bool> hasDeviations(table.columns().size());
    for (std::size_t row = 0; row < table.rows(); ++row)
        for (std::size_t column = 0; column < table.columns().size(); ++column)
            if (table.cell(row, column).deviation)
                hasDeviations[column] = true;

    std::string text = csvField(table.rowHeading());
    for (std::size_t column = 0; column < table.columns().size(); ++column) {
        const std::string& name = table.columns()[column].name;
        text += ',' + csvField(name);
        if (hasDeviations[column])
            text += ',' + csvField(name + " deviation");
    }
    text += '\n';
    const auto addLine = [&](const std::string& name, const auto& numberOf, const auto& deviation) {
        text += csvField(name);
        for (std::size_t column = 0; column < table.columns().size(); ++column) {
            text += ',' + numberOf(column);
            if (hasDeviations[column])
                text += ',' + deviation(column);
        }
        text += '\n';
    };
    for (std::size_t row = 0; row < table.rows(); ++row)
        addLine(
            table.rowName(row), [&](std::size_t column) { return exactNumber(table.cell(row, column).value.value); },
            [&](std::size_t column) { return deviationOf(table.cell(row, column)); });
    if (style.summary) {
        const std::vector<MetricCell> means = table.means();
        const auto nothing = [](std::size_t) { return std::string(); };
        addLine(
            "mean", [&](std::size_t column) { return exactNumber(means[column].value.value); }, nothing);
        addLine(
            "deviation", [&](std::size_t column) { return deviationOf(means[column]); }, nothing);
    }
    return text;
}

std::string writeLongCsv(const MetricTable& table)
{
    std::string text = csvField(table.rowHeading()) + ",metric,value,deviation,count,missing,reason\n";
    for (std::size_t row = 0; row < table.rows(); ++row)
        for (std::size_t column = 0; column < table.columns().size(); ++column) {
            const MetricCell& cell = table.cell(row, column);
            text += csvField(table.rowName(row)) + ',' + csvField(table.columns()[column].name) + ',' +
                    exactNumber(cell.value.value) + ',' + deviationOf(cell) + ',' + std::to_string(cell.count) + ',' +
                    std::to_string(cell.missing) + ',' +
                    csvField(cell.value.isDefined() ? cell.missingBecause : cell.value.undefinedBecause) + '\n';
        }
    return text;
}

} // namespace duoscope
