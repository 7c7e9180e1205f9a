// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QSize>
#include <QString>
#include <QTemporaryDir>

#include <functional>
#include <vector>

namespace duoscope {

class MainWindow;

/// Drives the window through its main views and writes a screenshot of each: for the README, and to look at the window
/// on machines without a screen.
class Tour : public QObject {
    Q_OBJECT
public:
    /// @param folder  where NAME.png go; exists
    Tour(MainWindow& window, const QString& folder, QObject* parent = nullptr);
    void begin();

Q_SIGNALS:
    void finished(bool allWritten);

private:
    struct Stop {
        QString name;
        std::function<void()> prepare;    ///< what it begins is waited for
        std::function<bool()> isReady{};  ///< for what else must come about; none where nothing must
        std::function<QWidget*()> seen{}; ///< the window to shoot; none for the main window
    };
    void next();
    void waitAndShoot();
    void shoot();

    MainWindow& m_window;
    QString m_folder;
    QTemporaryDir m_results; ///< of the batch
    std::vector<Stop> m_stops;
    std::size_t m_index = 0;
    bool m_allWritten = true;
};

} // namespace duoscope
