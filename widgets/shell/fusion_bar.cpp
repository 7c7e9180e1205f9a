// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/fusion_bar.h"

#include "widgets/bridge/look.h"
#include "widgets/bridge/text.h"

#include <QAction>
#include <QButtonGroup>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QSpinBox>
#include <QStandardItemModel>
#include <QToolButton>

#include <algorithm>

namespace duoscope {
FusionBar::FusionBar(Session& session, QAction& fuse, QAction& stop, QWidget* parent)
    : QWidget(parent), m_session(session)
{
    m_methodLabel = new QLabel(this);
    m_method = new QComboBox(this);
    const auto segment = [this] {
        auto* button = new QToolButton(this);
        button->setCheckable(true);
        button->setAutoExclusive(true);
        button->setAutoRaise(true); // so that the one in force is the one that looks pressed
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        button->setFocusPolicy(Qt::TabFocus);
        return button;
    };
    m_paper = segment();
    m_released = segment();
    auto* equations = new QButtonGroup(this);
    equations->addButton(m_paper);
    equations->addButton(m_released);
    m_stagesLabel = new QLabel(this);
    m_stages = new QSpinBox(this);
    m_fuse = new QToolButton(this);
    m_fuse->setDefaultAction(&fuse);
    m_fuse->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_fuse->setObjectName("fuseButton");
    m_stop = new QToolButton(this);
    m_stop->setDefaultAction(&stop);
    m_stop->setAutoRaise(true);
    m_stop->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(sizes::kGap, 0, sizes::kGap, 0);
    layout->setSpacing(sizes::kGap);
    layout->addWidget(m_methodLabel);
    layout->addWidget(m_method);
    auto* segments = new QHBoxLayout;
    segments->setSpacing(0);
    segments->addWidget(m_paper);
    segments->addWidget(m_released);
    layout->addLayout(segments);
    layout->addSpacing(sizes::kGap);
    layout->addWidget(m_stagesLabel);
    layout->addWidget(m_stages);
    layout->addSpacing(sizes::kGap);
    layout->addWidget(m_fuse);
    layout->addWidget(m_stop);

    connect(m_method, &QComboBox::activated, this, &FusionBar::take);
    connect(m_paper, &QToolButton::clicked, this, &FusionBar::take);
    connect(m_released, &QToolButton::clicked, this, &FusionBar::take);
    connect(m_stages, &QSpinBox::valueChanged, this, &FusionBar::take);
    connect(&session, &Session::choiceChanged, this, &FusionBar::update);
    connect(&session, &Session::modelChanged, this, &FusionBar::update);
    connect(&session, &Session::externalMethodsChanged, this, &FusionBar::listMethods);
    listMethods();
    retranslate();
    update();
}

void FusionBar::setWordsShown(bool shown)
{
    m_methodLabel->setVisible(shown);
    m_stagesLabel->setVisible(shown);
    m_stop->setToolButtonStyle(shown ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly);
}

void FusionBar::retranslate()
{
    m_methodLabel->setText(tr("Method"));
    m_method->setAccessibleName(tr("Method"));
    m_method->setToolTip(tr("How the pair is fused"));
    m_paper->setText(tr("Paper"));
    m_paper->setToolTip(tr("The equations of the paper, which the bundled model was trained with"));
    m_released->setText(tr("Released"));
    m_released->setToolTip(tr("The equations of the released code, for weights that it made"));
    for (const MethodInfo& info : fusionMethods())
        m_method->setItemText(m_method->findData(toQString(info.name)), m_session.methodTitle(info.name));
    m_stagesLabel->setText(tr("Stages K"));
    m_stages->setAccessibleName(tr("Number of stages K"));
    m_stages->setToolTip(tr("How many of the model's stages are computed"));
    QPalette accent = palette();
    accent.setColor(QPalette::Button, tone(Tone::Accent));
    accent.setColor(QPalette::ButtonText, tone(Tone::AccentText));
    m_fuse->setPalette(accent);
    for (QToolButton* button : {m_paper, m_released}) {
        QFont font = this->font();
        font.setWeight(button->isChecked() ? QFont::DemiBold : QFont::Normal);
        button->setFont(font);
    }
}

void FusionBar::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange)
        retranslate();
}

void FusionBar::listMethods()
{
    m_method->clear();
    for (const MethodInfo& info : fusionMethods())
        m_method->addItem(m_session.methodTitle(info.name), toQString(info.name));
    if (!m_session.externalMethods().empty())
        m_method->insertSeparator(m_method->count());
    for (const FusionChoice& method : m_session.externalMethods()) {
        m_method->addItem(toQString(method.method), toQString(method.method));
        m_method->setItemData(m_method->count() - 1, toQString(method.external), Qt::ToolTipRole);
    }
    update();
}

void FusionBar::update()
{
    m_updating = true;
    const FusionChoice& choice = m_session.choice();
    for (const MethodInfo& info : fusionMethods())
        setUsable(info, !info.needsModel || !m_session.modelOf(info.name).empty());
    m_method->setCurrentIndex(m_method->findData(toQString(choice.method)));
    const bool hasEquations = !choice.equations.empty();
    m_paper->setEnabled(hasEquations);
    m_released->setEnabled(hasEquations);
    m_stages->setEnabled(hasEquations);
    m_stages->setRange(1, m_session.modelStages());
    if (hasEquations) {
        (choice.equations == "released" ? m_released : m_paper)->setChecked(true);
        m_stages->setValue(choice.stages > 0 ? choice.stages : m_session.modelStages());
    }
    m_updating = false;
    retranslate();
}

void FusionBar::setUsable(const MethodInfo& method, bool usable)
{
    const int row = m_method->findData(toQString(method.name));
    auto* model = qobject_cast<QStandardItemModel*>(m_method->model());
    if (!model || row < 0)
        return;
    model->item(row)->setEnabled(usable);
    m_method->setItemData(row, usable ? QString() : tr("Open a model of %1 first").arg(toQString(method.title)),
                          Qt::ToolTipRole);
}

void FusionBar::take()
{
    if (m_updating)
        return;
    FusionChoice choice;
    choice.method = m_method->currentData().toString().toStdString();
    for (const FusionChoice& known : m_session.externalMethods())
        if (known.method == choice.method)
            choice.external = known.external;
    choice.equations = m_released->isChecked() ? "released" : "paper";
    choice.stages = m_stages->value() == m_session.modelStages() ? 0 : m_stages->value();
    m_session.setChoice(choice);
}

} // namespace duoscope
