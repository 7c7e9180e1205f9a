// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/batch_queue_model.h"

#include "core/metrics/metric_registry.h"
#include "widgets/bridge/look.h"
#include "widgets/bridge/text.h"
#include "widgets/models/metric_text.h"

#include <QRegularExpression>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace duoscope {
namespace {

constexpr int kIcon = 12;
constexpr std::size_t kToldOneByOne = 64; ///< updates; more are told as one range of rows

struct StateLook {
    const char* icon;
    Tone tone;
};

StateLook lookOf(TaskState state)
{
    switch (state) {
    case TaskState::Waiting:
        return {"pending", Tone::Secondary};
    case TaskState::Running:
        return {"running", Tone::Accent};
    case TaskState::Done:
    case TaskState::Kept:
        return {"check", Tone::Good};
    case TaskState::Failed:
        return {"error", Tone::Error};
    }
    return {"pending", Tone::Secondary};
}

/// Sentences name files with their folders, which leaves no room for the reason.
QString withoutFolders(QString sentence, const BatchItem& item)
{
    for (const std::filesystem::path* file : {&item.infrared, &item.visible})
        if (file->has_parent_path())
            sentence.remove(toQString(file->parent_path()) + '/');
    return sentence;
}

/// The one that tables of results are looked through for, where it was measured.
const std::string kFirstMetric = "Qabf";

} // namespace

void BatchQueueModel::setTasks(std::vector<BatchItem> items, const QStringList& methods)
{
    beginResetModel();
    m_items = std::move(items);
    m_methods = methods;
    m_tasks.assign(m_items.size() * static_cast<std::size_t>(methods.size()), {});
    m_running.clear();
    std::fill(std::begin(m_counts), std::end(m_counts), 0);
    m_counts[static_cast<int>(Group::All)] = m_counts[static_cast<int>(Group::Waiting)] =
        static_cast<int>(m_tasks.size());
    endResetModel();
    Q_EMIT countsChanged();
}

void BatchQueueModel::setMethodTitles(const QStringList& methods)
{
    if (methods.size() != m_methods.size())
        return;
    m_methods = methods;
    retranslate();
}

void BatchQueueModel::update(const std::vector<TaskUpdate>& updates)
{
    int first = std::numeric_limits<int>::max(), last = -1;
    std::vector<int> rows;
    for (const TaskUpdate& update : updates) {
        const std::size_t row = update.item * static_cast<std::size_t>(m_methods.size()) + update.method;
        if (row >= m_tasks.size())
            continue;
        Task& task = m_tasks[row];
        --m_counts[static_cast<int>(groupOf(task.state))];
        ++m_counts[static_cast<int>(groupOf(update.state))];
        task = {update.state, update.fraction, update.seconds, update.activity, update.reason, update.metrics};
        rows.push_back(static_cast<int>(row));
        if (update.state == TaskState::Running)
            m_running.insert(rows.back());
        else
            m_running.erase(rows.back());
        first = std::min(first, rows.back());
        last = std::max(last, rows.back());
    }
    if (rows.size() > kToldOneByOne)
        rowsChanged(first, last);
    else
        for (const int row : rows)
            rowsChanged(row, row);
    Q_EMIT countsChanged();
}

void BatchQueueModel::settle()
{
    for (const int row : std::exchange(m_running, {})) {
        m_tasks[static_cast<std::size_t>(row)] = {};
        rowsChanged(row, row);
    }
}

void BatchQueueModel::retranslate()
{
    if (!m_tasks.empty())
        rowsChanged(0, rowCount() - 1);
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
}

void BatchQueueModel::rowsChanged(int first, int last)
{
    Q_EMIT dataChanged(index(first, 0), index(last, ColumnCount - 1));
}

BatchQueueModel::Group BatchQueueModel::groupOf(TaskState state)
{
    switch (state) {
    case TaskState::Waiting:
    case TaskState::Running:
        return Group::Waiting;
    case TaskState::Done:
    case TaskState::Kept:
        return Group::Done;
    case TaskState::Failed:
        return Group::Failed;
    }
    return Group::Waiting;
}

int BatchQueueModel::count(Group group) const { return m_counts[static_cast<int>(group)]; }

int BatchQueueModel::runningRow() const { return m_running.empty() ? -1 : *m_running.begin(); }

