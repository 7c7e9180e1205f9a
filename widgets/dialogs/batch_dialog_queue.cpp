// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/dialogs/batch_dialog_queue.h"

#include "widgets/bridge/look.h"
#include "widgets/bridge/text.h"
#include "widgets/models/batch_queue_delegate.h"
#include "widgets/models/batch_queue_filter_model.h"
#include "widgets/models/batch_queue_model.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QScrollBar>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace duoscope {

using Group = BatchQueueModel::Group;

BatchDialogQueue::BatchDialogQueue(QWidget* parent)
    : BatchDialogSection(parent), m_model(new BatchQueueModel(this)), m_filtered(new BatchQueueFilterModel(this)),
      m_empty(new QLabel(this)), m_follow(new QCheckBox(this)), m_hint(new QLabel(this)), m_retry(new QPushButton(this))
{
    m_filtered->setSourceModel(m_model);
    m_table = makeTable(*m_filtered, "queue", m_empty);
    m_table->setItemDelegate(new BatchQueueDelegate(m_table));
    const int widths[] = {119, 160, 206, 70};
    for (int column = 0; column < BatchQueueModel::MessageColumn; ++column)
        m_table->horizontalHeader()->resizeSection(column, widths[column]);
    m_table->installEventFilter(this);
    m_table->viewport()->installEventFilter(this); // the wheel's
    body().addWidget(m_table, 1);

    auto* segments = new QHBoxLayout;
    segments->setSpacing(0);
    auto* group = new QButtonGroup(this);
    const char* const names[] = {"filterAll", "filterWaiting", "filterDone", "filterFailed"};
    for (int i = 0; i < 4; ++i) {
        auto* button = m_filters[i] = new QToolButton(this);
        button->setObjectName(QString::fromLatin1(names[i]));
        button->setCheckable(true);
        button->setAutoRaise(true); // so that the one in force is the one that looks pressed
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        button->setFocusPolicy(Qt::TabFocus);
        group->addButton(button, i);
        segments->addWidget(button);
    }
    m_filters[0]->setChecked(true);
    header().addLayout(segments);
    m_follow->setObjectName("follow");
    m_follow->setChecked(true);
    header().addWidget(m_follow);
    footer().addWidget(m_hint);
    footer().addStretch(1);
    m_retry->setObjectName("retry");
    m_retry->setAutoDefault(false);
    footer().addWidget(m_retry);

    connect(group, &QButtonGroup::idClicked, this, [this](int id) {
        m_filtered->setGroup(static_cast<Group>(id));
        updateButtons();
        follow();
    });
    connect(m_model, &BatchQueueModel::countsChanged, this, &BatchDialogQueue::updateButtons);
    connect(m_follow, &QCheckBox::toggled, this, &BatchDialogQueue::follow);
    connect(m_retry, &QPushButton::clicked, this, &BatchDialogQueue::retryAsked);
    connect(m_table, &QTableView::activated, this, &BatchDialogQueue::openRow);
    // Whoever goes elsewhere in the table wants to stay there.
    connect(m_table, &QTableView::pressed, m_follow, [this] { m_follow->setChecked(false); });
    connect(m_table->verticalScrollBar(), &QScrollBar::sliderPressed, m_follow,
            [this] { m_follow->setChecked(false); });
    restyle();
    retranslate();
}

void BatchDialogQueue::setTasks(std::vector<BatchItem> items, const QStringList& methods)
{
    m_model->setTasks(std::move(items), methods);
    m_table->scrollToTop();
}

void BatchDialogQueue::retranslateMethods(const QStringList& methods) { m_model->setMethodTitles(methods); }

void BatchDialogQueue::update(const std::vector<TaskUpdate>& updates)
{
    m_model->update(updates);
    follow();
}

void BatchDialogQueue::setRunning(bool running)
{
    m_running = running;
    if (!running)
        m_model->settle();
    updateButtons();
}

int BatchDialogQueue::failedCount() const { return m_model->count(Group::Failed); }

bool BatchDialogQueue::isFollowing() const { return m_follow->isChecked(); }

void BatchDialogQueue::setFollowing(bool following) { m_follow->setChecked(following); }

void BatchDialogQueue::follow()
{
    const int row = m_follow->isChecked() ? m_model->runningRow() : -1;
    const QModelIndex index = row < 0 ? QModelIndex() : m_filtered->mapFromSource(m_model->index(row, 0));
    if (!index.isValid() || index.row() == m_table->currentIndex().row())
        return;
    m_table->selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    m_table->scrollTo(index, QAbstractItemView::PositionAtCenter);
}

void BatchDialogQueue::openRow(const QModelIndex& index)
{
    const QModelIndex task = m_filtered->mapToSource(index);
    if (task.isValid() && m_model->isDone(task.row()))
        Q_EMIT openAsked(m_model->item(task.row()));
}

bool BatchDialogQueue::eventFilter(QObject* watched, QEvent* event)
{
    constexpr std::array kMoving{Qt::Key_Up, Qt::Key_Down, Qt::Key_PageUp, Qt::Key_PageDown, Qt::Key_Home, Qt::Key_End};
    const bool moves = watched == m_table && event->type() == QEvent::KeyPress &&
                       std::count(kMoving.begin(), kMoving.end(), static_cast<QKeyEvent*>(event)->key()) > 0;
    if (moves || event->type() == QEvent::Wheel)
        m_follow->setChecked(false);
    return BatchDialogSection::eventFilter(watched, event);
}

void BatchDialogQueue::updateButtons()
{
    const QString texts[] = {tr("All %1"), tr("Waiting %1"), tr("Done %1"), tr("Failed %1")};
    for (int i = 0; i < 4; ++i) {
        m_filters[i]->setText(texts[i].arg(countText(m_model->count(static_cast<Group>(i)))));
        QFont font = this->font();
        font.setWeight(m_filters[i]->isChecked() ? QFont::DemiBold : QFont::Normal);
        m_filters[i]->setFont(font);
    }
    m_retry->setEnabled(!m_running && failedCount() > 0);
}

void BatchDialogQueue::restyle()
{
    BatchDialogSection::restyle();
    QPalette quiet = palette();
    quiet.setColor(QPalette::WindowText, tone(Tone::Secondary));
    m_hint->setPalette(quiet);
    m_hint->setFont(smallerFont(1));
    m_retry->setIcon(lineIcon("repeat"));
}

void BatchDialogQueue::retranslate()
{
    setTitle(tr("Queue"));
    m_table->setAccessibleName(tr("Queue"));
    m_empty->setText(tr("No tasks here."));
    m_follow->setText(tr("Follow the running item"));
    m_hint->setText(tr("Double-click opens a finished item in the panes. A failed item never stops the queue."));
    m_retry->setText(tr("Retry failed"));
    giveRoom(*m_retry);
    m_retry->setToolTip(tr("Look at the sources again and fuse what failed; what is done stays"));
    m_model->retranslate();
    updateButtons();
}

} // namespace duoscope
