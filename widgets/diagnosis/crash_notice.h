// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolBar>

class QLabel;
class QToolButton;

namespace duoscope {

/// A bar below the menus that tells that the last run crashed, and how to report that. It stands until it is closed
/// and is in nobody's way.
class CrashNotice : public QToolBar {
    Q_OBJECT
public:
    /// @param trace  what the crash left, as people read it
    explicit CrashNotice(const QString& trace, QWidget* parent = nullptr);

    const QString& trace() const { return m_trace; }

Q_SIGNALS:
    void copyAsked(); ///< the trace with what diagnostics tell

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    void showTrace();

    QString m_trace;
    QLabel* m_icon;
    QLabel* m_text;
    QToolButton* m_show;
    QToolButton* m_copy;
    QToolButton* m_close;
};

} // namespace duoscope
