// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/dialogs/batch_dialog_progress.h"

#include "widgets/bridge/batch_job.h"
#include "widgets/bridge/look.h"
#include "widgets/bridge/text.h"
#include "widgets/dialogs/preferences.h"

#include <QEvent>
#include <QFile>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QThread>
#include <QVBoxLayout>

#include <unistd.h>

namespace duoscope {
namespace {

constexpr int kWholeBar = 10000;

/// "45 s", "3 min 45 s", "2 h 05 min": what is watched while it runs down.
QString clockText(double seconds)
{
    const auto whole = static_cast<qint64>(seconds + 0.5);
    const auto two = [](qint64 number) { return QString::number(number).rightJustified(2, '0'); };
    if (whole < 60)
        return BatchDialogProgress::tr("%1 s").arg(whole);
    if (whole < 3600)
        return BatchDialogProgress::tr("%1 min %2 s").arg(whole / 60).arg(two(whole % 60));
    return BatchDialogProgress::tr("%1 h %2 min").arg(whole / 3600).arg(two(whole / 60 % 60));
}

QString shareText(qint64 ended, qint64 all, int percent)
{
    return BatchDialogProgress::tr("%1 of %2 · %3 %").arg(countText(ended), countText(all)).arg(percent);
}

QString throughputText(double tasksPerMinute, double megapixelsPerMinute)
{
    return BatchDialogProgress::tr("%1 items/min · %2 Mpx/min")
        .arg(fixedText(tasksPerMinute, tasksPerMinute < 10 ? 1 : 0), fixedText(megapixelsPerMinute, 1));
}

QString memoryText(double used, double all)
{
    return BatchDialogProgress::tr("%1 of %2 GB").arg(fixedText(used / 1e9, 1), fixedText(all / 1e9, 1));
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

} // namespace

BatchDialogProgress::BatchDialogProgress(const BatchJob& job, QWidget* parent) : QWidget(parent), m_job(job)
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
        *fact = {new QLabel(this), new QLabel(this)};
        fact->value->setObjectName(QString::fromLatin1(name));
        facts->addWidget(fact->name);
        facts->addWidget(fact->value);
    }
    facts->addStretch(1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(sizes::kPad);
    column->addLayout(row);
    column->addLayout(facts);
    restyle();
    retranslate();
}

void BatchDialogProgress::showProgress()
{
    const BatchProgress& progress = m_job.progress();
    const QString none = QString::fromUtf8("–");
    const bool known = progress.tasks > 0;
    m_bar->setValue(known ? static_cast<int>(progress.fraction() * kWholeBar) : 0);
    m_share->setText(known ? shareText(static_cast<qint64>(progress.done + progress.failed),
                                       static_cast<qint64>(progress.tasks), static_cast<int>(progress.fraction() * 100))
                           : none);
    const double left = m_job.isRunning() ? m_job.secondsLeft() : -1;
    m_left.value->setText(left >= 0 ? clockText(left) : none);
    m_elapsed.value->setText(known ? clockText(m_job.elapsedSeconds()) : none);
    m_throughput.value->setText(
        progress.tasksPerMinute > 0 ? throughputText(progress.tasksPerMinute, progress.megapixelsPerMinute) : none);
    m_failed.value->setText(countText(static_cast<qint64>(progress.failed)));
    QPalette colours = palette();
    if (progress.failed > 0)
        colours.setColor(QPalette::WindowText, tone(Tone::Error));
    m_failed.value->setPalette(colours);
}

void BatchDialogProgress::showMachine(bool cuda)
{
    m_cuda = cuda;
    const auto [used, all] = memory();
    m_memory.value->setText(memoryText(used, all));
    const int wanted = Preferences::load().threads;
    const int threads = wanted > 0 ? wanted : QThread::idealThreadCount();
    m_device.value->setText(tr("%1, %n thread(s)", nullptr, threads).arg(cuda ? "CUDA" : "CPU"));
}

void BatchDialogProgress::restyle()
{
    m_share->setFont(titleFont());
    QPalette quiet = palette();
    quiet.setColor(QPalette::WindowText, tone(Tone::Secondary));
    for (const Fact* fact : {&m_left, &m_elapsed, &m_throughput, &m_memory, &m_device, &m_failed}) {
        fact->name->setPalette(quiet);
        fact->name->setFont(smallerFont(1));
        fact->value->setFont(smallerFont(1));
    }
    QPalette bar = palette();
    bar.setColor(QPalette::Highlight, tone(Tone::Accent));
    m_bar->setPalette(bar);
    keepRoom();
    showProgress();
}

void BatchDialogProgress::keepRoom()
{
    // For the longest that is likely, so that nothing moves while it counts.
    const QFontMetrics facts(smallerFont(1)), share(titleFont());
    const QString longest = clockText(59 * 60 + 59);
    m_left.value->setMinimumWidth(facts.horizontalAdvance(longest));
    m_elapsed.value->setMinimumWidth(facts.horizontalAdvance(longest));
    m_throughput.value->setMinimumWidth(facts.horizontalAdvance(throughputText(9999, 999.9)));
    m_memory.value->setMinimumWidth(facts.horizontalAdvance(memoryText(99.9e9, 99.9e9)));
    m_share->setMinimumWidth(share.horizontalAdvance(shareText(9999, 9999, 100)));
}

void BatchDialogProgress::retranslate()
{
    m_bar->setAccessibleName(tr("Progress"));
    m_left.name->setText(tr("Time left"));
    m_elapsed.name->setText(tr("Elapsed"));
    m_throughput.name->setText(tr("Throughput"));
    m_memory.name->setText(tr("Memory"));
    m_device.name->setText(tr("Device"));
    m_failed.name->setText(tr("Failed"));
    keepRoom();
    showProgress();
    showMachine(m_cuda);
}

void BatchDialogProgress::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    else if (event->type() == QEvent::PaletteChange || event->type() == QEvent::ApplicationFontChange)
        restyle();
}

} // namespace duoscope
