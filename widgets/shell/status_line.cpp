// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/status_line.h"

#include "widgets/bridge/job_queue.h"
#include "widgets/bridge/look.h"
#include "widgets/bridge/text.h"
#include "widgets/plots/elided_label.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>

#include <cmath>

namespace duoscope {

StatusLine::StatusLine(Session& session, ViewState& view, QWidget* parent)
    : QWidget(parent), m_session(session), m_view(view)
{
    setFixedHeight(sizes::kHeader);
    m_icon = new QLabel(this);
    m_message = new ElidedLabel(this);
    m_working = new QWidget(this);
    m_activity = new QLabel(m_working);
    m_progress = new QProgressBar(m_working);
    m_progress->setTextVisible(false);
    m_progress->setFixedSize(96, 8);
    m_progress->setRange(0, 1000);
    m_left = new QLabel(m_working);
    m_stop = new QToolButton(m_working);
    m_stop->setAutoRaise(true);
    m_stop->setFixedSize(22, 22);
    auto* working = new QHBoxLayout(m_working);
    working->setContentsMargins(0, 0, 0, 0);
    working->setSpacing(sizes::kGap);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_activity, m_progress, m_left, m_stop})
        working->addWidget(widget);
    m_working->hide();
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(sizes::kPad, 0, sizes::kPad, 0);
    row->setSpacing(sizes::kGap);
    row->addWidget(m_icon);
    row->addWidget(m_message, 1);
    row->addWidget(m_working);
    m_place = addFact();
    m_size = addFact();
    m_equations = addFact();
    m_model = addFact();
    m_device = addFact();
    m_memory = addFact();

    JobQueue& jobs = session.jobs();
    connect(&jobs, &JobQueue::started, this, [this](const QString& title) {
        m_activity->setText(title);
        m_left->clear();
        m_progress->setValue(0);
        m_working->show();
    });
    connect(&jobs, &JobQueue::progressed, this, [this](double fraction, const QString& activity, double left) {
        m_progress->setValue(qRound(fraction * 1000));
        m_progress->setToolTip(activity);
        m_left->setText(left >= 0 ? tr("%1 left").arg(durationText(left)) : QString());
    });
    connect(&jobs, &JobQueue::idle, m_working, &QWidget::hide);
    connect(m_stop, &QToolButton::clicked, &session, &Session::stop);
    connect(&view, &ViewState::cursorChanged, this, &StatusLine::updatePlace);
    connect(&session, &Session::traceChanged, this, &StatusLine::updateFacts);
    connect(&session, &Session::choiceChanged, this, &StatusLine::updateFacts);
    connect(&session, &Session::modelChanged, this, &StatusLine::updateFacts);
    retranslate();
}

QLabel* StatusLine::addFact()
{
    auto* line = new QFrame(this);
    line->setFrameShape(QFrame::VLine);
    line->setFixedHeight(14);
    auto* fact = new QLabel(this);
    auto* row = static_cast<QHBoxLayout*>(layout());
    row->addSpacing(sizes::kGap);
    row->addWidget(line);
    row->addSpacing(sizes::kGap);
    row->addWidget(fact);
    return fact;
}

void StatusLine::say(const QString& sentence, bool failure)
{
    m_sentence = sentence;
    m_failure = failure;
    m_message->setFullText(sentence);
    m_icon->setPixmap(sentence.isEmpty() ? QPixmap() : lineIcon(failure ? "error" : "check").pixmap(16, 16));
    QPalette colours = palette();
    if (failure)
        colours.setColor(QPalette::WindowText, tone(Tone::Error));
    m_message->setPalette(colours);
}

QString StatusLine::sentence() const { return m_sentence; }

void StatusLine::retranslate()
{
    m_stop->setIcon(lineIcon("stop"));
    m_stop->setToolTip(tr("Stop (Esc)"));
    m_stop->setAccessibleName(tr("Stop"));
    m_progress->setAccessibleName(tr("Progress"));
    say(m_sentence, m_failure);
    updateFacts();
}

void StatusLine::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange)
        retranslate();
}

void StatusLine::updatePlace()
{
    const TracePointer trace = m_session.currentTrace();
    // Room for the longest is kept, so that nothing moves with the pointer.
    const cv::Size size = trace ? trace->pair.size() : cv::Size(999, 999);
    m_place->setMinimumWidth(fontMetrics().horizontalAdvance(tr("x %1 · y %2").arg(size.width).arg(size.height)));
    if (const auto& cursor = m_view.cursor(); cursor && trace)
        m_place->setText(tr("x %1 · y %2")
                             .arg(static_cast<int>(std::floor(cursor->x() * size.width)))
                             .arg(static_cast<int>(std::floor(cursor->y() * size.height))));
    else
        m_place->setText(QString::fromUtf8("–"));
}

void StatusLine::updateFacts()
{
    const TracePointer trace = m_session.currentTrace();
    m_size->setText(trace ? QString::fromUtf8("%1 × %2 · %3")
                                .arg(trace->pair.size().width)
                                .arg(trace->pair.size().height)
                                .arg(tr("%1 bit").arg(trace->pair.infrared.bitDepth))
                          : QString::fromUtf8("–"));
    const std::string& equations = m_session.choice().equations;
    m_equations->setText(equations == "paper"      ? tr("Equations: paper")
                         : equations == "released" ? tr("Equations: released")
                                                   : tr("no equations"));
    const bool hasTrace = trace && !trace->provenance.modelHash.empty();
    const QString name = m_session.model().empty() ? tr("no model") : toQString(m_session.model().stem());
    m_model->setText(hasTrace ? name + " · " + toQString(trace->provenance.modelHash.substr(0, 8)) : name);
    m_model->setToolTip(toQString(m_session.model()));
    const QString device = hasTrace && trace->provenance.device == "cuda" ? "CUDA" : "CPU";
    m_device->setText(hasTrace ? tr("%1, %n thread(s)", nullptr, trace->provenance.threads).arg(device) : device);
    m_memory->setText(tr("%1 MB").arg(m_session.cachedBytes() >> 20));
    m_memory->setToolTip(tr("Memory of the results that are kept"));
    updatePlace();
}

} // namespace duoscope
