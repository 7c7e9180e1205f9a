// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDockWidget>

class QLabel;
class QToolButton;

namespace duoscope {

/// A dock with a quiet title bar of the design language's height. Its object name is what layouts remember it by.
class Dock : public QDockWidget {
    Q_OBJECT
public:
    /// Takes the content.
    Dock(const QString& objectName, QWidget* content, QWidget* parent = nullptr);

    void setTitle(const QString& title);

protected:
    void changeEvent(QEvent* event) override;

private:
    void restyle();

    QWidget* m_bar;
    QLabel* m_title;
    QToolButton* m_float;
    QToolButton* m_close;
};

} // namespace duoscope
