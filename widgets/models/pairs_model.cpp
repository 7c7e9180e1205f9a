// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/pairs_model.h"

#include "widgets/bridge/look.h"
#include "widgets/bridge/text.h"
#include "widgets/models/pair_status.h"

#include <QImage>

#include <algorithm>

namespace duoscope {

struct PairsModel::Group {
    QString name;
    std::vector<int> ids;
};

PairsModel::PairsModel(Session& session, QObject* parent) : QAbstractItemModel(parent), m_session(session)
{
    for (int i = 0; i < static_cast<int>(session.pairs().size()); ++i)
        add(i);
    connect(&session, &Session::pairAdded, this, &PairsModel::add);
    connect(&session, &Session::pairAboutToBeRemoved, this, &PairsModel::remove);
    connect(&session, &Session::pairChanged, this, &PairsModel::change);
    connect(&session, &Session::choiceChanged, this, &PairsModel::changeAll);
    connect(&session, &Session::modelChanged, this, &PairsModel::changeAll);
    connect(&session, &Session::computeSettingsChanged, this, &PairsModel::changeAll);
}

PairsModel::~PairsModel() = default;

QModelIndex PairsModel::indexOf(int id) const
{
    for (const auto& group : m_groups)
        if (const auto found = std::find(group->ids.begin(), group->ids.end(), id); found != group->ids.end())
            return createIndex(static_cast<int>(found - group->ids.begin()), 0, group.get());
    return {};
}

QModelIndex PairsModel::indexOf(const Group* group) const
{
    const auto found = std::find_if(m_groups.begin(), m_groups.end(), [&](const auto& g) { return g.get() == group; });
    return createIndex(static_cast<int>(found - m_groups.begin()), 0, nullptr);
}

std::vector<int> PairsModel::idsBelow(const QModelIndex& index) const
{
    if (!index.isValid())
        return {};
    if (const Group* group = groupOf(index))
        return {group->ids[static_cast<std::size_t>(index.row())]};
    return m_groups[static_cast<std::size_t>(index.row())]->ids;
}

void PairsModel::retranslate() { changeAll(); }

PairsModel::Group* PairsModel::groupOf(const QModelIndex& pairIndex) const
{
    return static_cast<Group*>(pairIndex.internalPointer());
}

QModelIndex PairsModel::index(int row, int column, const QModelIndex& parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column,
                       parent.isValid() ? m_groups[static_cast<std::size_t>(parent.row())].get() : nullptr);
}

QModelIndex PairsModel::parent(const QModelIndex& child) const
{
    const Group* group = child.isValid() ? groupOf(child) : nullptr;
    return group ? indexOf(group) : QModelIndex();
}

int PairsModel::rowCount(const QModelIndex& parent) const
{
    if (!parent.isValid())
        return static_cast<int>(m_groups.size());
    const bool isGroup = parent.column() == 0 && !groupOf(parent);
    return isGroup ? static_cast<int>(m_groups[static_cast<std::size_t>(parent.row())]->ids.size()) : 0;
}

int PairsModel::columnCount(const QModelIndex&) const { return 1; }

QVariant PairsModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    if (const Group* group = groupOf(index))
        return pairData(group->ids[static_cast<std::size_t>(index.row())], role);
    return groupData(*m_groups[static_cast<std::size_t>(index.row())], role);
}

QVariant PairsModel::groupData(const Group& group, int role) const
{
    // The session's own word for what Duoscope brings along.
    const QString name = group.name == "Samples" ? tr("Samples") : group.name;
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return tr("%1 · %2", "name of a group and number of its pairs")
            .arg(name, countText(static_cast<qint64>(group.ids.size())));
    case NameRole:
        return name;
    case IdRole:
        return -1;
    default:
        return {};
    }
}

QVariant PairsModel::pairData(int id, int role) const
{
    const PairEntry* pair = m_session.pair(id);
    if (!pair)
        return {};
    switch (role) {
    case Qt::DisplayRole:
    case NameRole:
        return pair->name;
    case Qt::AccessibleTextRole:
        return pair->name + ", " + pairStatus(*pair, m_session).text;
    case Qt::ToolTipRole: {
        const PairStatus status = pairStatus(*pair, m_session);
        QStringList lines{pair->name, tr("Infrared: %1").arg(toQString(pair->infrared)),
                          tr("Visible: %1").arg(toQString(pair->visible))};
        lines << (status.detail.isEmpty() ? status.text : status.detail);
        return lines.join('\n');
    }
    case IdRole:
        return id;
    case InfraredThumbnailRole:
    case VisibleThumbnailRole:
        if (!pair->thumbnailsAsked)
            m_session.askForThumbnails(id);
        pair = m_session.pair(id);
        return role == InfraredThumbnailRole ? pair->infraredThumbnail : pair->visibleThumbnail;
    case StateRole:
        return pairStatus(*pair, m_session).text;
    case StateIconRole:
        return pairStatus(*pair, m_session).icon;
    case StateToneRole:
        return static_cast<int>(pairStatus(*pair, m_session).tone);
    default:
        return {};
    }
}

void PairsModel::add(int sessionIndex)
{
    const PairEntry& pair = m_session.pairs()[static_cast<std::size_t>(sessionIndex)];
    const auto found =
        std::find_if(m_groups.begin(), m_groups.end(), [&](const auto& group) { return group->name == pair.group; });
    if (found == m_groups.end()) {
        const int row = static_cast<int>(m_groups.size());
        beginInsertRows({}, row, row);
        m_groups.push_back(std::make_unique<Group>(Group{pair.group, {pair.id}}));
        endInsertRows();
        return;
    }
    Group* group = found->get();
    const int row = static_cast<int>(group->ids.size());
    const QModelIndex parent = indexOf(group);
    beginInsertRows(parent, row, row);
    group->ids.push_back(pair.id);
    endInsertRows();
    Q_EMIT dataChanged(parent, parent);
}

void PairsModel::remove(int sessionIndex)
{
    const QModelIndex index = indexOf(m_session.pairs()[static_cast<std::size_t>(sessionIndex)].id);
    if (!index.isValid())
        return;
    Group* group = groupOf(index);
    const QModelIndex parent = indexOf(group);
    if (group->ids.size() == 1) {
        beginRemoveRows({}, parent.row(), parent.row());
        m_groups.erase(m_groups.begin() + parent.row());
        endRemoveRows();
        return;
    }
    beginRemoveRows(parent, index.row(), index.row());
    group->ids.erase(group->ids.begin() + index.row());
    endRemoveRows();
    Q_EMIT dataChanged(parent, parent);
}

void PairsModel::change(int id)
{
    if (const QModelIndex changed = indexOf(id); changed.isValid())
        Q_EMIT dataChanged(changed, changed);
}

void PairsModel::changeAll()
{
    for (int row = 0; row < rowCount(); ++row) {
        const QModelIndex group = index(row, 0);
        Q_EMIT dataChanged(group, group);
        Q_EMIT dataChanged(index(0, 0, group), index(rowCount(group) - 1, 0, group));
    }
}

} // namespace duoscope
