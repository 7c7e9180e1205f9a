// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/viewer/compare_grid.h"

#include "widgets/bridge/look.h"
#include "widgets/viewer/picture_canvas.h"

#include <QGridLayout>

#include <algorithm>
#include <cstring>

namespace duoscope {
namespace {

constexpr int kBlinkMilliseconds = 1000;

Layer layerOf(LayerKind kind, int stage = -1, const std::string& method = {})
{
    return {{kind, stage, method}, {}, false};
}

} // namespace

CompareGrid::CompareGrid(Session& session, QWidget* parent) : QWidget(parent), m_session(session)
{
    m_layout = new QGridLayout(this);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(sizes::kGap);
    for (int i = 0; i < kLargestPaneCount; ++i) {
        auto* pane = new ImagePane(session, m_view, this);
        m_panes.push_back(pane);
        connect(pane, &ImagePane::becameCurrent, this, [this, i] { setCurrentIndex(i); });
        connect(pane, &ImagePane::layerChanged, this, &CompareGrid::layersChanged);
        connect(pane, &ImagePane::fuseAsked, this, &CompareGrid::fuseAsked);
        connect(pane, &ImagePane::controlsChanged, this, &CompareGrid::currentChanged);
        connect(pane, &ImagePane::rangeFound, &m_share, qOverload<>(&QTimer::start));
    }
    m_share.setSingleShot(true);
    connect(&m_share, &QTimer::timeout, this, &CompareGrid::shareRanges);
    m_blink.setInterval(kBlinkMilliseconds);
    connect(&m_blink, &QTimer::timeout, this, [this] {
        setMode(m_mode == ImagePane::Mode::Flipped ? ImagePane::Mode::Alone : ImagePane::Mode::Flipped);
    });
    connect(this, &CompareGrid::layersChanged, this, [this] {
        if (m_mode != ImagePane::Mode::Alone)
            currentPane().setPartner(partnerOfCurrent());
    });
    setPreset(GridPreset::Attribution);
    pane(0).setCurrent(true);
}

void CompareGrid::setPaneCount(int count)
{
    m_count = std::clamp(count, 1, kLargestPaneCount);
    if (m_count > 1 && m_current >= m_count)
        setCurrentIndex(0);
    arrange();
}

std::vector<ImagePane*> CompareGrid::shownPanes() const
{
    if (m_count == 1)
        return {m_panes[static_cast<std::size_t>(m_current)]};
    return {m_panes.begin(), m_panes.begin() + m_count};
}

void CompareGrid::arrange()
{
    const int columns = m_count <= 2 ? m_count : (m_count + 1) / 2;
    const std::vector<ImagePane*> shown = shownPanes();
    for (ImagePane* pane : m_panes) {
        m_layout->removeWidget(pane);
        pane->setVisible(std::find(shown.begin(), shown.end(), pane) != shown.end());
    }
    for (int i = 0; i < m_count; ++i)
        m_layout->addWidget(shown[static_cast<std::size_t>(i)], i / columns, i % columns);
    for (int i = 0; i < kLargestPaneCount; ++i) {
        m_layout->setColumnStretch(i, i < columns ? 1 : 0);
        m_layout->setRowStretch(i, i < (m_count + columns - 1) / columns ? 1 : 0);
    }
    m_share.start();
}

bool CompareGrid::isOneRange() const
{
    const std::vector<ImagePane*> shown = shownPanes();
    return std::all_of(shown.begin(), shown.end(), [](const ImagePane* pane) { return pane->rangeGroup() == 1; });
}

void CompareGrid::setOneRange(bool one)
{
    for (ImagePane* pane : shownPanes())
        pane->setRangeGroup(one ? 1 : 0);
}

void CompareGrid::shareRanges()
{
    const std::vector<ImagePane*> shown = shownPanes();
    for (ImagePane* pane : m_panes) {
        std::optional<std::pair<double, double>> shared;
        bool isFixed = false;
        for (const ImagePane* other : shown) {
            if (pane->rangeGroup() == 0 || other->rangeGroup() != pane->rangeGroup() ||
                other->picture().form != PictureForm::Scalar || other->picture().isEmpty() ||
                std::strcmp(other->picture().unit, pane->picture().unit) != 0 ||
                other->picture().isSigned != pane->picture().isSigned)
                continue;
            const DisplayRange& range = other->ownRange();
            // A pane whose range is locked decides for its group.
            const bool fixed = other->rangeChoice().mode == RangeChoice::Mode::Fixed;
            if (!shared || (fixed && !isFixed))
                shared = std::pair(range.low, range.high);
            else if (fixed == isFixed)
                shared = std::pair(std::min(shared->first, range.low), std::max(shared->second, range.high));
            isFixed = isFixed || fixed;
        }
        pane->setSharedRange(shared);
    }
}

void CompareGrid::setCurrentIndex(int i)
{
    i = std::clamp(i, 0, (m_count == 1 ? kLargestPaneCount : m_count) - 1);
    if (i == m_current)
        return;
    const ImagePane::Mode mode = m_mode;
    currentPane().setMode(ImagePane::Mode::Alone);
    currentPane().setCurrent(false);
    m_current = i;
    currentPane().setCurrent(true);
    currentPane().setPartner(partnerOfCurrent());
    currentPane().setMode(mode);
    if (m_count == 1)
        arrange();
    Q_EMIT currentChanged();
}

Layer CompareGrid::partnerOfCurrent() const
{
    // Hidden panes have layers too, so even a single pane has something to be compared with.
    return m_panes[static_cast<std::size_t>((m_current + 1) % kLargestPaneCount)]->layer();
}

void CompareGrid::setMode(ImagePane::Mode mode)
{
    if (mode == m_mode)
        return;
    m_mode = mode;
    currentPane().setPartner(partnerOfCurrent());
    currentPane().setMode(mode);
    Q_EMIT modeChanged();
}

void CompareGrid::setBlinking(bool blinking)
{
    if (blinking == isBlinking())
        return;
    if (blinking)
        m_blink.start();
    else
        m_blink.stop();
    setMode(blinking ? ImagePane::Mode::Flipped : ImagePane::Mode::Alone);
    Q_EMIT modeChanged();
}

void CompareGrid::setPreset(GridPreset preset)
{
    std::vector<Layer> layers;
    int count = 6;
    switch (preset) {
    case GridPreset::SourcesAndResult:
        layers = {
            layerOf(LayerKind::Infrared),    layerOf(LayerKind::Visible),           layerOf(LayerKind::Fused),
            layerOf(LayerKind::FusedColour), layerOf(LayerKind::SegmentationFused), layerOf(LayerKind::InfraredWeight)};
        count = 4;
        break;
    case GridPreset::Stages:
        for (int k = 0; k < 6; ++k)
            layers.push_back(layerOf(LayerKind::Fused, k));
        break;
    case GridPreset::Attribution:
        layers = {layerOf(LayerKind::Infrared),  layerOf(LayerKind::Visible),
                  layerOf(LayerKind::Fused),     layerOf(LayerKind::InfraredWeight),
                  layerOf(LayerKind::Attention), layerOf(LayerKind::SegmentationFused)};
        break;
    case GridPreset::Segmentation:
        layers = {layerOf(LayerKind::SegmentationInfrared),
                  layerOf(LayerKind::SegmentationVisible),
                  layerOf(LayerKind::SegmentationFused),
                  layerOf(LayerKind::Infrared),
                  layerOf(LayerKind::Visible),
                  layerOf(LayerKind::Fused)};
        break;
    case GridPreset::Methods: {
        layers = {layerOf(LayerKind::Infrared), layerOf(LayerKind::Visible), layerOf(LayerKind::FusedColour)};
        for (const std::string& key : m_session.resultKeys())
            if (layers.size() < kLargestPaneCount && key != m_session.choice().key())
                layers.push_back(layerOf(LayerKind::FusedColour, -1, key));
        while (layers.size() < kLargestPaneCount)
            layers.push_back(layerOf(LayerKind::Fused));
        break;
    }
    case GridPreset::ResultAttribution: {
        // Above what the score is attributed to, below the results, while there is room for both.
        std::vector<std::string> methods{{}};
        for (const std::string& key : m_session.resultKeys())
            if (methods.size() < kLargestPaneCount && key != m_session.choice().key())
                methods.push_back(key);
        const std::size_t columns = kLargestPaneCount / 2;
        for (const std::string& method : methods)
            layers.push_back(layerOf(LayerKind::ResultAttribution, -1, method));
        if (methods.size() > columns) {
            for (const LayerKind result : {LayerKind::Fused, LayerKind::SegmentationFused})
                layers.push_back(layerOf(result));
            layers.resize(kLargestPaneCount);
            break;
        }
        for (const LayerKind source : {LayerKind::Infrared, LayerKind::Visible})
            if (layers.size() < columns)
                layers.push_back(layerOf(source));
        for (const std::string& method : methods)
            layers.push_back(layerOf(LayerKind::Fused, -1, method));
        layers.push_back(layerOf(LayerKind::SegmentationFused));
        layers.push_back(layerOf(LayerKind::FusedColour));
        layers.resize(kLargestPaneCount);
        break;
    }
    }
    for (int i = 0; i < kLargestPaneCount; ++i)
        pane(i).setLayer(layers[static_cast<std::size_t>(i)]);
    setPaneCount(count);
}

} // namespace duoscope
