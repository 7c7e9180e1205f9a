// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/dialogs/batch_dialog.h"

#include "core/fusion/device_probe.h"
#include "widgets/bridge/job_queue.h"
#include "widgets/bridge/text.h"
#include "widgets/dialogs/batch_dialog_methods.h"
#include "widgets/dialogs/batch_dialog_pairing.h"
#include "widgets/dialogs/batch_dialog_progress.h"
#include "widgets/dialogs/batch_dialog_queue.h"

#include <QAbstractItemView>
#include <QAction>
#include <QClipboard>
#include <QDir>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QRegularExpression>
#include <QSettings>
#include <QStorageInfo>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace duoscope {
namespace {

const QString kGroup = QStringLiteral("batch");
const QString kDiskTopic = QStringLiteral("batch disk");
const QString kDeviceTopic = QStringLiteral("batch device");
constexpr int kClockMilliseconds = 1000;
constexpr int kNoteIcon = 16;

QString shellWord(const QString& word)
{
    static const QRegularExpression plain("^[A-Za-z0-9_@%+=:,./-]+$");
    if (plain.match(word).hasMatch())
        return word;
    return '\'' + QString(word).replace("'", "'\\''") + '\'';
}

bool isNamedInfrared(const QString& folder)
{
    static const QRegularExpression infrared("^(ir|inf|therm|lwir|.*infrared)",
                                             QRegularExpression::CaseInsensitiveOption);
    return infrared.match(QDir(folder).dirName()).hasMatch();
}

QStringList foldersOf(const QMimeData* data)
{
    QStringList folders;
    for (const QUrl& url : data->urls())
        if (url.isLocalFile() && QFileInfo(url.toLocalFile()).isDir())
            folders << url.toLocalFile();
    return folders;
}

} // namespace

BatchDialog::BatchDialog(Session& session, QWidget* parent)
    : QDialog(parent), m_session(session), m_job(new BatchJob(this)), m_chooseFolder(new QAction(this)),
      m_chooseDataset(new QAction(this)), m_sessionPairs(new QAction(this)), m_pairing(new BatchDialogPairing(this)),
      m_methods(new BatchDialogMethods(session, this)), m_queue(new BatchDialogQueue(this)),
      m_progress(new BatchDialogProgress(*m_job, this))
{
    setAcceptDrops(true);
    setWindowFlag(Qt::WindowMinMaxButtonsHint);
    setSizeGripEnabled(false);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, sizes::kPad, 12, 12);
    column->setSpacing(sizes::kPad);
    makeFields(*column);
    auto* upper = new QHBoxLayout;
    upper->setSpacing(12);
    upper->addWidget(m_pairing, 1);
    upper->addWidget(m_methods);
    column->addLayout(upper, 5);
    column->addSpacing(sizes::kGap);
    column->addWidget(m_queue, 6);
    column->addSpacing(sizes::kGap);
    column->addWidget(m_progress);
    makeNote(*column);
    makeButtons(*column);

    connect(m_pairing, &BatchDialogPairing::changed, this, &BatchDialog::inputsChanged);
    connect(m_pairing, &BatchDialogPairing::failed, this, [this](const QString& sentence) {
        if (!isHalfGiven())
            Q_EMIT message(sentence, true);
    });
    connect(m_methods, &BatchDialogMethods::changed, this, [this] {
        m_outcome.reset();
        inputsChanged();
    });
    connect(m_queue, &BatchDialogQueue::retryAsked, this, &BatchDialog::retry);
    connect(m_queue, &BatchDialogQueue::openAsked, this, [this](const BatchItem& item) {
        Q_EMIT openPair(toQString(item.infrared), toQString(item.visible), toQString(item.stem));
    });
    connect(m_job, &BatchJob::tasksChanged, m_queue, &BatchDialogQueue::update);
    connect(m_job, &BatchJob::progressed, m_progress, &BatchDialogProgress::showProgress);
    connect(m_job, &BatchJob::preparing, this, [this](double fraction, const QString& activity) {
        m_preparation = activity == "loading methods" ? tr("Loading the methods…")
                                                      : tr("Checking what is done… %1 %").arg(qRound(fraction * 100));
        setNote(presentNote());
    });
    connect(m_job, &BatchJob::tasksChanged, this, [this] {
        if (!std::exchange(m_preparation, {}).isEmpty())
            setNote(presentNote());
    });
    connect(m_job, &BatchJob::stateChanged, this, &BatchDialog::updateControls);
    connect(m_job, &BatchJob::ended, this, &BatchDialog::takeEnd);
    for (const auto signal : {&Session::pairAdded, &Session::pairRemoved})
        connect(&session, signal, this, &BatchDialog::updateSource);
    connect(&session, &Session::modelChanged, this, &BatchDialog::updateMachine);
    m_clock.setInterval(kClockMilliseconds);
    connect(&m_clock, &QTimer::timeout, this, [this] {
        m_progress->showProgress();
        updateMachine();
    });
    m_pairing->worker().submit(kDeviceTopic, {}, [this](const JobQueue::Context& job) {
        const bool gpu = hasGpu();
        job.deliver([this, gpu] {
            m_gpu = gpu;
            updateMachine();
        });
    });
    restyle();
    retranslate();
    resize(1000, 720);
    restore();
    m_infrared.line->setFocus();
}

