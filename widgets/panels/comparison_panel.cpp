// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/comparison_panel.h"

#include "core/metrics/method_comparison.h"
#include "widgets/bridge/look.h"
#include "widgets/bridge/text.h"
#include "widgets/models/metric_text.h"
#include "widgets/models/pair_standing_model.h"
#include "widgets/models/signed_rank_model.h"
#include "widgets/plots/elided_label.h"
#include "widgets/plots/wins_plot.h"

#include <QButtonGroup>
#include <QClipboard>
#include <QComboBox>
#include <QEvent>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace duoscope {
namespace {

constexpr int kDecimalsOfScores = 2; ///< of all metrics together, in deviations
constexpr int kWide = 640;           ///< from which on parts stand side by side, in a panel that is low

QString directionMark(MetricDirection direction)
{
    return direction == MetricDirection::HigherIsBetter ? QStringLiteral("↑") : QStringLiteral("↓");
}

struct Item {
    QString text, data, tip;
};
using Items = std::vector<Item>;

/// Leaves a box alone that has these items, for its list may be open.
void setItems(QComboBox* box, const Items& items, const QString& current)
{
    bool isSame = box->count() == static_cast<int>(items.size());
    for (int i = 0; isSame && i < box->count(); ++i)
        isSame = box->itemText(i) == items[static_cast<std::size_t>(i)].text &&
                 box->itemData(i).toString() == items[static_cast<std::size_t>(i)].data;
    if (!isSame) {
        box->clear();
        for (const Item& item : items) {
            box->addItem(item.text, item.data);
            box->setItemData(box->count() - 1, item.tip, Qt::ToolTipRole);
        }
    }
    const int index = std::max(0, box->findData(current));
    if (index != box->currentIndex())
        box->setCurrentIndex(index);
}

} // namespace

ComparisonPanel::ComparisonPanel(Session& session, MeasuredResults& results, CompareGrid& grid, QWidget* parent)
    : QWidget(parent), m_session(session), m_results(results), m_grid(grid), m_pages(new QStackedWidget),
      m_pairs(new PairStandingModel(this)), m_test(new SignedRankModel(this))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(makeHead());
    layout->addWidget(m_pages, 1);
    m_pages->addWidget(makeEmpty());
    m_pages->addWidget(makeContent());

    connect(&results, &MeasuredResults::changed, this, &ComparisonPanel::refresh);
    connect(&session, &Session::choiceChanged, this, &ComparisonPanel::refresh);
    connect(&session, &Session::currentPairChanged, this, &ComparisonPanel::selectCurrent);
    restyle();
    retranslate();
}

void ComparisonPanel::setAgainst(const std::string& key)
{
    m_against = key;
    refresh();
}

void ComparisonPanel::setMetric(const std::string& name)
{
    m_metric = name;
    refresh();
}

void ComparisonPanel::setOrder(Order order)
{
    m_order = order;
    refresh();
}

void ComparisonPanel::setPage(Page page)
{
    m_pageButtons->button(static_cast<int>(page))->setChecked(true);
    m_tables->setCurrentIndex(static_cast<int>(page));
    m_metricBox->setEnabled(page == Page::Pairs);
    m_orderBox->setEnabled(page == Page::Pairs);
}

std::optional<std::size_t> ComparisonPanel::first() const { return m_results.set().indexOf(m_session.choice().key()); }

std::optional<std::size_t> ComparisonPanel::second() const
{
    const std::optional<std::size_t> index = m_results.set().indexOf(m_against);
    return index == first() ? std::nullopt : index;
}

std::optional<std::size_t> ComparisonPanel::metricIndex() const
{
    const std::vector<MetricColumn>& metrics = m_results.set().evaluation.metrics;
    const auto found =
        std::find_if(metrics.begin(), metrics.end(), [this](const MetricColumn& m) { return m.name == m_metric; });
    return found == metrics.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - metrics.begin()));
}

