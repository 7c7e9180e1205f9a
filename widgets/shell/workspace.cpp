// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/workspace.h"

#include "core/base/error.h"
#include "widgets/bridge/text.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>

#include <algorithm>
#include <cmath>

#include <spdlog/spdlog.h>

namespace duoscope {
namespace {

constexpr int kLargestStageCount = 32;

// Paths: {"path": "/data/ir/1.png", "relative": "../data/ir/1.png"}

QJsonValue describePath(const std::filesystem::path& path, const QDir& folder)
{
    if (path.empty())
        return {};
    const QString text = QDir::cleanPath(QFileInfo(toQString(path)).absoluteFilePath());
    return QJsonObject{{"path", text}, {"relative", folder.relativeFilePath(text)}};
}

QJsonArray describePoint(QPointF point) { return {point.x(), point.y()}; }

/// A relative place within a picture; nothing where it is none.
std::optional<QPointF> pointOf(const QJsonValue& value)
{
    const QJsonArray numbers = value.toArray();
    const QPointF point(numbers.at(0).toDouble(NAN), numbers.at(1).toDouble(NAN));
    const bool inside = point.x() >= 0 && point.x() <= 1 && point.y() >= 0 && point.y() <= 1;
    return inside ? std::optional(point) : std::nullopt;
}

QJsonObject describeChoice(const FusionChoice& choice)
{
    return {
        {"method", toQString(choice.method)}, {"equations", toQString(choice.equations)}, {"stages", choice.stages}};
}

std::optional<FusionChoice> choiceOf(const QJsonObject& json, const Session& session)
{
    FusionChoice choice;
    choice.method = json.value("method").toString().toStdString();
    choice.equations = json.value("equations").toString() == "released" ? "released" : "paper";
    choice.stages = std::clamp(json.value("stages").toInt(), 0, kLargestStageCount);
    for (const FusionChoice& external : session.externalMethods())
        if (external.method == choice.method)
            return external;
    for (const MethodInfo& info : fusionMethods())
        if (info.name == choice.method)
            return choice.normalised();
    return {};
}

QJsonObject describePair(const PairEntry& pair, const QDir& folder)
{
    QJsonArray results;
    for (const auto& [key, result] : pair.results) {
        if (!result.trace && result.state != ResultState::LetGo)
            continue;
        QJsonObject weights;
        if (result.attributed)
            for (const ClassTrace& entry : result.trace->classes)
                if (entry.isChanged())
                    weights[QString::number(entry.id)] = entry.infraredWeight;
        QJsonObject described = describeChoice(result.choice);
        if (!weights.isEmpty())
            described["what_if"] = weights;
        results << described;
    }
    return {{"name", pair.name},
            {"group", pair.group},
            {"infrared", describePath(pair.infrared, folder)},
            {"visible", describePath(pair.visible, folder)},
            {"label", describePath(pair.label, folder)},
            {"label_classes", toQString(pair.labelClasses)},
            {"results", results}};
}

QJsonObject describeSource(const LayerSource& source)
{
    QJsonObject json{
        {"kind", toQString(layerKindName(source.kind))}, {"stage", source.stage}, {"method", toQString(source.method)}};
    if (!source.extra.empty())
        json["extra"] = toQString(source.extra);
    return json;
}

std::optional<LayerSource> sourceOf(const QJsonValue& value)
{
    const QJsonObject json = value.toObject();
    const auto kind = parseLayerKind(json.value("kind").toString().toStdString());
    if (!kind)
        return {};
    return LayerSource{*kind, std::clamp(json.value("stage").toInt(-1), -1, kLargestStageCount),
                       json.value("method").toString().toStdString(), json.value("extra").toString().toStdString()};
}

QJsonObject describePane(const ImagePane& pane)
{
    const RangeChoice& range = pane.rangeChoice();
    QJsonObject json{{"layer", describeSource(pane.layer().first)},
                     {"linked", pane.isLinked()},
                     {"group", pane.rangeGroup()},
                     {"isotherm", pane.isotherm()},
                     {"range", QJsonObject{{"mode", static_cast<int>(range.mode)},
                                           {"percentile", range.percentile},
                                           {"low", range.low},
                                           {"high", range.high}}}};
    if (pane.layer().minus) {
        json["minus"] = describeSource(*pane.layer().minus);
        json["absolute"] = pane.layer().absolute;
    }
    if (pane.colourMapChoice())
        json["map"] = static_cast<int>(*pane.colourMapChoice());
    return json;
}

void applyPane(const QJsonObject& json, ImagePane& pane)
{
    const auto layer = sourceOf(json.value("layer"));
    if (!layer)
        return;
    pane.setLayer({*layer, sourceOf(json.value("minus")), json.value("absolute").toBool()});
    const QJsonObject described = json.value("range").toObject();
    RangeChoice range;
    range.mode = static_cast<RangeChoice::Mode>(
        std::clamp(described.value("mode").toInt(), 0, static_cast<int>(RangeChoice::Mode::Symmetric)));
    range.percentile = std::clamp(described.value("percentile").toDouble(1), 0.0, 49.0);
    range.low = described.value("low").toDouble(0);
    range.high = described.value("high").toDouble(1);
    pane.setRangeChoice(range.high > range.low ? range : RangeChoice());
    const int map = json.value("map").toInt(-1);
    pane.setColourMap(map >= 0 && map <= static_cast<int>(ColourMapName::BlueWhiteRed)
                          ? std::optional(static_cast<ColourMapName>(map))
                          : std::nullopt);
    pane.setRangeGroup(json.value("group").toInt());
    pane.setLinked(json.value("linked").toBool(true));
    pane.setIsotherm(std::clamp(json.value("isotherm").toDouble(), -0.5, 0.5));
}

QJsonObject describeView(const ViewState& view)
{
    QJsonArray pins;
    for (const QPointF& pin : view.pins())
        pins << describePoint(pin);
    QJsonObject json{{"fit", static_cast<int>(view.fit())},
                     {"zoom", view.zoom()},
                     {"centre", describePoint(view.centre())},
                     {"pins", pins}};
    if (view.line())
        json["line"] = QJsonArray{describePoint(view.line()->first), describePoint(view.line()->second)};
    return json;
}

void applyView(const QJsonObject& json, ViewState& view)
{
    const auto centre = pointOf(json.value("centre"));
    if (json.value("fit").toInt() == static_cast<int>(ViewState::Fit::Free) && centre)
        view.setFree(json.value("zoom").toDouble(1), *centre);
    else
        view.setFit(json.value("fit").toInt() == static_cast<int>(ViewState::Fit::Fill) ? ViewState::Fit::Fill
                                                                                        : ViewState::Fit::Inside);
    view.clearPins();
    for (const QJsonValue& pin : json.value("pins").toArray())
        if (const auto place = pointOf(pin))
            view.addPin(*place);
    const QJsonArray line = json.value("line").toArray();
    const auto from = pointOf(line.at(0));
    const auto to = pointOf(line.at(1));
    view.setLine(from && to ? std::optional(std::pair(*from, *to)) : std::nullopt);
}

void addMethods(const QJsonObject& workspace, Session& session)
{
    for (const QJsonValue& value : workspace.value("methods").toArray()) {
        const QJsonObject method = value.toObject();
        const QString source = workspacePathOf(method.value("source"));
        try {
            if (!source.isEmpty())
                session.addExternalMethod(method.value("name").toString().toStdString(), toPath(source));
        } catch (const Error& problem) { // the rest of the workspace is good without it
            spdlog::warn("{}", problem.what());
        }
    }
}

void addPairs(const QJsonObject& workspace, Session& session)
{
    int current = -1;
    const QJsonArray pairs = workspace.value("pairs").toArray();
    for (qsizetype i = 0; i < pairs.size(); ++i) {
        const QJsonObject pair = pairs[i].toObject();
        const QString infrared = workspacePathOf(pair.value("infrared"));
        const QString visible = workspacePathOf(pair.value("visible"));
        if (infrared.isEmpty() || visible.isEmpty())
            continue;
        const int id = session.addPair(toPath(infrared), toPath(visible), pair.value("group").toString(),
                                       pair.value("name").toString(), toPath(workspacePathOf(pair.value("label"))),
                                       pair.value("label_classes").toString().toStdString());
        for (const QJsonValue& value : pair.value("results").toArray()) {
            const QJsonObject result = value.toObject();
            std::map<int, double> weights;
            const QJsonObject changed = result.value("what_if").toObject();
            for (auto weight = changed.begin(); weight != changed.end(); ++weight)
                weights[weight.key().toInt()] = std::clamp(weight.value().toDouble(), 0.0, 1.0);
            if (const auto choice = choiceOf(result, session))
                session.expect(id, *choice, weights);
        }
        if (workspace.value("current").toInt(-1) == i)
            current = id;
    }
    if (current >= 0)
        session.setCurrentPair(current);
}

} // namespace

QJsonObject describeWorkspace(const Session& session, CompareGrid& grid, const QString& notes, const QString& file)
{
    const QDir folder = QFileInfo(file).absoluteDir();
    QJsonArray pairs;
    int current = -1;
    for (const PairEntry& pair : session.pairs()) {
        if (pair.id == session.currentPair())
            current = static_cast<int>(pairs.size());
        pairs << describePair(pair, folder);
    }
    QJsonArray models;
    for (const std::filesystem::path& model : session.otherModels())
        models << describePath(model, folder);
    QJsonArray methods;
    for (const FusionChoice& method : session.externalMethods())
        methods << QJsonObject{{"name", toQString(method.method)}, {"source", describePath(method.external, folder)}};
    QJsonArray panes;
    for (int i = 0; i < CompareGrid::kLargestPaneCount; ++i)
        panes << describePane(grid.pane(i));
    QJsonObject json{{"program", "duoscope"},
                     {"format", "workspace"},
                     {"version", kWorkspaceVersion},
                     {"model", describePath(session.model(), folder)},
                     {"other_models", models},
                     {"methods", methods},
                     {"pairs", pairs},
                     {"current", current},
                     {"choice", describeChoice(session.choice())},
                     {"stage", session.stage()},
                     {"class", session.selectedClass()},
                     {"baseline", toQString(toString(session.baseline()))},
                     {"panes", panes},
                     {"pane_count", grid.paneCount()},
                     {"current_pane", grid.currentIndex()},
                     {"view", describeView(grid.view())},
                     {"notes", notes}};
    if (const std::optional<ThermalScale>& scale = session.thermalScale())
        json["temperature"] = QJsonObject{{"gain", scale->gain}, {"offset", scale->offset}};
    return json;
}

void applyWorkspace(const QJsonObject& workspace, Session& session, CompareGrid& grid)
{
    if (const QJsonValue model = workspace.value("model"); model.isObject() && workspacePathExists(model))
        session.setModel(toPath(workspacePathOf(model)));
    for (const QJsonValue& model : workspace.value("other_models").toArray())
        if (workspacePathExists(model))
            session.setModel(toPath(workspacePathOf(model)));
    addMethods(workspace, session);
    addPairs(workspace, session);
    if (const auto choice = choiceOf(workspace.value("choice").toObject(), session))
        session.setChoice(*choice);
    session.setStage(workspace.value("stage").toInt());
    session.setSelectedClass(std::clamp(workspace.value("class").toInt(-1), -1, 255));
    try {
        session.setBaseline(parseBaseline(workspace.value("baseline").toString("zero").toStdString()));
    } catch (const Error&) {
        // It stays as it was.
    }
    const QJsonObject temperature = workspace.value("temperature").toObject();
    session.setThermalScale(temperature.isEmpty()
                                ? std::nullopt
                                : std::optional(ThermalScale{temperature.value("gain").toDouble(),
                                                             temperature.value("offset").toDouble()}));
    const QJsonArray panes = workspace.value("panes").toArray();
    for (int i = 0; i < std::min<int>(CompareGrid::kLargestPaneCount, static_cast<int>(panes.size())); ++i)
        applyPane(panes[i].toObject(), grid.pane(i));
    const int count = workspace.value("pane_count").toInt();
    grid.setPaneCount(count == 1 || count == 2 || count == 4 ? count : CompareGrid::kLargestPaneCount);
    grid.setCurrentIndex(workspace.value("current_pane").toInt());
    applyView(workspace.value("view").toObject(), grid.view());
}

} // namespace duoscope
