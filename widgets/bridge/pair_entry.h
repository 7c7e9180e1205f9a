// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/fusion/fusion_trace.h"
#include "widgets/bridge/fusion_choice.h"

#include <QImage>
#include <QString>

#include <map>
#include <memory>

namespace duoscope {

using TracePointer = std::shared_ptr<const FusionTrace>;

/// How far a pair's result is.
enum class ResultState { NotFused, Waiting, Running, Done, Failed, Cancelled, LetGo };

/// What is known of a pair fused in one way.
struct FusionResult {
    FusionChoice choice;
    ResultState state = ResultState::NotFused;
    TracePointer trace;      ///< as shown; its stages appear as they are computed; null before stage 0
    TracePointer attributed; ///< the finished trace with the attributed weights, while trace is a what-if; else null
    QString error;           ///< of a failed one: a sentence
    double seconds = 0;      ///< computing time of a finished one
    std::map<int, double> expectedWeights; ///< of a what-if that is computed after the next fusion: class id → w1
};

/// An opened pair.
struct PairEntry {
    int id = 0; ///< for the life of the session, never used again
    QString name;
    QString group; ///< the data set or folder it came from; "Samples" for bundled ones
    std::filesystem::path infrared;
    std::filesystem::path visible;
    std::filesystem::path label; ///< empty where there is none
    std::string labelClasses;    ///< name of the class set that the label's ids are of; empty where it is not known
    QImage infraredThumbnail;    ///< null until asked for and read; see Session::askForThumbnails()
    QImage visibleThumbnail;
    bool thumbnailsAsked = false;
    TracePointer sources;                        ///< a trace with nothing but the images; null until read
    QString error;                               ///< why it can't be used; empty while it can
    std::map<std::string, FusionResult> results; ///< by FusionChoice::key()
};

/// How counts of a radiometric infrared picture become degrees Celsius: gain · count + offset.
struct ThermalScale {
    double gain = 0.01; ///< °C a count; centikelvins have 0.01
    double offset = -273.15;
    bool operator==(const ThermalScale&) const = default;
};

} // namespace duoscope
