// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/bridge/session.h"

#include <QAbstractItemModel>
#include <QStringList>

#include <memory>
#include <vector>

namespace duoscope {

/// The session's pairs as a tree: groups, and the pairs of each in the order they were opened. One column. For the
/// window's thread; the session must outlive it.
class PairsModel : public QAbstractItemModel {
    Q_OBJECT
public:
    enum Role {
        NameRole = Qt::UserRole, ///< without the number that a group's text has; what filters look at
        IdRole,                  ///< of a pair; -1 of a group
        InfraredThumbnailRole,   ///< QImage, null until it is read; asking for it has it read
        VisibleThumbnailRole,    ///< likewise
        StateRole,               ///< one line: "traced, K 5"; empty of a group
        StateIconRole,           ///< name of a line icon
        StateToneRole,           ///< the icon's colour, an int of Tone
    };

    explicit PairsModel(Session& session, QObject* parent = nullptr);
    ~PairsModel() override;

    /// Invalid where there is no such pair.
    QModelIndex indexOf(int id) const;
    /// Ids of a pair, or of all pairs of a group.
    std::vector<int> idsBelow(const QModelIndex& index) const;
    /// States and group names anew, in the language that is now set.
    void retranslate();

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    struct Group;

    Group* groupOf(const QModelIndex& pairIndex) const;
    QModelIndex indexOf(const Group* group) const;
    QVariant groupData(const Group& group, int role) const;
    QVariant pairData(int id, int role) const;
    void add(int sessionIndex);
    void remove(int sessionIndex);
    void change(int id);
    void changeAll();

    Session& m_session;
    std::vector<std::unique_ptr<Group>> m_groups; ///< on the heap, because the indexes of pairs point to them
};

} // namespace duoscope
