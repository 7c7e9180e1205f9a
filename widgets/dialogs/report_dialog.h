// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/bridge/session.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace duoscope {

/// Makes a report of the open session or of what a batch found: tables, attribution, stages, chosen pairs, warnings, provenance, as a document
/// or as data. Written in the background; the dialog stays and says what came of it.
class ReportDialog : public QDialog {
    Q_OBJECT
public:
    /// The session outlives it.
    explicit ReportDialog(Session& session, QWidget* parent = nullptr);

    /// Reports on a batch: the folder that it wrote.
    void setRun(const QString& folder);
    /// Reports on what is fused in the window. Without effect where nothing is.
    void setOpenSession();
    /// Writes the report; done() comes with the outcome.
    void write(const QString& file);

Q_SIGNALS:
    /// @param files  that were written, the document first; empty where it failed
    void done(const QString& sentence, const QStringList& files);

private:
    void chooseRun();
    void chooseFile();
    void update();
    bool isOfSession() const;
    void finish(const QString& sentence, const QStringList& files);

    Session& m_session;
    QComboBox* m_subject; ///< the open session or a batch
    QLineEdit* m_run;
    QPushButton* m_browse;
    QLineEdit* m_title;
    QComboBox* m_format;
    QComboBox* m_language;
    QComboBox* m_metrics;
    QSpinBox* m_pairs;
    QCheckBox* m_perImage;
    QCheckBox* m_paths;
    QLabel* m_note;
    QPushButton* m_write;
    QPushButton* m_open;
    QString m_written;
    bool m_isWriting = false;
};

} // namespace duoscope
