// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/metric_registry.h"

#include "core/base/error.h"
#include "core/metrics/agreement.h"
#include "core/metrics/artefacts.h"
#include "core/metrics/edge_preservation.h"
#include "core/metrics/entropy.h"
#include "core/metrics/fmi.h"
#include "core/metrics/ms_ssim.h"
#include "core/metrics/sharpness.h"
#include "core/metrics/ssim.h"
#include "core/metrics/vif.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numbers>

namespace duoscope {
namespace {

struct Entry {
    MetricInfo info;
    std::function<MetricValue(const MetricImages&)> evaluate;
};

std::vector<Entry> makeEntries(MetricConvention convention)
{
    constexpr auto kHigher = MetricDirection::HigherIsBetter, kLower = MetricDirection::LowerIsBetter;
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    const bool paper = convention == MetricConvention::Paper;
    const auto with = [convention](MetricValue (*metric)(const MetricImages&, MetricConvention)) {
        return [metric, convention](const MetricImages& images) { return metric(images, convention); };
    };
    return {
        {{"EN", "Entropy", "Information in the fused image's gray levels.", kHigher, "bits", 0, 8,
          "Roberts, van Aardt and Ahmed, J. Appl. Remote Sens. 2008"},
         entropy},
        {{"SF", "Spatial frequency", "Root mean square of the differences between neighbours.", kHigher, "gray levels",
          0, 255 * std::numbers::sqrt2, "Eskicioglu and Fisher, IEEE Trans. Commun. 1995"},
         spatialFrequency},
        {{"CC", "Correlation coefficient", "Mean correlation of the fused image with the sources.", kHigher, "", -1, 1,
          "Shah, Merchant and Desai, SIViP 2013"},
         correlation},
        {{"VIF", "Visual information fidelity",
          paper ? "Visual information of the sources that is kept, the mean of both."
                : "Visual information of the sources that is kept, the sum of both.",
          kHigher, "", 0, kInfinity, "Sheikh and Bovik, IEEE TIP 2006; Han et al., Information Fusion 2013"},
         with(visualInformationFidelity)},
        {{"Qabf", "Edge preservation", "Edge strength and direction of the sources that is kept.", kHigher, "", 0,
          0.9994 * 0.9879, "Xydeas and Petrović, Electronics Letters 2000"},
         edgePreservation},
        {{"SSIM", "Structural similarity",
          paper ? "Mean similarity to the sources, windows of 7 x 7, levels range over 255."
                : "Mean similarity to the sources, Gaussian windows of 11 x 11, levels said to range over 1.",
          kHigher, "", -1, 1, "Wang et al., IEEE TIP 2004"},
         with(structuralSimilarity)},
        {{"SD", "Standard deviation", "Spread of the fused image's gray levels.", kHigher, "gray levels", 0, 127.5,
          "Rao, Meas. Sci. Technol. 1997"},
         standardDeviation},
        {{"AG", "Average gradient", "Mean steepness of the fused image.", kHigher, "gray levels", 0,
          paper ? 255.0 : 4 * 255.0, "Cui et al., Optics Communications 2015"},
         with(averageGradient)},
        {{"MI", "Mutual information", "Information that the fused image shares with the sources, the sum of both.",
          kHigher, paper ? "nats" : "bits", 0, paper ? 16 * std::numbers::ln2 : 16.0,
          "Qu, Zhang and Yan, Electronics Letters 2002"},
         with(mutualInformation)},
        {{"SCD", "Sum of the correlations of differences",
          "What the fused image has beyond one source, correlated with the other.", kHigher, "", -2, 2,
          "Aslantas and Bendes, AEU 2015"},
         sumOfCorrelationsOfDifferences},
        {{"MSE", "Mean squared error", "Mean squared difference from the sources.", kLower,
          paper ? "squared gray levels" : "", 0, paper ? 255.0 * 255.0 : 1.0, "MMIF-CDDFuse's evaluator"},
         with(meanSquaredError)},
        {{"PSNR", "Peak signal-to-noise ratio",
          paper ? "The highest level of the fused image against the mean squared error."
                : "255 against the mean squared error of images in 0..1.",
          kHigher, "dB", paper ? -kInfinity : 20 * std::log10(255.0), kInfinity, "MMIF-CDDFuse's evaluator"},
         with(peakSignalToNoiseRatio)},
        {{"MS_SSIM", "Multi-scale similarity of multi-exposure fusion",
          "Similarity to the patches that both sources together call for, over three scales.", kHigher, "", 0, 1,
          "Ma, Zeng and Wang, IEEE TIP 2015"},
         multiScaleSimilarity},
        {{"Nabf", "Fusion artefacts", "Share of edges that are in neither source.", kLower, "", 0, 1,
          "Kumar, SIViP 2013"},
         fusionArtefacts},
        {{"FMI_pixel", "Feature mutual information of pixels",
          "Distribution of levels in windows of 3 x 3 that is shared with the sources.", kHigher, "", 0, 1,
          "Haghighat, Aghagolzadeh and Seyedarabi, Computers & Electrical Engineering 2011"},
         featureMutualInformation},
        {{"FMI_edge", "Feature mutual information of edges",
          "Distribution of edges in windows of 3 x 3 that is shared with the sources.", kHigher, "", 0, 1,
          "Haghighat, Aghagolzadeh and Seyedarabi, Computers & Electrical Engineering 2011"},
         edgeFeatureMutualInformation},
        {{"VIF_sum", "Visual information fidelity, summed", "VIF as the sum of both sources, for tables made with it.",
          kHigher, "", 0, kInfinity, "MMIF-CDDFuse's evaluator"},
         [](const MetricImages& images) { return visualInformationFidelity(images, MetricConvention::Toolbox); }},
        {{"SSIM_L2", "Structural similarity with range 2",
          "The paper's SSIM with levels said to range over 2, for tables made with it.", kHigher, "", -1, 1,
          "MMIF-CDDFuse's evaluator"},
         structuralSimilarityRange2},
        {{"Nabf_ascalled", "Fusion artefacts as the toolbox calls it",
          "Nabf of the infrared image against the visible and the fused one, for tables made with it.", kLower, "", 0,
          1, "Evaluation-for-Image-Fusion"},
         fusionArtefactsAsCalled},
    };
}

const std::vector<Entry>& entries(MetricConvention convention)
{
    static const std::vector<Entry> paper = makeEntries(MetricConvention::Paper);
    static const std::vector<Entry> toolbox = makeEntries(MetricConvention::Toolbox);
    return convention == MetricConvention::Paper ? paper : toolbox;
}

bool sameName(std::string_view a, std::string_view b)
{
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

const Entry& find(std::string_view name, MetricConvention convention)
{
    std::string known;
    for (const Entry& entry : entries(convention)) {
        if (sameName(entry.info.name, name))
            return entry;
        known += (known.empty() ? "" : ", ") + entry.info.name;
    }
    throw Error(ErrorKind::Usage, "Unknown metric \"" + std::string(name) + "\"", "there are " + known,
                "Choose among them");
}

} // namespace

const std::vector<MetricInfo>& metricInfos(MetricConvention convention)
{
    const auto collect = [](MetricConvention which) {
        std::vector<MetricInfo> infos;
        for (const Entry& entry : entries(which))
            infos.push_back(entry.info);
        return infos;
    };
    static const std::vector<MetricInfo> paper = collect(MetricConvention::Paper);
    static const std::vector<MetricInfo> toolbox = collect(MetricConvention::Toolbox);
    return convention == MetricConvention::Paper ? paper : toolbox;
}

const MetricInfo& metricInfo(std::string_view name, MetricConvention convention) { return find(name, convention).info; }

const std::vector<std::string>& paperTableMetrics()
{
    static const std::vector<std::string> names{"EN", "SF", "CC", "VIF", "Qabf", "SSIM"};
    return names;
}

MetricValue evaluateMetric(const MetricImages& images, std::string_view name, MetricConvention convention)
{
    return find(name, convention).evaluate(images);
}

std::vector<MetricValue> evaluateMetrics(const MetricImages& images, const std::vector<std::string>& names,
                                         MetricConvention convention, const JobControl& job)
{
    std::vector<const Entry*> chosen;
    for (const std::string& name : names)
        chosen.push_back(&find(name, convention));
    std::vector<MetricValue> values;
    for (const Entry* entry : chosen) {
        job.checkStop();
        values.push_back(entry->evaluate(images));
        job.report(static_cast<double>(values.size()) / static_cast<double>(chosen.size()), entry->info.title);
    }
    return values;
}

} // namespace duoscope