BatchDialog::~BatchDialog()
{
    hide();       // fields that lose the keyboard say so while there is somebody to hear it
    delete m_job; // stops it while all else is there
}

void BatchDialog::chooseFolder(const QString& title, QLineEdit& line, void (BatchDialog::*then)())
{
    auto* dialog = new QFileDialog(this, title, existingFolder(typedFolder(line.text())));
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, [this, &line, then](const QString& folder) {
        line.setText(folder);
        (this->*then)();
    });
    dialog->show();
}

void BatchDialog::setFolders(const QString& infrared, const QString& visible)
{
    m_infrared.line->setText(infrared);
    m_visible.line->setText(visible);
    takeFolders();
}

void BatchDialog::takeFolders()
{
    if (m_job->isRunning())
        return;
    const QString infrared = typedFolder(m_infrared.line->text()), visible = typedFolder(m_visible.line->text());
    if (m_source.ofSession && infrared.isEmpty() && visible.isEmpty())
        return;
    BatchSource source;
    source.infrared = infrared.isEmpty() ? visible : infrared;
    source.visible = infrared.isEmpty() ? QString() : visible;
    if (source == m_source)
        return;
    m_source = source;
    m_outcome.reset();
    updateSource();
    m_pairing->setSource(m_source);
}

void BatchDialog::useSession()
{
    m_infrared.line->clear();
    m_visible.line->clear();
    m_source = {};
    m_source.ofSession = true;
    m_source.pairs = batchPairs(m_session.pairs());
    m_outcome.reset();
    updateSource();
    m_pairing->setSource(m_source);
}

void BatchDialog::updateSource()
{
    const auto count = static_cast<int>(m_session.pairs().size());
    m_sessionPairs->setText(tr("Pairs of this session (%1)").arg(count));
    m_sessionPairs->setEnabled(count > 0);
    m_infrared.line->setPlaceholderText(
        m_source.ofSession ? tr("%n pair(s) of this session", nullptr, static_cast<int>(m_source.pairs.size()))
                           : tr("folder, or a data set's"));
    const BatchPlan& plan = m_pairing->plan();
    m_visible.line->setPlaceholderText(m_source.ofSession     ? QString::fromUtf8("–")
                                       : plan.dataset.empty() ? tr("folder")
                                                              : tr("data set: %1").arg(toQString(plan.layout)));
    m_output.line->setPlaceholderText(tr("folder for the results"));
}

void BatchDialog::setOutput(const QString& folder)
{
    m_output.line->setText(folder);
    lookAtDisk();
}

void BatchDialog::takeOutput()
{
    m_outcome.reset();
    updateControls();
}

void BatchDialog::lookAtDisk()
{
    const QString folder = typedFolder(m_output.line->text());
    if (folder.isEmpty()) {
        m_pairing->worker().cancel(kDiskTopic);
        m_methods->setFreeSpace({});
        return;
    }
    m_pairing->worker().submit(
        kDiskTopic, {},
        [this, folder](const JobQueue::Context& job) {
            const QStorageInfo disk(existingFolder(folder));
            const std::optional<qint64> free = disk.isValid() ? std::optional(disk.bytesAvailable()) : std::nullopt;
            job.deliver([this, free] { m_methods->setFreeSpace(free); });
        },
        {}, true);
}

