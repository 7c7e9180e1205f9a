// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/labels/class_set.h"
#include "widgets/bridge/display_range.h"

#include <QWidget>

#include <vector>

namespace duoscope {

/// The line under a pane: the colour bar with its range, unit and what it does not show, or the classes present; at the
/// right the value under the cursor. Its height never changes.
class PaneFooter : public QWidget {
    Q_OBJECT
public:
    explicit PaneFooter(QWidget* parent = nullptr);

    /// @param group  the letter of the panes that share the range; empty: none do
    void setBar(const DisplayRange& range, ColourMapName map, const QString& unit, const QString& group = {});
    /// A picture in its own colours: the range without a bar of colours makes no sense, so it says so.
    void setColourPicture();
    /// @param ids  of the classes present, the largest first
    void setClasses(const ClassSet& classes, const std::vector<int>& ids);
    void clear();
    void setValue(const QString& text);

protected:
    void paintEvent(QPaintEvent* event) override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {80, sizeHint().height()}; }

private:
    enum class Content { Nothing, Bar, Colours, Classes };

    void drawBar(QPainter& painter, QRect place) const;
    void drawClasses(QPainter& painter, QRect place) const;

    Content m_content = Content::Nothing;
    DisplayRange m_range;
    ColourMapName m_map = ColourMapName::Gray;
    QString m_unit;
    QString m_group;
    ClassSet m_classes;
    std::vector<int> m_ids;
    QString m_value;
};

} // namespace duoscope
