// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/dialogs/batch_dialog_pairing.h"

#include "widgets/bridge/job_queue.h"
#include "widgets/bridge/look.h"
#include "widgets/bridge/text.h"
#include "widgets/models/batch_pairing_delegate.h"
#include "widgets/models/batch_pairing_model.h"
#include "widgets/models/batch_pairing_order_model.h"

#include <QCheckBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace duoscope {
namespace {

const QString kPlanTopic = QStringLiteral("batch plan");
const QString kMatchTopic = QStringLiteral("batch match");
constexpr int kIcon = 12;
constexpr qsizetype kToldFiles = 20;

} // namespace

BatchDialogPairing::BatchDialogPairing(QWidget* parent)
    : BatchDialogSection(parent), m_worker(std::make_unique<JobQueue>()),
      m_model(new BatchPairingModel(*m_worker, this)), m_ordered(new BatchPairingOrderModel(this)),
      m_hint(new QLabel(this)), m_problemsFirst(new QCheckBox(this)), m_total(new QLabel(this)),
      m_skipped(new QLabel(this)), m_match(new QPushButton(this))
{
    m_ordered->setSourceModel(m_model);
    m_table = makeTable(*m_ordered, "pairing", m_hint);
    m_table->setItemDelegate(new BatchPairingDelegate(m_table));
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(BatchPairingModel::InfraredColumn, Qt::AscendingOrder);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_table->installEventFilter(this);
    const int widths[] = {28, BatchPairingDelegate::previewWidth(), 104, 104, 78};
    for (int column = 0; column < BatchPairingModel::FindingColumn; ++column)
        m_table->horizontalHeader()->resizeSection(column, widths[column]);
    for (const int column : {BatchPairingModel::CheckColumn, BatchPairingModel::PreviewColumn})
        m_table->horizontalHeader()->setSectionResizeMode(column, QHeaderView::Fixed);
    body().addWidget(m_table, 1);
    m_problemsFirst->setObjectName("problemsFirst");
    m_problemsFirst->setChecked(m_ordered->hasProblemsFirst());
    header().addWidget(m_problemsFirst);

    m_total->setFont(titleFont());
    footer().addWidget(m_total);
    for (Count* count : {&m_good, &m_check, &m_alone, &m_bad})
        *count = addCount();
    footer().addSpacing(sizes::kGap);
    m_skipped->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // it gives way, and the tooltip has all
    m_skipped->installEventFilter(this);
    footer().addWidget(m_skipped, 1);
    m_match->setObjectName("match");
    m_match->setAutoDefault(false);
    footer().addWidget(m_match);

    connect(m_problemsFirst, &QCheckBox::toggled, m_ordered, &BatchPairingOrderModel::setProblemsFirst);
    connect(m_match, &QPushButton::clicked, this, &BatchDialogPairing::chooseMatch);
    connect(m_table, &QWidget::customContextMenuRequested, this, &BatchDialogPairing::showMenu);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this, &BatchDialogPairing::updateButtons);
    connect(m_model, &BatchPairingModel::checkedChanged, this, [this] {
        updateSummary();
        Q_EMIT changed();
    });
    connect(m_worker.get(), &JobQueue::progressed, this, [this](double fraction) {
        if (!m_planning)
            return;
        m_fraction = fraction;
        Q_EMIT changed();
    });
    restyle();
    retranslate();
}

BatchDialogPairing::~BatchDialogPairing()
{
    // The model asks for thumbnails as long as it is shown.
    m_table->setModel(nullptr);
}

BatchDialogPairing::Count BatchDialogPairing::addCount()
{
    const Count count{new QLabel(this), new QLabel(this)};
    footer().addSpacing(sizes::kGap);
    footer().addWidget(count.icon);
    footer().addWidget(count.text);
    return count;
}

