// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/job.h"
#include "core/fusion/fusion_trace.h"

#include <algorithm>
#include <memory>
#include <string>

namespace duoscope {

/// One pair being fused, stage by stage. For one thread at a time.
class FusionRun {
public:
    virtual ~FusionRun() = default;

    /// All that is known so far.
    virtual const FusionTrace& trace() const = 0;

    /// Number of stages K; 0 for methods without stages.
    virtual int stageCount() const = 0;

    /// Last stage computed, 0 … K; -1 before the first advance().
    int stage() const { return static_cast<int>(trace().stages.size()) - 1; }
    bool isFinished() const { return stage() == stageCount(); }
    /// The stage that the next advance() computes up to; later than the next one where stages can't be had singly.
    virtual int nextStage() const { return std::min(stage() + 1, stageCount()); }
    /// Roughly which part of all work is done once stage k is, in [0,1]; for progress.
    virtual double progressAt(int k) const { return (k + 1.0) / (stageCount() + 1.0); }

    /// Computes the next stage; the first call makes stage 0. No effect once finished.
    /// Throws Error, or Cancelled: then the run stands where it stood before.
    virtual void advance(const JobControl& job) = 0;

    /// Advances to the last stage. What a way back to a stage between would need is not kept: whoever goes back has the
    /// stages up to there computed again.
    void finish(const JobControl& job);

    /// Goes back to stage k ≤ stage(); later stages are forgotten. Throws Error(Usage) for any other k, and where
    /// stages can't be had singly for all but 0 and stage().
    virtual void rewind(int k) = 0;

    /// Sets w1 of a class for all stages computed from now on; rewind() first to see its effect from a stage.
    /// @param infraredWeight  in [0,1]
    /// Throws Error(Usage) for methods without class weights, unknown classes and values out of range.
    virtual void setClassWeight(int classId, double infraredWeight) = 0;

    /// Roughly what all stages would be with the class weights set now, in a fraction of the time: their effect is
    /// computed on smaller pictures and added to a result that is known. Attention and segmentation stay those of that
    /// result. The run stands where it stood.
    /// @param attributed  the finished trace of this pair with the attributed weights
    /// Throws Error(Usage) for methods without class weights and before stage 0, else Error and Cancelled.
    virtual FusionTrace preview(const FusionTrace& attributed, const JobControl& job) = 0;

protected:
    /// Whether finish() runs, which keeps nothing for ways back.
    bool isFinishing() const { return m_finishing; }

private:
    bool m_finishing = false;
};

/// A way to fuse. Immutable: any number of runs may be started and used on different threads.
class FusionMethod {
public:
    virtual ~FusionMethod() = default;

    /// Prepares a run; nothing is computed yet. The run stays valid without the method.
    virtual std::unique_ptr<FusionRun> start(ImagePair pair) const = 0;

    /// The whole trace at once. Throws Error and Cancelled.
    FusionTrace fuse(ImagePair pair, const JobControl& job) const;
};

} // namespace duoscope
