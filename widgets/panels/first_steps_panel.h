// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/bridge/session.h"

#include <QWidget>

#include <vector>

class QCheckBox;
class QLabel;
class QPushButton;

namespace duoscope {

class CompareGrid;

/// The guided start: five steps that tick themselves off as they are done.
class FirstStepsPanel : public QWidget {
    Q_OBJECT
public:
    enum Step { Look, Fuse, StepThrough, AskWhy, Compare, StepCount };

    /// Both outlive the panel.
    FirstStepsPanel(Session& session, CompareGrid& grid, QWidget* parent = nullptr);

    bool isShownAtStart() const;
    void setShownAtStart(bool shown);

Q_SIGNALS:
    void closeAsked();
    void shortcutsAsked();

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void retranslate();
    void finish(Step step);
    int next() const; ///< the first step that is not done; StepCount where all are

    Session& m_session;
    bool m_done[StepCount] = {};
    QWidget* m_rows[StepCount] = {};
    QLabel* m_marks[StepCount] = {};
    QLabel* m_titles[StepCount] = {};
    QLabel* m_texts[StepCount] = {};
    QCheckBox* m_atStart;
    QPushButton* m_shortcuts;
    QPushButton* m_close;
};

} // namespace duoscope