void BatchDialog::inputsChanged()
{
    if (!m_pairing->isPlanning() && !m_job->isRunning())
        m_methods->setEstimate(m_pairing->checkedPlan());
    updateSource();
    updateControls();
}

bool BatchDialog::isHalfGiven() const
{
    return !m_pairing->problem().isEmpty() && !m_source.ofSession && m_source.visible.isEmpty() &&
           QFileInfo(m_source.infrared).isDir();
}

bool BatchDialog::isPlanning() const { return m_pairing->isPlanning(); }

void BatchDialog::start()
{
    if (!m_start->isEnabled())
        return;
    save();
    const BatchPlan plan = m_pairing->checkedPlan();
    m_runOutput = typedFolder(m_output.line->text());
    m_runSource = m_source;
    m_outcome.reset();
    m_preparation = tr("Loading the methods…");
    m_queue->setTasks(plan.items, m_methods->titles());
    m_job->start(plan, m_methods->request(), toPath(m_runOutput));
    m_progress->showProgress();
}

void BatchDialog::retry()
{
    if (m_job->isRunning() || m_pairing->isPlanning())
        return;
    m_methods->setResume(true);
    // Whatever is in the fields now, it is that batch that is tried again.
    setOutput(m_runOutput);
    if (m_runSource.ofSession != m_source.ofSession || m_runSource.infrared != m_source.infrared ||
        m_runSource.visible != m_source.visible) {
        m_infrared.line->setText(m_runSource.ofSession ? QString() : m_runSource.infrared);
        m_visible.line->setText(m_runSource.visible);
        m_source = m_runSource;
    }
    m_pairing->setSource(m_source, [this] { start(); });
}

void BatchDialog::takeEnd(BatchJob::End end, const QString& sentence)
{
    const BatchProgress& progress = m_job->progress();
    const auto ended = static_cast<qint64>(progress.done), all = static_cast<qint64>(progress.tasks);
    switch (end) {
    case BatchJob::End::Finished:
        if (progress.failed > 0)
            m_outcome = Note{tr("Finished: %1 of %2 done, %3 failed for the reasons in the queue. Results are in %4")
                                 .arg(countText(ended), countText(all), countText(static_cast<qint64>(progress.failed)),
                                      m_runOutput),
                             "warning", Tone::Warn};
        else
            m_outcome = Note{tr("Finished: all %1 done. Results are in %2").arg(countText(all), m_runOutput), "check",
                             Tone::Good};
        break;
    case BatchJob::End::Cancelled:
        m_outcome = Note{tr("Stopped: %1 of %2 are done and stay; Start goes on with the rest.")
                             .arg(countText(ended), countText(all)),
                         "stop", Tone::Secondary};
        break;
    case BatchJob::End::Failed:
        m_outcome = Note{sentence, "error", Tone::Error};
        break;
    }
    Q_EMIT message(end == BatchJob::End::Failed ? sentence : tr("Batch: %1").arg(m_outcome->text),
                   end == BatchJob::End::Failed);
    updateControls();
    m_progress->showProgress();
    lookAtDisk();
}

QString BatchDialog::command(QString* reason) const
{
    const BatchPlan& plan = m_pairing->plan();
    QStringList words{"duoscope-cli", "batch"};
    if (m_pairing->isWhole() && !plan.items.empty()) {
        words << BatchSource::arguments(plan) << "-o" << typedFolder(m_output.line->text()) << m_methods->arguments();
    } else if (!m_runOutput.isEmpty() && m_runOutput == typedFolder(m_output.line->text()) &&
               QFileInfo::exists(m_runOutput + "/run.json")) {
        words << "-o" << m_runOutput << "--resume"; // run.json has the rest
    } else {
        if (reason)
            *reason = tr("A command line takes whole folders. Of pairs that were chosen one by one, the first start "
                         "writes run.json; after it the command goes on with that.");
        return {};
    }
    for (QString& word : words)
        word = shellWord(word);
    return words.join(' ');
}

void BatchDialog::copyCommand()
{
    QString reason;
    const QString line = command(&reason);
    if (!line.isEmpty())
        QGuiApplication::clipboard()->setText(line);
    setNote(line.isEmpty() ? Note{reason, "info", Tone::Secondary}
                           : Note{tr("Copied: %1").arg(line), "copy", Tone::Secondary});
}

