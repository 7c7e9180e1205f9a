// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/metric_text.h"

#include "widgets/bridge/text.h"

#include <QCoreApplication>

namespace duoscope {
namespace {

QString translate(const char* text) { return QCoreApplication::translate("Metric", text); }

/// Which of the field's definitions it is; empty where all agree.
QString definition(const std::string& name, MetricConvention convention)
{
    const bool paper = convention == MetricConvention::Paper;
    if (name == "VIF")
        return paper ? translate(QT_TRANSLATE_NOOP("Metric", "VIF mean"))
                     : translate(QT_TRANSLATE_NOOP("Metric", "VIF sum"));
    if (name == "SSIM")
        return paper ? translate(QT_TRANSLATE_NOOP("Metric", "SSIM window 7"))
                     : translate(QT_TRANSLATE_NOOP("Metric", "SSIM window 11"));
    return {};
}

} // namespace

QString metricTranslation(const std::string& text) { return translate(text.c_str()); }

QString metricTip(const MetricInfo& metric)
{
    const QString direction = metric.direction == MetricDirection::HigherIsBetter
                                  ? translate(QT_TRANSLATE_NOOP("Metric", "Higher is better."))
                                  : translate(QT_TRANSLATE_NOOP("Metric", "Lower is better."));
    QString title = metricTranslation(metric.title);
    if (!metric.unit.empty())
        title = translate(QT_TRANSLATE_NOOP("Metric", "%1, in %2")).arg(title, metricTranslation(metric.unit));
    return QStringList{title, metricTranslation(metric.summary), direction, toQString(metric.source)}.join('\n');
}

QStringList conventionNotes(const std::vector<MetricInfo>& metrics, MetricConvention convention)
{
    QStringList notes;
    for (const MetricInfo& metric : metrics) {
        if (const QString text = definition(metric.name, convention); !text.isEmpty())
            notes.append(text);
        else if (metric.unit == "gray levels")
            notes.append(translate(QT_TRANSLATE_NOOP("Metric", "%1 on 0–255")).arg(toQString(metric.name)));
        else if (!metric.unit.empty())
            notes.append(translate(QT_TRANSLATE_NOOP("Metric", "%1 in %2"))
                             .arg(toQString(metric.name), metricTranslation(metric.unit)));
    }
    return notes;
}

} // namespace duoscope
