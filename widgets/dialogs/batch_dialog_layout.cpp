// SPDX-License-Identifier: GPL-3.0-or-later
// What the dialog is made of: its fields and buttons, their texts and looks.
#include "widgets/dialogs/batch_dialog.h"

#include "widgets/dialogs/batch_dialog_methods.h"
#include "widgets/dialogs/batch_dialog_queue.h"

#include <QAction>
#include <QCompleter>
#include <QDesktopServices>
#include <QDir>
#include <QFileDialog>
#include <QFileSystemModel>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>
#include <QUrl>

namespace duoscope {

BatchDialog::Field BatchDialog::addField(const char* objectName)
{
    Field field{new QLabel(this), new QLineEdit(this), new QToolButton(this)};
    field.line->setObjectName(QString::fromLatin1(objectName));
    field.line->setClearButtonEnabled(true);
    field.line->installEventFilter(this);
    field.label->setBuddy(field.line);
    field.browse->setObjectName(QString::fromLatin1(objectName) + "Browse");
    field.browse->setText(QString::fromUtf8("…"));
    field.browse->setFocusPolicy(Qt::TabFocus);
    return field;
}

void BatchDialog::makeFields(QLayout& column)
{
    auto* folders = new QFileSystemModel(this);
    folders->setFilter(QDir::Dirs | QDir::NoDotAndDotDot);
    folders->setRootPath({}); // lists what is typed, on a thread of its own
    auto* row = new QHBoxLayout;
    row->setSpacing(sizes::kGap + 2);
    for (auto [field, name] : {std::pair(&m_infrared, "infrared"), {&m_visible, "visible"}, {&m_output, "output"}}) {
        *field = addField(name);
        if (field != &m_infrared)
            row->addSpacing(sizes::kPad);
        row->addWidget(field->label);
        row->addWidget(field->line, 1);
        row->addWidget(field->browse);
        auto* completer = new QCompleter(folders, field->line);
        field->line->setCompleter(completer);
    }
    static_cast<QVBoxLayout&>(column).addLayout(row);
    for (QLineEdit* line : {m_infrared.line, m_visible.line}) {
        connect(line, &QLineEdit::editingFinished, this, &BatchDialog::takeFolders);
        connect(line->completer(), qOverload<const QString&>(&QCompleter::activated), this, &BatchDialog::takeFolders,
                Qt::QueuedConnection);
    }
    connect(m_output.line, &QLineEdit::textChanged, this, &BatchDialog::takeOutput);
    connect(m_output.line, &QLineEdit::editingFinished, this, &BatchDialog::lookAtDisk);

    auto* menu = new QMenu(this);
    menu->addActions({m_chooseFolder, m_chooseDataset, m_sessionPairs});
    m_infrared.browse->setMenu(menu);
    m_infrared.browse->setPopupMode(QToolButton::InstantPopup);
    connect(m_chooseFolder, &QAction::triggered, this,
            [this] { chooseFolder(tr("Folder of infrared images"), *m_infrared.line, &BatchDialog::takeFolders); });
    connect(m_chooseDataset, &QAction::triggered, this, [this] {
        auto* dialog =
            new QFileDialog(this, tr("Folder of a data set"), existingFolder(typedFolder(m_infrared.line->text())));
        dialog->setFileMode(QFileDialog::Directory);
        dialog->setOption(QFileDialog::ShowDirsOnly);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& folder) { setFolders(folder, {}); });
        dialog->show();
    });
    connect(m_sessionPairs, &QAction::triggered, this, &BatchDialog::useSession);
    connect(m_visible.browse, &QToolButton::clicked, this,
            [this] { chooseFolder(tr("Folder of visible images"), *m_visible.line, &BatchDialog::takeFolders); });
    connect(m_output.browse, &QToolButton::clicked, this,
            [this] { chooseFolder(tr("Folder for the results"), *m_output.line, &BatchDialog::lookAtDisk); });
}

void BatchDialog::makeNote(QLayout& column)
{
    auto* note = new QHBoxLayout;
    note->setSpacing(sizes::kGap + 2);
    m_noteIcon = new QLabel(this);
    m_noteIcon->setAlignment(Qt::AlignTop);
    m_noteText = new QLabel(this);
    m_noteText->setObjectName("note");
    m_noteText->setTextFormat(Qt::PlainText);
    m_noteText->setWordWrap(true);
    m_noteText->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_noteText->setTextInteractionFlags(Qt::TextSelectableByMouse);
    note->addWidget(m_noteIcon);
    note->addWidget(m_noteText, 1);
    static_cast<QVBoxLayout&>(column).addLayout(note);
}

