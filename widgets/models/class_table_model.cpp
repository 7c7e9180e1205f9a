// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/class_table_model.h"

#include "widgets/bridge/layer_text.h"
#include "widgets/bridge/look.h"
#include "widgets/bridge/text.h"

#include <QColor>
#include <QFont>

#include <algorithm>
#include <cmath>

namespace duoscope {

ClassTableModel::ClassTableModel(const Session& session, QObject* parent)
    : QAbstractTableModel(parent), m_session(session)
{
    connect(&session, &Session::traceChanged, this, &ClassTableModel::update);
    connect(&session, &Session::wantedWeightsChanged, this, &ClassTableModel::update);
    update();
}

void ClassTableModel::update()
{
    const TracePointer trace = m_session.currentTrace();
    std::vector<int> ids;
    if (trace)
        for (const ClassTrace& entry : trace->classes)
            if (entry.pixels > 0)
                ids.push_back(entry.id);
    if (ids == m_ids) {
        // The same rows: keep selection and scroll position.
        m_trace = trace;
        if (!m_ids.empty())
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
        return;
    }
    beginResetModel();
    m_trace = trace;
    m_ids = std::move(ids);
    endResetModel();
}

void ClassTableModel::retranslate()
{
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    if (!m_ids.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, 0));
}

int ClassTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_ids.size());
}

int ClassTableModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

int ClassTableModel::rowOf(int classId) const
{
    const auto found = std::find(m_ids.begin(), m_ids.end(), classId);
    return found == m_ids.end() ? -1 : static_cast<int>(found - m_ids.begin());
}

double ClassTableModel::wantedWeight(const ClassTrace& entry) const
{
    const auto wanted = m_session.wantedWeights().find(entry.id);
    return wanted == m_session.wantedWeights().end() ? entry.attributedWeight : wanted->second;
}

QVariant ClassTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const ClassTrace& entry = m_trace->classes[static_cast<std::size_t>(m_ids[static_cast<std::size_t>(index.row())])];
    const LabelClass& label = m_trace->classSet.at(entry.id);
    const double weight = wantedWeight(entry);
    const bool attributed = m_trace->isAttributed();
    switch (role) {
    case ClassIdRole:
        return entry.id;
    case ColourRole:
        return QColor(label.colour[0], label.colour[1], label.colour[2]);
    case WeightRole:
        return weight;
    case AttributedWeightRole:
        return entry.attributedWeight;
    case Qt::FontRole: {
        QFont font = smallerFont(1);
        font.setItalic(weight != entry.attributedWeight);
        return font;
    }
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | (index.column() == ClassColumn ? Qt::AlignLeft : Qt::AlignRight));
    case Qt::ToolTipRole:
        if (!attributed)
            return {};
        return tr("%1: attribution %2 in infrared, %3 in visible; w₁ %4%5")
            .arg(classTitle(label.name), valueText(entry.infrared.attribution), valueText(entry.visible.attribution),
                 fixedText(weight, 3),
                 weight != entry.attributedWeight ? tr(" (attributed %1)").arg(fixedText(entry.attributedWeight, 3))
                                                  : QString());
    case Qt::DisplayRole:
    case SortRole:
        break;
    default:
        return {};
    }
    const auto number = [&](double value, const QString& text) {
        return role == SortRole ? QVariant(value) : QVariant(text);
    };
    const auto ifAttributed = [&](double value) {
        const int decimals = std::abs(value) < 10 ? 2 : 1; // so that the class's name has room
        return attributed ? number(value, fixedText(value, decimals)) : number(0, QString::fromUtf8("–"));
    };
    switch (index.column()) {
    case ClassColumn:
        return classTitle(label.name);
    case PixelsColumn:
        return number(static_cast<double>(entry.pixels), countText(entry.pixels));
    case InfraredAttributionColumn:
        return ifAttributed(entry.infrared.attribution);
    case VisibleAttributionColumn:
        return ifAttributed(entry.visible.attribution);
    case InfraredWeightColumn:
        return number(weight, fixedText(weight, 3));
    case VisibleWeightColumn:
        return number(1 - weight, fixedText(1 - weight, 3));
    case InfraredScoreColumn:
        return ifAttributed(entry.infrared.score);
    case VisibleScoreColumn:
        return ifAttributed(entry.visible.score);
    default:
        return {};
    }
}

QVariant ClassTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (section == ClassColumn ? Qt::AlignLeft : Qt::AlignRight));
    if (role == Qt::ToolTipRole) {
        switch (section) {
        case PixelsColumn:
            return tr("Pixels of the class's region");
        case InfraredAttributionColumn:
            return tr("Attribution of the class to the infrared picture (equation 5)");
        case VisibleAttributionColumn:
            return tr("Attribution of the class to the visible picture (equation 5)");
        case InfraredWeightColumn:
            return tr("Weight of the infrared picture in the region, 0 to 1");
        case VisibleWeightColumn:
            return tr("Weight of the visible picture in the region; both sum to 1");
        case InfraredScoreColumn:
            return tr("Mean class score in the infrared picture");
        case VisibleScoreColumn:
            return tr("Mean class score in the visible picture");
        default:
            return {};
        }
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case ClassColumn:
        return tr("Class");
    case PixelsColumn:
        return tr("px");
    case InfraredAttributionColumn:
        return QString::fromUtf8("S ir");
    case VisibleAttributionColumn:
        return QString::fromUtf8("S vi");
    case InfraredWeightColumn:
        return QString::fromUtf8("w₁");
    case VisibleWeightColumn:
        return QString::fromUtf8("w₂");
    case InfraredScoreColumn:
        return tr("Score ir");
    case VisibleScoreColumn:
        return tr("Score vi");
    default:
        return {};
    }
}

} // namespace duoscope
