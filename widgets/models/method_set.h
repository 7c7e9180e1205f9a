// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/evaluation.h"
#include "widgets/bridge/session.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace duoscope {

/// What is known of a pair fused by one method, as tables of many pairs need it.
enum class ResultKnowledge {
    Measured,   ///< all metrics that are wanted
    Measuring,  ///< fused; metrics are still to come
    Unfinished, ///< waits, or is being fused
    Failed,     ///< or was stopped
    Stale,      ///< made by another model or with other settings than the present ones
    NotKept,    ///< let go before it was measured
    NotFused,
};

/// A pair that is left out of a MethodSet.
struct PairLeftOut {
    int pair = 0; ///< id
    struct Missing {
        std::string method; ///< key
        ResultKnowledge because = ResultKnowledge::NotFused;
    };
    std::vector<Missing> missing; ///< not empty
};

/// Methods of the session side by side: measured on the pairs that all of them have fused. A plain value.
struct MethodSet {
    Evaluation evaluation;             ///< methods are keys, images the pairs' names
    std::vector<FusionChoice> choices; ///< of evaluation.methods
    std::vector<int> pairs;            ///< ids of evaluation.images
    std::vector<MetricCell> seconds;   ///< of each method, a pair; undefined where another program fused
    std::vector<PairLeftOut> leftOut;  ///< those that some of the methods have fused or are fusing
    std::vector<std::string> methods;  ///< keys of all that have fused anything, also those that are not compared

    bool isEmpty() const { return pairs.empty(); }
    /// Of evaluation.methods; nothing where it is not compared.
    std::optional<std::size_t> indexOf(const std::string& method) const;
    /// How many results are missing for that reason.
    int missing(ResultKnowledge because) const;
};

/// For each method of an evaluation the number of its wins, all metrics together.
std::vector<int> totalWins(const Evaluation& evaluation);

} // namespace duoscope
