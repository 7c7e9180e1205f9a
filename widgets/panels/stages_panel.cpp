// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/stages_panel.h"

#include "widgets/bridge/look.h"
#include "widgets/bridge/text.h"
#include "widgets/models/stage_strip_model.h"
#include "widgets/panels/stage_curves.h"
#include "widgets/panels/stage_delegate.h"
#include "widgets/plots/elided_label.h"

#include <QDoubleSpinBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace duoscope {

StagesPanel::StagesPanel(Session& session, MetricStore& metrics, QWidget* parent) : QWidget(parent), m_session(session)
{
    const auto button = [this] {
        auto* made = new QToolButton(this);
        made->setAutoRaise(true);
        made->setIconSize({16, 16});
        return made;
    };
    m_first = button();
    m_back = button();
    m_playButton = button();
    m_next = button();
    m_last = button();
    m_repeat = button();
    m_repeat->setCheckable(true);
    m_stage = new QLabel(this);
    m_facts = new ElidedLabel(this);
    m_facts->setFont(smallerFont(2));
    m_speedLabel = new QLabel(this);
    m_speed = new QDoubleSpinBox(this);
    m_speed->setRange(0.1, 10);
    m_speed->setSingleStep(0.1);
    m_speed->setDecimals(1);
    m_speed->setValue(0.8);
    m_model = new StageStripModel(session, this);
    m_strip = new QListView(this);
    m_strip->setModel(m_model);
    m_strip->setItemDelegate(new StageDelegate(m_strip));
    m_strip->setViewMode(QListView::ListMode);
    m_strip->setFlow(QListView::LeftToRight);
    m_strip->setWrapping(false);
    m_strip->setResizeMode(QListView::Adjust);
    m_strip->setFrameShape(QFrame::NoFrame);
    m_strip->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_strip->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_strip->setFixedHeight(QFontMetrics(smallerFont(2)).height() + StageStripModel::kPictureHeight + 2 * sizes::kGap +
                            4);
    m_curves = new StageCurves(session, metrics, this);

    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(sizes::kGap, 0, sizes::kPad, 0);
    bar->setSpacing(2);
    for (QToolButton* part : {m_first, m_back, m_playButton, m_next, m_last, m_repeat})
        bar->addWidget(part);
    bar->addSpacing(sizes::kPad);
    bar->addWidget(m_stage);
    bar->addSpacing(sizes::kPad);
    bar->addWidget(m_facts, 1);
    bar->addWidget(m_speedLabel);
    bar->addSpacing(sizes::kGap);
    bar->addWidget(m_speed);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, sizes::kGap, 0, 0);
    layout->setSpacing(sizes::kGap);
    layout->addLayout(bar);
    layout->addWidget(m_strip);
    layout->addWidget(m_curves, 1);

    connect(m_first, &QToolButton::clicked, this, [this] { m_session.setStage(0); });
    connect(m_back, &QToolButton::clicked, this, [this] { m_session.setStage(m_session.stage() - 1); });
    connect(m_next, &QToolButton::clicked, this, [this] { m_session.setStage(m_session.stage() + 1); });
    connect(m_last, &QToolButton::clicked, this, [this] { m_session.setStage(m_session.lastStage()); });
    connect(m_playButton, &QToolButton::clicked, this, [this] { setPlaying(!isPlaying()); });
    connect(&m_play, &QTimer::timeout, this, &StagesPanel::playOn);
    connect(m_speed, &QDoubleSpinBox::valueChanged, this,
            [this](double seconds) { m_play.setInterval(qRound(seconds * 1000)); });
    connect(m_strip->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& index) {
        if (index.isValid() && index.data(StageStripModel::ComputedRole).toBool())
            m_session.setStage(index.row());
    });
    connect(&session, &Session::traceChanged, this, &StagesPanel::update);
    connect(&session, &Session::stageChanged, this, &StagesPanel::update);
    m_play.setInterval(qRound(m_speed->value() * 1000));
    retranslate();
}

void StagesPanel::setCurvesVisible(bool visible) { m_curves->setVisible(visible); }

void StagesPanel::setConvention(MetricConvention convention) { m_curves->setConvention(convention); }

void StagesPanel::retranslate()
{
    const auto set = [](QToolButton* button, const char* icon, const QString& text) {
        button->setIcon(lineIcon(icon));
        button->setToolTip(text);
        button->setAccessibleName(text);
    };
    set(m_first, "first", tr("First stage (Home)"));
    set(m_back, "back", tr("Stage back (←)"));
    set(m_playButton, isPlaying() ? "pause" : "play", isPlaying() ? tr("Pause (Ctrl+Space)") : tr("Play (Ctrl+Space)"));
    set(m_next, "next", tr("Stage on (→)"));
    set(m_last, "last", tr("Last stage (End)"));
    set(m_repeat, "repeat", tr("Play again and again"));
    m_speedLabel->setText(tr("speed"));
    m_speed->setSuffix(tr(" s"));
    m_speed->setAccessibleName(tr("Seconds a stage is shown while playing"));
    m_strip->setAccessibleName(tr("Stages"));
    for (QLabel* label : std::initializer_list<QLabel*>{m_facts, m_speedLabel}) {
        QPalette colours = palette();
        colours.setColor(QPalette::WindowText, tone(Tone::Secondary));
        label->setPalette(colours);
    }
    update();
}

void StagesPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange)
        retranslate();
}

void StagesPanel::setPlaying(bool playing)
{
    if (playing == isPlaying())
        return;
    if (playing) {
        if (m_session.stage() >= m_session.lastStage())
            m_session.setStage(0);
        m_play.start();
    } else {
        m_play.stop();
    }
    retranslate();
}

void StagesPanel::playOn()
{
    if (m_session.stage() < m_session.lastStage())
        m_session.setStage(m_session.stage() + 1);
    else if (m_repeat->isChecked() && m_session.lastStage() > 0)
        m_session.setStage(0);
    else
        setPlaying(false);
}

void StagesPanel::update()
{
    const TracePointer trace = m_session.currentTrace();
    const int last = m_session.lastStage();
    const int k = std::min(m_session.stage(), last); // a fusion that begins anew has fewer
    const bool any = trace && !trace->stages.empty();
    m_first->setEnabled(any && k > 0);
    m_back->setEnabled(any && k > 0);
    m_next->setEnabled(any && k < last);
    m_last->setEnabled(any && k < last);
    m_playButton->setEnabled(any && last > 0);
    m_repeat->setEnabled(any && last > 0);
    if (!any) {
        m_stage->setText(tr("No stages yet"));
        m_facts->setFullText({});
    } else if (trace->classes.empty() && last == 0) {
        m_stage->setText(tr("This method has no stages"));
        m_facts->setFullText({});
    } else {
        m_stage->setText(tr("Stage <b>%1</b> of %2").arg(k).arg(last));
        m_facts->setFullText(
            k == 0 ? tr("start: the mean of both pictures")
                   : tr("step size ρ %1").arg(fixedText(trace->stages[static_cast<std::size_t>(k)].stepSize, 4)));
    }
    const QSignalBlocker blocker(m_strip->selectionModel());
    m_strip->setCurrentIndex(any ? m_model->index(k) : QModelIndex());
    m_strip->viewport()->update();
}

} // namespace duoscope
