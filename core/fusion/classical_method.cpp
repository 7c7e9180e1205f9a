// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fusion/classical_method.h"

#include "core/base/error.h"
#include "core/fusion/trace_parts.h"

#include <opencv2/core/utility.hpp>

#include <chrono>

namespace duoscope {
namespace {

class ClassicalRun : public FusionRun {
public:
    ClassicalRun(std::string name, FusionRule rule, bool stretch, ImagePair pair)
        : m_rule(std::move(rule)), m_stretch(stretch)
    {
        m_trace.pair = std::move(pair);
        m_trace.provenance.method = std::move(name);
        m_trace.provenance.options = {{"stretch", stretch ? "on" : "off"}};
        m_trace.provenance.versions = libraryVersions();
        m_trace.provenance.device = "cpu";
        m_trace.provenance.threads = cv::getNumThreads();
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
        stage.fused = m_rule(m_trace.pair.infrared.luminance, m_trace.pair.visible.luminance);
        stage.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        job.checkStop();
        FusedResult result = resultOf(m_trace.pair, stage.fused, m_stretch);
        m_trace.stages.push_back(std::move(stage));
        m_trace.gray = std::move(result.gray);
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
    FusionRule m_rule;
    bool m_stretch;
    FusionTrace m_trace;
};

class ClassicalMethod : public FusionMethod {
public:
    ClassicalMethod(std::string name, FusionRule rule, bool stretch)
        : m_name(std::move(name)), m_rule(std::move(rule)), m_stretch(stretch)
    {
    }

    std::unique_ptr<FusionRun> start(ImagePair pair) const override
    {
        return std::make_unique<ClassicalRun>(m_name, m_rule, m_stretch, std::move(pair));
    }

private:
    std::string m_name;
    FusionRule m_rule;
    bool m_stretch;
};

} // namespace

std::unique_ptr<FusionMethod> makeClassicalMethod(const std::string& name, FusionRule rule, bool stretch)
{
    return std::make_unique<ClassicalMethod>(name, std::move(rule), stretch);
}

} // namespace duoscope
