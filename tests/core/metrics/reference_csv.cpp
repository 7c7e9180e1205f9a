// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/metrics/reference_csv.h"

#include "tests/support/files.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace duoscope::test {

ReferenceCsv readReferenceCsv(const QString& path, int textColumns)
{
    ReferenceCsv csv;
    const QStringList lines = QString::fromUtf8(readFile(path)).split('\n', Qt::SkipEmptyParts);
    for (const QString& line : lines) {
        const QStringList fields = line.trimmed().split(',');
        if (csv.metrics.isEmpty()) {
            csv.metrics = fields.mid(textColumns);
            continue;
        }
        ReferenceCsv::Row row{fields.mid(0, textColumns), {}};
        for (const QString& field : fields.mid(textColumns))
            row.numbers.append(field.toDouble());
        csv.rows.append(row);
    }
    return csv;
}

double Deviations::add(const QString& metric, const MetricValue& actual, double expected, const QString& row)
{
    double deviation = std::numeric_limits<double>::infinity();
    if (actual.value == expected || (std::isnan(actual.value) && std::isnan(expected) && !actual.isDefined()))
        deviation = 0;
    else if (std::isfinite(actual.value) && std::isfinite(expected))
        deviation = std::abs(actual.value - expected) / std::max(std::abs(expected), 0.01);
    Worst& worst = m_worst[metric];
    if (deviation >= worst.deviation)
        worst = {deviation, row};
    return deviation;
}

QString Deviations::text() const
{
    QStringList parts;
    for (auto worst = m_worst.begin(); worst != m_worst.end(); ++worst)
        parts << QString("%1 %2 (%3)").arg(worst.key()).arg(worst->deviation, 0, 'g', 2).arg(worst->row);
    return parts.join(", ");
}

} // namespace duoscope::test