void BatchDialogPairing::setSource(const BatchSource& source, std::function<void()> then)
{
    BatchSource wanted = source;
    wanted.matches = m_source.matches;
    if (!(wanted == m_source))
        wanted.matches.clear();
    m_source = wanted;
    m_problem.clear();
    if (source.isEmpty()) {
        m_worker->cancel(kPlanTopic);
        m_planning = false;
        m_model->setPlan({});
        return;
    }
    m_planning = true;
    m_fraction = 0;
    Q_EMIT changed();
    m_worker->submit(
        kPlanTopic, tr("Pairing"),
        [this, wanted](const JobQueue::Context& job) {
            auto plan = std::make_shared<BatchPlan>(planSource(wanted, job.control));
            job.deliver([this, plan] { m_model->setPlan(std::move(*plan)); });
        },
        [this, then = std::move(then)](JobQueue::End end, const QString& sentence) {
            m_planning = false;
            if (end == JobQueue::End::Failed) {
                m_problem = sentence;
                m_model->setPlan({});
                Q_EMIT failed(sentence);
            }
            Q_EMIT changed();
            if (end == JobQueue::End::Finished && then)
                then();
        },
        true);
}

const BatchPlan& BatchDialogPairing::plan() const { return m_model->plan(); }

BatchPlan BatchDialogPairing::checkedPlan() const { return m_model->checkedPlan(); }

int BatchDialogPairing::checkedCount() const { return m_model->checkedCount(); }

bool BatchDialogPairing::isWhole() const
{
    return !m_source.ofSession && m_source.matches.empty() && m_model->checkedCount() == m_model->rowCount();
}

void BatchDialogPairing::setLocked(bool locked)
{
    m_locked = locked;
    m_model->setLocked(locked);
    updateButtons();
}

void BatchDialogPairing::setProblemsFirst(bool first) { m_problemsFirst->setChecked(first); }

bool BatchDialogPairing::hasProblemsFirst() const { return m_problemsFirst->isChecked(); }

int BatchDialogPairing::currentRow() const
{
    const QModelIndex index = m_ordered->mapToSource(m_table->currentIndex());
    return index.isValid() ? index.row() : -1;
}

void BatchDialogPairing::chooseMatch()
{
    const int row = currentRow();
    if (row < 0)
        return;
    const BatchItem& item = m_model->item(row);
    const bool infrared = item.infrared.empty();
    const std::filesystem::path& there = infrared ? item.visible : item.infrared;
    const BatchPlan& plan = m_model->plan();
    const std::filesystem::path folder = infrared ? plan.infrared : plan.visible;
    auto* dialog = new QFileDialog(this,
                                   infrared ? tr("The infrared image of %1").arg(toQString(item.stem))
                                            : tr("The visible image of %1").arg(toQString(item.stem)),
                                   toQString(folder.empty() ? there.parent_path() : folder),
                                   tr("Images (*.png *.jpg *.jpeg *.bmp *.tif *.tiff);;All files (*)"));
    dialog->setObjectName("matchDialog");
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, infrared, stem = item.stem](const QString& file) { matchFile(stem, file, infrared); });
    dialog->show();
}

void BatchDialogPairing::matchFile(const std::string& stem, const QString& file, bool infrared)
{
    const auto& items = m_model->plan().items;
    const auto found =
        std::find_if(items.begin(), items.end(), [&](const BatchItem& item) { return item.stem == stem; });
    if (found == items.end() || m_locked)
        return;
    BatchSource::Pair match{stem, found->infrared, found->visible, found->label};
    (infrared ? match.infrared : match.visible) = toPath(QFileInfo(file).absoluteFilePath());
    std::erase_if(m_source.matches, [&](const BatchSource::Pair& other) { return other.stem == stem; });
    m_source.matches.push_back(match);
    m_worker->submit(
        kMatchTopic, tr("Pairing"),
        [this, match](const JobQueue::Context& job) {
            const BatchItem item = inspectItem(match.stem, match.infrared, match.visible, match.label);
            job.deliver([this, item] { m_model->matchItem(item); });
        },
        {}, true);
}

void BatchDialogPairing::showMenu(const QPoint& position)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(m_match->text(), this, &BatchDialogPairing::chooseMatch)->setEnabled(m_match->isEnabled());
    menu->addSeparator();
    const bool free = !m_locked && m_model->rowCount() > 0;
    menu->addAction(tr("Tick all"), this, [this] { m_model->setAllChecked(true); })->setEnabled(free);
    menu->addAction(tr("Tick only what can be fused"), m_model, &BatchPairingModel::checkOnlyUsable)->setEnabled(free);
    menu->addAction(tr("Untick all"), this, [this] { m_model->setAllChecked(false); })->setEnabled(free);
    menu->popup(m_table->viewport()->mapToGlobal(position));
}

