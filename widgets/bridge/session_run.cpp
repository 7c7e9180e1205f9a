// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/bridge/session_run.h"

#include "core/base/equations.h"
#include "core/batch/known_results.h"

#include <algorithm>
#include <filesystem>
#include <set>

namespace duoscope {
namespace {

TracePointer finishedTrace(const FusionResult& result)
{
    const TracePointer& trace = result.attributed ? result.attributed : result.trace;
    return trace && trace->isFinished() && !trace->isPreview ? trace : nullptr;
}

/// A name that files may have, and no item has yet.
std::string freeStem(const QString& name, std::set<std::string>& taken)
{
    std::string plain = name.toStdString();
    std::replace(plain.begin(), plain.end(), '/', '_');
    if (plain.empty() || plain.front() == '.')
        plain.insert(0, "pair");
    std::string stem = plain;
    for (int i = 2; !taken.insert(stem).second; ++i)
        stem = plain + "-" + std::to_string(i);
    return stem;
}

BatchMethod methodOf(const std::string& key, const FusionChoice& choice, KnownResults results)
{
    BatchMethod method;
    method.key = key;
    std::replace(method.key.begin(), method.key.end(), '/', '-');
    method.name = choice.method;
    const Provenance& made = results.begin()->second->provenance;
    method.options.model = made.model;
    if (const auto attribution = made.options.find("attribution"); attribution != made.options.end())
        method.options.attribution = parseAttributionMode(attribution->second);
    method.options.halfPrecision = made.options.contains("precision");
    method.options.stages = choice.stages;
    if (!choice.equations.empty())
        method.options.equations = parseEquations(choice.equations);
    method.known = methodOfResults(std::move(results));
    return method;
}

/// In the order of the registry, those of one method by their keys.
std::size_t placeOf(const BatchMethod& method)
{
    const std::vector<MethodInfo>& infos = fusionMethods();
    return static_cast<std::size_t>(
        std::find_if(infos.begin(), infos.end(), [&](const MethodInfo& info) { return info.name == method.name; }) -
        infos.begin());
}

} // namespace

SessionRun runOfSession(const Session& session)
{
    SessionRun run;
    std::map<std::string, std::pair<FusionChoice, KnownResults>> methods;
    std::set<std::string> stems;
    for (const PairEntry& pair : session.pairs()) {
        BatchItem item;
        item.infrared = std::filesystem::absolute(pair.infrared);
        item.visible = std::filesystem::absolute(pair.visible);
        for (const auto& [key, result] : pair.results)
            if (const TracePointer trace = finishedTrace(result)) {
                methods[key].first = result.choice;
                methods[key].second[{item.infrared, item.visible}] = trace;
                item.stem = item.stem.empty() ? freeStem(pair.name, stems) : item.stem;
            }
        if (!item.stem.empty())
            run.plan.items.push_back(std::move(item));
    }
    for (auto& [key, method] : methods)
        run.request.methods.push_back(methodOf(key, method.first, std::move(method.second)));
    std::stable_sort(run.request.methods.begin(), run.request.methods.end(),
                     [](const BatchMethod& a, const BatchMethod& b) { return placeOf(a) < placeOf(b); });
    run.request.outputs = {true, true, true, true};
    return run;
}

} // namespace duoscope
