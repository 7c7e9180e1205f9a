// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/pairs_hint.h"

#include "widgets/bridge/look.h"

#include <QEvent>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace duoscope {
namespace {

QLabel* makeText(QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setWordWrap(true);
    label->setAlignment(Qt::AlignCenter);
    label->setForegroundRole(QPalette::PlaceholderText); // the secondary colour
    return label;
}

} // namespace

PairsHint::PairsHint(QWidget* parent)
    : QWidget(parent), m_drop(makeText(this)), m_folder(new QPushButton(this)), m_dataset(new QPushButton(this)),
      m_pairing(makeText(this))
{
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * sizes::kPad, sizes::kPad, 2 * sizes::kPad, sizes::kPad);
    layout->setSpacing(sizes::kPad);
    layout->addStretch();
    layout->addWidget(m_drop);
    layout->addSpacing(sizes::kPad);
    layout->addWidget(m_folder);
    layout->addWidget(m_dataset);
    layout->addSpacing(sizes::kPad);
    layout->addWidget(m_pairing);
    layout->addStretch();
    connect(m_folder, &QPushButton::clicked, this, &PairsHint::openFolderWanted);
    connect(m_dataset, &QPushButton::clicked, this, &PairsHint::openDatasetWanted);
    retranslate();
}

void PairsHint::retranslate()
{
    m_drop->setText(tr("Drop files, folders or a data set here."));
    m_folder->setText(tr("Open a folder…"));
    m_dataset->setText(tr("Open a data set…"));
    m_pairing->setText(tr("Pairs are matched by their file names."));
    // Icons have the theme's colours.
    m_folder->setIcon(lineIcon("folder"));
    m_dataset->setIcon(lineIcon("dataset"));
}

void PairsHint::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace duoscope
