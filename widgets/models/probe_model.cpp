// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/probe_model.h"

#include "widgets/bridge/layer_text.h"
#include "widgets/bridge/look.h"
#include "widgets/bridge/text.h"

#include <QColor>
#include <QFont>

#include <algorithm>
#include <cmath>

namespace duoscope {
namespace {

const QString kDash = QString::fromUtf8("–");

} // namespace

ProbeModel::ProbeModel(const Session& session, const ViewState& view, QObject* parent)
    : QAbstractTableModel(parent), m_session(session), m_view(view)
{
    connect(&session, &Session::traceChanged, this, &ProbeModel::update);
    connect(&session, &Session::stageChanged, this, &ProbeModel::update);
    connect(&session, &Session::layersChanged, this, &ProbeModel::update);
    connect(&session, &Session::selectedClassChanged, this, &ProbeModel::update);
    connect(&session, &Session::thermalScaleChanged, this, &ProbeModel::update);
    connect(&view, &ViewState::cursorChanged, this, &ProbeModel::updateValues);
    connect(&view, &ViewState::pinsChanged, this, &ProbeModel::update);
    update();
}

int ProbeModel::pinCount() const { return std::min(kLargestPinCount, static_cast<int>(m_view.pins().size())); }

std::vector<ProbeModel::Row> ProbeModel::rowsOf(const TracePointer& trace) const
{
    std::vector<Row> rows{{What::Layer, LayerKind::Infrared},
                          {What::Layer, LayerKind::Visible},
                          {What::VisibleColour, LayerKind::Visible},
                          {What::Layer, LayerKind::Fused},
                          {What::Layer, LayerKind::Change},
                          {What::Weights, LayerKind::InfraredWeight},
                          {What::Layer, LayerKind::Attention},
                          {What::Layer, LayerKind::DataGradient},
                          {What::Layer, LayerKind::SegmentationInfrared},
                          {What::Layer, LayerKind::SegmentationVisible},
                          {What::Layer, LayerKind::SegmentationFused},
                          {What::Layer, LayerKind::ResultAttribution},
                          {What::Temperature, LayerKind::Infrared}};
    if (trace)
        for (const NamedLayer& extra : trace->extras)
            rows.push_back({What::Layer, LayerKind::Extra, extra.name});
    return rows;
}

void ProbeModel::update()
{
    const TracePointer trace = m_session.currentTrace();
    std::vector<Row> rows = rowsOf(trace);
    const bool shapeChanges = m_pins != pinCount() || rows != m_rows;
    if (shapeChanges)
        beginResetModel();
    m_pins = pinCount();
    m_trace = trace;
    m_rows = std::move(rows);
    m_pictures.clear();
    for (const Row& row : m_rows)
        m_pictures.push_back(m_session.picture({{row.kind, -1, {}, row.extra}, {}, false}));
    if (shapeChanges)
        endResetModel();
    else
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
}

void ProbeModel::updateValues() { Q_EMIT dataChanged(index(0, 1), index(rowCount() - 1, 1)); }

int ProbeModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ProbeModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : 3 + m_pins; }

std::optional<QPoint> ProbeModel::pixelOf(const std::optional<QPointF>& place) const
{
    if (!place || !m_trace)
        return {};
    const cv::Size size = m_trace->pair.size();
    const QPoint pixel(static_cast<int>(std::floor(place->x() * size.width)),
                       static_cast<int>(std::floor(place->y() * size.height)));
    const bool inside = pixel.x() >= 0 && pixel.y() >= 0 && pixel.x() < size.width && pixel.y() < size.height;
    return inside ? std::optional(pixel) : std::nullopt;
}

