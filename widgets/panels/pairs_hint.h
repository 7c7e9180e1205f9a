// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace duoscope {

/// What stands below the samples as long as nothing else is open: how to open pairs.
class PairsHint : public QWidget {
    Q_OBJECT
public:
    explicit PairsHint(QWidget* parent = nullptr);

Q_SIGNALS:
    void openFolderWanted();
    void openDatasetWanted();

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();

    QLabel* m_drop;
    QPushButton* m_folder;
    QPushButton* m_dataset;
    QLabel* m_pairing;
};

} // namespace duoscope
