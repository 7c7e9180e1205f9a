// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QProgressBar;

namespace duoscope {

class BatchJob;

/// The part of the batch dialog that counts: how far the batch is, how long it takes, what it takes of the machine.
class BatchDialogProgress : public QWidget {
    Q_OBJECT
public:
    /// The job outlives this.
    explicit BatchDialogProgress(const BatchJob& job, QWidget* parent = nullptr);

    void showProgress();
    void showMachine(bool cuda); ///< memory as it is now, threads as preferred

protected:
    void changeEvent(QEvent* event) override;

private:
    struct Fact {
        QLabel* name = nullptr;
        QLabel* value = nullptr;
    };

    void restyle();
    void retranslate();
    void keepRoom();

    const BatchJob& m_job;
    QProgressBar* m_bar;
    QLabel* m_share;
    Fact m_left, m_elapsed, m_throughput, m_memory, m_device, m_failed;
    bool m_cuda = false;
};

} // namespace duoscope
