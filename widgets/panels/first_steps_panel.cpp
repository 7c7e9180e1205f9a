// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/first_steps_panel.h"

#include "widgets/bridge/look.h"
#include "widgets/panels/machine_check.h"
#include "widgets/viewer/compare_grid.h"

#include <QCheckBox>
#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace duoscope {

FirstStepsPanel::FirstStepsPanel(Session& session, CompareGrid& grid, QWidget* parent)
    : QWidget(parent), m_session(session)
{
    auto* content = new QWidget;
    auto* steps = new QVBoxLayout(content);
    steps->setContentsMargins(0, 0, 0, 0);
    steps->setSpacing(0);
    for (int i = 0; i < StepCount; ++i) {
        auto* row = new QWidget(content);
        row->setAutoFillBackground(true);
        auto* layout = new QGridLayout(row);
        layout->setContentsMargins(sizes::kPad, sizes::kPad, sizes::kPad, sizes::kPad);
        layout->setHorizontalSpacing(sizes::kPad);
        layout->setVerticalSpacing(2);
        m_marks[i] = new QLabel(row);
        m_marks[i]->setFixedWidth(20);
        m_marks[i]->setAlignment(Qt::AlignTop | Qt::AlignHCenter);
        m_titles[i] = new QLabel(row);
        m_titles[i]->setFont(titleFont());
        m_texts[i] = new QLabel(row);
        m_texts[i]->setWordWrap(true);
        layout->addWidget(m_marks[i], 0, 0);
        layout->addWidget(m_titles[i], 0, 1);
        layout->addWidget(m_texts[i], 1, 1);
        layout->setColumnStretch(1, 1);
        steps->addWidget(row);
        m_rows[i] = row;
    }
    steps->addStretch(1);
    auto* area = new QScrollArea(this);
    area->setWidget(content);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    m_atStart = new QCheckBox(this);
    m_atStart->setChecked(true);
    m_shortcuts = new QPushButton(this);
    m_close = new QPushButton(this);
    auto* bottom = new QHBoxLayout;
    bottom->setContentsMargins(sizes::kPad, sizes::kGap, sizes::kPad, sizes::kPad);
    bottom->addWidget(m_atStart);
    bottom->addStretch(1);
    bottom->addWidget(m_shortcuts);
    bottom->addWidget(m_close);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(area, 1);
    layout->addLayout(bottom);
    layout->addWidget(new MachineCheck(session, this));

    connect(&grid.view(), &ViewState::cursorChanged, this, [this] { finish(Look); });
    connect(&session, &Session::traceChanged, this, [this] {
        if (m_session.lastStage() > 0)
            finish(Fuse);
    });
    connect(&session, &Session::stageChanged, this, [this] {
        if (m_session.stage() < m_session.lastStage())
            finish(StepThrough);
    });
    connect(&session, &Session::selectedClassChanged, this, [this] {
        if (m_session.selectedClass() >= 0)
            finish(AskWhy);
    });
    connect(&grid, &CompareGrid::modeChanged, this, [this] { finish(Compare); });
    connect(m_close, &QPushButton::clicked, this, &FirstStepsPanel::closeAsked);
    connect(m_shortcuts, &QPushButton::clicked, this, &FirstStepsPanel::shortcutsAsked);
    retranslate();
}

bool FirstStepsPanel::isShownAtStart() const { return m_atStart->isChecked(); }

void FirstStepsPanel::setShownAtStart(bool shown) { m_atStart->setChecked(shown); }

int FirstStepsPanel::next() const
{
    int i = 0;
    while (i < StepCount && m_done[i])
        ++i;
    return i;
}

void FirstStepsPanel::finish(Step step)
{
    if (m_done[step])
        return;
    m_done[step] = true;
    retranslate();
}

void FirstStepsPanel::retranslate()
{
    const QString titles[StepCount] = {tr("Look"), tr("Fuse"), tr("Step through the stages"), tr("Ask why"),
                                       tr("Compare")};
    const QString texts[StepCount] = {
        tr("Move the pointer over a picture. Every pane and the Probe follow it. The wheel zooms, dragging pans."),
        tr("Press F9. The stages fill the strip below as they are computed."),
        tr("← and → show the stages in every pane that follows them; Ctrl+Space plays them."),
        tr("Choose a class in Attribution to see which sensor decided its region, then drag its w₁."),
        tr("Hold Space to flip between two panes, press C for the curtain, D for the difference.")};
    for (int i = 0; i < StepCount; ++i) {
        m_titles[i]->setText(titles[i]);
        m_texts[i]->setText(texts[i]);
        m_marks[i]->setText(m_done[i] ? QString::fromUtf8("✓") : QString::number(i + 1));
        QPalette mark = palette();
        mark.setColor(QPalette::WindowText, tone(Tone::Accent));
        m_marks[i]->setPalette(mark);
        QPalette row = palette();
        row.setColor(QPalette::Window, palette().color(i == next() ? QPalette::Highlight : QPalette::Base));
        m_rows[i]->setPalette(row);
        QPalette text = row;
        text.setColor(QPalette::WindowText, i == next() ? palette().color(QPalette::Text) : tone(Tone::Secondary));
        m_texts[i]->setPalette(text);
    }
    m_atStart->setText(tr("Show at start"));
    m_shortcuts->setText(tr("All shortcuts"));
    m_close->setText(tr("Close"));
}

void FirstStepsPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange)
        retranslate();
}

void FirstStepsPanel::paintEvent(QPaintEvent*) { QPainter(this).fillRect(rect(), palette().color(QPalette::Base)); }

} // namespace duoscope
