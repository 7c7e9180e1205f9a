// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/measured_results.h"

#include <algorithm>
#include <utility>

namespace duoscope {
namespace {

const QString kTopic = QStringLiteral("measured results");
constexpr int kSoonMilliseconds = 40; ///< results come in bursts

std::size_t placeOf(const std::string& key)
{
    const std::string method = key.substr(0, key.find('/'));
    const std::vector<MethodInfo>& methods = fusionMethods();
    return static_cast<std::size_t>(
        std::find_if(methods.begin(), methods.end(), [&](const MethodInfo& info) { return info.name == method; }) -
        methods.begin());
}

/// What measuring needs of a trace, and no more.
TracePointer imagesOf(const FusionTrace& trace)
{
    auto images = std::make_shared<FusionTrace>();
    images->pair = trace.pair;
    images->provenance = trace.provenance;
    images->gray = trace.gray;
    return images;
}

} // namespace

bool isUnderWay(const FusionResult& result)
{
    return result.state == ResultState::Waiting || result.state == ResultState::Running;
}

TracePointer finishedTrace(const FusionResult& result)
{
    const TracePointer& trace = result.attributed ? result.attributed : result.trace;
    return trace && trace->isFinished() && !trace->isPreview ? trace : nullptr;
}

void sortAsMenu(std::vector<std::string>& keys)
{
    std::sort(keys.begin(), keys.end(), [](const std::string& a, const std::string& b) {
        return std::pair(placeOf(a), a) < std::pair(placeOf(b), b);
    });
}

MeasuredResults::MeasuredResults(Session& session, MetricStore& store, QObject* parent)
    : QObject(parent), m_session(session), m_store(store)
{
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &MeasuredResults::update);
    const auto soon = [this] { m_soon.start(kSoonMilliseconds); };
    for (const auto signal : {&Session::pairAdded, &Session::pairRemoved, &Session::pairChanged})
        connect(&session, signal, this, soon);
    for (const auto signal :
         {&Session::modelChanged, &Session::computeSettingsChanged, &Session::externalMethodsChanged})
        connect(&session, signal, this, soon);
    connect(&session, &Session::resultAboutToGo, this, &MeasuredResults::letGo);
    connect(&store, &MetricStore::measured, this, soon);
}

void MeasuredResults::setWanted(const std::vector<std::string>& metrics, MetricConvention convention)
{
    m_metrics = metrics;
    m_convention = convention;
    m_requested.clear();
    update();
}

void MeasuredResults::setWatched(const QObject* watcher, bool watched)
{
    if (watched == m_watchers.contains(watcher))
        return;
    if (!watched) {
        m_watchers.remove(watcher); // what was asked for is measured nonetheless
        return;
    }
    m_watchers.insert(watcher);
    update();
}

void MeasuredResults::setCompared(const std::string& key, bool compared)
{
    if (compared)
        m_notCompared.erase(key);
    else
        m_notCompared.insert(key);
    update();
}

const MetricValue* MeasuredResults::find(int pair, const std::string& key, const std::string& metric,
                                         MetricConvention convention) const
{
    const auto known = m_known.find({pair, key});
    if (known == m_known.end())
        return nullptr;
    const auto value = known->second.values.find({convention, metric});
    return value == known->second.values.end() ? nullptr : &value->second;
}

int MeasuredResults::seriesOf(const std::string& key)
{
    return m_series.try_emplace(key, static_cast<int>(m_series.size())).first->second;
}

bool MeasuredResults::isMeasured(const ResultId& id) const
{
    return std::all_of(m_metrics.begin(), m_metrics.end(),
                       [&](const std::string& metric) { return find(id.first, id.second, metric, m_convention); });
}

ResultKnowledge MeasuredResults::knowledge(int pair, const std::string& key) const
{
    const PairEntry* entry = m_session.pair(pair);
    return entry ? knowledge(*entry, key) : ResultKnowledge::NotFused;
}

