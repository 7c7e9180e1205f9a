// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fusion/single_stage_run.h"

#include "core/base/error.h"
#include "core/fusion/trace_parts.h"

#include <chrono>

namespace duoscope {
namespace {

class SingleStageRun : public FusionRun {
public:
    SingleStageRun(Provenance provenance, PairFusion fuse, bool stretch, ImagePair pair)
        : m_fuse(std::move(fuse)), m_stretch(stretch)
    {
        m_trace.pair = std::move(pair);
        m_trace.provenance = std::move(provenance);
        m_trace.provenance.options["stretch"] = stretch ? "on" : "off";
        m_trace.provenance.versions.merge(libraryVersions());
    }

    const FusionTrace& trace() const override { return m_trace; }
    int stageCount() const override { return 0; }

    void advance(const JobControl& job) override
    {
        if (isFinished())
            return;
        job.checkStop();
        job.report(0.0, m_trace.provenance.method);
        const auto begin = std::chrono::steady_clock::now();
        StageTrace stage;
        SingleStage made = m_fuse(m_trace.pair, job);
        stage.fused = made.fused;
        stage.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        job.checkStop();
        FusedResult result = resultOf(m_trace.pair, stage.fused, m_stretch);
        m_trace.stages.push_back(std::move(stage));
        m_trace.extras = std::move(made.extras);
        m_trace.gray = std::move(result.gray);
        if (made.keepsColour)
            m_trace.colour = std::move(result.colour);
        job.report(1.0, m_trace.provenance.method);
    }

    void rewind(int k) override
    {
        if (k != 0 || stage() != 0)
            throw Error(ErrorKind::Usage, "Cannot go back to stage " + std::to_string(k),
                        "this method has no stages but its result", "Fuse again");
    }

    void setClassWeight(int, double) override
    {
        throw Error(ErrorKind::Usage, "Cannot change a class's weight",
                    "the method " + m_trace.provenance.method + " has no class weights", "Use uaafusion");
    }

    FusionTrace preview(const FusionTrace&, const JobControl&) override
    {
        throw Error(ErrorKind::Usage, "Cannot show the effect of class weights",
                    "the method " + m_trace.provenance.method + " has no class weights", "Use uaafusion");
    }

private:
    PairFusion m_fuse;
    bool m_stretch;
    FusionTrace m_trace;
};

} // namespace

std::unique_ptr<FusionRun> makeSingleStageRun(Provenance provenance, PairFusion fuse, bool stretch, ImagePair pair)
{
    return std::make_unique<SingleStageRun>(std::move(provenance), std::move(fuse), stretch, std::move(pair));
}

} // namespace duoscope