void ComparisonPanel::refresh()
{
    const MethodSet& set = m_results.set();
    const Evaluation& evaluation = set.evaluation;
    const QString methods = tr("%n method(s)", nullptr, static_cast<int>(evaluation.methods.size()));
    QStringList facts{tr("%n pair(s)", nullptr, static_cast<int>(set.pairs.size())), methods};
    if (const int measuring = set.missing(ResultKnowledge::Measuring); measuring > 0)
        facts << tr("%1 being measured").arg(measuring);
    if (!set.leftOut.empty())
        facts << tr("%1 left out").arg(set.leftOut.size());
    m_summary->setFullText(facts.join(QStringLiteral(" · ")));
    const int rest = set.missing(ResultKnowledge::NotFused) + set.missing(ResultKnowledge::NotKept) +
                     set.missing(ResultKnowledge::Stale) + set.missing(ResultKnowledge::Failed);
    m_rest->setVisible(rest > 0 && evaluation.methods.size() > 1);
    m_rest->setToolTip(tr("Fuse what is missing for all pairs to be compared; results still missing: %1").arg(rest));

    const bool isComparable = evaluation.methods.size() > 1 && !set.isEmpty();
    m_empty->setText(emptyText());
    const bool anyPair = !m_session.pairs().empty();
    m_fuseMethods->setEnabled(anyPair);
    m_fuseAllMethods->setEnabled(anyPair);
    m_pages->setCurrentIndex(isComparable ? 1 : 0);
    if (!isComparable) {
        m_standings.clear();
        m_pairs->setContents({}, {}, kDecimalsOfScores, false);
        return;
    }
    fillBoxes();
    fillWins();
    fillPairs();
    fillTest();
    arrange();
}

QString ComparisonPanel::emptyText() const
{
    const MethodSet& set = m_results.set();
    if (set.methods.size() > 1 && set.evaluation.methods.size() < 2)
        return tr("Choose at least two methods to compare, above.");
    const int count = static_cast<int>(set.evaluation.methods.size());
    if (count > 1 && set.missing(ResultKnowledge::Measuring) > 0)
        return tr("Results are being measured.");
    if (count > 1)
        return tr("No pair is fused by all %1 methods yet. Fuse the rest, or leave out methods, above.").arg(count);
    return tr(
        "Fuse two pairs with two methods to compare them. Wins by metric, the pairs on which a method falls behind, "
        "and those on which methods disagree most appear here.");
}

void ComparisonPanel::fillBoxes()
{
    const Evaluation& evaluation = m_results.set().evaluation;
    m_firstName->setFullText(m_session.methodTitle(m_session.choice().key()));
    Items methods{{tr("best other"), {}, tr("Whichever of the other methods is best on a pair")}};
    for (const std::string& key : evaluation.methods)
        if (key != m_session.choice().key())
            methods.push_back({m_session.methodTitle(key), toQString(key), {}});
    setItems(m_againstBox, methods, second() ? toQString(m_against) : QString());
    Items metrics{{tr("All metrics"),
                   {},
                   tr("Mean of the metrics' standard scores: how many deviations a value is above the mean of all "
                      "methods and pairs, turned so that higher is better")}};
    for (const MetricColumn& metric : evaluation.metrics)
        metrics.push_back({QString("%1 %2").arg(toQString(metric.name), directionMark(metric.direction)),
                           toQString(metric.name),
                           {}});
    setItems(m_metricBox, metrics, toQString(m_metric));
    m_orderBox->setCurrentIndex(m_orderBox->findData(static_cast<int>(m_order)));
}

