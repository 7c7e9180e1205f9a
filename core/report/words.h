// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace duoscope {

enum class Language { English, Chinese };

/// "en" or "zh".
std::string toString(Language language);
/// Inverse of toString; throws Error(Usage).
Language parseLanguage(std::string_view text);

/// What reports say themselves; names of metrics and classes, and sentences of errors, are the same in all languages.
enum class Word {
    ReportOf, ///< "Infrared and visible fusion: %1"
    PairsOf,
    PairsAll,
    MethodsCount,
    MetricsCount,
    Run,
    Header,
    Provenance,
    Input,
    DataSet,
    Equations,
    PaperEquations,
    ReleasedEquations,
    StagesK,
    Attribution,
    AttributionOff,
    Options,
    Model,
    ClassSet,
    Values,
    Infrared,
    Visible,
    Metrics,
    Convention,
    Units,
    PlainNumbers,
    Software,
    Repeat,
    RepeatHow,
    Paths,
    Methods,
    Method,
    Key,
    Pairs,
    SecondsPerPair,
    Sources,
    Quality,
    QualityNote,
    TiesNote,
    LeftOutNote,
    NoMetrics,
    NothingMeasured,
    Missing,
    Ranks,
    RanksNote,
    Wins,
    WinsNote,
    Comparison,
    ComparisonNote,
    Metric,
    Better,
    Segmentation,
    SegmentationNote,
    Iou,
    Accuracy,
    ResultsSegmentation,
    ResultsSegmentationNote,
    BoxesFound,
    BoxesNote,
    ByClass,
    ByClassNote,
    UndecidedNote,
    Class,
    Pixels,
    Share,
    Score,
    Stages,
    Stage,
    StepSize,
    MeanChange,
    Residual,
    ScoreChange,
    ResidualShare,
    StagesNote,
    Warnings,
    NoWarnings,
    FailedItem,
    FailedFor,
    MissingItems,
    SkippedFile,
    AndMore,
    OnePair,
    InfraredFigure,
    VisibleFigure,
    WeightFigure,
    ChangeFigure,
    AttentionFigure,
    ClassesFigure,
    WeightsFigure,
    WeightsKey,
    Clipped,
    Shrunk,
    NoPicture,
    FigureNote,
    EachPair,
    Image,
    Best,
    Second,
    Count, ///< of the words
};

std::string_view say(Language language, Word word);

/// The word with %1, %2, … replaced.
std::string say(Language language, Word word, std::initializer_list<std::string_view> values);

} // namespace duoscope