bool BatchDialogPairing::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_skipped && event->type() == QEvent::Resize)
        elideSkipped();
    // Space ticks the row, whichever of its cells has the focus.
    if (watched == m_table && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Space) {
        if (const int row = currentRow(); row >= 0) {
            const QModelIndex box = m_model->index(row, BatchPairingModel::CheckColumn);
            const bool checked = box.data(Qt::CheckStateRole).toInt() == Qt::Checked;
            m_model->setData(box, checked ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
        }
        return true;
    }
    return BatchDialogSection::eventFilter(watched, event);
}

void BatchDialogPairing::showCount(const Count& count, int number, const QString& icon, const QString& text, Tone look)
{
    count.icon->setVisible(number > 0);
    count.text->setVisible(number > 0);
    count.icon->setPixmap(iconInColour(icon, tone(look), kIcon, devicePixelRatioF()));
    count.text->setText(text);
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, tone(look));
    count.text->setPalette(colours);
}

void BatchDialogPairing::updateSummary()
{
    const BatchPlan& plan = m_model->plan();
    const auto count = [&plan](Finding finding) { return static_cast<int>(plan.count(finding)); };
    const int all = static_cast<int>(plan.items.size());
    const int good = count(Finding::Good);
    const int check = count(Finding::Deep) + count(Finding::NoLabel);
    const int alone = count(Finding::NoInfrared) + count(Finding::NoVisible);
    const int bad = count(Finding::SizesDiffer) + count(Finding::Unreadable);
    m_total->setText(m_model->checkedCount() == all
                         ? tr("%n pair(s)", nullptr, all)
                         : tr("%1 of %n pair(s)", nullptr, all).arg(m_model->checkedCount()));
    m_total->setVisible(all > 0);
    showCount(m_good, good, "check", tr("%1 good").arg(good), Tone::Good);
    showCount(m_check, check, "warning", tr("%1 to check").arg(check), Tone::Warn);
    showCount(m_alone, alone, "error", tr("%1 without partner").arg(alone), Tone::Error);
    showCount(m_bad, bad, "error", tr("%1 unusable").arg(bad), Tone::Error);

    QStringList lines;
    for (const SkippedFile& file : plan.skipped)
        lines << QString("%1: %2").arg(toQString(file.file.filename()), toQString(file.reason));
    for (const std::string& problem : plan.problems)
        lines << toQString(problem);
    const qsizetype passed = lines.size();
    if (passed > kToldFiles)
        lines = lines.mid(0, kToldFiles) << tr("and %1 more").arg(passed - kToldFiles);
    m_skippedText = passed == 0 ? QString()
                    : passed == 1 && plan.skipped.size() == 1
                        ? tr("%1 skipped").arg(toQString(plan.skipped[0].file.filename()))
                        : tr("%1 skipped").arg(passed);
    elideSkipped();
    m_skipped->setToolTip(lines.join('\n'));
    m_skipped->setAccessibleDescription(lines.join('\n'));
    updateButtons();
}

void BatchDialogPairing::elideSkipped()
{
    m_skipped->setText(m_skipped->fontMetrics().elidedText(m_skippedText, Qt::ElideRight, m_skipped->width()));
}

void BatchDialogPairing::updateButtons() { m_match->setEnabled(!m_locked && currentRow() >= 0); }

void BatchDialogPairing::restyle()
{
    BatchDialogSection::restyle();
    m_total->setFont(titleFont());
    QPalette quiet = palette();
    quiet.setColor(QPalette::WindowText, tone(Tone::Secondary));
    m_skipped->setPalette(quiet);
    for (QLabel* label : {m_good.text, m_check.text, m_alone.text, m_bad.text, m_skipped})
        label->setFont(smallerFont(1));
    updateSummary();
}

void BatchDialogPairing::retranslate()
{
    setTitle(tr("Pairing"));
    m_table->setAccessibleName(tr("Pairing"));
    m_problemsFirst->setText(tr("Problems first"));
    m_hint->setText(tr("What pairs and what does not is shown here, before anything runs."));
    m_match->setText(tr("Match by hand…"));
    giveRoom(*m_match);
    m_match->setToolTip(tr("Choose the partner of the selected pair's file"));
    m_model->retranslate();
    updateSummary();
}

} // namespace duoscope
