// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/dialogs/report_dialog.h"

#include "core/metrics/metric_registry.h"
#include "core/report/batch_report.h"
#include "core/report/report_writer.h"
#include "widgets/bridge/job_queue.h"
#include "widgets/bridge/look.h"
#include "widgets/bridge/text.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QDesktopServices>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPointer>
#include <QPushButton>
#include <QSettings>
#include <QSpinBox>
#include <QUrl>

namespace duoscope {
namespace {

struct FormatEntry {
    ReportFormat format;
    const char* ending;
    const char* title;
};

const FormatEntry kFormats[] = {
    {ReportFormat::Html, "html", QT_TRANSLATE_NOOP("ReportFormat", "HTML, one file")},
    {ReportFormat::Pdf, "pdf", QT_TRANSLATE_NOOP("ReportFormat", "PDF, by Chromium or LaTeX")},
    {ReportFormat::Latex, "tex", QT_TRANSLATE_NOOP("ReportFormat", "LaTeX with its pictures")},
    {ReportFormat::Markdown, "md", QT_TRANSLATE_NOOP("ReportFormat", "Markdown with its pictures")},
    {ReportFormat::Csv, "csv", QT_TRANSLATE_NOOP("ReportFormat", "CSV, all numbers")},
    {ReportFormat::Json, "json", QT_TRANSLATE_NOOP("ReportFormat", "JSON, all numbers")},
};

} // namespace

ReportDialog::ReportDialog(Session& session, QWidget* parent) : QDialog(parent), m_session(session)
{
    setWindowTitle(tr("Export report"));
    setMinimumWidth(520);
    m_run = new QLineEdit(this);
    m_run->setPlaceholderText(tr("Folder that Batch fuse… or duoscope-cli batch wrote"));
    auto* browse = new QPushButton(QString::fromUtf8("…"), this);
    browse->setFixedWidth(32);
    browse->setAccessibleName(tr("Choose the folder of the batch"));
    browse->setAutoDefault(false);
    auto* run = new QHBoxLayout;
    run->addWidget(m_run, 1);
    run->addWidget(browse);
    m_title = new QLineEdit(this);
    m_title->setPlaceholderText(tr("made of the data's name"));
    m_format = new QComboBox(this);
    for (const FormatEntry& entry : kFormats)
        m_format->addItem(QCoreApplication::translate("ReportFormat", entry.title), QString(entry.ending));
    m_language = new QComboBox(this);
    m_language->addItem("English", static_cast<int>(Language::English));
    m_language->addItem(QString::fromUtf8("简体中文"), static_cast<int>(Language::Chinese));
    m_language->setCurrentIndex(QLocale().language() == QLocale::Chinese ? 1 : 0);
    m_metrics = new QComboBox(this);
    m_metrics->addItem(tr("All that the batch measured"));
    m_metrics->addItem(tr("The paper's six"));
    m_pairs = new QSpinBox(this);
    m_pairs->setRange(0, 100);
    m_pairs->setValue(ReportOptions().pairs);
    m_pairs->setToolTip(tr("Pictures, weights and maps of so many pairs, evenly spread over the batch"));
    m_perImage = new QCheckBox(tr("Metrics of each pair"), this);
    m_paths = new QCheckBox(tr("Name folders, not only files"), this);
    m_note = new QLabel(this);
    m_note->setWordWrap(true);
    m_note->setMinimumHeight(2 * fontMetrics().height());
    m_note->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Close, this);
    m_write = buttons->button(QDialogButtonBox::Save);
    m_open = buttons->addButton(tr("Open"), QDialogButtonBox::ActionRole);
    m_open->setEnabled(false);

    auto* form = new QFormLayout(this);
    form->addRow(tr("Batch"), run);
    form->addRow(tr("Title"), m_title);
    form->addRow(tr("Format"), m_format);
    form->addRow(tr("Language"), m_language);
    form->addRow(tr("Metrics"), m_metrics);
    form->addRow(tr("Pairs in detail"), m_pairs);
    form->addRow(QString(), m_perImage);
    form->addRow(QString(), m_paths);
    form->addRow(m_note);
    form->addRow(buttons);

