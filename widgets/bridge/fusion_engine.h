// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/fusion/fusion_method.h"
#include "widgets/bridge/session.h"

#include <functional>
#include <map>
#include <memory>

namespace duoscope {

/// What a fusion needs to know.
struct FusionRequest {
    int pair = 0;
    TracePointer sources; ///< its images
    FusionChoice choice;
    std::map<int, double> weights; ///< w1 of classes that differ from the attributed ones: a what-if
    TracePointer attributed;       ///< of a what-if: the result it starts from, for previews
    std::filesystem::path model;
    std::filesystem::path classSets;
    ComputeSettings settings;
};

/// Keeps models loaded and the last run at hand, so that a what-if goes on from its stage 0. For one thread at a time.
class FusionEngine {
public:
    /// Receives each state of the trace that is worth showing.
    using Receiver = std::function<void(TracePointer trace, bool finished)>;

    /// Of a what-if a preview is received, then the finished trace: half of one would mix two answers. Throws Error and
    /// Cancelled.
    void fuse(const FusionRequest& request, const JobControl& job, const Receiver& receive);

private:
    const FusionMethod& method(const FusionRequest& request, const JobControl& job);

    struct Loaded {
        std::unique_ptr<FusionMethod> method;
        std::filesystem::path source; ///< model, folder or manifest that it was made with
        ComputeSettings settings;     ///< likewise
    };
    std::map<std::string, Loaded> m_methods; ///< by FusionChoice::key()
    std::unique_ptr<FusionRun> m_run;
    int m_runPair = 0;
    std::string m_runKey;
};

} // namespace duoscope