QString ProbeModel::valueAt(std::size_t row, const std::optional<QPoint>& pixel, QColor* colour) const
{
    const LayerPicture& picture = m_pictures[row];
    if (!pixel || picture.isEmpty())
        return kDash;
    const int x = pixel->x();
    const int y = pixel->y();
    if (picture.form == PictureForm::Labels) {
        const int id = picture.labels.at<int>(y, x);
        if (!picture.classes || id < 0 || id >= picture.classes->size())
            return QString::number(id);
        const LabelClass& label = picture.classes->at(id);
        if (colour)
            *colour = QColor(label.colour[0], label.colour[1], label.colour[2]);
        return classTitle(label.name);
    }
    if (m_rows[row].what == What::VisibleColour) {
        if (picture.form != PictureForm::Colour)
            return kDash;
        const auto bgr = picture.colour.at<cv::Vec3f>(y, x);
        const auto byte = [](float value) { return std::clamp(std::lround(value * 255), 0L, 255L); };
        return QString("%1 %2 %3").arg(byte(bgr[2])).arg(byte(bgr[1])).arg(byte(bgr[0]));
    }
    const double value = picture.values.at<float>(y, x);
    if (m_rows[row].what == What::Temperature) {
        const auto& scale = m_session.thermalScale();
        const SourceImage& source = m_trace->pair.infrared;
        if (!scale || source.bitDepth < 16)
            return kDash;
        // Back to the stored count; values at the ends of the range may be clipped ones.
        const double count = source.range.low + value * (source.range.high - source.range.low);
        const QString degrees = fixedText(scale->gain * count + scale->offset, 1);
        if (value <= 0 || value >= 1)
            return QString::fromUtf8(value <= 0 ? "≤ %1" : "≥ %1").arg(degrees);
        return degrees;
    }
    if (m_rows[row].what == What::Weights)
        return fixedText(value, 3) + "  " + fixedText(1 - value, 3);
    return picture.isSigned ? signedText(value) : valueText(value);
}

QVariant ProbeModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto row = static_cast<std::size_t>(index.row());
    const int range = columnCount() - 1;
    const int column = index.column();
    if (role == Qt::FontRole) {
        QFont font = smallerFont(1);
        if (column == 1)
            font.setWeight(QFont::DemiBold);
        return font;
    }
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (column == 0 || column == range ? Qt::AlignLeft : Qt::AlignRight));
    if (role == Qt::ForegroundRole && column == range)
        return tone(Tone::Secondary);
    const bool isValue = column > 0 && column < range;
    if (isValue && (role == Qt::DisplayRole || role == ColourRole)) {
        const auto pixel =
            pixelOf(column == 1 ? m_view.cursor() : std::optional(m_view.pins()[static_cast<std::size_t>(column - 2)]));
        QColor colour;
        const QString text = valueAt(row, pixel, &colour);
        return role == ColourRole ? QVariant(colour) : QVariant(text);
    }
    if (role != Qt::DisplayRole)
        return {};
    const LayerPicture& picture = m_pictures[row];
    const int k = picture.stage;
    if (column == 0) {
        switch (m_rows[row].what) {
        case What::Temperature:
            return tr("Temperature");
        case What::VisibleColour:
            return tr("Visible, RGB");
        case What::Weights:
            return QString::fromUtf8("w₁  w₂");
        case What::Layer:
            break;
        }
        switch (m_rows[row].kind) {
        case LayerKind::Visible:
            return tr("Visible, Y");
        case LayerKind::SegmentationInfrared:
            return tr("Class in infrared");
        case LayerKind::SegmentationVisible:
            return tr("Class in visible");
        case LayerKind::SegmentationFused:
            return tr("Class in fused");
        default:
            return layerTitle({{m_rows[row].kind, -1, {}, m_rows[row].extra}, {}, false}, k);
        }
    }
    switch (m_rows[row].what) {
    case What::Temperature:
        return m_session.thermalScale() ? QString::fromUtf8("°C") : tr("no scale");
    case What::VisibleColour:
        return tr("8 bit");
    case What::Weights:
        return tr("sum 1");
    case What::Layer:
        break;
    }
    switch (m_rows[row].kind) {
    case LayerKind::Infrared:
    case LayerKind::Visible:
    case LayerKind::Fused:
        return QString::fromUtf8("0–1");
    case LayerKind::Change:
    case LayerKind::DataGradient:
        return tr("signed");
    case LayerKind::Attention:
    case LayerKind::ResultAttribution:
        return tr("score/px");
    default:
        return {};
    }
}

QVariant ProbeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    const int range = columnCount() - 1;
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (section == 0 || section == range ? Qt::AlignLeft : Qt::AlignRight));
    if (role != Qt::DisplayRole)
        return {};
    if (section == 0)
        return tr("Layer");
    if (section == 1)
        return tr("Cursor");
    return section == range ? tr("Range") : tr("Pin %1").arg(section - 1);
}

} // namespace duoscope
