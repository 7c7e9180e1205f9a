// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/downstream_evaluation.h"
#include "core/metrics/method_comparison.h"
#include "core/metrics/segmentation_evaluation.h"
#include "core/metrics/table_format.h"

#include <optional>
#include <string>

namespace duoscope {

/// What an evaluation found, ready to be written.
struct EvaluationReport {
    std::optional<Evaluation> fusion;
    std::optional<MethodComparison> comparison;         ///< Of two methods of `fusion`.
    std::optional<SegmentationEvaluation> segmentation; ///< Of segmentations that were given.
    std::optional<DownstreamEvaluation> downstream;     ///< Of what one network sees in sources and results.
    bool perImage = false; ///< Also (CSV: instead of means) the values of each image of `fusion`.
};

/// The report in UTF-8.
/// Text, Markdown, Latex: means (best and second best marked), mean ranks, wins, the comparison, segmentation, what a
/// network sees in the results, and which items were left out and why. Json: all there is. Csv, LongCsv: one table, of
/// means or of images; each line of means ends with how many images are in them and how many were left out. Throws
/// Error(Usage) for CSV of several of fusion, segmentation, labels and boxes, which make no single table.
std::string formatReport(const EvaluationReport& report, TableFormat format);

} // namespace duoscope
