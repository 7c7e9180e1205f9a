// SPDX-License-Identifier: GPL-3.0-or-later
// Which methods and models the session fuses with.
#include "core/base/error.h"
#include "core/fusion/external_method.h"
#include "core/fusion/model_files.h"
#include "widgets/bridge/job_queue.h"
#include "widgets/bridge/session.h"
#include "widgets/bridge/text.h"

#include <QCoreApplication>

#include <algorithm>

namespace duoscope {
namespace {

/// For lupdate: titles of the registry that are words; the networks' are names.
[[maybe_unused]] constexpr const char* kMethodTitles[] = {
    QT_TRANSLATE_NOOP("Method", "Laplacian pyramid"), QT_TRANSLATE_NOOP("Method", "Guided filter"),
    QT_TRANSLATE_NOOP("Method", "Wavelet"),           QT_TRANSLATE_NOOP("Method", "Two scales"),
    QT_TRANSLATE_NOOP("Method", "Average"),           QT_TRANSLATE_NOOP("Method", "Maximum"),
};

} // namespace

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

bool Session::isStale(const Provenance& made) const { return isOfOtherModel(made) || isOfOtherSettings(made); }

bool Session::isOfOtherModel(const Provenance& made) const
{
    const std::filesystem::path now = modelOf(made.method);
    return !made.model.empty() && !now.empty() && made.model != now.string();
}

bool Session::isOfOtherSettings(const Provenance& made) const
{
    if (!made.options.contains("attribution")) // a method without
        return false;
    const ComputeSettings then = settingsOf(made);
    return then.attribution != m_computeSettings.attribution || then.halfPrecision != m_computeSettings.halfPrecision;
}

ComputeSettings Session::settingsOf(const Provenance& made) const
{
    ComputeSettings settings = m_computeSettings;
    if (const auto attribution = made.options.find("attribution"); attribution != made.options.end()) {
        settings.attribution = parseAttributionMode(attribution->second);
        settings.halfPrecision = made.options.contains("precision");
    }
    return settings;
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

} // namespace duoscope