BatchDialog::Note BatchDialog::presentNote() const
{
    if (m_job->isStopping())
        return {tr("Stopping; what is nearly done is still written…"), "stop", Tone::Secondary};
    if (m_job->isPaused())
        return {tr("Paused. What is being computed stands between two stages."), "pause", Tone::Accent};
    if (m_job->isRunning())
        return {m_preparation.isEmpty() ? tr("Running. The window can be used meanwhile.") : m_preparation, "running",
                Tone::Accent};
    if (m_pairing->isPlanning())
        return {tr("Looking through the folders… %1 %").arg(qRound(m_pairing->planningFraction() * 100)), "running",
                Tone::Accent};
    if (isHalfGiven())
        return {tr("Choose the folder of visible images, too; by itself the other is no data set that is known."),
                "info", Tone::Secondary};
    if (!m_pairing->problem().isEmpty())
        return {m_pairing->problem(), "error", Tone::Error};
    if (m_outcome)
        return *m_outcome;
    const BatchRequest request = m_methods->request();
    if (m_source.isEmpty())
        return {tr("Choose the folders of infrared and visible images, or drop them here; of a data set its folder."),
                "info", Tone::Secondary};
    if (m_pairing->checkedCount() == 0)
        return {tr("Tick the pairs to fuse."), "info", Tone::Secondary};
    if (request.methods.empty())
        return {tr("Tick a method."), "info", Tone::Secondary};
    if (!m_methods->writesAnything())
        return {tr("Tick what to write."), "info", Tone::Secondary};
    if (m_output.line->text().trimmed().isEmpty())
        return {tr("Choose the folder for the results."), "info", Tone::Secondary};
    const auto results = static_cast<qint64>(m_pairing->checkedCount()) * static_cast<qint64>(request.methods.size());
    return {tr("Ready to fuse: %1 pairs by %2 methods, %3 results.")
                .arg(countText(m_pairing->checkedCount()), countText(static_cast<qint64>(request.methods.size())),
                     countText(results)),
            "check", Tone::Good};
}

QString BatchDialog::note() const { return m_noteText->text(); }

void BatchDialog::setNote(const Note& note)
{
    m_noteIcon->setPixmap(
        note.icon.isEmpty() ? QPixmap() : iconInColour(note.icon, tone(note.tone), kNoteIcon, devicePixelRatioF()));
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, note.tone == Tone::Accent || note.tone == Tone::Good
                                               ? colours.color(QPalette::WindowText)
                                               : tone(note.tone));
    m_noteText->setPalette(colours);
    m_noteText->setText(note.text);
    m_noteText->setToolTip(note.text);
}

void BatchDialog::updateControls()
{
    const bool running = m_job->isRunning();
    const bool ready = !running && !m_pairing->isPlanning() && m_pairing->checkedCount() > 0 &&
                       !m_methods->request().methods.empty() && m_methods->writesAnything() &&
                       !m_output.line->text().trimmed().isEmpty();
    m_start->setEnabled(ready);
    m_pause->setEnabled(running && !m_job->isStopping());
    m_pause->setText(m_job->isPaused() ? tr("&Continue") : tr("&Pause"));
    m_pause->setIcon(lineIcon(m_job->isPaused() ? "play" : "pause"));
    m_cancel->setEnabled(running && !m_job->isStopping());
    m_close->setText(running ? tr("Hide, keep running") : tr("Close"));
    m_copy->setEnabled(!m_output.line->text().trimmed().isEmpty() && !m_pairing->plan().items.empty());
    m_open->setEnabled(!m_output.line->text().trimmed().isEmpty());
    for (const Field* field : {&m_infrared, &m_visible, &m_output}) {
        field->line->setReadOnly(running);
        field->browse->setEnabled(!running);
    }
    m_pairing->setLocked(running);
    m_methods->setLocked(running);
    m_queue->setRunning(running);
    if (running && isVisible())
        m_clock.start();
    else
        m_clock.stop();
    QPalette accent = palette();
    for (const QPalette::ColorGroup group : {QPalette::Active, QPalette::Inactive}) {
        accent.setColor(group, QPalette::Button, tone(Tone::Accent));
        accent.setColor(group, QPalette::ButtonText, tone(Tone::AccentText));
    }
    m_start->setPalette(running ? palette() : accent);
    m_close->setPalette(running ? accent : palette());
    setNote(presentNote());
}

