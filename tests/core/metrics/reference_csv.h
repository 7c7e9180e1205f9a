// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/metric_value.h"

#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

namespace duoscope::test {

/// A table of reference numbers: some columns of text, then one column for each metric.
struct ReferenceCsv {
    struct Row {
        QStringList texts;
        QList<double> numbers; ///< NaN and infinity where the file says nan and inf.
    };
    QStringList metrics;
    QList<Row> rows;
};

/// Empty where the file is missing.
ReferenceCsv readReferenceCsv(const QString& path, int textColumns);

/// How far computed values are from their references, by metric.
class Deviations {
public:
    /// @return |actual - expected| / max(|expected|, 0.01), so that small values are compared absolutely; 0 where both
    /// are the same infinity or undefined, and infinite where only one is
    double add(const QString& metric, const MetricValue& actual, double expected, const QString& row);

    /// "EN 8e-11 (01 SDNet), …", the worst of each metric.
    QString text() const;

private:
    struct Worst {
        double deviation = 0;
        QString row;
    };
    QMap<QString, Worst> m_worst;
};

} // namespace duoscope::test
