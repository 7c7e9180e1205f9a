// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/bridge/fusion_engine.h"

#include "core/base/equations.h"

namespace duoscope {

const FusionMethod& FusionEngine::method(const FusionRequest& request, const JobControl& job)
{
    const std::string key = request.choice.key();
    const std::filesystem::path& source = request.choice.external.empty() ? request.model : request.choice.external;
    Loaded& loaded = m_methods[key];
    if (!loaded.method || loaded.source != source || loaded.settings != request.settings) {
        job.report(0, "loading the model");
        if (m_runKey == key)
            m_run.reset();
        loaded.method.reset(); // before the next one takes its place in memory
        FusionOptions options;
        options.model = request.model;
        options.classSets = request.classSets;
        options.external = request.choice.external;
        options.stages = request.choice.stages;
        options.threads = request.settings.threads;
        options.halfPrecision = request.settings.halfPrecision;
        options.attribution = request.settings.attribution;
        if (!request.choice.equations.empty())
            options.equations = parseEquations(request.choice.equations);
        loaded = {makeFusionMethod(request.choice.method, options), source, request.settings};
    }
    return *loaded.method;
}

void FusionEngine::fuse(const FusionRequest& request, const JobControl& job, const Receiver& receive)
{
    const FusionMethod& fusion = method(request, job);
    const bool whatIf = !request.weights.empty();
    const bool known = m_run && m_runPair == request.pair && m_runKey == request.choice.key() && m_run->stage() >= 0;
    if (!whatIf || !known) {
        m_run = fusion.start(request.sources->pair);
        m_runPair = request.pair;
        m_runKey = request.choice.key();
    }
    const auto place = [this](int k) { return m_run->progressAt(k); };
    const auto send = [&] {
        if (!whatIf || m_run->isFinished())
            receive(std::make_shared<const FusionTrace>(m_run->trace()), m_run->isFinished());
    };
    if (m_run->stage() < 0) {
        m_run->advance(job.part(0, place(0)));
        send();
    } else {
        m_run->rewind(0);
    }
    for (const ClassTrace& entry : std::vector<ClassTrace>(m_run->trace().classes)) {
        const auto wanted = request.weights.find(entry.id);
        m_run->setClassWeight(entry.id, wanted == request.weights.end() ? entry.attributedWeight : wanted->second);
    }
    if (whatIf && request.attributed)
        receive(std::make_shared<const FusionTrace>(m_run->preview(*request.attributed, job.part(place(0), place(0)))),
                false);
    while (!m_run->isFinished()) {
        const int k = m_run->stage();
        m_run->advance(job.part(place(k), place(m_run->nextStage())));
        send();
    }
}

} // namespace duoscope
