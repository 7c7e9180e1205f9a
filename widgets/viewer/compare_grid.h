// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/viewer/image_pane.h"

#include <QTimer>
#include <QWidget>

#include <vector>

class QGridLayout;

namespace duoscope {

/// Which layers the grid opens with.
enum class GridPreset { SourcesAndResult, Stages, Attribution, Segmentation, Methods, ResultAttribution };

/// The panes, side by side, with one view for all that are linked. One pane is current: keys act on it.
class CompareGrid : public QWidget {
    Q_OBJECT
public:
    static constexpr int kLargestPaneCount = 6;

    /// The session outlives the grid.
    explicit CompareGrid(Session& session, QWidget* parent = nullptr);

    ViewState& view() { return m_view; }
    int paneCount() const { return m_count; }
    void setPaneCount(int count);               ///< 1, 2, 4 or 6; a single one is the current one
    std::vector<ImagePane*> shownPanes() const; ///< in reading order
    ImagePane& pane(int i) { return *m_panes[static_cast<std::size_t>(i)]; }
    int currentIndex() const { return m_current; }
    ImagePane& currentPane() { return pane(m_current); }
    void setCurrentIndex(int i); ///< of a shown pane; with a single one shown, any: it takes its place
    void setPreset(GridPreset preset);
    /// What the current pane is compared with: the next pane's layer.
    Layer partnerOfCurrent() const;
    void setMode(ImagePane::Mode mode); ///< of the current pane; all others show their layers alone
    ImagePane::Mode mode() const { return m_mode; }
    void setBlinking(bool blinking); ///< flips once a second
    bool isBlinking() const { return m_blink.isActive(); }
    /// Whether all shown panes are of group A, so that one range serves for each quantity.
    bool isOneRange() const;
    void setOneRange(bool one); ///< all shown panes into group A, or out of any group

Q_SIGNALS:
    void currentChanged();
    void layersChanged();
    void modeChanged();
    void fuseAsked();

private:
    void arrange();
    void shareRanges();

    Session& m_session;
    ViewState m_view;
    QGridLayout* m_layout;
    std::vector<ImagePane*> m_panes;
    int m_count = 4;
    int m_current = 0;
    ImagePane::Mode m_mode = ImagePane::Mode::Alone;
    QTimer m_blink;
    QTimer m_share; ///< once for all panes that find a range
};

} // namespace duoscope
