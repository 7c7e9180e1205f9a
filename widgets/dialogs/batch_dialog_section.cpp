// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/dialogs/batch_dialog_section.h"

#include "widgets/bridge/look.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace duoscope {
namespace {

constexpr int kFooter = 30; ///< there are buttons in it

} // namespace

void giveRoom(QPushButton& button) { button.setMinimumWidth(button.sizeHint().width() + 2 * sizes::kPad); }

BatchDialogSection::BatchDialogSection(QWidget* parent)
    : QWidget(parent), m_title(new QLabel(this)), m_header(new QHBoxLayout), m_body(new QVBoxLayout),
      m_footer(new QHBoxLayout), m_headerBar(new QWidget(this)), m_footerBar(new QWidget(this))
{
    m_title->setFont(titleFont());
    auto* bar = new QHBoxLayout(m_headerBar);
    bar->setContentsMargins(sizes::kPad, 0, sizes::kGap, 0);
    bar->setSpacing(sizes::kPad);
    bar->addWidget(m_title);
    bar->addLayout(m_header, 1);
    m_header->setSpacing(sizes::kPad);
    m_header->addStretch(1);
    m_headerBar->setMinimumHeight(sizes::kHeader);
    m_footer->setContentsMargins(sizes::kPad, 0, sizes::kPad, 0);
    m_footer->setSpacing(sizes::kGap);
    m_footerBar->setLayout(m_footer);
    m_footerBar->setMinimumHeight(kFooter);
    m_body->setSpacing(0);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 1); // the frame
    column->setSpacing(1);
    column->addWidget(m_headerBar);
    column->addLayout(m_body, 1);
    column->addWidget(m_footerBar);
}

void BatchDialogSection::setTitle(const QString& title) { m_title->setText(title); }

QTableView* BatchDialogSection::makeTable(QAbstractItemModel& model, const char* objectName, QLabel* hint)
{
    auto* table = new QTableView(this);
    table->setObjectName(QString::fromLatin1(objectName));
    table->setModel(&model);
    table->setFrameShape(QFrame::NoFrame);
    table->setShowGrid(false);
    table->setAlternatingRowColors(true);
    table->setWordWrap(false);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table->setTabKeyNavigation(false); // Tab goes on through the dialog
    table->verticalHeader()->hide();
    table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table->verticalHeader()->setMinimumSectionSize(sizes::kRow);
    table->verticalHeader()->setDefaultSectionSize(sizes::kRow);
    QHeaderView* header = table->horizontalHeader();
    header->setMinimumHeight(sizes::kRow);
    header->setStretchLastSection(true);
    header->setHighlightSections(false);
    header->setMinimumSectionSize(sizes::kRow);
    hint->setAlignment(Qt::AlignCenter);
    hint->setWordWrap(true);
    hint->setForegroundRole(QPalette::PlaceholderText);
    hint->setAttribute(Qt::WA_TransparentForMouseEvents);
    auto* middle = new QVBoxLayout(table->viewport());
    middle->addWidget(hint);
    const auto show = [hint, &model] { hint->setVisible(model.rowCount() == 0); };
    connect(&model, &QAbstractItemModel::modelReset, hint, show);
    connect(&model, &QAbstractItemModel::rowsInserted, hint, show);
    connect(&model, &QAbstractItemModel::rowsRemoved, hint, show);
    connect(&model, &QAbstractItemModel::layoutChanged, hint, show);
    return table;
}

void BatchDialogSection::restyle()
{
    m_title->setFont(titleFont());
    for (QTableView* table : findChildren<QTableView*>()) {
        table->setFont(smallerFont(1));
        table->horizontalHeader()->setFont(smallerFont(1));
        const int row = qMax(sizes::kRow, QFontMetrics(smallerFont(1)).height() + sizes::kGap);
        table->verticalHeader()->setDefaultSectionSize(row);
    }
}

void BatchDialogSection::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(m_headerBar->geometry(), tone(Tone::Header));
    painter.setPen(tone(Tone::Line));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
    for (const int y : {m_headerBar->geometry().bottom() + 1, m_footerBar->geometry().top() - 1})
        painter.drawLine(0, y, width() - 1, y);
}

void BatchDialogSection::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    else if (event->type() == QEvent::PaletteChange || event->type() == QEvent::ApplicationFontChange)
        restyle();
}

} // namespace duoscope