    connect(browse, &QPushButton::clicked, this, &ReportDialog::chooseRun);
    connect(m_run, &QLineEdit::textChanged, this, &ReportDialog::update);
    connect(m_format, &QComboBox::currentIndexChanged, this, &ReportDialog::update);
    connect(m_write, &QPushButton::clicked, this, &ReportDialog::chooseFile);
    connect(m_open, &QPushButton::clicked, this, [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(m_written)); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    setRun(QSettings().value("report/run", QSettings().value("batch/output")).toString());
}

void ReportDialog::setRun(const QString& folder)
{
    m_run->setText(folder);
    update();
}

void ReportDialog::chooseRun()
{
    auto* dialog = new QFileDialog(this, tr("Folder of a batch"), m_run->text());
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, &ReportDialog::setRun);
    dialog->open();
}

void ReportDialog::chooseFile()
{
    const QString ending = m_format->currentData().toString();
    auto* dialog =
        new QFileDialog(this, tr("Export report"), QDir(m_run->text()).filePath(".."), QString("*.%1").arg(ending));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(ending);
    dialog->selectFile("report." + ending);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, &ReportDialog::write);
    dialog->open();
}

void ReportDialog::update()
{
    const bool isData = m_format->currentIndex() >= 0 &&
                        (m_format->currentData().toString() == "csv" || m_format->currentData().toString() == "json");
    m_pairs->setEnabled(!isData);    // they hold no pictures,
    m_perImage->setEnabled(!isData); // and each pair's numbers anyway
    m_write->setEnabled(!m_isWriting && !m_run->text().trimmed().isEmpty());
}

void ReportDialog::write(const QString& file)
{
    const QString run = m_run->text().trimmed();
    QSettings().setValue("report/run", run);
    const FormatEntry& format = kFormats[m_format->currentIndex()];
    ReportOptions options;
    options.title = m_title->text().trimmed().toStdString();
    if (m_metrics->currentIndex() == 1)
        options.metrics = paperTableMetrics();
    options.pairs = m_pairs->isEnabled() ? m_pairs->value() : 0;
    options.perImage = m_perImage->isChecked();
    options.paths = m_paths->isChecked();
    options.classSets = m_session.resources() / "class_sets";
    const auto language = static_cast<Language>(m_language->currentData().toInt());
    m_isWriting = true;
    m_note->setText(tr("Writing %1…").arg(QFileInfo(file).fileName()));
    update();
    const QPointer<ReportDialog> self(this); // it may be closed meanwhile
    m_session.quickJobs().submit(
        "report " + file, tr("Writing %1").arg(QFileInfo(file).fileName()),
        [self, run, file, options, language, format = format.format](const JobQueue::Context& job) {
            QStringList files;
            for (const auto& path : writeReport(reportOfBatch(toPath(run), options, job.control.part(0, 0.9)),
                                                toPath(file), format, language, job.control.part(0.9, 1)))
                files << toQString(path);
            job.deliver([self, files] {
                if (self)
                    self->finish(files.size() == 1 ? tr("Report written to %1").arg(files.front())
                                                   : tr("Report written to %1, with %2 pictures beside it")
                                                         .arg(files.front())
                                                         .arg(files.size() - 1),
                                 files);
            });
        },
        [self](JobQueue::End end, const QString& sentence) {
            if (self && end == JobQueue::End::Failed)
                self->finish(sentence, {});
            else if (self && end == JobQueue::End::Cancelled)
                self->finish(tr("Stopped"), {});
        });
}

void ReportDialog::finish(const QString& sentence, const QStringList& files)
{
    m_isWriting = false;
    m_written = files.value(0);
    m_open->setEnabled(!files.isEmpty());
    m_note->setText(sentence);
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, tone(files.isEmpty() ? Tone::Error : Tone::Good));
    m_note->setPalette(colours);
    update();
    Q_EMIT done(sentence, files);
}

} // namespace duoscope