ResultKnowledge MeasuredResults::knowledge(const PairEntry& pair, const std::string& key) const
{
    const auto found = pair.results.find(key);
    if (found == pair.results.end() || found->second.state == ResultState::NotFused)
        return ResultKnowledge::NotFused;
    const FusionResult& result = found->second;
    const TracePointer trace = finishedTrace(result);
    const ResultId id{pair.id, key};
    const auto known = m_known.find(id);
    if (trace ? m_session.isStale(*trace) : known != m_known.end() && m_session.isStale(known->second.made))
        return isUnderWay(result) ? ResultKnowledge::Unfinished : ResultKnowledge::Stale;
    if (isMeasured(id)) // what was whole counts until something else is
        return ResultKnowledge::Measured;
    if (trace)
        return ResultKnowledge::Measuring;
    if (isUnderWay(result))
        return ResultKnowledge::Unfinished;
    if (m_leaving.contains(id))
        return ResultKnowledge::Measuring;
    return result.state == ResultState::LetGo ? ResultKnowledge::NotKept : ResultKnowledge::Failed;
}

void MeasuredResults::take(const ResultId& id, const TracePointer& trace, bool all)
{
    Known& known = m_known[id];
    if (known.trace.lock() != trace) {
        known = {};
        known.trace = trace;
        known.made.method = trace->provenance.method;
        known.made.model = trace->provenance.model;
        known.made.options = trace->provenance.options;
        known.seconds = trace->seconds();
    }
    const auto takeOne = [&](const std::string& metric, MetricConvention convention) {
        if (known.values.contains({convention, metric}))
            return;
        if (const MetricValue* value = m_store.find({trace}, metric, convention))
            known.values.emplace(std::pair(convention, metric), *value);
    };
    if (all)
        for (const MetricConvention convention : {MetricConvention::Paper, MetricConvention::Toolbox})
            for (const MetricInfo& info : metricInfos(convention))
                takeOne(info.name, convention);
    else
        for (const std::string& metric : m_metrics)
            takeOne(metric, m_convention);
}

void MeasuredResults::takeAll()
{
    std::erase_if(m_known, [this](const auto& known) {
        const PairEntry* pair = m_session.pair(known.first.first);
        return !pair || !pair->results.contains(known.first.second);
    });
    for (const PairEntry& pair : m_session.pairs())
        for (const auto& [key, result] : pair.results)
            if (const TracePointer trace = finishedTrace(result)) {
                take({pair.id, key}, trace, false);
                m_leaving.erase({pair.id, key}); // fused again
            }
    // What was let go lives on in its images until it is measured; its values are still those of the trace that went.
    for (auto leaving = m_leaving.begin(); leaving != m_leaving.end();) {
        const auto& [id, images] = *leaving;
        if (const auto known = m_known.find(id); known != m_known.end())
            for (const std::string& metric : m_metrics)
                if (const MetricValue* value = m_store.find({images}, metric, m_convention))
                    known->second.values.emplace(std::pair(m_convention, metric), *value);
        leaving = !m_known.contains(id) || isMeasured(id) ? m_leaving.erase(leaving) : std::next(leaving);
    }
}

void MeasuredResults::letGo(int pair, const std::string& key)
{
    const PairEntry* entry = m_session.pair(pair);
    const auto result = entry->results.find(key);
    const TracePointer trace = result == entry->results.end() ? nullptr : finishedTrace(result->second);
    if (!trace)
        return;
    const ResultId id{pair, key};
    take(id, trace, true);
    // Nobody could measure it later. Where there is but one method, there is nothing to compare it with.
    if (entry->results.size() > 1 && !isMeasured(id) && !m_session.isStale(*trace))
        m_leaving[id] = imagesOf(*trace);
}

void MeasuredResults::request()
{
    std::vector<FusedImage> images;
    for (const auto& [id, trace] : m_leaving)
        images.push_back({trace});
    if (!m_watchers.isEmpty())
        for (const PairEntry& pair : m_session.pairs())
            for (const auto& [key, result] : pair.results)
                if (isCompared(key) && knowledge(pair, key) == ResultKnowledge::Measuring)
                    if (const TracePointer trace = finishedTrace(result))
                        images.push_back({trace});
    const bool isNew = std::any_of(images.begin(), images.end(),
                                   [this](const FusedImage& image) { return !m_requested.contains(image.trace); });
    // What is asked for already is on its way, or was stopped.
    if (!isNew && !(images.empty() && m_store.isMeasuring(kTopic)))
        return;
    m_requested.clear();
    for (const FusedImage& image : images)
        m_requested.insert(image.trace);
    m_store.request(kTopic, std::move(images), m_metrics, m_convention);
}

