// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/metric_text.h"

#include "widgets/bridge/text.h"

#include <QCoreApplication>

namespace duoscope {
namespace {

// What core says of its metrics, for lupdate to find; a text that is missing here stays English.
[[maybe_unused]] constexpr const char* kTexts[] = {
    QT_TRANSLATE_NOOP("Metric", "Entropy"),
    QT_TRANSLATE_NOOP("Metric", "Spatial frequency"),
    QT_TRANSLATE_NOOP("Metric", "Correlation coefficient"),
    QT_TRANSLATE_NOOP("Metric", "Visual information fidelity"),
    QT_TRANSLATE_NOOP("Metric", "Edge preservation"),
    QT_TRANSLATE_NOOP("Metric", "Structural similarity"),
    QT_TRANSLATE_NOOP("Metric", "Standard deviation"),
    QT_TRANSLATE_NOOP("Metric", "Average gradient"),
    QT_TRANSLATE_NOOP("Metric", "Mutual information"),
    QT_TRANSLATE_NOOP("Metric", "Sum of the correlations of differences"),
    QT_TRANSLATE_NOOP("Metric", "Mean squared error"),
    QT_TRANSLATE_NOOP("Metric", "Peak signal-to-noise ratio"),
    QT_TRANSLATE_NOOP("Metric", "Multi-scale similarity of multi-exposure fusion"),
    QT_TRANSLATE_NOOP("Metric", "Fusion artefacts"),
    QT_TRANSLATE_NOOP("Metric", "Feature mutual information of pixels"),
    QT_TRANSLATE_NOOP("Metric", "Feature mutual information of edges"),
    QT_TRANSLATE_NOOP("Metric", "Visual information fidelity, summed"),
    QT_TRANSLATE_NOOP("Metric", "Structural similarity with range 2"),
    QT_TRANSLATE_NOOP("Metric", "Fusion artefacts as the toolbox calls it"),
    QT_TRANSLATE_NOOP("Metric", "bits"),
    QT_TRANSLATE_NOOP("Metric", "dB"),
    QT_TRANSLATE_NOOP("Metric", "gray levels"),
    QT_TRANSLATE_NOOP("Metric", "nats"),
    QT_TRANSLATE_NOOP("Metric", "squared gray levels"),
    QT_TRANSLATE_NOOP("Metric", "Information in the fused image's gray levels."),
    QT_TRANSLATE_NOOP("Metric", "Root mean square of the differences between neighbours."),
    QT_TRANSLATE_NOOP("Metric", "Mean correlation of the fused image with the sources."),
    QT_TRANSLATE_NOOP("Metric", "Visual information of the sources that is kept, the mean of both."),
    QT_TRANSLATE_NOOP("Metric", "Visual information of the sources that is kept, the sum of both."),
    QT_TRANSLATE_NOOP("Metric", "Edge strength and direction of the sources that is kept."),
    QT_TRANSLATE_NOOP("Metric", "Mean similarity to the sources, windows of 7 x 7, levels range over 255."),
    QT_TRANSLATE_NOOP("Metric",
                      "Mean similarity to the sources, Gaussian windows of 11 x 11, levels said to range over 1."),
    QT_TRANSLATE_NOOP("Metric", "Spread of the fused image's gray levels."),
    QT_TRANSLATE_NOOP("Metric", "Mean steepness of the fused image."),
    QT_TRANSLATE_NOOP("Metric", "Information that the fused image shares with the sources, the sum of both."),
    QT_TRANSLATE_NOOP("Metric", "What the fused image has beyond one source, correlated with the other."),
    QT_TRANSLATE_NOOP("Metric", "Mean squared difference from the sources."),
    QT_TRANSLATE_NOOP("Metric", "The highest level of the fused image against the mean squared error."),
    QT_TRANSLATE_NOOP("Metric", "Similarity to the patches that both sources together call for, over three scales."),
    QT_TRANSLATE_NOOP("Metric", "Share of edges that are in neither source."),
    QT_TRANSLATE_NOOP("Metric", "Distribution of levels in windows of 3 x 3 that is shared with the sources."),
    QT_TRANSLATE_NOOP("Metric", "Distribution of edges in windows of 3 x 3 that is shared with the sources."),
    QT_TRANSLATE_NOOP("Metric", "VIF as the sum of both sources, for tables made with it."),
    QT_TRANSLATE_NOOP("Metric", "The paper's SSIM with levels said to range over 2, for tables made with it."),
    QT_TRANSLATE_NOOP("Metric",
                      "Nabf of the infrared image against the visible and the fused one, for tables made with it."),
    // Why there is no value.
    QT_TRANSLATE_NOOP("Metric", "not fused here"),
    QT_TRANSLATE_NOOP("Metric", "let go before it was measured"),
    QT_TRANSLATE_NOOP("Metric", "there is nothing to compare with"),
};

QString translated(const char* text) { return QCoreApplication::translate("Metric", text); }

/// Which of the field's definitions it is; empty where all agree.
QString definition(const std::string& name, MetricConvention convention)
{
    const bool paper = convention == MetricConvention::Paper;
    if (name == "VIF")
        return paper ? translated(QT_TRANSLATE_NOOP("Metric", "VIF mean"))
                     : translated(QT_TRANSLATE_NOOP("Metric", "VIF sum"));
    if (name == "SSIM")
        return paper ? translated(QT_TRANSLATE_NOOP("Metric", "SSIM window 7"))
                     : translated(QT_TRANSLATE_NOOP("Metric", "SSIM window 11"));
    return {};
}

} // namespace

QString metricTranslation(const std::string& text) { return translated(text.c_str()); }

QString metricTip(const MetricInfo& metric)
{
    const QString direction = metric.direction == MetricDirection::HigherIsBetter
                                  ? translated(QT_TRANSLATE_NOOP("Metric", "Higher is better."))
                                  : translated(QT_TRANSLATE_NOOP("Metric", "Lower is better."));
    QString title = metricTranslation(metric.title);
    if (!metric.unit.empty())
        title = translated(QT_TRANSLATE_NOOP("Metric", "%1, in %2")).arg(title, metricTranslation(metric.unit));
    QStringList lines{title, metricTranslation(metric.summary), direction, toQString(metric.source)};
    lines.removeAll(QString());
    return lines.join('\n');
}

QStringList conventionNotes(const std::vector<MetricInfo>& metrics, MetricConvention convention)
{
    QStringList notes;
    for (const MetricInfo& metric : metrics) {
        if (const QString text = definition(metric.name, convention); !text.isEmpty())
            notes.append(text);
        else if (metric.unit == "gray levels")
            notes.append(translated(QT_TRANSLATE_NOOP("Metric", "%1 on 0–255")).arg(toQString(metric.name)));
        else if (!metric.unit.empty())
            notes.append(translated(QT_TRANSLATE_NOOP("Metric", "%1 in %2"))
                             .arg(toQString(metric.name), metricTranslation(metric.unit)));
    }
    return notes;
}

} // namespace duoscope
