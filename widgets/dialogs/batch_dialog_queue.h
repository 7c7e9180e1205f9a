// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/batch/batch_observer.h"
#include "core/batch/batch_plan.h"
#include "widgets/dialogs/batch_dialog_section.h"

#include <vector>

class QCheckBox;
class QPushButton;
class QToolButton;

namespace duoscope {

class BatchQueueFilterModel;
class BatchQueueModel;

/// The batch dialog's table of tasks, with buttons that show those in one state only.
class BatchDialogQueue : public BatchDialogSection {
    Q_OBJECT
public:
    explicit BatchDialogQueue(QWidget* parent = nullptr);

    void setTasks(std::vector<BatchItem> items, const QStringList& methods);
    void update(const std::vector<TaskUpdate>& updates);
    /// Whether a batch runs; when it no longer does, failed tasks may be tried again.
    void setRunning(bool running);
    int failedCount() const;
    bool isFollowing() const;
    void setFollowing(bool following);
    void retranslateMethods(const QStringList& methods);

Q_SIGNALS:
    void retryAsked();
    void openAsked(const duoscope::BatchItem& item); ///< one that is done

protected:
    void retranslate() override;
    void restyle() override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void updateButtons();
    void follow();
    void openRow(const QModelIndex& index);

    BatchQueueModel* m_model;
    BatchQueueFilterModel* m_filtered;
    QTableView* m_table;
    QLabel* m_empty;                ///< while it shows no tasks
    QToolButton* m_filters[4] = {}; ///< in the order of BatchQueueModel::Group
    QCheckBox* m_follow;
    QLabel* m_hint;
    QPushButton* m_retry;
    bool m_running = false;
};

} // namespace duoscope
