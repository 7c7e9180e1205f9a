// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/bridge/session.h"

#include "core/base/error.h"
#include "core/fusion/external_method.h"
#include "core/fusion/model_files.h"
#include "widgets/bridge/fusion_engine.h"
#include "widgets/bridge/image_rendering.h"
#include "widgets/bridge/job_queue.h"
#include "widgets/bridge/text.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

namespace duoscope {
namespace {

/// For lupdate: titles of the registry that are words; the networks' are names.
[[maybe_unused]] constexpr const char* kMethodTitles[] = {
    QT_TRANSLATE_NOOP("Method", "Laplacian pyramid"), QT_TRANSLATE_NOOP("Method", "Guided filter"),
    QT_TRANSLATE_NOOP("Method", "Wavelet"),           QT_TRANSLATE_NOOP("Method", "Two scales"),
    QT_TRANSLATE_NOOP("Method", "Average"),           QT_TRANSLATE_NOOP("Method", "Maximum"),
};

constexpr int kThumbnailHeight = 64;
constexpr std::size_t kRememberedLayers = 16; ///< six panes and their backgrounds, and the probe's

QString fusionTopic(int pair, const FusionChoice& choice)
{
    return QString("fuse %1 %2").arg(pair).arg(toQString(choice.key()));
}

QImage thumbnail(const SourceImage& source)
{
    FusionTrace trace;
    trace.pair.infrared = source;
    const LayerPicture picture = resolveLayer(trace, {LayerKind::Infrared, -1, {}}, 0);
    const QImage whole = renderPicture(picture, displayRange(picture, {}), ColourMapName::Gray);
    return whole.scaledToHeight(kThumbnailHeight, Qt::SmoothTransformation);
}

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

/// What is known of an image, as a layer.
LayerPicture answerPicture(const ImageQuestion& question, const ImageAnalysis& analysis)
{
    if (!analysis.hasModel())
        return missingPicture(NoPicture::NoModel);
    const std::optional<ImageAnswer> answer = analysis.find(question);
    if (!answer)
        return missingPicture(NoPicture::NotComputed);
    switch (answer->state) {
    case ImageAnswer::State::Waiting:
        return missingPicture(NoPicture::BeingComputed);
    case ImageAnswer::State::Stopped:
        return missingPicture(NoPicture::Stopped);
    case ImageAnswer::State::Failed: {
        LayerPicture failed = missingPicture(NoPicture::Failed);
        failed.problem = answer->problem;
        return failed;
    }
    case ImageAnswer::State::Done:
        break;
    }
    if (!question.attribution)
        return labelPicture(answer->segmentation, answer->classes);
    if (answer->attribution.pixels == 0)
        return missingPicture(NoPicture::ClassAbsent);
    LayerPicture picture = attributionPicture(answer->attribution.map);
    picture.classes = answer->classes;
    return picture;
}

} // namespace

std::string FusionChoice::key() const
{
    std::string text = method;
    if (!equations.empty())
        text += "/" + equations;
    if (stages > 0)
        text += "/" + std::to_string(stages);
    return text;
}

FusionChoice FusionChoice::normalised() const
{
    if (!external.empty())
        return {method, "", 0, external};
    const MethodInfo* info = findMethod(method);
    if (!info || !info->hasEquations)
        return {method, "", 0};
    return {method, equations.empty() ? "paper" : equations, stages};
}

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

void Session::addExternalMethods(const std::filesystem::path& source)
{
    for (const ExternalMethod& method : externalMethodsIn(std::filesystem::absolute(source)))
        addExternalMethod(method.name, method.source);
}

void Session::addExternalMethod(const std::string& name, const std::filesystem::path& source)
{
    if (std::filesystem::is_directory(source)) { // a module is loaded when it is used
        FusionOptions options;
        options.external = source;
        makeFusionMethod(name, options); // throws where it can't be used
    }
    removeExternalMethod(name);
    m_externalMethods.push_back({name, "", 0, source});
    Q_EMIT externalMethodsChanged();
    takeKnownResults();
}

void Session::removeExternalMethod(const std::string& name)
{
    if (std::erase_if(m_externalMethods, [&](const FusionChoice& known) { return known.method == name; }) == 0)
        return;
    for (PairEntry& pair : m_pairs) {
        m_jobs->cancel(fusionTopic(pair.id, {name}));
        if (pair.results.erase(name) > 0)
            Q_EMIT pairChanged(pair.id);
    }
    std::erase_if(m_recent, [&](const auto& recent) { return recent.second == name; });
    if (m_choice.method == name)
        setChoice({m_model.empty() ? "laplacian" : "uaafusion"});
    Q_EMIT externalMethodsChanged();
    Q_EMIT traceChanged();
}

void Session::takeKnownResults()
{
    const PairEntry* pair = entry(m_currentPair);
    if (!pair)
        return;
    for (const FusionChoice& choice : m_externalMethods) {
        const auto known = pair->results.find(choice.key());
        const bool isWanted = known == pair->results.end() || known->second.state == ResultState::LetGo;
        if (isWanted && std::filesystem::is_directory(choice.external) && canFuse(m_currentPair, choice))
            start(m_currentPair, choice, {});
    }
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

TracePointer Session::traceOf(const LayerSource& source) const
{
    const bool ofThePair = source.kind == LayerKind::Infrared || source.kind == LayerKind::Visible;
    if (source.method.empty() || ofThePair)
        return currentTrace();
    const FusionResult* result = resultOf(source.method);
    return result ? result->trace : nullptr;
}

std::optional<ImageQuestion> Session::questionOf(const LayerSource& source) const
{
    const TracePointer trace = traceOf(source);
    if (!trace)
        return {};
    const bool hasResult = trace->isFinished() && !trace->isPreview;
    switch (source.kind) {
    case LayerKind::SegmentationInfrared:
        return trace->segmentationInfrared.empty() ? std::optional(ImageQuestion{trace, TraceImage::Infrared, {}})
                                                   : std::nullopt;
    case LayerKind::SegmentationVisible:
        return trace->segmentationVisible.empty() ? std::optional(ImageQuestion{trace, TraceImage::Visible, {}})
                                                  : std::nullopt;
    case LayerKind::SegmentationFused:
        return hasResult && trace->segmentationFused.empty()
                   ? std::optional(ImageQuestion{trace, TraceImage::Fused, {}})
                   : std::nullopt;
    case LayerKind::ResultAttribution:
        return hasResult ? std::optional(ImageQuestion{trace, TraceImage::Fused, attributionChoice()}) : std::nullopt;
    default:
        return {};
    }
}

void Session::ask(const Layer& layer)
{
    for (const LayerSource* source : {&layer.first, layer.minus ? &*layer.minus : nullptr})
        if (source)
            if (const std::optional<ImageQuestion> question = questionOf(*source))
                m_analysis->ask(*question);
}

LayerPicture Session::resolve(const LayerSource& source) const
{
    const TracePointer trace = traceOf(source);
    if (!trace)
        return missingPicture(NoPicture::NotComputed);
    if (const std::optional<ImageQuestion> question = questionOf(source))
        return answerPicture(*question, *m_analysis);
    const int stage = hasStages(source.kind) ? m_stage : 0;
    for (const Resolved& known : m_resolved)
        if (known.trace.lock() == trace && known.source == source && known.stage == stage)
            return known.picture;
    std::erase_if(m_resolved, [](const Resolved& known) { return known.trace.expired(); });
    if (m_resolved.size() == kRememberedLayers)
        m_resolved.pop_front();
    m_resolved.push_back({trace, source, stage, resolveLayer(*trace, source, m_stage)});
    return m_resolved.back().picture;
}

LayerPicture Session::picture(const Layer& layer) const
{
    const LayerPicture first = resolve(layer.first);
    return layer.minus ? difference(first, resolve(*layer.minus), layer.absolute) : first;
}

QString Session::methodTitle(const std::string& key) const
{
    const std::string method = key.substr(0, key.find('/'));
    QString title = toQString(method);
    for (const MethodInfo& info : fusionMethods())
        if (info.name == method)
            title = QCoreApplication::translate("Method", info.title.c_str());
    const QStringList parts = toQString(key).split('/');
    if (parts.value(1) == "paper")
        title += tr(" · paper");
    else if (parts.value(1) == "released")
        title += tr(" · released");
    if (parts.size() > 2)
        title += QString(" · K %1").arg(parts[2]);
    return title;
}

bool Session::isStale(const FusionTrace& trace) const { return isStale(trace.provenance); }

bool Session::isStale(const Provenance& made) const
{
    const std::filesystem::path now = modelOf(made.method);
    return !made.model.empty() && !now.empty() && made.model != now.string();
}

void Session::readModelStages()
{
    constexpr int kStages = 5; // of the paper
    m_modelStages = kStages;
    try {
        const auto metadata = modelMetadata(m_model);
        const auto stages = metadata.find("fusion.stages");
        if (stages != metadata.end())
            m_modelStages = std::clamp(std::atoi(stages->second.c_str()), 1, 32);
    } catch (const Error&) {
        // Whoever fuses with it is told why it can't be used.
    }
}

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
    request.threads = m_threads;
    request.halfPrecision = m_halfPrecision;
    m_analysis->pause();
    m_analysis->forgetStopped();
    const bool whatIf = !weights.empty();
    if (const FusionResult& result = resultOf(*pair, choice); whatIf)
        request.attributed = result.attributed ? result.attributed : result.trace;
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
           !isStale(*result->trace); // weights mean nothing to another model
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

std::filesystem::path Session::modelOf(const std::string& method) const
{
    const auto other = m_otherModels.find(method);
    return other != m_otherModels.end() ? other->second : method == "uaafusion" ? m_model : std::filesystem::path();
}

std::vector<std::filesystem::path> Session::otherModels() const
{
    std::vector<std::filesystem::path> models;
    for (const auto& [method, model] : m_otherModels)
        models.push_back(model);
    return models;
}

void Session::setModel(const std::filesystem::path& model)
{
    std::string method;
    try {
        method = methodOfModel(model);
    } catch (const Error&) {
        // Whoever fuses with it is told why it can't be used.
    }
    if (const MethodInfo* info = findMethod(method); info && method != "uaafusion") {
        m_otherModels[method] = model;
        setChoice({method});
        Q_EMIT modelChanged();
        Q_EMIT traceChanged();
        return;
    }
    if (model == m_model)
        return;
    m_model = model;
    m_analysis->setModel(m_model, m_resources / "class_sets");
    readModelStages();
    if (m_choice.stages >= m_modelStages) {
        FusionChoice choice = m_choice;
        choice.stages = 0;
        setChoice(choice);
    }
    Q_EMIT modelChanged();
    Q_EMIT traceChanged(); // what is shown may be stale now
}

void Session::setThreads(int threads)
{
    m_threads = threads;
    m_analysis->setThreads(threads);
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
