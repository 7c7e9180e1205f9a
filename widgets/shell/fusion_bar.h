// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/bridge/session.h"

#include <QWidget>

class QAction;
class QComboBox;
class QLabel;
class QSpinBox;
class QToolButton;

namespace duoscope {

/// The part of the toolbar that says how a pair is fused: method, equations, stages; and the buttons that begin and
/// stop.
class FusionBar : public QWidget {
    Q_OBJECT
public:
    /// All outlive the bar.
    FusionBar(Session& session, QAction& fuse, QAction& stop, QWidget* parent = nullptr);

    QComboBox& method() { return *m_method; }
    void setWordsShown(bool shown); ///< the labels go where there is little room

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    void update();
    void listMethods();
    void setUsable(const MethodInfo& method, bool usable);
    void take();

    Session& m_session;
    QLabel* m_methodLabel;
    QComboBox* m_method;
    QToolButton* m_paper;
    QToolButton* m_released;
    QLabel* m_stagesLabel;
    QSpinBox* m_stages;
    QToolButton* m_fuse;
    QToolButton* m_stop;
    bool m_updating = false;
};

} // namespace duoscope
