// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/metric_registry.h"

#include <QString>
#include <QStringList>

namespace duoscope {

/// What core says of a metric (title, summary, unit, reason), translated in the context "Metric".
QString metricTranslation(const std::string& text);
/// What a metric is: title, summary, unit, which direction is better, source.
QString metricTip(const MetricInfo& metric);
/// What must be said of values for them to be comparable: units and definitions that differ between codes.
QStringList conventionNotes(const std::vector<MetricInfo>& metrics, MetricConvention convention);

} // namespace duoscope
