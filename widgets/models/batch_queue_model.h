// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/batch/batch_observer.h"
#include "core/batch/batch_plan.h"

#include <QAbstractTableModel>
#include <QStringList>

#include <set>
#include <vector>

namespace duoscope {

/// The tasks of a batch, an item fused by a method a row, item after item, and what became of each. For the window's
/// thread.
class BatchQueueModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { PairColumn, MethodColumn, StateColumn, TimeColumn, MessageColumn, ColumnCount };
    enum Role {
        GroupRole = Qt::UserRole, ///< an int of Group
        FractionRole,             ///< of a running task, in [0,1]; else negative
    };
    enum class Group { All, Waiting, Done, Failed }; ///< a running task still waits to be done

    using QAbstractTableModel::QAbstractTableModel;

    /// What is about to run.
    /// @param methods  titles, in the order of the request
    void setTasks(std::vector<BatchItem> items, const QStringList& methods);
    void setMethodTitles(const QStringList& methods); ///< in another language
    void update(const std::vector<TaskUpdate>& updates);
    /// What runs no longer does: the batch has ended.
    void settle();
    /// Texts anew, in the language that is now set.
    void retranslate();

    int count(Group group) const;
    /// The first that runs; -1 for none.
    int runningRow() const;
    const BatchItem& item(int row) const;
    /// Whether its result is there.
    bool isDone(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void countsChanged();

private:
    struct Task {
        TaskState state = TaskState::Waiting;
        double fraction = 0;
        double seconds = 0;
        std::string activity;
        std::string message; ///< why it failed
        std::map<std::string, MetricValue> metrics;
    };

    static Group groupOf(TaskState state);
    QString stateText(const Task& task) const;
    QString messageText(const Task& task) const;
    QString metricsTip(const Task& task) const;
    void rowsChanged(int first, int last);

    std::vector<BatchItem> m_items;
    QStringList m_methods;
    std::vector<Task> m_tasks; ///< by item, then method
    std::set<int> m_running;   ///< rows
    int m_counts[4] = {};
};

} // namespace duoscope