void ComparisonPanel::fillWins()
{
    const Evaluation& evaluation = m_results.set().evaluation;
    const MetricTable table = winsTable(evaluation);
    QStringList metrics;
    QList<int> images;
    for (std::size_t metric = 0; metric < evaluation.metrics.size(); ++metric) {
        metrics << toQString(evaluation.metrics[metric].name);
        images << table.cell(0, metric).count;
    }
    QList<WinsPlot::Method> methods;
    for (std::size_t method = 0; method < evaluation.methods.size(); ++method) {
        const std::string& key = evaluation.methods[method];
        WinsPlot::Method shown{m_session.methodTitle(key), m_results.seriesOf(key), {}};
        for (std::size_t metric = 0; metric < evaluation.metrics.size(); ++metric) {
            const MetricValue& wins = table.cell(method, metric).value;
            shown.wins << (wins.isDefined() ? static_cast<int>(wins.value) : 0);
        }
        methods << shown;
    }
    m_wins->setWins(metrics, methods, images);
}

QString ComparisonPanel::reasonOf(const PairLeftOut& pair) const
{
    // What will be over soonest first: it says whether anything is to be done.
    constexpr std::array kOrder{ResultKnowledge::Measuring, ResultKnowledge::Unfinished, ResultKnowledge::Failed,
                                ResultKnowledge::Stale,     ResultKnowledge::NotKept,    ResultKnowledge::NotFused};
    for (const ResultKnowledge because : kOrder) {
        QStringList methods;
        for (const PairLeftOut::Missing& missing : pair.missing)
            if (missing.because == because)
                methods << m_session.methodTitle(missing.method);
        if (methods.isEmpty())
            continue;
        const QString who = methods.join(QStringLiteral(", "));
        switch (because) {
        case ResultKnowledge::Measured:
            break;
        case ResultKnowledge::Measuring:
            return tr("being measured");
        case ResultKnowledge::Unfinished:
            return tr("being fused: %1").arg(who);
        case ResultKnowledge::Failed:
            return tr("failed or stopped: %1").arg(who);
        case ResultKnowledge::Stale:
            return tr("by another model or other settings: %1").arg(who);
        case ResultKnowledge::NotKept:
            return tr("not kept: %1").arg(who);
        case ResultKnowledge::NotFused:
            return tr("not fused: %1").arg(who);
        }
    }
    return {};
}

void ComparisonPanel::fillPairs()
{
    const MethodSet& set = m_results.set();
    const Evaluation& evaluation = set.evaluation;
    const std::optional<std::size_t> a = first(), metric = metricIndex();
    // Whoever is on the way through the list by keyboard stays where they are.
    const int row = m_pairsView->hasFocus() ? m_pairsView->currentIndex().row() : -1;
    const int chosen = row < 0 ? m_session.currentPair() : m_pairs->rows()[static_cast<std::size_t>(row)].pair;
    m_standings.clear();
    std::vector<PairStandingRow> rows;
    if (a) {
        m_standings = standingsOf(evaluation, metric, *a, second());
        if (m_order == Order::WorstFirst)
            sortWorstFirst(m_standings);
        else
            sortMostDisputedFirst(m_standings);
    }
    const auto nameOf = [this](int id) {
        const PairEntry* pair = m_session.pair(id);
        return pair ? pair->name : QString();
    };
    std::vector<bool> counts(set.pairs.size());
    for (const ImageStanding& standing : m_standings) {
        counts[standing.image] = true;
        rows.push_back({set.pairs[standing.image],
                        nameOf(set.pairs[standing.image]),
                        standing,
                        m_session.methodTitle(evaluation.methods[standing.other]),
                        {}});
    }
    for (std::size_t image = 0; a && image < counts.size(); ++image)
        if (!counts[image])
            rows.push_back({set.pairs[image], nameOf(set.pairs[image]), {}, {}, tr("without a value")});
    for (const PairLeftOut& pair : set.leftOut)
        if (a)
            rows.push_back({pair.pair, nameOf(pair.pair), {}, {}, reasonOf(pair)});

    const bool spread = m_order == Order::MostDisputed;
    const QString firstTitle = m_session.methodTitle(m_session.choice().key());
    const QString secondTitle =
        second() ? m_session.methodTitle(m_against) : tr("whichever of the other methods is best on the pair");
    PairStandingModel::Heading heading;
    heading.first = tr("A");
    heading.second = second() ? tr("B") : tr("best other");
    heading.bar = spread ? tr("spread ▾") : second() ? tr("A − B ▾") : tr("A − best ▾");
    heading.firstTip = firstTitle;
    heading.secondTip = secondTitle;
    const QString direction = !metric || evaluation.metrics[*metric].direction == MetricDirection::HigherIsBetter
                                  ? tr("Higher is better.")
                                  : tr("Lower is better.");
    heading.barTip = spread ? m_orderBox->itemData(1, Qt::ToolTipRole).toString()
                            : tr("%1 less %2. %3 ▼ means that A is behind, ▲ that it is ahead.")
                                  .arg(firstTitle, secondTitle, direction);
    heading.firstName = firstTitle;
    m_pairs->setContents(heading, std::move(rows), metric ? evaluation.metrics[*metric].decimals : kDecimalsOfScores,
                         spread);
    m_pairsView->clearSpans();
    for (int below = static_cast<int>(m_standings.size()); below < m_pairs->rowCount(); ++below)
        m_pairsView->setSpan(below, PairStandingModel::FirstColumn, 1, 3);
    m_pairsNote->setText(
        tr("%1 is not among the compared methods. Fuse pairs with it, or choose another method.").arg(firstTitle));
    m_pairsNote->setVisible(!a);
    select(chosen);
}

