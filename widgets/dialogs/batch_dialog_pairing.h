// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/bridge/look.h"
#include "widgets/dialogs/batch_dialog_section.h"
#include "widgets/dialogs/batch_dialog_source.h"

#include <functional>
#include <memory>

class QCheckBox;
class QPushButton;

namespace duoscope {

class BatchPairingModel;
class BatchPairingOrderModel;
class JobQueue;

/// The batch dialog's table of what pairs and what does not, before anything runs.
class BatchDialogPairing : public BatchDialogSection {
    Q_OBJECT
public:
    explicit BatchDialogPairing(QWidget* parent = nullptr);
    ~BatchDialogPairing() override;

    /// Looks the source through in the background. What was matched by hand is forgotten if it is another source.
    /// @param then  once the plan is there; not if that fails or another source is asked for meanwhile
    void setSource(const BatchSource& source, std::function<void()> then = {});
    /// The same source once more: files may have come, gone or been mended.
    void lookAgain(std::function<void()> then) { setSource(m_source, std::move(then)); }

    const BatchPlan& plan() const;
    BatchPlan checkedPlan() const;
    int checkedCount() const;
    /// Whether all of the source is fused as it was found, so that a command line can say it.
    bool isWhole() const;
    bool isPlanning() const { return m_planning; }
    double planningFraction() const { return m_fraction; }
    const QString& problem() const { return m_problem; } ///< why there is no plan; empty where there is one
    JobQueue& worker() { return *m_worker; }
    /// While a batch runs, what it fuses stays as it is.
    void setLocked(bool locked);
    void setProblemsFirst(bool first);
    bool hasProblemsFirst() const;
    /// Makes a file the partner of what is there of an item.
    void matchFile(const std::string& stem, const QString& file, bool infrared);

Q_SIGNALS:
    void changed(); ///< the plan, what is ticked, how far planning is
    void failed(const QString& sentence);

protected:
    void retranslate() override;
    void restyle() override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Count {
        QLabel* icon = nullptr;
        QLabel* text = nullptr;
    };

    Count addCount();
    void showCount(const Count& count, int number, const QString& icon, const QString& text, Tone look);
    void updateSummary();
    void elideSkipped();
    void updateButtons();
    void showMenu(const QPoint& position);
    void chooseMatch();
    int currentRow() const; ///< of the model; -1 for none

    BatchSource m_source;
    bool m_planning = false;
    double m_fraction = 0;
    bool m_locked = false;
    QString m_problem;
    std::unique_ptr<JobQueue> m_worker; ///< planning, matching, thumbnails
    BatchPairingModel* m_model;
    BatchPairingOrderModel* m_ordered;
    QTableView* m_table;
    QLabel* m_hint; ///< while there are no pairs
    QCheckBox* m_problemsFirst;
    QLabel* m_total;
    Count m_good, m_check, m_alone, m_bad;
    QLabel* m_skipped;
    QString m_skippedText; ///< whole
    QPushButton* m_match;
};

} // namespace duoscope
