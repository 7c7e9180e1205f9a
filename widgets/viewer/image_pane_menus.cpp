// SPDX-License-Identifier: GPL-3.0-or-later
// The menus of a pane: which layer it shows, and how.
#include "widgets/viewer/image_pane.h"

#include "widgets/bridge/colour_map.h"
#include "widgets/bridge/layer_text.h"
#include "widgets/bridge/look.h"

#include <QMenu>

namespace duoscope {
namespace {

/// One of several, of which one is checked.
template <class Chosen>
QAction* addChoice(QMenu& menu, const QString& text, bool checked, Chosen chosen)
{
    QAction* action = menu.addAction(text);
    action->setCheckable(true);
    action->setChecked(checked);
    QObject::connect(action, &QAction::triggered, &menu, chosen);
    return action;
}

} // namespace

void ImagePane::fillLayerMenu(QMenu& menu)
{
    for (const LayerKind kind : layerKinds()) {
        if (kind == LayerKind::InfraredWeight || kind == LayerKind::Regions)
            menu.addSeparator();
        addChoice(menu, layerKindTitle(kind), m_layer.first.kind == kind && !m_layer.minus, [this, kind] {
            setLayer({{kind, -1, {}}, {}, false});
        });
    }
    fillExtrasMenu(*menu.addMenu(tr("Extra layers")));
    menu.addSeparator();
    if (m_layer.first.kind == LayerKind::ResultAttribution) {
        QMenu* baselines = menu.addMenu(tr("Attribute from"));
        for (const Baseline baseline :
             {Baseline::Zero, Baseline::Mean, Baseline::Blur, Baseline::Infrared, Baseline::Visible})
            addChoice(*baselines, baselineTitle(baseline), m_session.baseline() == baseline,
                      [this, baseline] { m_session.setBaseline(baseline); });
    }
    // The same layer, but for one thing.
    const auto changed = [this](auto change) {
        return [this, change] {
            Layer layer = m_layer;
            change(layer);
            setLayer(layer);
        };
    };
    if (hasStages(m_layer.first.kind)) {
        QMenu* stages = menu.addMenu(tr("Stage"));
        for (int k = -1; k <= m_session.lastStage(); ++k)
            addChoice(*stages, k < 0 ? tr("Follow") : QString::number(k), m_layer.first.stage == k,
                      changed([k](Layer& layer) { layer.first.stage = k; }));
    }
    QMenu* less = menu.addMenu(tr("Difference to"));
    for (const LayerKind kind : layerKinds())
        connect(less->addAction(layerKindTitle(kind)), &QAction::triggered, this, [this, kind] {
            setLayer({m_layer.first, LayerSource{kind, -1, {}}, false});
        });
    if (m_layer.minus)
        addChoice(menu, tr("Absolute difference"), m_layer.absolute,
                  changed([on = !m_layer.absolute](Layer& layer) { layer.absolute = on; }));
    if (const std::vector<std::string> keys = m_session.resultKeys(); keys.size() > 1) {
        QMenu* methods = menu.addMenu(tr("Of method"));
        const auto add = [&](const QString& text, const std::string& key) {
            addChoice(*methods, text, m_layer.first.method == key,
                      changed([key](Layer& layer) { layer.first.method = key; }));
        };
        add(tr("The one looked at"), {});
        for (const std::string& key : keys)
            add(m_session.methodTitle(key), key);
    }
}

void ImagePane::fillExtrasMenu(QMenu& menu)
{
    const TracePointer trace = m_session.traceOf(m_layer.first);
    menu.setToolTipsVisible(true);
    for (const NamedLayer& extra : trace ? trace->extras : std::vector<NamedLayer>()) {
        const bool shown =
            m_layer.first.kind == LayerKind::Extra && m_layer.first.extra == extra.name && !m_layer.minus;
        QAction* action =
            addChoice(menu, QString::fromStdString(extra.name).replace('&', "&&"), shown, [this, name = extra.name] {
                setLayer({{LayerKind::Extra, -1, m_layer.first.method, name}, {}, false});
            });
        action->setToolTip(QString::fromStdString(extra.note));
    }
    if (menu.isEmpty())
        menu.addAction(tr("This method has none"))->setEnabled(false);
}

void ImagePane::fillMoreMenu(QMenu& menu)
{
    if (m_picture.form == PictureForm::Labels) {
        QMenu* style = menu.addMenu(tr("Overlay"));
        for (const int percent : {0, 30, 62, 100})
            addChoice(*style,
                      percent == 0     ? tr("Outlines only")
                      : percent == 100 ? tr("Opaque")
                                       : tr("%1 % opaque").arg(percent),
                      std::abs(m_labelStyle.opacity - percent / 100.0) < 0.01, [this, percent] {
                          setLabelStyle({percent / 100.0, m_labelStyle.outline || percent == 0});
                      });
    } else if (m_picture.form == PictureForm::Scalar) {
        QMenu* maps = menu.addMenu(tr("Colours"));
        const auto addMap = [&](const QString& text, std::optional<ColourMapName> map) {
            addChoice(*maps, text, m_map == map, [this, map] { setColourMap(map); });
        };
        addMap(tr("The layer's own"), {});
        for (const ColourMapName name : colourMapNames())
            addMap(colourMapTitle(name), name);
        fillRangeMenu(*menu.addMenu(tr("Range")));
        QMenu* isotherms = menu.addMenu(tr("Isotherm"));
        const auto addIsotherm = [&](const QString& text, double share) {
            addChoice(*isotherms, text, m_isotherm == share, [this, share] { setIsotherm(share); });
        };
        addIsotherm(tr("None"), 0);
        for (const int percent : {1, 2, 5, 10, 25})
            addIsotherm(tr("Warmest %1 %").arg(percent), percent / 100.0);
        for (const int percent : {1, 5, 10})
            addIsotherm(tr("Coldest %1 %").arg(percent), -percent / 100.0);
    }
    QAction* copy = menu.addAction(lineIcon("copy"), tr("Copy picture"));
    copy->setEnabled(!m_picture.isEmpty());
    connect(copy, &QAction::triggered, this, &ImagePane::copyPicture);
}

void ImagePane::fillRangeMenu(QMenu& menu)
{
    const auto add = [&](const QString& text, const RangeChoice& choice) {
        addChoice(menu, text, m_choice == choice, [this, choice] { setRangeChoice(choice); });
    };
    using Kind = RangeChoice::Mode;
    add(tr("The layer's own"), {});
    add(tr("Smallest to largest"), {Kind::MinMax});
    add(tr("Without 1 % at either end"), {Kind::Percentile, 1});
    add(tr("Without 5 % at either end"), {Kind::Percentile, 5});
    add(tr("Symmetric about zero"), {Kind::Symmetric});
    menu.addSeparator();
    for (int group = 0; group <= kRangeGroups; ++group)
        addChoice(menu,
                  group == 0 ? tr("For this pane alone")
                             : tr("One for all panes of group %1").arg(rangeGroupLetter(group)),
                  m_group == group, [this, group] { setRangeGroup(group); });
}

} // namespace duoscope
