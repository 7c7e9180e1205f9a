// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/saved_session.h"

#include "widgets/bridge/text.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <cmath>

namespace duoscope {
namespace {

QString sourceText(const LayerSource& source)
{
    return QString("%1:%2:%3")
        .arg(toQString(layerKindName(source.kind)))
        .arg(source.stage)
        .arg(toQString(source.method));
}

std::optional<LayerSource> parseSource(const QString& text)
{
    const QStringList parts = text.split(':');
    const auto kind = parseLayerKind(parts.value(0).toStdString());
    bool isNumber = false;
    const int stage = parts.value(1).toInt(&isNumber);
    if (!kind || !isNumber)
        return {};
    return LayerSource{*kind, stage, parts.value(2).toStdString()};
}

} // namespace

void savePairs(const Session& session, QSettings& settings)
{
    settings.remove("pairs");
    settings.beginWriteArray("pairs");
    int i = 0;
    for (const PairEntry& pair : session.pairs()) {
        settings.setArrayIndex(i++);
        settings.setValue("infrared", toQString(pair.infrared));
        settings.setValue("visible", toQString(pair.visible));
        settings.setValue("label", toQString(pair.label));
        settings.setValue("name", pair.name);
        settings.setValue("group", pair.group);
        settings.setValue("current", pair.id == session.currentPair());
    }
    settings.endArray();
    settings.setValue("choice/method", toQString(session.choice().method));
    settings.setValue("choice/equations", toQString(session.choice().equations));
    settings.setValue("choice/stages", session.choice().stages);
    const std::optional<ThermalScale>& scale = session.thermalScale();
    settings.setValue("thermal/on", scale.has_value());
    if (scale) {
        settings.setValue("thermal/gain", scale->gain);
        settings.setValue("thermal/offset", scale->offset);
    }
}

QStringList restorePairs(Session& session, QSettings& settings)
{
    QStringList gone;
    int current = -1;
    const int count = settings.beginReadArray("pairs");
    for (int i = 0; i < count; ++i) {
        settings.setArrayIndex(i);
        const QString infrared = settings.value("infrared").toString();
        const QString visible = settings.value("visible").toString();
        if (!QFileInfo::exists(infrared) || !QFileInfo::exists(visible)) {
            gone << QCoreApplication::translate("SavedSession", "%1 is not where it was: %2")
                        .arg(settings.value("name").toString(), QFileInfo::exists(infrared) ? visible : infrared);
            continue;
        }
        const int id = session.addPair(toPath(infrared), toPath(visible), settings.value("group").toString(),
                                       settings.value("name").toString(), toPath(settings.value("label").toString()));
        if (settings.value("current").toBool())
            current = id;
    }
    settings.endArray();
    if (current >= 0)
        session.setCurrentPair(current);
    FusionChoice choice = session.choice();
    const std::string method = settings.value("choice/method").toString().toStdString();
    for (const MethodInfo& info : fusionMethods())
        if (info.name == method) {
            choice.method = method;
            choice.equations = settings.value("choice/equations").toString() == "released" ? "released" : "paper";
            choice.stages = std::clamp(settings.value("choice/stages").toInt(), 0, 32);
        }
    session.setChoice(choice);
    if (settings.value("thermal/on").toBool()) {
        const ThermalScale usual;
        const ThermalScale scale{settings.value("thermal/gain", usual.gain).toDouble(),
                                 settings.value("thermal/offset", usual.offset).toDouble()};
        if (std::isfinite(scale.gain) && std::isfinite(scale.offset))
            session.setThermalScale(scale);
    }
    return gone;
}

void saveGrid(CompareGrid& grid, QSettings& settings)
{
    settings.setValue("grid/panes", grid.paneCount());
    for (int i = 0; i < CompareGrid::kLargestPaneCount; ++i) {
        const ImagePane& pane = grid.pane(i);
        const QString key = QString("grid/pane%1/").arg(i);
        settings.setValue(key + "layer", sourceText(pane.layer().first));
        settings.setValue(key + "minus", pane.layer().minus ? sourceText(*pane.layer().minus) : QString());
        settings.setValue(key + "absolute", pane.layer().absolute);
        settings.setValue(key + "range", static_cast<int>(pane.rangeChoice().mode));
        settings.setValue(key + "percentile", pane.rangeChoice().percentile);
        settings.setValue(key + "low", pane.rangeChoice().low);
        settings.setValue(key + "high", pane.rangeChoice().high);
        settings.setValue(key + "group", pane.rangeGroup());
        settings.setValue(key + "map", pane.colourMapChoice() ? static_cast<int>(*pane.colourMapChoice()) : -1);
    }
}

void restoreGrid(CompareGrid& grid, QSettings& settings)
{
    if (!settings.contains("grid/panes"))
        return;
    for (int i = 0; i < CompareGrid::kLargestPaneCount; ++i) {
        const QString key = QString("grid/pane%1/").arg(i);
        const auto first = parseSource(settings.value(key + "layer").toString());
        if (!first)
            continue;
        grid.pane(i).setLayer(
            {*first, parseSource(settings.value(key + "minus").toString()), settings.value(key + "absolute").toBool()});
        RangeChoice range;
        range.mode = static_cast<RangeChoice::Mode>(
            std::clamp(settings.value(key + "range").toInt(), 0, static_cast<int>(RangeChoice::Mode::Symmetric)));
        range.percentile = std::clamp(settings.value(key + "percentile", 1).toDouble(), 0.0, 49.0);
        range.low = settings.value(key + "low").toDouble();
        range.high = settings.value(key + "high").toDouble();
        if (!std::isfinite(range.low) || !std::isfinite(range.high) || !(range.high > range.low))
            range = {};
        grid.pane(i).setRangeChoice(range);
        grid.pane(i).setRangeGroup(settings.value(key + "group").toInt());
        const int map = settings.value(key + "map", -1).toInt();
        if (map >= 0 && map <= static_cast<int>(ColourMapName::BlueWhiteRed))
            grid.pane(i).setColourMap(static_cast<ColourMapName>(map));
    }
    const int count = settings.value("grid/panes").toInt();
    grid.setPaneCount(count == 1 || count == 2 || count == 4 ? count : 6);
}

} // namespace duoscope
