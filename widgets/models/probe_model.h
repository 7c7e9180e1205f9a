// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/bridge/session.h"
#include "widgets/bridge/view_state.h"

#include <QAbstractTableModel>

namespace duoscope {

/// Every layer's value under the cursor and at the pins. Rows are layers; columns the cursor, the pins and the range.
class ProbeModel : public QAbstractTableModel {
    Q_OBJECT
public:
    static constexpr int kLargestPinCount = 3;   ///< pins beyond have no column
    enum Role { ColourRole = Qt::UserRole + 1 }; ///< QColor of a class, invalid for numbers

    /// Both outlive the model.
    ProbeModel(const Session& session, const ViewState& view, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override; ///< layer, cursor, pins, range
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    /// The pixel under the cursor, within the pair's size.
    std::optional<QPoint> cursorPixel() const { return pixelOf(m_view.cursor()); }
    void retranslate() { update(); }

private:
    enum class What { Layer, Temperature, VisibleColour, Weights };
    struct Row {
        What what = What::Layer;
        LayerKind kind = LayerKind::Infrared;
        std::string extra = {}; ///< name of an extra layer

        bool operator==(const Row&) const = default;
    };

    std::vector<Row> rowsOf(const TracePointer& trace) const;
    void update();       ///< the trace or the stage
    void updateValues(); ///< the cursor
    int pinCount() const;
    std::optional<QPoint> pixelOf(const std::optional<QPointF>& place) const;
    QString valueAt(std::size_t row, const std::optional<QPoint>& pixel, QColor* colour) const;

    const Session& m_session;
    const ViewState& m_view;
    std::vector<Row> m_rows;
    std::vector<LayerPicture> m_pictures; ///< of the rows
    TracePointer m_trace;
    int m_pins = 0;
};

} // namespace duoscope
