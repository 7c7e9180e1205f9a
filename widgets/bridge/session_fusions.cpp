// SPDX-License-Identifier: GPL-3.0-or-later
// What the session computes: fusions, what-ifs, and how much of their results is kept.
#include "core/fusion/external_method.h"
#include "widgets/bridge/fusion_engine.h"
#include "widgets/bridge/job_queue.h"
#include "widgets/bridge/session.h"
#include "widgets/bridge/text.h"

#include <algorithm>
#include <utility>

namespace duoscope {
namespace {

std::int64_t bytesOf(const cv::Mat& values) { return static_cast<std::int64_t>(values.total() * values.elemSize()); }

std::int64_t bytesOf(const FusionTrace& trace)
{
    std::int64_t bytes = 0;
    for (const cv::Mat* values :
         {&trace.pair.infrared.luminance, &trace.pair.infrared.chroma, &trace.pair.visible.luminance,
          &trace.pair.visible.chroma, &trace.regions, &trace.infraredWeight, &trace.gray, &trace.colour,
          &trace.segmentationInfrared, &trace.segmentationVisible, &trace.segmentationFused})
        bytes += bytesOf(*values);
    for (const StageTrace& stage : trace.stages)
        bytes += bytesOf(stage.fused) + bytesOf(stage.attention) + bytesOf(stage.dataGradient);
    for (const NamedLayer& extra : trace.extras)
        bytes += bytesOf(extra.values);
    return bytes;
}

} // namespace

void Session::fuse() { fusePair(m_currentPair); }

void Session::fusePair(int id) { fusePair(id, m_choice); }

void Session::fusePair(int id, const FusionChoice& choice)
{
    if (id == m_currentPair && choice == m_choice) {
        m_wantedWeights.clear();
        Q_EMIT wantedWeightsChanged();
        m_followsRun = true;
    }
    start(id, choice, {});
}

std::vector<FusionChoice> Session::usableChoices() const
{
    std::vector<FusionChoice> choices;
    for (const MethodInfo& info : fusionMethods())
        if (!info.needsModel || !modelOf(info.name).empty())
            choices.push_back(info.name == m_choice.method ? m_choice : FusionChoice{info.name}.normalised());
    choices.insert(choices.end(), m_externalMethods.begin(), m_externalMethods.end());
    return choices;
}

bool Session::canFuse(int id, const FusionChoice& choice) const
{
    const PairEntry* known = pair(id);
    if (!known || choice.external.empty())
        return known != nullptr;
    const ExternalMethod method{choice.method, choice.external};
    return hasResult(method, known->visible.stem().string()) || hasResult(method, known->infrared.stem().string());
}

void Session::start(int id, const FusionChoice& choice, const std::map<int, double>& weights)
{
    PairEntry* pair = entry(id);
    if (!pair)
        return;
    FusionRequest request;
    request.pair = id;
    request.sources = pair->sources;
    request.choice = choice;
    request.weights = weights;
    request.model = modelOf(choice.method);
    request.classSets = m_resources / "class_sets";
    request.settings = m_computeSettings;
    m_analysis->pause();
    m_analysis->forgetStopped();
    const bool whatIf = !weights.empty();
    if (const FusionResult& result = resultOf(*pair, choice); whatIf) {
        request.attributed = result.attributed ? result.attributed : result.trace;
        if (request.attributed) // else the other classes would have other weights, too
            request.settings = settingsOf(request.attributed->provenance);
    }
    resultOf(*pair, choice).state = ResultState::Waiting;
    Q_EMIT pairChanged(id);
    m_jobs->submit(
        fusionTopic(id, choice), whatIf ? tr("What if: %1").arg(pair->name) : tr("Fusing %1").arg(pair->name),
        [this, engine = m_engine, id, choice, request, whatIf, infrared = pair->infrared,
         visible = pair->visible](const JobQueue::Context& job) mutable {
            job.deliver([this, id, choice] { settle(id, choice, ResultState::Running, {}); });
            if (!request.sources) {
                auto read = std::make_shared<FusionTrace>();
                read->pair = loadPair(infrared, visible);
                request.sources = read;
            }
            engine->fuse(request, job.control, [&](TracePointer trace, bool finished) {
                job.deliver(
                    [this, id, choice, trace, whatIf, finished] { takeTrace(id, choice, trace, whatIf, finished); });
            });
        },
        [this, id, choice](JobQueue::End end, const QString& sentence) {
            settle(id, choice,
                   end == JobQueue::End::Finished ? ResultState::Done
                   : end == JobQueue::End::Failed ? ResultState::Failed
                                                  : ResultState::Cancelled,
                   sentence);
        });
}

void Session::takeTrace(int id, const FusionChoice& choice, TracePointer trace, bool whatIf, bool last)
{
    PairEntry* pair = entry(id);
    if (!pair)
        return;
    FusionResult& result = resultOf(*pair, choice);
    if (whatIf) {
        if (!result.attributed)
            result.attributed = result.trace;
    } else {
        result.attributed.reset();
        result.seconds = 0; // until it is whole
    }
    result.trace = std::move(trace);
    if (last) {
        result.seconds = result.trace->seconds();
        std::erase(m_recent, std::pair(id, choice.key()));
        m_recent.emplace_back(id, choice.key());
        keepWithinLimit();
    }
    Q_EMIT pairChanged(id);
    if (id == m_currentPair) {
        // The trace first, so that whoever hears of the stage finds it there.
        Q_EMIT traceChanged();
        clampStage();
    }
}

void Session::settle(int id, const FusionChoice& choice, ResultState state, const QString& error)
{
    PairEntry* pair = entry(id);
    if (!pair || !pair->results.contains(choice.key())) // its method was removed meanwhile
        return;
    FusionResult& result = resultOf(*pair, choice);
    const bool stillWhole = result.trace && !result.trace->stages.empty() &&
                            (result.attributed || result.seconds > 0); // a what-if that was stopped spoils nothing
    result.state = state == ResultState::Cancelled && stillWhole ? ResultState::Done : state;
    if (result.state == ResultState::Done && !result.trace) // quick fusions are let go before their end is heard of
        result.state = ResultState::LetGo;
    // A preview that nothing follows is no result.
    if (state != ResultState::Running && result.trace && result.trace->isPreview) {
        result.trace = std::move(result.attributed);
        result.attributed.reset();
        if (id == m_currentPair)
            Q_EMIT traceChanged();
    }
    result.error = error;
    // What was wanted and not computed is wanted no more.
    if (state != ResultState::Running && id == m_currentPair && choice == m_choice)
        takeWantedWeights();
    Q_EMIT pairChanged(id);
    if (state == ResultState::Failed)
        Q_EMIT failed(error);
    else if (state == ResultState::Done)
        Q_EMIT message(result.attributed ? tr("What if: %1 computed anew").arg(pair->name)
                                         : tr("%1 fused in %2").arg(pair->name, durationText(result.seconds)));
    else if (state == ResultState::Cancelled)
        Q_EMIT message(tr("Stopped"));
    if (state == ResultState::Done && !result.expectedWeights.empty())
        start(id, choice, std::exchange(result.expectedWeights, {}));
}

void Session::stop()
{
    m_analysis->stop();
    m_jobs->cancelAll();
}

bool Session::hasClassWeights() const
{
    const FusionResult* result = currentResult();
    return result && result->trace && result->trace->isAttributed() && result->trace->isFinished() &&
           !isOfOtherModel(result->trace->provenance); // weights mean nothing to another model
}

void Session::setClassWeight(int classId, double infraredWeight)
{
    if (!hasClassWeights())
        return;
    const auto& classes = currentResult()->trace->classes;
    if (classId < 0 || classId >= static_cast<int>(classes.size()))
        return;
    infraredWeight = std::clamp(infraredWeight, 0.0, 1.0);
    if (infraredWeight == classes[static_cast<std::size_t>(classId)].attributedWeight)
        m_wantedWeights.erase(classId);
    else
        m_wantedWeights[classId] = infraredWeight;
    Q_EMIT wantedWeightsChanged();
    if (m_wantedWeights.empty())
        resetClassWeights();
    else
        start(m_currentPair, m_choice, m_wantedWeights);
}

void Session::resetClassWeights()
{
    m_wantedWeights.clear();
    Q_EMIT wantedWeightsChanged();
    PairEntry* pair = entry(m_currentPair);
    if (!pair)
        return;
    m_jobs->cancel(fusionTopic(pair->id, m_choice));
    FusionResult& result = resultOf(*pair, m_choice);
    if (!result.attributed)
        return;
    result.trace = std::move(result.attributed);
    result.attributed.reset();
    Q_EMIT pairChanged(pair->id);
    Q_EMIT traceChanged();
    clampStage();
}

void Session::takeWantedWeights()
{
    m_wantedWeights.clear();
    if (const FusionResult* result = currentResult(); result && result->attributed)
        for (const ClassTrace& entry : result->trace->classes)
            if (entry.isChanged())
                m_wantedWeights[entry.id] = entry.infraredWeight;
    Q_EMIT wantedWeightsChanged();
}

void Session::setComputeSettings(const ComputeSettings& settings)
{
    if (settings == m_computeSettings)
        return;
    m_computeSettings = settings;
    m_analysis->setThreads(settings.threads);
    Q_EMIT computeSettingsChanged();
    Q_EMIT traceChanged(); // what is shown may be stale now
}

void Session::setCacheLimit(std::int64_t bytes)
{
    m_cacheLimit = bytes;
    keepWithinLimit();
}

std::int64_t Session::cachedBytes() const
{
    std::int64_t bytes = m_analysis->bytes();
    for (const PairEntry& pair : m_pairs)
        for (const auto& [key, result] : pair.results)
            for (const TracePointer& trace : {result.trace, result.attributed})
                bytes += trace ? bytesOf(*trace) : 0;
    return bytes;
}

void Session::keepWithinLimit()
{
    for (auto recent = m_recent.begin(); recent != m_recent.end() && cachedBytes() > m_cacheLimit;) {
        const auto [id, key] = *recent;
        PairEntry* pair = entry(id);
        if (id == m_currentPair || !pair || m_jobs->isBusy(fusionTopic(id, pair->results[key].choice))) {
            ++recent;
            continue;
        }
        Q_EMIT resultAboutToGo(id, key);
        FusionResult& result = pair->results[key];
        result.trace.reset();
        result.attributed.reset();
        result.state = ResultState::LetGo;
        recent = m_recent.erase(recent);
        Q_EMIT pairChanged(id);
    }
}

} // namespace duoscope