void BatchDialog::updateMachine() { m_progress->showMachine(m_gpu.value_or(false) && m_methods->needsModel()); }

void BatchDialog::dropFolders(const QStringList& folders, QLineEdit* onto)
{
    if (m_job->isRunning() || folders.isEmpty())
        return;
    if (onto == m_output.line) {
        setOutput(folders[0]);
    } else if (folders.size() >= 2) {
        const bool swapped = isNamedInfrared(folders[1]) && !isNamedInfrared(folders[0]);
        setFolders(folders[swapped ? 1 : 0], folders[swapped ? 0 : 1]);
    } else if (onto) {
        onto->setText(folders[0]);
        takeFolders();
    } else {
        setFolders(folders[0], {});
    }
}

void BatchDialog::dragEnterEvent(QDragEnterEvent* event)
{
    if (!foldersOf(event->mimeData()).isEmpty() && !m_job->isRunning())
        event->acceptProposedAction();
}

void BatchDialog::dropEvent(QDropEvent* event)
{
    dropFolders(foldersOf(event->mimeData()), nullptr);
    event->acceptProposedAction();
}

bool BatchDialog::eventFilter(QObject* watched, QEvent* event)
{
    // Fields would take a folder for text, "file:///…".
    auto* line = qobject_cast<QLineEdit*>(watched);
    if (line && (event->type() == QEvent::DragEnter || event->type() == QEvent::Drop)) {
        auto* drop = static_cast<QDropEvent*>(event);
        const QStringList folders = foldersOf(drop->mimeData());
        if (folders.isEmpty())
            return QDialog::eventFilter(watched, event);
        if (event->type() == QEvent::Drop)
            dropFolders(folders, line);
        drop->acceptProposedAction();
        return true;
    }
    return QDialog::eventFilter(watched, event);
}

void BatchDialog::keyPressEvent(QKeyEvent* event)
{
    // Enter in a field or a table is theirs; elsewhere it is the button's that stands out.
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    const QWidget* focus = focusWidget();
    if (enter && (qobject_cast<const QLineEdit*>(focus) || qobject_cast<const QAbstractItemView*>(focus)))
        return;
    QDialog::keyPressEvent(event);
}

void BatchDialog::showEvent(QShowEvent* event)
{
    QDialog::showEvent(event);
    updateControls();
    m_progress->showProgress();
    updateMachine();
    const bool other = m_source.ofSession && m_source.pairs != batchPairs(m_session.pairs());
    if (!m_job->isRunning() && !m_session.pairs().empty() && (m_source.isEmpty() || other))
        useSession();
    lookAtDisk();
}

void BatchDialog::hideEvent(QHideEvent* event)
{
    QDialog::hideEvent(event);
    m_clock.stop();
    save();
}

void BatchDialog::save() const
{
    QSettings settings;
    settings.beginGroup(kGroup);
    settings.setValue("infrared", m_infrared.line->text());
    settings.setValue("visible", m_visible.line->text());
    settings.setValue("output", m_output.line->text());
    settings.setValue("problemsFirst", m_pairing->hasProblemsFirst());
    settings.setValue("follow", m_queue->isFollowing());
    settings.setValue("geometry", saveGeometry());
    m_methods->save(settings);
}

void BatchDialog::restore()
{
    QSettings settings;
    settings.beginGroup(kGroup);
    m_methods->restore(settings);
    m_pairing->setProblemsFirst(settings.value("problemsFirst", true).toBool());
    m_queue->setFollowing(settings.value("follow", true).toBool());
    m_output.line->setText(settings.value("output").toString());
    if (settings.contains("geometry"))
        restoreGeometry(settings.value("geometry").toByteArray());
    setFolders(settings.value("infrared").toString(), settings.value("visible").toString());
}

void BatchDialog::changeEvent(QEvent* event)
{
    QDialog::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    else if (event->type() == QEvent::PaletteChange || event->type() == QEvent::ApplicationFontChange)
        restyle();
}

} // namespace duoscope