const BatchItem& BatchQueueModel::item(int row) const
{
    return m_items[static_cast<std::size_t>(row / static_cast<int>(m_methods.size()))];
}

bool BatchQueueModel::isDone(int row) const
{
    return groupOf(m_tasks[static_cast<std::size_t>(row)].state) == Group::Done;
}

int BatchQueueModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_tasks.size());
}

int BatchQueueModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant BatchQueueModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Task& task = m_tasks[static_cast<std::size_t>(index.row())];
    const StateLook look = lookOf(task.state);
    switch (role) {
    case Qt::DisplayRole:
        switch (index.column()) {
        case PairColumn:
            return toQString(item(index.row()).stem);
        case MethodColumn:
            return m_methods[index.row() % m_methods.size()];
        case StateColumn:
            return stateText(task);
        case TimeColumn:
            return task.seconds > 0 ? tr("%1 s").arg(fixedText(task.seconds, 2)) : QString();
        default:
            return withoutFolders(messageText(task), item(index.row()));
        }
    case Qt::ToolTipRole:
        switch (index.column()) {
        case PairColumn:
            return toQString(item(index.row()).stem);
        case MessageColumn:
            return task.metrics.empty() ? messageText(task) : metricsTip(task);
        default:
            return {};
        }
    case Qt::DecorationRole:
        return index.column() == StateColumn ? QVariant(iconInColour(look.icon, tone(look.tone), kIcon, 2.0))
                                             : QVariant();
    case Qt::ForegroundRole:
        return index.column() == MessageColumn && task.state == TaskState::Failed ? QVariant(tone(Tone::Error))
                                                                                  : QVariant();
    case Qt::TextAlignmentRole:
        return index.column() == TimeColumn ? QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter))
                                            : QVariant();
    case GroupRole:
        return static_cast<int>(groupOf(task.state));
    case FractionRole:
        return task.state == TaskState::Running ? task.fraction : -1;
    default:
        return {};
    }
}

QString BatchQueueModel::stateText(const Task& task) const
{
    switch (task.state) {
    case TaskState::Waiting:
        return tr("waiting");
    case TaskState::Running: {
        // As the core says it.
        static const QRegularExpression stage("^stage (\\d+) of (\\d+)$");
        const QString activity = toQString(task.activity);
        if (const auto match = stage.match(activity); match.hasMatch())
            return tr("stage %1 of %2").arg(match.captured(1), match.captured(2));
        if (activity == "metrics")
            return tr("measuring");
        if (activity.startsWith("segmentation"))
            return tr("segmenting");
        if (activity == "class attribution")
            return tr("attributing");
        return tr("running");
    }
    case TaskState::Done:
    case TaskState::Kept:
        return tr("done");
    case TaskState::Failed:
        return tr("failed");
    }
    return {};
}

QString BatchQueueModel::messageText(const Task& task) const
{
    if (task.state == TaskState::Kept)
        return tr("by an earlier run, found complete");
    if (task.state == TaskState::Failed)
        return toQString(task.message);
    if (task.state != TaskState::Done || task.metrics.empty())
        return {};
    const auto first = task.metrics.contains(kFirstMetric) ? task.metrics.find(kFirstMetric) : task.metrics.begin();
    if (!first->second.isDefined())
        return tr("%1 has no value: %2")
            .arg(toQString(first->first), metricTranslation(first->second.undefinedBecause));
    return QString("%1 %2").arg(toQString(first->first), std::isfinite(first->second.value)
                                                             ? fixedText(first->second.value, 3)
                                                             : valueText(first->second.value));
}

QString BatchQueueModel::metricsTip(const Task& task) const
{
    QStringList lines;
    for (const auto& [name, value] : task.metrics)
        lines << QString("%1 %2").arg(toQString(name), value.isDefined() ? valueText(value.value)
                                                                         : metricTranslation(value.undefinedBecause));
    return lines.join('\n');
}

QVariant BatchQueueModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::Alignment(section == TimeColumn ? Qt::AlignRight : Qt::AlignLeft) |
                                   Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    const QString names[] = {tr("Pair"), tr("Method"), tr("State"), tr("Time"), tr("Message")};
    return names[section];
}

} // namespace duoscope
