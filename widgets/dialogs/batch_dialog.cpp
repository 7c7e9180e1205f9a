// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/dialogs/batch_dialog.h"

#include "core/fusion/device_probe.h"
#include "widgets/bridge/job_queue.h"
#include "widgets/bridge/text.h"
#include "widgets/dialogs/batch_dialog_methods.h"
#include "widgets/dialogs/batch_dialog_pairing.h"
#include "widgets/dialogs/batch_dialog_queue.h"
#include "widgets/dialogs/preferences.h"

#include <QAbstractItemView>
#include <QAction>
#include <QClipboard>
#include <QCompleter>
#include <QDesktopServices>
#include <QDir>
#include <QDragEnterEvent>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QFileSystemModel>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QProgressBar>
#include <QPushButton>
#include <QRegularExpression>
#include <QSettings>
#include <QStorageInfo>
#include <QThread>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>

#include <unistd.h>

#include <algorithm>
#include <utility>

namespace duoscope {
namespace {

const QString kGroup = QStringLiteral("batch");
const QString kDiskTopic = QStringLiteral("batch disk");
const QString kDeviceTopic = QStringLiteral("batch device");
constexpr int kWholeBar = 10000;
constexpr int kClockMilliseconds = 1000;
constexpr int kNoteIcon = 16;

/// "45 s", "3 min 45 s", "2 h 05 min": what is watched while it runs down.
QString clockText(double seconds)
{
    const auto whole = static_cast<qint64>(seconds + 0.5);
    const auto two = [](qint64 number) { return QString::number(number).rightJustified(2, '0'); };
    if (whole < 60)
        return BatchDialog::tr("%1 s").arg(whole);
    if (whole < 3600)
        return BatchDialog::tr("%1 min %2 s").arg(whole / 60).arg(two(whole % 60));
    return BatchDialog::tr("%1 h %2 min").arg(whole / 3600).arg(two(whole / 60 % 60));
}

QString shareText(qint64 ended, qint64 all, int percent)
{
    return BatchDialog::tr("%1 of %2 · %3 %").arg(countText(ended), countText(all)).arg(percent);
}

QString throughputText(double tasksPerMinute, double megapixelsPerMinute)
{
    return BatchDialog::tr("%1 items/min · %2 Mpx/min")
        .arg(fixedText(tasksPerMinute, tasksPerMinute < 10 ? 1 : 0), fixedText(megapixelsPerMinute, 1));
}

QString memoryText(double used, double all)
{
    return BatchDialog::tr("%1 of %2 GB").arg(fixedText(used / 1e9, 1), fixedText(all / 1e9, 1));
}

/// Bytes that this process holds, and that the machine has; zeros where the kernel does not tell.
std::pair<double, double> memory()
{
    const double page = static_cast<double>(::sysconf(_SC_PAGESIZE));
    const double all = static_cast<double>(::sysconf(_SC_PHYS_PAGES)) * page;
    QFile file("/proc/self/statm");
    if (!file.open(QIODevice::ReadOnly))
        return {0, all};
    return {file.readAll().split(' ').value(1).toDouble() * page, all};
}

QString shellWord(const QString& word)
{
    static const QRegularExpression plain("^[A-Za-z0-9_@%+=:,./-]+$");
    if (plain.match(word).hasMatch())
        return word;
    return '\'' + QString(word).replace("'", "'\\''") + '\'';
}

/// The folder, or the first above it that exists.
QString existing(const QString& folder)
{
    QString path = folder;
    while (!path.isEmpty() && !QFileInfo::exists(path) && path != QFileInfo(path).path())
        path = QFileInfo(path).path();
    return path;
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
      m_methods(new BatchDialogMethods(session, this)), m_queue(new BatchDialogQueue(this))
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
    makeProgress(*column);
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
    connect(m_job, &BatchJob::progressed, this, &BatchDialog::updateProgress);
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
        updateProgress();
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
            new QFileDialog(this, tr("Folder of a data set"), existing(typedFolder(m_infrared.line->text())));
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

void BatchDialog::chooseFolder(const QString& title, QLineEdit& line, void (BatchDialog::*then)())
{
    auto* dialog = new QFileDialog(this, title, existing(typedFolder(line.text())));
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, [this, &line, then](const QString& folder) {
        line.setText(folder);
        (this->*then)();
    });
    dialog->show();
}

BatchDialog::Fact BatchDialog::addFact(QLayout& row, const char* objectName)
{
    Fact fact{new QLabel(this), new QLabel(this)};
    fact.value->setObjectName(QString::fromLatin1(objectName));
    auto& box = static_cast<QHBoxLayout&>(row);
    box.addWidget(fact.name);
    box.addWidget(fact.value);
    return fact;
}

void BatchDialog::makeProgress(QLayout& column)
{
    m_bar = new QProgressBar(this);
    m_bar->setObjectName("progress");
    m_bar->setRange(0, kWholeBar);
    m_bar->setTextVisible(false);
    m_bar->setFixedHeight(18);
    m_share = new QLabel(this);
    m_share->setObjectName("share");
    m_share->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    auto* row = new QHBoxLayout;
    row->setSpacing(sizes::kPad);
    row->addWidget(m_bar, 1);
    row->addWidget(m_share);
    auto& all = static_cast<QVBoxLayout&>(column);
    all.addLayout(row);
    auto* facts = new QHBoxLayout;
    facts->setSpacing(sizes::kGap + 2);
    for (auto [fact, name] : {std::pair(&m_left, "left"),
                              {&m_elapsed, "elapsed"},
                              {&m_throughput, "throughput"},
                              {&m_memory, "memory"},
                              {&m_device, "device"},
                              {&m_failed, "failed"}}) {
        if (fact != &m_left)
            facts->addSpacing(sizes::kPad + sizes::kGap);
        *fact = addFact(*facts, name);
    }
    facts->addStretch(1);
    all.addLayout(facts);
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
    all.addLayout(note);
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
            const QStorageInfo disk(existing(folder));
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
    updateProgress();
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
    updateProgress();
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

void BatchDialog::updateProgress()
{
    const BatchProgress& progress = m_job->progress();
    const QString none = QString::fromUtf8("–");
    const bool known = progress.tasks > 0;
    m_bar->setValue(known ? static_cast<int>(progress.fraction() * kWholeBar) : 0);
    m_share->setText(known ? shareText(static_cast<qint64>(progress.done + progress.failed),
                                       static_cast<qint64>(progress.tasks), static_cast<int>(progress.fraction() * 100))
                           : none);
    const double left = m_job->isRunning() ? m_job->secondsLeft() : -1;
    m_left.value->setText(left >= 0 ? clockText(left) : none);
    m_elapsed.value->setText(known ? clockText(m_job->elapsedSeconds()) : none);
    m_throughput.value->setText(
        progress.tasksPerMinute > 0 ? throughputText(progress.tasksPerMinute, progress.megapixelsPerMinute) : none);
    m_failed.value->setText(countText(static_cast<qint64>(progress.failed)));
    QPalette colours = palette();
    if (progress.failed > 0)
        colours.setColor(QPalette::WindowText, tone(Tone::Error));
    m_failed.value->setPalette(colours);
}

void BatchDialog::updateMachine()
{
    const auto [used, all] = memory();
    m_memory.value->setText(memoryText(used, all));
    const int wanted = Preferences::load().threads;
    const int threads = wanted > 0 ? wanted : QThread::idealThreadCount();
    const QString device = m_gpu.value_or(false) && m_methods->needsModel() ? "CUDA" : "CPU";
    m_device.value->setText(tr("%1, %n thread(s)", nullptr, threads).arg(device));
}

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
    updateProgress();
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

void BatchDialog::restyle()
{
    m_share->setFont(titleFont());
    QPalette quiet = palette();
    quiet.setColor(QPalette::WindowText, tone(Tone::Secondary));
    for (const Fact* fact : {&m_left, &m_elapsed, &m_throughput, &m_memory, &m_device, &m_failed}) {
        fact->name->setPalette(quiet);
        fact->name->setFont(smallerFont(1));
        fact->value->setFont(smallerFont(1));
    }
    keepRoom();
    m_noteText->setFont(smallerFont(1));
    m_noteText->setFixedHeight(2 * QFontMetrics(smallerFont(1)).lineSpacing() + 2);
    m_noteIcon->setFixedHeight(m_noteText->height());
    m_copy->setIcon(lineIcon("copy"));
    m_open->setIcon(lineIcon("folder"));
    m_cancel->setIcon(lineIcon("stop"));
    QPalette bar = palette();
    bar.setColor(QPalette::Highlight, tone(Tone::Accent));
    m_bar->setPalette(bar);
    updateControls();
    updateProgress();
}

void BatchDialog::keepRoom()
{
    // For the longest that is likely, so that nothing moves while it counts.
    const QFontMetrics facts(smallerFont(1)), share(titleFont()), buttons(font());
    const QString longest = clockText(59 * 60 + 59);
    m_left.value->setMinimumWidth(facts.horizontalAdvance(longest));
    m_elapsed.value->setMinimumWidth(facts.horizontalAdvance(longest));
    m_throughput.value->setMinimumWidth(facts.horizontalAdvance(throughputText(9999, 999.9)));
    m_memory.value->setMinimumWidth(facts.horizontalAdvance(memoryText(99.9e9, 99.9e9)));
    m_share->setMinimumWidth(share.horizontalAdvance(shareText(9999, 9999, 100)));
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
    m_bar->setAccessibleName(tr("Progress"));
    m_left.name->setText(tr("Time left"));
    m_elapsed.name->setText(tr("Elapsed"));
    m_throughput.name->setText(tr("Throughput"));
    m_memory.name->setText(tr("Memory"));
    m_device.name->setText(tr("Device"));
    m_failed.name->setText(tr("Failed"));
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
    updateProgress();
    updateMachine();
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