void ComparisonPanel::fillTest()
{
    const Evaluation& evaluation = m_results.set().evaluation;
    const std::optional<std::size_t> a = first(), b = second();
    const bool isTested = a && b;
    m_test->setContents(isTested ? compareMethods(evaluation, evaluation.methods[*a], evaluation.methods[*b])
                                 : MethodComparison(),
                        m_session.methodTitle(m_session.choice().key()), m_session.methodTitle(m_against));
    m_testNote->setText(tr("Choose one method as B to test A against."));
    m_testNote->setVisible(!isTested);
}

void ComparisonPanel::selectCurrent() { select(m_session.currentPair()); }

void ComparisonPanel::select(int pair)
{
    if (const int chosen = m_pairs->rowOf(pair); chosen < 0) {
        m_pairsView->clearSelection();
    } else {
        m_pairsView->selectRow(chosen);
        m_pairsView->scrollTo(m_pairs->index(chosen, 0));
    }
    const int row = m_pairs->rowOf(m_session.currentPair());
    const int counted = static_cast<int>(m_standings.size());
    const auto behind = std::count_if(m_standings.begin(), m_standings.end(),
                                      [](const ImageStanding& standing) { return standing.lead < 0; });
    QStringList facts;
    if (row >= 0 && row < counted)
        facts << tr("%1 of %2").arg(row + 1).arg(counted);
    if (counted > 0)
        facts << tr("%1 behind").arg(behind);
    m_place->setFullText(facts.join(QStringLiteral(" · ")));
    m_previous->setEnabled(counted > 0 && row != 0);
    m_next->setEnabled(counted > 0 && row != counted - 1);
    m_difference->setEnabled(!secondOn(m_session.currentPair()).empty());
}

std::string ComparisonPanel::secondOn(int pair) const
{
    const Evaluation& evaluation = m_results.set().evaluation;
    if (!first())
        return {};
    if (second())
        return m_against;
    const int row = m_pairs->rowOf(pair);
    return row >= 0 && row < static_cast<int>(m_standings.size())
               ? evaluation.methods[m_standings[static_cast<std::size_t>(row)].other]
               : std::string();
}

void ComparisonPanel::follow(const QModelIndex& index)
{
    lookAt(m_pairs->rows().at(static_cast<std::size_t>(index.row())).pair);
}

void ComparisonPanel::lookAt(int pair)
{
    const bool follows = isDifferenceShown();
    m_session.setCurrentPair(pair);
    if (follows)
        showDifference();
}

