// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/printable.h"
#include "core/metrics/table_writers.h"

#include <cmath>

namespace duoscope {
namespace {

std::string quoted(const std::string& text)
{
    std::string json = "\"";
    for (const char c : printable(text)) { // control characters are gone
        if (c == '"' || c == '\\')
            json += '\\';
        json += c;
    }
    return json + '"';
}

std::string number(double value)
{
    if (std::isnan(value))
        return "null";
    return std::isinf(value) ? quoted(exactNumber(value)) : exactNumber(value); // JSON knows no infinite numbers
}

std::string cellText(const MetricCell& cell, Place place)
{
    std::string json = "{\"value\": " + number(cell.value.value);
    if (cell.deviation)
        json += ", \"deviation\": " + number(*cell.deviation);
    json += ", \"count\": " + std::to_string(cell.count);
    if (cell.missing > 0)
        json += ", \"missing\": " + std::to_string(cell.missing);
    if (const std::string& reason = cell.value.isDefined() ? cell.missingBecause : cell.value.undefinedBecause;
        !reason.empty())
        json += ", \"reason\": " + quoted(reason);
    if (place != Place::Other)
        json += std::string(", \"place\": ") + (place == Place::Best ? "1" : "2");
    return json + '}';
}

} // namespace

std::string writeJson(const MetricTable& table, const TableStyle& style)
{
    std::string json = "{\n  \"rowHeading\": " + quoted(table.rowHeading()) + ",\n  \"metrics\": [";
    const std::vector<MetricColumn>& columns = table.columns();
    for (std::size_t column = 0; column < columns.size(); ++column)
        json += std::string(column > 0 ? "," : "") + "\n    {\"name\": " + quoted(columns[column].name) +
                ", \"unit\": " + quoted(columns[column].unit) + ", \"better\": " +
                (columns[column].direction == MetricDirection::HigherIsBetter ? "\"higher\"" : "\"lower\"") + '}';
    json += "\n  ],\n  \"rows\": [";
    for (std::size_t row = 0; row < table.rows(); ++row) {
        json += std::string(row > 0 ? "," : "") + "\n    {\"name\": " + quoted(table.rowName(row)) + ", \"values\": {";
        for (std::size_t column = 0; column < columns.size(); ++column)
            json += std::string(column > 0 ? ", " : "") + quoted(columns[column].name) + ": " +
                    cellText(table.cell(row, column), style.marks ? table.place(row, column) : Place::Other);
        json += "}}";
    }
    json += "\n  ]";
    if (style.summary) {
        json += ",\n  \"means\": {";
        const std::vector<MetricCell> means = table.means();
        for (std::size_t column = 0; column < columns.size(); ++column)
            json += std::string(column > 0 ? ", " : "") + quoted(columns[column].name) + ": " +
                    cellText(means[column], Place::Other);
        json += '}';
    }
    return json + "\n}\n";
}

} // namespace duoscope
