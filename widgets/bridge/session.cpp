// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/bridge/session.h"

#include "widgets/bridge/fusion_engine.h"
#include "widgets/bridge/image_rendering.h"
#include "widgets/bridge/job_queue.h"
#include "widgets/bridge/text.h"

#include <algorithm>

namespace duoscope {
namespace {

constexpr int kThumbnailHeight = 64;

QImage thumbnail(const SourceImage& source)
{
    FusionTrace trace;
    trace.pair.infrared = source;
    const LayerPicture picture = resolveLayer(trace, {LayerKind::Infrared, -1, {}}, 0);
    const QImage whole = renderPicture(picture, displayRange(picture, {}), ColourMapName::Gray);
    return whole.scaledToHeight(kThumbnailHeight, Qt::SmoothTransformation);
}

} // namespace

Session::Session(const std::filesystem::path& model, const std::filesystem::path& resources, QObject* parent)
    : QObject(parent), m_model(model), m_resources(resources), m_engine(std::make_shared<FusionEngine>()),
      m_jobs(std::make_unique<JobQueue>()), m_quickJobs(std::make_unique<JobQueue>())
{
    m_analysis = std::make_unique<ImageAnalysis>(*m_jobs);
    m_analysis->setModel(m_model, m_resources / "class_sets");
    connect(m_analysis.get(), &ImageAnalysis::answered, this, &Session::layersChanged);
    m_choice.equations = "paper";
    if (model.empty())
        m_choice = {"laplacian", "", 0};
    readModelStages();
}

Session::~Session() = default;

QString Session::fusionTopic(int pair, const FusionChoice& choice)
{
    return QString("fuse %1 %2").arg(pair).arg(toQString(choice.key()));
}

const PairEntry* Session::pair(int id) const
{
    // Ids rise along the list, whatever was removed from it.
    const auto found = std::lower_bound(m_pairs.begin(), m_pairs.end(), id,
                                        [](const PairEntry& pair, int wanted) { return pair.id < wanted; });
    return found == m_pairs.end() || found->id != id ? nullptr : &*found;
}

PairEntry* Session::entry(int id) { return const_cast<PairEntry*>(pair(id)); }

int Session::addPair(const std::filesystem::path& infrared, const std::filesystem::path& visible, const QString& group,
                     const QString& name, const std::filesystem::path& label, const std::string& labelClasses)
{
    const auto [known, isNew] = m_ids.try_emplace({infrared, visible}, m_nextId);
    if (!isNew)
        return known->second;
    PairEntry pair;
    pair.id = m_nextId++;
    pair.group = group;
    pair.name = name.isEmpty() ? toQString(visible.stem()) : name;
    pair.infrared = infrared;
    pair.visible = visible;
    pair.label = label;
    pair.labelClasses = labelClasses;
    m_pairs.push_back(std::move(pair));
    const int id = m_pairs.back().id;
    Q_EMIT pairAdded(static_cast<int>(m_pairs.size()) - 1);
    if (m_currentPair < 0)
        setCurrentPair(id);
    return id;
}

void Session::removePair(int id)
{
    const auto found =
        std::find_if(m_pairs.begin(), m_pairs.end(), [id](const PairEntry& pair) { return pair.id == id; });
    if (found == m_pairs.end())
        return;
    for (const auto& [key, result] : found->results)
        m_jobs->cancel(fusionTopic(id, result.choice));
    const auto index = found - m_pairs.begin();
    Q_EMIT pairAboutToBeRemoved(static_cast<int>(index));
    m_ids.erase({found->infrared, found->visible});
    m_pairs.erase(found);
    std::erase_if(m_recent, [id](const auto& recent) { return recent.first == id; });
    Q_EMIT pairRemoved(static_cast<int>(index));
    if (m_currentPair == id) {
        const auto next = std::min<std::ptrdiff_t>(index, static_cast<std::ptrdiff_t>(m_pairs.size()) - 1);
        m_currentPair = -1;
        m_analysis->forgetWaiting(false);
        if (next >= 0)
            setCurrentPair(m_pairs[static_cast<std::size_t>(next)].id);
        else
            Q_EMIT currentPairChanged();
        Q_EMIT traceChanged();
    }
}

void Session::expect(int id, const FusionChoice& choice, const std::map<int, double>& weights)
{
    PairEntry* pair = entry(id);
    if (!pair)
        return;
    FusionResult& result = resultOf(*pair, choice);
    if (!result.trace)
        result.state = ResultState::LetGo;
    result.expectedWeights = weights;
    Q_EMIT pairChanged(id);
}

void Session::askForThumbnails(int id)
{
    PairEntry* pair = entry(id);
    if (!pair || pair->thumbnailsAsked)
        return;
    pair->thumbnailsAsked = true;
    m_quickJobs->submit(
        QString("thumbnails %1").arg(id), tr("Reading %1").arg(pair->name),
        [this, id, infrared = pair->infrared, visible = pair->visible](const JobQueue::Context& job) {
            const ImagePair images = loadPair(infrared, visible);
            job.control.checkStop();
            job.deliver([this, id, first = thumbnail(images.infrared), second = thumbnail(images.visible)] {
                if (PairEntry* ready = entry(id)) {
                    ready->infraredThumbnail = first;
                    ready->visibleThumbnail = second;
                    Q_EMIT pairChanged(id);
                }
            });
        },
        [this, id](JobQueue::End end, const QString& sentence) {
            PairEntry* ready = entry(id);
            if (ready && end == JobQueue::End::Failed) {
                ready->error = sentence;
                Q_EMIT pairChanged(id);
            }
        });
}

void Session::setCurrentPair(int id)
{
    if (id == m_currentPair || !entry(id))
        return;
    // Pictures of pairs that are not looked at are let go, unless a result holds them anyway.
    if (PairEntry* before = entry(m_currentPair))
        before->sources.reset();
    m_currentPair = id;
    m_analysis->forgetWaiting(false);
    takeWantedWeights();
    touch();
    m_followsRun = true;
    m_stage = lastStage();
    read(id);
    Q_EMIT currentPairChanged();
    Q_EMIT traceChanged();
    Q_EMIT stageChanged();
    takeKnownResults();
}

void Session::read(int id)
{
    PairEntry* pair = entry(id);
    if (!pair || pair->sources)
        return;
    m_quickJobs->submit(
        "read", tr("Reading %1").arg(pair->name),
        [this, id, infrared = pair->infrared, visible = pair->visible](const JobQueue::Context& job) {
            auto trace = std::make_shared<FusionTrace>();
            trace->pair = loadPair(infrared, visible);
            job.deliver([this, id, trace] {
                if (PairEntry* ready = entry(id)) {
                    ready->sources = trace;
                    ready->error.clear();
                    Q_EMIT pairChanged(id);
                    if (id == m_currentPair)
                        Q_EMIT traceChanged();
                }
            });
        },
        [this, id](JobQueue::End end, const QString& sentence) {
            PairEntry* ready = entry(id);
            if (!ready || end != JobQueue::End::Failed)
                return;
            ready->error = sentence;
            Q_EMIT pairChanged(id);
            if (id == m_currentPair)
                Q_EMIT traceChanged();
            Q_EMIT failed(sentence);
        },
        true);
}

void Session::setChoice(const FusionChoice& choice)
{
    const FusionChoice wanted = choice.normalised();
    if (wanted == m_choice)
        return;
    m_choice = wanted;
    takeWantedWeights();
    touch();
    clampStage();
    Q_EMIT choiceChanged();
    Q_EMIT traceChanged();
}

void Session::touch()
{
    const auto recent = std::find(m_recent.begin(), m_recent.end(), std::pair(m_currentPair, m_choice.key()));
    if (recent != m_recent.end())
        std::rotate(recent, recent + 1, m_recent.end());
}

FusionResult& Session::resultOf(PairEntry& pair, const FusionChoice& choice)
{
    FusionResult& result = pair.results[choice.key()];
    result.choice = choice;
    return result;
}

const FusionResult* Session::currentResult() const { return resultOf(m_choice.key()); }

const FusionResult* Session::resultOf(const std::string& key) const
{
    const PairEntry* current = pair(m_currentPair);
    if (!current)
        return nullptr;
    const auto found = current->results.find(key);
    return found == current->results.end() ? nullptr : &found->second;
}

TracePointer Session::currentTrace() const
{
    if (const FusionResult* result = currentResult(); result && result->trace)
        return result->trace;
    const PairEntry* current = pair(m_currentPair);
    return current ? current->sources : nullptr;
}

std::vector<std::string> Session::resultKeys() const
{
    std::vector<std::string> keys;
    if (const PairEntry* current = pair(m_currentPair))
        for (const auto& [key, result] : current->results)
            if (result.trace)
                keys.push_back(key);
    return keys;
}

int Session::lastStage() const
{
    const TracePointer trace = currentTrace();
    return trace ? std::max(0, static_cast<int>(trace->stages.size()) - 1) : 0;
}

void Session::setStage(int k)
{
    k = std::clamp(k, 0, lastStage());
    m_followsRun = k == lastStage();
    if (k == m_stage)
        return;
    m_stage = k;
    Q_EMIT stageChanged();
}

void Session::clampStage()
{
    const int wanted = m_followsRun ? lastStage() : std::min(m_stage, lastStage());
    if (wanted == m_stage)
        return;
    m_stage = wanted;
    Q_EMIT stageChanged();
}

void Session::setSelectedClass(int id)
{
    if (id == m_selectedClass)
        return;
    m_selectedClass = id;
    m_analysis->forgetWaiting(true);
    Q_EMIT selectedClassChanged();
}

void Session::setBaseline(Baseline baseline)
{
    if (baseline == m_baseline)
        return;
    m_baseline = baseline;
    m_analysis->forgetWaiting(true);
    Q_EMIT baselineChanged();
    Q_EMIT layersChanged();
}

void Session::setThermalScale(const std::optional<ThermalScale>& scale)
{
    if (scale == m_thermalScale)
        return;
    m_thermalScale = scale;
    Q_EMIT thermalScaleChanged();
}

} // namespace duoscope
