// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/batch/known_results.h"

#include "core/base/error.h"

#include <stdexcept>

namespace duoscope {
namespace {

class KnownRun : public FusionRun {
public:
    /// @param result  null where there is none
    KnownRun(ImagePair pair, const Provenance& provenance, std::shared_ptr<const FusionTrace> result)
        : m_result(std::move(result))
    {
        m_trace.pair = std::move(pair);
        m_trace.provenance = provenance;
    }

    const FusionTrace& trace() const override { return m_trace; }
    int stageCount() const override { return m_result ? static_cast<int>(m_result->stages.size()) - 1 : 0; }

    void advance(const JobControl& job) override
    {
        job.checkStop();
        if (!m_result)
            throw Error(ErrorKind::Input, "Cannot take a result for " + m_trace.pair.name,
                        "it was not fused by " + m_trace.provenance.method, "Fuse it first");
        m_trace = *m_result;
    }

    void rewind(int) override { refuse("go back to an earlier stage"); }
    void setClassWeight(int, double) override { refuse("change a class's weight"); }
    FusionTrace preview(const FusionTrace&, const JobControl&) override { refuse("show the effect of class weights"); }

private:
    [[noreturn]] static void refuse(const std::string& what)
    {
        throw Error(ErrorKind::Usage, "Cannot " + what, "the result is known and not computed", "Fuse the pair anew");
    }

    std::shared_ptr<const FusionTrace> m_result;
    FusionTrace m_trace;
};

class KnownMethod : public FusionMethod {
public:
    explicit KnownMethod(KnownResults results) : m_results(std::move(results)) {}

    std::unique_ptr<FusionRun> start(ImagePair pair) const override
    {
        const auto found = m_results.find({pair.infrared.path, pair.visible.path});
        return std::make_unique<KnownRun>(std::move(pair), m_results.begin()->second->provenance,
                                          found == m_results.end() ? nullptr : found->second);
    }

private:
    KnownResults m_results;
};

} // namespace

std::shared_ptr<const FusionMethod> methodOfResults(KnownResults results)
{
    if (results.empty())
        throw std::invalid_argument("there are no results to take");
    return std::make_shared<KnownMethod>(std::move(results));
}

} // namespace duoscope
