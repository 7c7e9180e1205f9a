// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/bridge/display_range.h"
#include "widgets/bridge/image_rendering.h"
#include "widgets/bridge/session.h"
#include "widgets/bridge/view_state.h"

#include <QFrame>
#include <QTimer>

class QLabel;
class QMenu;
class QToolButton;

namespace duoscope {

class PaneFooter;
class PictureCanvas;

/// "A" to "D"; empty for 0.
QString rangeGroupLetter(int group);

/// One pane of the compare grid: a header to choose the layer and how it is shown, the picture, and its range.
class ImagePane : public QFrame {
    Q_OBJECT
public:
    /// What is done with the partner, the layer a pane is compared with.
    enum class Mode { Alone, Curtain, Flipped, Difference };
    static constexpr int kRangeGroups = 4; ///< A to D

    /// Both outlive the pane.
    ImagePane(Session& session, ViewState& linkedView, QWidget* parent = nullptr);

    const Layer& layer() const { return m_layer; }
    void setLayer(const Layer& layer);
    const Layer& partner() const { return m_partner; }
    void setPartner(const Layer& layer);
    Mode mode() const { return m_mode; }
    void setMode(Mode mode);
    bool isLinked() const;
    void setLinked(bool linked);
    bool isRangeLocked() const { return m_locked; }
    /// Keeps the range in use, whatever is shown next.
    void setRangeLocked(bool locked);
    const RangeChoice& rangeChoice() const { return m_choice; }
    void setRangeChoice(const RangeChoice& choice);
    /// 0: a range of its own; 1 to kRangeGroups: one range for all shown panes of the group that show the same
    /// quantity, found by whoever listens to rangeFound().
    int rangeGroup() const { return m_group; }
    void setRangeGroup(int group);
    /// What the choice gives for this pane alone.
    const DisplayRange& ownRange() const { return m_ownRange; }
    /// The range of its group; nothing: its own.
    void setSharedRange(std::optional<std::pair<double, double>> range);
    std::optional<ColourMapName> colourMapChoice() const { return m_map; }
    void setColourMap(std::optional<ColourMapName> map); ///< nothing: the layer's own
    /// Marks a share of the largest (> 0) or smallest (< 0) values; 0: none.
    void setIsotherm(double share);
    double isotherm() const { return m_isotherm; }
    void setLabelStyle(const LabelStyle& style);
    void setCurrent(bool current); ///< draws the frame of the pane that keys act on

    PictureCanvas& canvas() { return *m_canvas; }
    const LayerPicture& picture() const { return m_picture; }
    const DisplayRange& displayedRange() const { return m_range; }
    ColourMapName displayedMap() const;
    QString title() const;   ///< "Fused f₅"
    QString caption() const; ///< the title with the method, where it is named, and whether it is a what-if
    /// The picture as it is coloured, at its own size.
    QImage coloured() const;
    /// Likewise with the partner right of the curtain, as seen.
    QImage colouredWithCurtain() const;

Q_SIGNALS:
    void becameCurrent();
    void layerChanged();
    void fuseAsked();
    void controlsChanged(); ///< link, lock or group
    void rangeFound();      ///< ownRange() of what is shown now

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    void retranslate();
    void refresh();     ///< all that is shown, from the session
    void showPicture(); ///< m_picture in the range that counts
    void fitTitle();    ///< elided to the room there is
    void refreshValue();
    void refreshPlaceholder();
    Layer shownLayer() const;
    QString noteOf(const Layer& layer) const; ///< its method, where it is named, and what it is attributed from
    QImage render(const LayerPicture& picture, const LayerSource& source, const DisplayRange& range) const;
    /// For people; of a difference of two methods both. Empty for the one being looked at.
    QString methodOf(const Layer& layer) const;
    cv::Mat overlayBackground(const LayerPicture& picture, const LayerSource& source) const;
    QString valueAt(QPoint pixel) const;
    void fillLayerMenu(QMenu& menu); ///< the menus are in a file of their own, image_pane_menus.cpp
    void fillExtrasMenu(QMenu& menu);
    void fillMoreMenu(QMenu& menu);
    void fillRangeMenu(QMenu& menu);
    void copyPicture() const;

    Session& m_session;
    ViewState& m_linkedView;
    ViewState m_ownView;
    Layer m_layer;
    Layer m_partner;
    Mode m_mode = Mode::Alone;
    RangeChoice m_choice;
    bool m_locked = false;
    int m_group = 0;
    DisplayRange m_ownRange;
    std::optional<std::pair<double, double>> m_sharedRange;
    bool m_current = false;
    std::optional<ColourMapName> m_map;
    LabelStyle m_labelStyle;
    double m_isotherm = 0;
    LayerPicture m_picture;
    DisplayRange m_range;

    QTimer m_soon;
    QWidget* m_header;
    QToolButton* m_title;
    QLabel* m_tag;
    QLabel* m_note;
    QToolButton* m_lock;
    QToolButton* m_link;
    QToolButton* m_more;
    PictureCanvas* m_canvas;
    PaneFooter* m_footer;
    QToolButton* m_fuse;
};

} // namespace duoscope
