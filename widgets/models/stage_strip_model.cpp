// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/stage_strip_model.h"

#include "widgets/bridge/image_rendering.h"
#include "widgets/bridge/layer_text.h"
#include "widgets/bridge/text.h"

#include <algorithm>

namespace duoscope {
namespace {

constexpr int kUsualStages = 6; ///< shown while nothing is known: 0 … 5

QPixmap pictureOf(const cv::Mat& fused)
{
    if (fused.empty()) // left out of the trace of a large pair
        return {};
    LayerPicture picture;
    picture.values = fused;
    const QImage image = renderPicture(picture, displayRange(picture, {}), ColourMapName::Gray);
    return QPixmap::fromImage(image.scaledToHeight(2 * StageStripModel::kPictureHeight, Qt::SmoothTransformation));
}

} // namespace

StageStripModel::StageStripModel(const Session& session, QObject* parent)
    : QAbstractListModel(parent), m_session(session), m_rows(kUsualStages)
{
    connect(&session, &Session::traceChanged, this, &StageStripModel::update);
    update();
}

void StageStripModel::update()
{
    const TracePointer trace = m_session.currentTrace();
    const int computed = trace ? static_cast<int>(trace->stages.size()) : 0;
    const int expected = m_session.choice().stages > 0 ? m_session.choice().stages + 1 : kUsualStages;
    const int rows = trace && trace->isFinished() ? computed : std::max(expected, computed);
    beginResetModel();
    std::vector<Picture> pictures;
    if (trace)
        for (const StageTrace& stage : trace->stages) {
            // Stages that were there before keep their picture.
            const auto known = std::find_if(m_pictures.begin(), m_pictures.end(),
                                            [&](const Picture& made) { return made.of.data == stage.fused.data; });
            pictures.push_back(known != m_pictures.end() ? *known : Picture{stage.fused, pictureOf(stage.fused)});
        }
    m_pictures = std::move(pictures);
    m_trace = trace;
    m_rows = rows;
    endResetModel();
}

int StageStripModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : m_rows; }

QVariant StageStripModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto k = static_cast<std::size_t>(index.row());
    const bool computed = k < m_pictures.size();
    switch (role) {
    case Qt::DisplayRole:
        return "f" + subscript(index.row());
    case Qt::DecorationRole:
        return computed ? QVariant(m_pictures[k].pixmap) : QVariant();
    case ComputedRole:
        return computed;
    case ChangeRole:
        if (!computed)
            return {};
        return k == 0 ? tr("mean") : QString::fromUtf8("Δ ") + fixedText(m_trace->stages[k].change, 3);
    case Qt::AccessibleTextRole:
        return computed ? tr("Stage %1").arg(index.row()) : tr("Stage %1, not computed").arg(index.row());
    case Qt::ToolTipRole:
        if (!computed || k == 0)
            return computed ? tr("Stage 0: the mean of both pictures") : QVariant();
        return tr("Stage %1: step size ρ %2, mean change %3, %4")
            .arg(index.row())
            .arg(fixedText(m_trace->stages[k].stepSize, 4), fixedText(m_trace->stages[k].change, 4),
                 durationText(m_trace->stages[k].seconds));
    default:
        return {};
    }
}

} // namespace duoscope
