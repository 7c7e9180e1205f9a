// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/dialogs/report_dialog.h"

#include "core/base/error.h"
#include "core/batch/batch_runner.h"
#include "core/metrics/metric_registry.h"
#include "core/report/batch_report.h"
#include "core/report/report_writer.h"
#include "widgets/bridge/job_queue.h"
#include "widgets/bridge/look.h"
#include "widgets/bridge/session_run.h"
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
#include <QTemporaryDir>
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

constexpr const char* kOpenSession = "session";
constexpr const char* kBatch = "batch";

std::vector<std::string> metricsToMeasure(bool onlyThePapers)
{
    if (onlyThePapers)
        return paperTableMetrics();
    std::vector<std::string> names;
    for (const MetricInfo& metric : metricInfos(MetricConvention::Paper))
        names.push_back(metric.name);
    return names;
}

/// Tells a job how far a batch is.
class Progress : public BatchObserver {
public:
    explicit Progress(JobControl job) : m_job(std::move(job)) {}
    void progressed(const BatchProgress& progress) override { m_job.report(progress.fraction(), "metrics"); }

private:
    JobControl m_job;
};

/// Writes the session as a batch would, measures it, and reports on that; nothing of it stays but the report.
Report reportOfSession(const SessionRun& run, const ReportOptions& options, const JobControl& job)
{
    const QTemporaryDir folder;
    if (!folder.isValid())
        throw Error(ErrorKind::Output, "Cannot make a report of the open session",
                    "no temporary folder can be made (" + folder.errorString().toStdString() + ")",
                    "Make room where temporary files go");
    const std::filesystem::path place = toPath(folder.filePath("session"));
    Progress progress(job.part(0, 0.8));
    BatchControl control;
    control.stop = job.stopToken();
    runBatch(run.plan, run.request, place, control, &progress);
    return reportOfBatch(place, options, job.part(0.8, 1));
}

} // namespace

ReportDialog::ReportDialog(Session& session, QWidget* parent) : QDialog(parent), m_session(session)
{
    setWindowTitle(tr("Export report"));
    setMinimumWidth(520);
    m_subject = new QComboBox(this);
    const auto fused = static_cast<int>(runOfSession(session).plan.items.size());
    if (fused > 0)
        m_subject->addItem(tr("The open session, %n fused pair(s)", nullptr, fused), kOpenSession);
    m_subject->addItem(tr("A batch"), kBatch);
    m_run = new QLineEdit(this);
    m_run->setPlaceholderText(tr("Folder that Batch fuse… or duoscope-cli batch wrote"));
    m_browse = new QPushButton(QString::fromUtf8("…"), this);
    m_browse->setFixedWidth(32);
    m_browse->setAccessibleName(tr("Choose the folder of the batch"));
    m_browse->setAutoDefault(false);
    auto* run = new QHBoxLayout;
    run->addWidget(m_run, 1);
    run->addWidget(m_browse);
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
    form->addRow(tr("Of"), m_subject);
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

    connect(m_subject, &QComboBox::currentIndexChanged, this, &ReportDialog::update);
    connect(m_browse, &QPushButton::clicked, this, &ReportDialog::chooseRun);
    connect(m_run, &QLineEdit::textChanged, this, &ReportDialog::update);
    connect(m_format, &QComboBox::currentIndexChanged, this, &ReportDialog::update);
    connect(m_write, &QPushButton::clicked, this, &ReportDialog::chooseFile);
    connect(m_open, &QPushButton::clicked, this, [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(m_written)); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    m_run->setText(QSettings().value("report/run", QSettings().value("batch/output")).toString());
    update();
}

void ReportDialog::setOpenSession() { m_subject->setCurrentIndex(std::max(0, m_subject->findData(kOpenSession))); }

bool ReportDialog::isOfSession() const { return m_subject->currentData() == kOpenSession; }

void ReportDialog::setRun(const QString& folder)
{
    m_subject->setCurrentIndex(m_subject->findData(kBatch));
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
    const QString folder =
        isOfSession() ? QSettings().value("report/folder").toString() : QDir(m_run->text()).filePath("..");
    auto* dialog = new QFileDialog(this, tr("Export report"), folder, QString("*.%1").arg(ending));
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
    for (QWidget* widget : {static_cast<QWidget*>(m_run), static_cast<QWidget*>(m_browse)})
        widget->setEnabled(!isOfSession());
    m_metrics->setItemText(0, isOfSession() ? tr("All") : tr("All that the batch measured"));
    m_write->setEnabled(!m_isWriting && (isOfSession() || !m_run->text().trimmed().isEmpty()));
}

void ReportDialog::write(const QString& file)
{
    std::shared_ptr<SessionRun> open; // null for a batch
    const QString run = m_run->text().trimmed();
    if (isOfSession()) {
        open = std::make_shared<SessionRun>(runOfSession(m_session));
        open->request.metrics = metricsToMeasure(m_metrics->currentIndex() == 1);
    } else {
        QSettings().setValue("report/run", run);
    }
    QSettings().setValue("report/folder", QFileInfo(file).path());
    const FormatEntry& format = kFormats[m_format->currentIndex()];
    ReportOptions options;
    options.title = m_title->text().trimmed().toStdString();
    if (open && options.title.empty())
        options.title = tr("Open session").toStdString();
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
        [self, run, open, file, options, language, format = format.format](const JobQueue::Context& job) {
            QStringList files;
            const Report report = open ? reportOfSession(*open, options, job.control.part(0, 0.9))
                                       : reportOfBatch(toPath(run), options, job.control.part(0, 0.9));
            for (const auto& path : writeReport(report, toPath(file), format, language, job.control.part(0.9, 1)))
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
