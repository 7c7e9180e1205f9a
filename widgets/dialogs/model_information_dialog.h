// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/fusion/model_files.h"

#include <QDialog>

#include <optional>

class QLabel;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace duoscope {

class Session;

/// What the session's model says about itself: its file, network, training and measured quality. Reads it in the
/// background, anew when the session gets another model. Modeless; the session must outlive it.
class ModelInformationDialog : public QDialog {
    Q_OBJECT
public:
    explicit ModelInformationDialog(Session& session, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    void read();
    void take(const ModelSummary& summary);
    void retranslate();
    void fill();
    QTreeWidgetItem* addSection(const QString& title);
    void copyAll();

    Session& m_session;
    std::optional<ModelSummary> m_summary;
    QString m_problem; ///< why there is no summary
    QLabel* m_title;
    QLabel* m_state;
    QTreeWidget* m_list;
    QPushButton* m_copyHash;
    QPushButton* m_copyAll;
};

} // namespace duoscope