void MeasuredResults::update()
{
    m_soon.stop();
    takeAll();
    request();
    if (m_watchers.isEmpty())
        return;
    m_set = makeSet();
    Q_EMIT changed();
}

MethodSet MeasuredResults::makeSet() const
{
    MethodSet set;
    std::map<std::string, FusionChoice> methods;
    for (const PairEntry& pair : m_session.pairs())
        for (const auto& [key, result] : pair.results)
            if (finishedTrace(result) || result.state == ResultState::LetGo || m_known.contains({pair.id, key}))
                methods.emplace(key, result.choice);
    for (const auto& [key, choice] : methods)
        set.methods.push_back(key);
    sortAsMenu(set.methods);
    Evaluation& evaluation = set.evaluation;
    evaluation.convention = m_convention;
    for (const std::string& metric : m_metrics)
        evaluation.metrics.push_back(columnOf(metricInfo(metric, m_convention)));
    std::copy_if(set.methods.begin(), set.methods.end(), std::back_inserter(evaluation.methods),
                 [this](const std::string& key) { return isCompared(key); });
    for (const std::string& key : evaluation.methods)
        set.choices.push_back(methods.at(key));
    evaluation.values.resize(evaluation.methods.size());

    std::vector<std::vector<MetricValue>> seconds(evaluation.methods.size());
    for (const PairEntry& pair : m_session.pairs()) {
        PairLeftOut leftOut{pair.id, {}};
        bool isBegun = false;
        for (const std::string& key : evaluation.methods) {
            const ResultKnowledge known = knowledge(pair, key);
            isBegun = isBegun || known != ResultKnowledge::NotFused;
            if (known != ResultKnowledge::Measured)
                leftOut.missing.push_back({key, known});
        }
        if (!leftOut.missing.empty()) {
            if (isBegun)
                set.leftOut.push_back(std::move(leftOut));
            continue;
        }
        if (evaluation.methods.empty())
            continue;
        set.pairs.push_back(pair.id);
        evaluation.images.push_back(pair.name.toStdString());
        for (std::size_t method = 0; method < evaluation.methods.size(); ++method) {
            const std::string& key = evaluation.methods[method];
            std::vector<MetricValue>& values = evaluation.values[method].emplace_back();
            for (const std::string& metric : m_metrics)
                values.push_back(*find(pair.id, key, metric, m_convention));
            // Reading what another program fused says nothing of how long that took.
            const std::filesystem::path& external = pair.results.at(key).choice.external;
            seconds[method].push_back(external.empty() || external.extension() == ".json"
                                          ? MetricValue(m_known.at({pair.id, key}).seconds)
                                          : MetricValue::undefined("not fused here"));
        }
    }
    for (const std::vector<MetricValue>& ofMethod : seconds)
        set.seconds.push_back(meanOf(ofMethod));
    return set;
}

int MeasuredResults::fuseMissing(const std::vector<int>& pairs, const std::vector<FusionChoice>& choices)
{
    takeAll(); // so that nothing is fused again that was measured meanwhile
    int count = 0;
    for (const int id : pairs)
        for (const FusionChoice& choice : choices) {
            const PairEntry* pair = m_session.pair(id);
            if (!pair || !pair->error.isEmpty() || !m_session.canFuse(id, choice))
                continue;
            const auto result = pair->results.find(choice.key());
            const bool isBegun = result != pair->results.end();
            if (isBegun && isUnderWay(result->second))
                continue;
            const bool isGone = isBegun && !finishedTrace(result->second);
            switch (knowledge(*pair, choice.key())) {
            case ResultKnowledge::Measured:
            case ResultKnowledge::Measuring:
                if (!isGone || id != m_session.currentPair())
                    continue;
                break;
            case ResultKnowledge::Unfinished:
                continue;
            case ResultKnowledge::Failed:
            case ResultKnowledge::Stale:
            case ResultKnowledge::NotKept:
            case ResultKnowledge::NotFused:
                break;
            }
            m_session.fusePair(id, choice);
            ++count;
        }
    return count;
}

} // namespace duoscope
