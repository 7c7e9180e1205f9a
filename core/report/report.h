// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/batch/batch_summary.h"
#include "core/metrics/evaluation_report.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace duoscope {

/// One method of a report, and what made its results.
struct ReportMethod {
    std::string key;                             ///< as in folders and options: "uaafusion-paper"
    std::string title;                           ///< "UAAFusion"; the key where the method is not known here
    std::string source;                          ///< publication; empty where there is none
    std::string equations;                       ///< "paper" or "released"; empty for methods without
    std::string model;                           ///< file name, with paths the whole path; empty without
    std::string modelHash;                       ///< SHA-256 of the model, hexadecimal
    std::string classSet;                        ///< of the model; empty without
    std::string device;                          ///< "cpu" or "cuda"
    std::map<std::string, std::string> options;  ///< every option that shapes its results
    std::map<std::string, std::string> versions; ///< Duoscope and the libraries
    std::size_t results = 0;                     ///< pairs that it has fused
    MetricCell seconds;                          ///< to fuse a pair, the mean
};

/// How the stored values of one kind of source became [0,1].
struct SourceRanges {
    std::string request;                 ///< as asked for: "auto"
    std::map<std::string, int> applied;  ///< rule → pairs: "full" → 28
    std::map<int, std::size_t> bitDepth; ///< bits of a sample → pairs
};

/// A class over all pairs in which it occurs.
struct ClassSummary {
    int id = 0;
    std::string name;
    std::array<std::uint8_t, 3> colour{}; ///< RGB
    int pairs = 0;                        ///< in which it occurs
    std::int64_t pixels = 0;              ///< in all of them
    MetricCell infraredWeight;            ///< w1 in [0,1], the mean over pairs
    MetricCell visibleWeight;             ///< w2 = 1 − w1
    MetricCell infraredAttribution;       ///< S_ir in score (equation 5), before the ReLU
    MetricCell visibleAttribution;        ///< S_vi
    int undecided = 0;                    ///< pairs in which both attributions are not positive, so that w1 = ½
};

/// What attribution found, of one method with attribution.
struct AttributionSummary {
    std::string method; ///< key
    std::string classSet;
    std::vector<ClassSummary> classes; ///< those that occur, by id
    int regions = 0;                   ///< classes in pairs
    int undecidedRegions = 0;
    double undecidedPixels = 0; ///< share of all pixels in [0,1]
    double pixelsAtLimit = 0;   ///< share with an attributed w1 within 1e-3 of 0 or 1

    std::int64_t pixels() const;
};

/// One stage over all pairs.
struct StageSummary {
    int k = 0;
    MetricCell change;      ///< mean |f_k − f_{k−1}|, of values in [0,1]
    MetricCell stepSize;    ///< ρ_k
    MetricCell residual;    ///< |completeness residual| of the attention, in score; undefined without attribution
    MetricCell scoreChange; ///< |change of the score| that the attention explains
};

struct StagesSummary {
    std::string method;               ///< key
    std::vector<StageSummary> stages; ///< 1 … K
};

enum class FigureKind {
    Infrared, ///< as the method got it
    Visible,
    Result, ///< fused; in colour where there is
    Weight, ///< w1
    Change, ///< f_K − f_0
    Attention,
    Classes, ///< the regions over the result
};

/// What the colours of a heat map stand for.
struct FigureScale {
    double low = 0;
    double high = 1;
    double clipped = 0;            ///< share of the pixels beyond, in [0,1]
    std::string unit;              ///< empty for plain numbers
    std::vector<std::uint8_t> bar; ///< PNG of the colours, low at the left
};

struct FigureLegend {
    std::string name;
    std::array<std::uint8_t, 3> colour{}; ///< RGB
};

struct ReportFigure {
    FigureKind kind = FigureKind::Result;
    std::string method;            ///< key; empty for sources
    int stage = 0;                 ///< K of Change and Attention
    std::vector<std::uint8_t> png; ///< empty where there is no picture
    std::string problem;           ///< why, a sentence
    int width = 0;                 ///< of the PNG
    int height = 0;
    int fullWidth = 0; ///< of the image; the PNG is smaller where it is too large for a page
    int fullHeight = 0;
    std::optional<FigureScale> scale;
    std::vector<FigureLegend> legend; ///< of Classes, the largest first
};

/// A class of one pair, for its bar.
struct ClassWeight {
    std::string name;
    std::array<std::uint8_t, 3> colour{}; ///< RGB
    double infraredWeight = 0.5;          ///< w1
};

struct PairWeights {
    std::string method;               ///< key
    std::vector<ClassWeight> classes; ///< the largest first
};

/// A pair that is looked at in detail.
struct ReportPair {
    std::string item;
    std::vector<ReportFigure> figures;
    std::vector<PairWeights> weights; ///< of methods with attribution
};

/// What a batch found and where it came from, ready to be written in any format. A plain value; texts in it that name
/// files hold no folders unless paths were asked for.
struct Report {
    std::string title;                        ///< empty for one that the language makes of the subject
    std::string subject;                      ///< what the pairs are: the name of the data set or folder
    std::string run;                          ///< name of the batch's folder
    std::string date;                         ///< when the report was made: "2025-11-20 13:04 UTC"
    std::string version;                      ///< of Duoscope that ran the batch
    std::string layout;                       ///< of the data set; empty for folders
    std::map<std::string, std::string> paths; ///< "run", "infrared", …; empty unless paths were asked for

    std::vector<ReportMethod> methods; ///< in the order of the run
    SourceRanges infrared;
    SourceRanges visible;
    MetricConvention convention = MetricConvention::Paper;

    std::size_t items = 0; ///< pairs of the batch, and files without partner
    std::size_t done = 0;  ///< by all methods
    std::vector<BatchFailure> failures;
    std::vector<TaskId> missing;       ///< neither done nor failed
    std::vector<SkippedFile> skipped;  ///< files that the batch passed over
    std::vector<std::string> problems; ///< sentences: the data set's, and what reading the results found

    EvaluationReport quality; ///< methods by key; perImage as asked for
    std::vector<AttributionSummary> attribution;
    std::vector<StagesSummary> stages;
    std::vector<ReportPair> pairs;

    const ReportMethod& method(const std::string& key) const; ///< std::out_of_range for an unknown key
};

} // namespace duoscope
