// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/bridge/batch_job.h"
#include "widgets/bridge/look.h"
#include "widgets/dialogs/batch_dialog_source.h"

#include <QDialog>
#include <QTimer>

#include <optional>

class QAction;
class QLabel;
class QLineEdit;
class QPushButton;
class QToolButton;

namespace duoscope {

class BatchDialogMethods;
class BatchDialogPairing;
class BatchDialogProgress;
class BatchDialogQueue;
class Session;

/// Fuses folders, a data set or the session's pairs: shows what pairs, runs it, and what became of each. Closing hides
/// it; the batch goes on. Destroying it stops the batch so that it can be resumed.
class BatchDialog : public QDialog {
    Q_OBJECT
public:
    /// The session tells pairs and model; it outlives the dialog.
    explicit BatchDialog(Session& session, QWidget* parent = nullptr);
    ~BatchDialog() override;

    /// @param visible  empty: infrared is the folder of a data set
    void setFolders(const QString& infrared, const QString& visible);
    void useSession(); ///< the pairs that are open in the window
    void setOutput(const QString& folder);
    void start();
    BatchJob& job() { return *m_job; }
    bool isPlanning() const;
    BatchDialogPairing& pairing() { return *m_pairing; }
    BatchDialogMethods& methods() { return *m_methods; }
    /// The command line that does the same; empty where none can, and then the reason.
    QString command(QString* reason = nullptr) const;
    QString note() const; ///< the sentence above the buttons

Q_SIGNALS:
    /// Something worth a line in the window: a batch ended, or could not be begun.
    void message(const QString& sentence, bool failure);
    void openPair(const QString& infrared, const QString& visible, const QString& name);

protected:
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Field {
        QLabel* label = nullptr;
        QLineEdit* line = nullptr;
        QToolButton* browse = nullptr;
    };
    struct Note {
        QString text;
        QString icon; ///< name of a line icon; empty for none
        Tone tone = Tone::Secondary;
    };

    // In batch_dialog_layout.cpp: what the dialog is made of.
    Field addField(const char* objectName);
    void makeFields(QLayout& column);
    void makeNote(QLayout& column);
    void makeButtons(QLayout& column);
    void retranslate();
    void restyle();
    void keepRoom();
    // What it does.
    void chooseFolder(const QString& title, QLineEdit& line, void (BatchDialog::*then)());
    void takeFolders(); ///< from the fields
    void takeOutput();
    void dropFolders(const QStringList& folders, QLineEdit* onto);
    void retry();
    void takeEnd(BatchJob::End end, const QString& sentence);
    bool isHalfGiven() const; ///< one folder that is no data set: the other is yet to come
    void inputsChanged();
    void updateSource();
    void updateControls();
    void updateMachine();
    void lookAtDisk();
    void setNote(const Note& note);
    Note presentNote() const;
    void copyCommand();
    void save() const;
    void restore();

    Session& m_session;
    BatchJob* m_job;
    BatchSource m_source;
    Field m_infrared, m_visible, m_output;
    QAction* m_chooseFolder;
    QAction* m_chooseDataset;
    QAction* m_sessionPairs;
    BatchDialogPairing* m_pairing;
    BatchDialogMethods* m_methods;
    BatchDialogQueue* m_queue;
    BatchDialogProgress* m_progress;
    QLabel* m_noteIcon;
    QLabel* m_noteText;
    QString m_preparation;         ///< what is done before the first item; else empty
    std::optional<Note> m_outcome; ///< of what was done last, until something else is
    QString m_runOutput;           ///< of the last batch
    BatchSource m_runSource;
    QPushButton *m_copy, *m_open, *m_pause, *m_cancel, *m_close, *m_start;
    std::optional<bool> m_gpu; ///< nothing: being looked up
    QTimer m_clock;
};

} // namespace duoscope
