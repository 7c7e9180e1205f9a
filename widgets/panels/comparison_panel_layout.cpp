// SPDX-License-Identifier: GPL-3.0-or-later
// What the panel is made of: its widgets, their texts and looks.
#include "widgets/panels/comparison_panel.h"

#include "widgets/bridge/look.h"
#include "widgets/models/pair_standing_model.h"
#include "widgets/models/signed_rank_model.h"
#include "widgets/panels/pair_standing_delegate.h"
#include "widgets/plots/elided_label.h"
#include "widgets/plots/wins_plot.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>

namespace duoscope {
namespace {

QToolButton* makeButton(Qt::ToolButtonStyle style)
{
    auto* button = new QToolButton;
    button->setToolButtonStyle(style);
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

QLabel* makeNote()
{
    auto* note = new QLabel;
    note->setWordWrap(true);
    note->setAlignment(Qt::AlignCenter);
    note->setForegroundRole(QPalette::PlaceholderText);
    note->setAttribute(Qt::WA_TransparentForMouseEvents);
    return note;
}

} // namespace

QWidget* ComparisonPanel::makeHead()
{
    auto* head = new QWidget;
    auto* layout = new QHBoxLayout(head);
    layout->setContentsMargins(sizes::kPad, sizes::kGap, sizes::kPad, sizes::kGap);
    layout->setSpacing(sizes::kGap);
    m_summary = new ElidedLabel;
    m_rest = makeButton(Qt::ToolButtonTextBesideIcon);
    m_methods = makeButton(Qt::ToolButtonTextOnly);
    m_methodsMenu = new QMenu(this);
    m_methodsMenu->setToolTipsVisible(true);
    m_methods->setMenu(m_methodsMenu);
    m_methods->setPopupMode(QToolButton::InstantPopup);
    for (QToolButton* button : {m_rest, m_methods})
        button->setAutoRaise(true);
    layout->addWidget(m_summary, 1);
    layout->addWidget(m_rest);
    layout->addWidget(m_methods);
    connect(m_rest, &QToolButton::clicked, this, &ComparisonPanel::fuseRest);
    connect(m_methodsMenu, &QMenu::aboutToShow, this, &ComparisonPanel::fillMethodsMenu);
    return head;
}

QWidget* ComparisonPanel::makeEmpty()
{
    auto* page = new QWidget;
    page->setBackgroundRole(QPalette::Base);
    page->setAutoFillBackground(true);
    m_empty = makeNote();
    m_fuseMethods = new QPushButton;
    m_fuseAllMethods = new QPushButton;
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(2 * sizes::kPad, sizes::kPad, 2 * sizes::kPad, sizes::kPad);
    layout->setSpacing(sizes::kPad);
    layout->addStretch();
    layout->addWidget(m_empty);
    layout->addSpacing(sizes::kGap);
    layout->addWidget(m_fuseMethods, 0, Qt::AlignHCenter);
    layout->addWidget(m_fuseAllMethods, 0, Qt::AlignHCenter);
    layout->addStretch();
    connect(m_fuseMethods, &QPushButton::clicked, this, &ComparisonPanel::fuseMethodsAsked);
    connect(m_fuseAllMethods, &QPushButton::clicked, this, &ComparisonPanel::fuseAllMethodsAsked);
    return page;
}

QTableView* ComparisonPanel::makeTable(QAbstractItemModel* model, QLabel* note)
{
    auto* view = new QTableView;
    view->setModel(model);
    view->setFrameShape(QFrame::NoFrame);
    view->setAlternatingRowColors(true);
    view->setShowGrid(false);
    view->setWordWrap(false);
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->setSelectionMode(QAbstractItemView::SingleSelection);
    view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view->setTabKeyNavigation(false);
    view->setMinimumHeight(3 * sizes::kRow);
    view->verticalHeader()->hide();
    view->verticalHeader()->setDefaultSectionSize(sizes::kRow);
    view->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    view->horizontalHeader()->setHighlightSections(false);
    view->horizontalHeader()->setFixedHeight(sizes::kRow);
    view->installEventFilter(this);
    auto* over = new QVBoxLayout(view->viewport());
    over->addWidget(note);
    return view;
}

QWidget* ComparisonPanel::makeContent()
{
    m_wins = new WinsPlot;
    connect(m_wins, &WinsPlot::metricClicked, this, [this](int metric) {
        setMetric(m_results.set().evaluation.metrics.at(static_cast<std::size_t>(metric)).name);
    });

    auto* who = new QHBoxLayout;
    who->setSpacing(sizes::kGap);
    m_firstLetter = new QLabel;
    m_firstName = new ElidedLabel;
    m_againstLabel = new QLabel;
    m_againstBox = new QComboBox;
    m_againstLabel->setBuddy(m_againstBox);
    m_againstLabel->setForegroundRole(QPalette::PlaceholderText);
    who->addWidget(m_firstLetter);
    who->addWidget(m_firstName, 1);
    who->addWidget(m_againstLabel);
    who->addWidget(m_againstBox, 1);
    connect(m_againstBox, &QComboBox::activated, this,
            [this] { setAgainst(m_againstBox->currentData().toString().toStdString()); });

    auto* what = new QHBoxLayout;
    what->setSpacing(sizes::kGap);
    auto* segments = new QHBoxLayout;
    segments->setSpacing(0);
    m_pageButtons = new QButtonGroup(this);
    for (const Page page : {Page::Pairs, Page::Test}) {
        QToolButton* button = makeButton(Qt::ToolButtonTextOnly);
        button->setCheckable(true);
        button->setChecked(page == Page::Pairs);
        m_pageButtons->addButton(button, static_cast<int>(page));
        segments->addWidget(button);
    }
    connect(m_pageButtons, &QButtonGroup::idClicked, this, [this](int id) { setPage(static_cast<Page>(id)); });
    m_metricBox = new QComboBox;
    m_orderBox = new QComboBox;
    for (const Order order : {Order::WorstFirst, Order::MostDisputed})
        m_orderBox->addItem({}, static_cast<int>(order));
    what->addLayout(segments);
    what->addSpacing(sizes::kGap);
    what->addWidget(m_metricBox, 1);
    what->addWidget(m_orderBox, 1);
    connect(m_metricBox, &QComboBox::activated, this,
            [this] { setMetric(m_metricBox->currentData().toString().toStdString()); });
    connect(m_orderBox, &QComboBox::activated, this,
            [this] { setOrder(static_cast<Order>(m_orderBox->currentData().toInt())); });
    for (QComboBox* box : {m_againstBox, m_metricBox, m_orderBox}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(6);
    }

    m_pairsNote = makeNote();
    m_testNote = makeNote();
    m_pairsView = makeTable(m_pairs, m_pairsNote);
    m_pairsView->setItemDelegate(new PairStandingDelegate(m_pairsView));
    m_testView = makeTable(m_test, m_testNote);
    m_tables = new QStackedWidget;
    m_tables->addWidget(m_pairsView);
    m_tables->addWidget(m_testView);
    connect(m_pairsView, &QTableView::clicked, this, &ComparisonPanel::follow);
    connect(m_pairsView, &QTableView::activated, this, &ComparisonPanel::follow);
    QHeaderView* header = m_pairsView->horizontalHeader();
    header->setSectionResizeMode(QHeaderView::ResizeToContents);
    header->setSectionResizeMode(PairStandingModel::PairColumn, QHeaderView::Stretch);
    header->setSectionResizeMode(PairStandingModel::BarColumn, QHeaderView::Fixed);
    header->setMinimumSectionSize(5 * sizes::kPad);
    m_testView->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_testView->horizontalHeader()->setMinimumSectionSize(4 * sizes::kPad);

    auto* steps = new QHBoxLayout;
    steps->setSpacing(sizes::kGap);
    m_previous = makeButton(Qt::ToolButtonTextBesideIcon);
    m_next = makeButton(Qt::ToolButtonTextBesideIcon);
    m_place = new ElidedLabel;
    m_place->setForegroundRole(QPalette::PlaceholderText);
    m_difference = makeButton(Qt::ToolButtonTextBesideIcon);
    steps->addWidget(m_previous);
    steps->addWidget(m_next);
    steps->addSpacing(sizes::kGap);
    steps->addWidget(m_place, 1);
    steps->addWidget(m_difference);
    connect(m_previous, &QToolButton::clicked, this, [this] { step(-1); });
    connect(m_next, &QToolButton::clicked, this, [this] { step(1); });
    connect(m_difference, &QToolButton::clicked, this, &ComparisonPanel::showDifference);

    auto* lower = new QWidget;
    auto* lowerLayout = new QVBoxLayout(lower);
    lowerLayout->setContentsMargins(0, sizes::kGap, 0, sizes::kGap);
    lowerLayout->setSpacing(sizes::kGap);
    for (QHBoxLayout* row : {who, what}) {
        row->setContentsMargins(sizes::kPad, 0, sizes::kPad, 0);
        lowerLayout->addLayout(row);
    }
    lowerLayout->addWidget(m_tables, 1);
    steps->setContentsMargins(sizes::kPad, 0, sizes::kPad, 0);
    lowerLayout->addLayout(steps);

    auto* content = new QWidget;
    m_parts = new QBoxLayout(QBoxLayout::TopToBottom, content);
    m_parts->setContentsMargins({});
    m_parts->setSpacing(0);
    m_parts->addWidget(m_wins, 2);
    m_parts->addWidget(lower, 3);
    return content;
}

void ComparisonPanel::retranslate()
{
    m_rest->setText(tr("Fuse the rest"));
    m_methods->setText(tr("Methods"));
    m_methods->setToolTip(
        tr("Which methods are compared. Tables and means are of the pairs that all of them have fused."));
    m_methods->setAccessibleName(tr("Compared methods"));
    m_fuseMethods->setText(tr("Fuse this pair with all methods"));
    m_fuseAllMethods->setText(tr("Fuse all pairs with all methods"));
    m_wins->setTitle(tr("Wins per metric"), tr("pairs"));
    m_firstLetter->setText(tr("A"));
    m_againstLabel->setText(tr("against B"));
    m_againstBox->setAccessibleName(tr("Method B"));
    m_againstBox->setToolTip(tr("What A, the current method, is compared with"));
    const auto name = [this](Page page, const QString& text, const QString& tip) {
        QAbstractButton* button = m_pageButtons->button(static_cast<int>(page));
        button->setText(text);
        button->setToolTip(tip);
    };
    name(Page::Pairs, tr("Pairs"), tr("The pairs, those worth a look first"));
    name(Page::Test, tr("Test"), tr("Wilcoxon's signed-rank test of A against B, metric by metric"));
    m_metricBox->setAccessibleName(tr("Metric"));
    m_metricBox->setToolTip(tr("By which metric pairs are sorted"));
    m_orderBox->setItemText(0, tr("Worst for A"));
    m_orderBox->setItemText(1, tr("Most disputed"));
    m_orderBox->setItemData(0, tr("By how far A is behind B"), Qt::ToolTipRole);
    m_orderBox->setItemData(1,
                            tr("By the spread: the largest less the smallest value among all compared methods; of all "
                               "metrics together their mean, each in deviations of its metric"),
                            Qt::ToolTipRole);
    m_orderBox->setAccessibleName(tr("Order of the pairs"));
    m_pairsView->setAccessibleName(tr("Pairs by standing"));
    m_testView->setAccessibleName(tr("Signed-rank test"));
    m_previous->setText(tr("Previous"));
    m_previous->setToolTip(tr("Look at the pair above in the list (Shift+N)"));
    m_next->setText(tr("Next"));
    m_next->setToolTip(tr("Look at the pair below in the list (N)"));
    m_difference->setText(tr("A − B"));
    m_difference->setToolTip(tr("Show A, B and their difference in panes; they follow while you step (Shift+D)"));
    m_difference->setAccessibleName(tr("Show the difference"));
    refresh();
}

void ComparisonPanel::restyle()
{
    for (QTableView* view : {m_pairsView, m_testView}) {
        view->setFont(smallerFont(1));
        view->horizontalHeader()->setFont(smallerFont(1));
    }
    m_place->setFont(smallerFont(1));
    m_firstLetter->setFont(titleFont());
    m_firstName->setFont(titleFont());
    m_rest->setIcon(lineIcon("fuse"));
    m_fuseMethods->setIcon(lineIcon("fuse"));
    m_fuseAllMethods->setIcon(lineIcon("fuse"));
    m_previous->setIcon(lineIcon("back"));
    m_next->setIcon(lineIcon("next"));
    m_difference->setIcon(lineIcon("difference"));
    m_pairsView->horizontalHeader()->resizeSection(
        PairStandingModel::BarColumn,
        QFontMetrics(smallerFont(1)).horizontalAdvance(QStringLiteral("−00.000 ▼")) + 9 * sizes::kPad);
}

} // namespace duoscope