void BatchDialog::makeButtons(QLayout& column)
{
    const auto button = [this](const char* objectName) {
        auto* made = new QPushButton(this);
        made->setObjectName(QString::fromLatin1(objectName));
        made->setAutoDefault(false);
        made->setMinimumHeight(sizes::kHeader);
        return made;
    };
    m_copy = button("copyCommand");
    m_open = button("openOutput");
    m_pause = button("pause");
    m_cancel = button("cancel");
    m_close = button("close");
    m_start = button("start");
    m_start->setDefault(true);
    auto* row = new QHBoxLayout;
    row->setSpacing(sizes::kPad);
    for (QPushButton* each : {m_copy, m_open})
        row->addWidget(each);
    row->addStretch(1);
    for (QPushButton* each : {m_pause, m_cancel})
        row->addWidget(each);
    row->addSpacing(2 * sizes::kPad);
    for (QPushButton* each : {m_close, m_start})
        row->addWidget(each);
    static_cast<QVBoxLayout&>(column).addLayout(row);
    connect(m_copy, &QPushButton::clicked, this, &BatchDialog::copyCommand);
    connect(m_open, &QPushButton::clicked, this,
            [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(typedFolder(m_output.line->text()))); });
    connect(m_pause, &QPushButton::clicked, this, [this] { m_job->setPaused(!m_job->isPaused()); });
    connect(m_cancel, &QPushButton::clicked, m_job, &BatchJob::cancel);
    connect(m_close, &QPushButton::clicked, this, &QDialog::close);
    connect(m_start, &QPushButton::clicked, this, &BatchDialog::start);
}

void BatchDialog::restyle()
{
    keepRoom();
    m_noteText->setFont(smallerFont(1));
    m_noteText->setFixedHeight(2 * QFontMetrics(smallerFont(1)).lineSpacing() + 2);
    m_noteIcon->setFixedHeight(m_noteText->height());
    m_copy->setIcon(lineIcon("copy"));
    m_open->setIcon(lineIcon("folder"));
    m_cancel->setIcon(lineIcon("stop"));
    updateControls();
}

void BatchDialog::keepRoom()
{
    const QFontMetrics buttons(font());
    const auto widest = [&buttons](const QString& a, const QString& b) {
        return std::max(buttons.horizontalAdvance(a), buttons.horizontalAdvance(b));
    };
    for (QPushButton* button : {m_copy, m_open, m_cancel, m_start})
        giveRoom(*button);
    m_close->setMinimumWidth(widest(tr("Hide, keep running"), tr("Close")) + 4 * sizes::kPad);
    m_pause->setMinimumWidth(widest(tr("&Continue"), tr("&Pause")) + 6 * sizes::kPad);
}

void BatchDialog::retranslate()
{
    setWindowTitle(tr("Batch fuse"));
    m_infrared.label->setText(tr("&Infrared"));
    m_visible.label->setText(tr("&Visible"));
    m_output.label->setText(tr("&Output"));
    m_infrared.line->setAccessibleName(tr("Folder of infrared images, or of a data set"));
    m_visible.line->setAccessibleName(tr("Folder of visible images"));
    m_output.line->setAccessibleName(tr("Folder for the results"));
    m_infrared.browse->setToolTip(tr("Choose a folder, a data set, or the pairs of this session"));
    m_visible.browse->setToolTip(tr("Choose the folder of visible images"));
    m_output.browse->setToolTip(tr("Choose the folder for the results"));
    for (const Field* field : {&m_infrared, &m_visible, &m_output})
        field->browse->setAccessibleName(field->browse->toolTip());
    m_chooseFolder->setText(tr("Folder of infrared images…"));
    m_chooseDataset->setText(tr("Folder of a data set…"));
    m_copy->setText(tr("Copy co&mmand"));
    m_copy->setToolTip(tr("The command line that does the same, for a script or another machine"));
    m_open->setText(tr("Open o&utput"));
    m_cancel->setText(tr("Cance&l"));
    m_cancel->setToolTip(tr("Stops; what is done stays, and Start goes on with the rest"));
    m_start->setText(tr("&Start"));
    keepRoom();
    m_outcome.reset();
    m_queue->retranslateMethods(m_methods->titles());
    updateSource();
    updateControls();
    updateMachine();
}

} // namespace duoscope