void ComparisonPanel::step(int step)
{
    const int counted = static_cast<int>(m_standings.size());
    if (counted == 0)
        return;
    const int row = m_pairs->rowOf(m_session.currentPair());
    const bool isIn = row >= 0 && row < counted;
    const int next = isIn ? std::clamp(row + step, 0, counted - 1) : step > 0 ? 0 : counted - 1;
    lookAt(m_pairs->rows()[static_cast<std::size_t>(next)].pair);
}

bool ComparisonPanel::isDifferenceShown() const
{
    for (std::size_t i = 0; i < m_differenceLayers.size(); ++i)
        if (m_grid.pane(static_cast<int>(i)).layer() != m_differenceLayers[i])
            return false;
    return !m_differenceLayers.empty();
}

void ComparisonPanel::showDifference()
{
    const std::string a = m_session.choice().key(), b = secondOn(m_session.currentPair());
    if (b.empty())
        return;
    const MethodSet& set = m_results.set();
    std::vector<FusionChoice> choices;
    for (const std::string& key : {a, b})
        if (const auto index = set.indexOf(key))
            choices.push_back(set.choices[*index]);
    m_results.fuseMissing({m_session.currentPair()}, choices);
    const LayerSource first{LayerKind::FusedColour, -1, a}, second{LayerKind::FusedColour, -1, b};
    m_differenceLayers = {{first, {}, false}, {second, {}, false}, {first, second, false}};
    for (std::size_t i = 0; i < m_differenceLayers.size(); ++i)
        m_grid.pane(static_cast<int>(i)).setLayer(m_differenceLayers[i]);
    if (m_grid.paneCount() < 4) {
        m_grid.pane(3).setLayer({{LayerKind::Visible, -1, {}}, {}, false});
        m_grid.setPaneCount(4);
    }
}

void ComparisonPanel::fuseRest()
{
    std::vector<int> pairs;
    for (const PairEntry& pair : m_session.pairs())
        pairs.push_back(pair.id);
    const int count = m_results.fuseMissing(pairs, m_results.set().choices);
    Q_EMIT message(tr("%n fusion(s) to do", nullptr, count));
}

void ComparisonPanel::fillMethodsMenu()
{
    m_methodsMenu->clear();
    const MethodSet& set = m_results.set();
    for (const std::string& key : set.methods) {
        QAction* action = m_methodsMenu->addAction(m_session.methodTitle(key).replace('&', "&&"));
        action->setCheckable(true);
        action->setChecked(m_results.isCompared(key));
        connect(action, &QAction::toggled, this, [this, key](bool compared) { m_results.setCompared(key, compared); });
    }
    if (set.methods.empty())
        m_methodsMenu->addAction(tr("Nothing is fused yet"))->setEnabled(false);
}

void ComparisonPanel::arrange()
{
    const bool isWide = width() >= kWide && 2 * height() <= 3 * width();
    m_parts->setDirection(isWide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    constexpr int kLegend = 48;
    m_wins->setMaximumHeight(
        isWide ? QWIDGETSIZE_MAX : std::max(m_wins->comfortableHeight() + kLegend, m_wins->minimumSizeHint().height()));
}

void ComparisonPanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_results.setWatched(this, true);
}

void ComparisonPanel::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    m_results.setWatched(this, false);
}

void ComparisonPanel::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void ComparisonPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::ApplicationFontChange)
        restyle();
    else if (event->type() == QEvent::LanguageChange)
        retranslate();
}

bool ComparisonPanel::eventFilter(QObject* watched, QEvent* event)
{
    // The window's own Ctrl+C copies a picture; here it is the table that has the focus.
    const bool isCopy = (event->type() == QEvent::ShortcutOverride || event->type() == QEvent::KeyPress) &&
                        watched == m_testView && static_cast<QKeyEvent*>(event)->matches(QKeySequence::Copy);
    if (!isCopy)
        return QWidget::eventFilter(watched, event);
    if (event->type() == QEvent::KeyPress)
        QGuiApplication::clipboard()->setText(m_test->copyText());
    event->accept();
    return true;
}

} // namespace duoscope
