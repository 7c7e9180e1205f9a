// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/bridge/session.h"
#include "widgets/bridge/view_state.h"

#include <QWidget>

class QLabel;
class QProgressBar;
class QToolButton;

namespace duoscope {

class ElidedLabel;

/// The line at the foot of the window: what happened last, what is being done with time left and a button to stop it,
/// and facts about what is shown.
class StatusLine : public QWidget {
    Q_OBJECT
public:
    /// Both outlive the line.
    StatusLine(Session& session, ViewState& view, QWidget* parent = nullptr);

    void say(const QString& sentence, bool failure);
    QString sentence() const;

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    void updateFacts();
    void updatePlace();
    QLabel* addFact();

    Session& m_session;
    ViewState& m_view;
    QLabel* m_icon;
    ElidedLabel* m_message;
    QString m_sentence;
    bool m_failure = false;
    QWidget* m_working; ///< shown while a job runs
    QLabel* m_activity;
    QProgressBar* m_progress;
    QLabel* m_left;
    QToolButton* m_stop;
    QLabel* m_place;
    QLabel* m_size;
    QLabel* m_equations;
    QLabel* m_model;
    QLabel* m_device;
    QLabel* m_memory;
};

} // namespace duoscope
