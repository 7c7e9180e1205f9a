// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/dialogs/model_information_dialog.h"

#include "widgets/bridge/job_queue.h"
#include "widgets/bridge/look.h"
#include "widgets/bridge/session.h"
#include "widgets/bridge/text.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPointer>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace duoscope {
namespace {

void addRow(QTreeWidgetItem* section, const QString& name, const QString& value)
{
    auto* row = new QTreeWidgetItem(section, {name, value});
    row->setSizeHint(1, QSize(0, sizes::kRow));
    row->setToolTip(1, value);
}

} // namespace

ModelInformationDialog::ModelInformationDialog(Session& session, QWidget* parent)
    : QDialog(parent), m_session(session), m_title(new QLabel(this)), m_state(new QLabel(this)),
      m_list(new QTreeWidget(this)), m_copyHash(new QPushButton(this)), m_copyAll(new QPushButton(this))
{
    m_title->setFont(titleFont());
    m_state->setFont(smallerFont(2));
    m_state->setForegroundRole(QPalette::PlaceholderText);
    m_state->setWordWrap(true);
    m_list->setColumnCount(2);
    m_list->setAlternatingRowColors(true);
    m_list->setUniformRowHeights(true);
    m_list->setFont(smallerFont(1));
    m_list->setIndentation(2 * sizes::kPad);
    m_list->setTextElideMode(Qt::ElideRight);
    m_list->header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);

    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* footer = new QHBoxLayout;
    footer->setSpacing(sizes::kPad);
    footer->addWidget(m_copyHash);
    footer->addWidget(m_copyAll);
    footer->addStretch();
    footer->addWidget(buttons);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * sizes::kPad, 2 * sizes::kPad, 2 * sizes::kPad, 2 * sizes::kPad);
    layout->setSpacing(sizes::kPad);
    layout->addWidget(m_title);
    layout->addWidget(m_state);
    layout->addWidget(m_list, 1);
    layout->addLayout(footer);
    resize(640, 600);

    connect(m_copyHash, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(toQString(m_summary->sha256)); });
    connect(m_copyAll, &QPushButton::clicked, this, &ModelInformationDialog::copyAll);
    connect(&m_session, &Session::modelChanged, this, &ModelInformationDialog::read);
    retranslate();
    read();
}

void ModelInformationDialog::read()
{
    m_summary.reset();
    m_problem.clear();
    fill();
    if (m_session.model().empty())
        return;
    // The dialog may be gone before its answer comes.
    const QPointer<ModelInformationDialog> self(this);
    m_session.quickJobs().submit(
        "model information", tr("Reading %1").arg(toQString(m_session.model().filename())),
        [self, file = m_session.model()](const JobQueue::Context& job) {
            const ModelSummary summary = summariseModel(file);
            job.deliver([self, summary] {
                if (self)
                    self->take(summary);
            });
        },
        [self](JobQueue::End end, const QString& sentence) {
            if (self && end == JobQueue::End::Failed) {
                self->m_problem = sentence;
                self->fill();
            }
        });
}

void ModelInformationDialog::take(const ModelSummary& summary)
{
    m_summary = summary;
    fill();
}

void ModelInformationDialog::retranslate()
{
    setWindowTitle(tr("Model information"));
    m_list->setHeaderLabels({tr("Property"), tr("Value")});
    m_list->setAccessibleName(tr("Properties of the model"));
    m_copyHash->setText(tr("Copy SHA-256"));
    m_copyAll->setText(tr("Copy all"));
    for (QPushButton* button : {m_copyHash, m_copyAll}) {
        button->setIcon(lineIcon("copy"));
        button->setAutoDefault(false);
    }
    fill();
}

void ModelInformationDialog::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange)
        retranslate();
    QDialog::changeEvent(event);
}

QTreeWidgetItem* ModelInformationDialog::addSection(const QString& title)
{
    auto* section = new QTreeWidgetItem(m_list, {title});
    section->setFont(0, titleFont());
    section->setSizeHint(1, QSize(0, sizes::kRow));
    section->setFirstColumnSpanned(true);
    section->setExpanded(true);
    return section;
}

void ModelInformationDialog::fill()
{
    m_list->clear();
    m_copyHash->setEnabled(m_summary.has_value());
    m_copyAll->setEnabled(m_summary.has_value());
    if (!m_summary) {
        m_title->setText(m_session.model().empty() ? tr("No model") : toQString(m_session.model().filename()));
        m_state->setText(!m_problem.isEmpty()        ? m_problem
                         : m_session.model().empty() ? tr("Only methods that need no model can be used.")
                                                     : tr("Reading…"));
        return;
    }
    const ModelSummary& model = *m_summary;
    m_title->setText(toQString(model.path.filename()));
    m_state->setText(toQString(model.path));

    QTreeWidgetItem* file = addSection(tr("File"));
    addRow(file, tr("SHA-256"), toQString(model.sha256));
    addRow(file, tr("Size, bytes"), countText(model.bytes));
    addRow(file, tr("Tensors"), countText(model.tensors));
    addRow(file, tr("Numbers"), countText(model.values));
    for (const auto& [type, values] : model.valuesByType)
        addRow(file, tr("Numbers of type %1").arg(toQString(type)), countText(values));

    QTreeWidgetItem* network = addSection(tr("Network"));
    QTreeWidgetItem* training = addSection(tr("Training"));
    QTreeWidgetItem* quality = addSection(tr("Measured quality"));
    for (const auto& [key, value] : model.metadata) {
        QString name = toQString(key);
        QTreeWidgetItem* section = network;
        if (name.startsWith("record.")) {
            name.remove(0, 7);
            section = name.startsWith("quality") || name.startsWith("measured") ? quality : training;
        }
        addRow(section, name, toQString(value));
    }
    for (QTreeWidgetItem* section : {network, training, quality})
        if (section->childCount() == 0)
            addRow(section, tr("not in the file"), {});
}

void ModelInformationDialog::copyAll()
{
    QStringList lines;
    for (int s = 0; s < m_list->topLevelItemCount(); ++s) {
        const QTreeWidgetItem* section = m_list->topLevelItem(s);
        for (int row = 0; row < section->childCount(); ++row)
            lines << section->child(row)->text(0) + '\t' + section->child(row)->text(1);
    }
    QGuiApplication::clipboard()->setText(lines.join('\n'));
}

} // namespace duoscope
