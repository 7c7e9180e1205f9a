// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/metrics_panel.h"

#include "core/fusion/method_registry.h"
#include "widgets/bridge/layer_text.h"
#include "widgets/bridge/look.h"
#include "widgets/bridge/text.h"
#include "widgets/models/measured_results.h"
#include "widgets/models/metric_text.h"
#include "widgets/panels/metric_delegate.h"
#include "widgets/panels/metric_table_view.h"
#include "widgets/plots/elided_label.h"

#include <QButtonGroup>
#include <QClipboard>
#include <QComboBox>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QSettings>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace duoscope {
namespace {

const QString kTopic = QStringLiteral("metrics");
const QString kColumnsKey = QStringLiteral("metrics/columns");
const QString kConventionKey = QStringLiteral("metrics/convention");

/// What-if of a result, maybe still being computed; null where there is none.
TracePointer whatIfTrace(const FusionResult& result) { return result.attributed ? result.trace : nullptr; }

std::vector<MetricInfo> infosOf(const std::vector<std::string>& names, MetricConvention convention)
{
    std::vector<MetricInfo> infos;
    for (const std::string& name : names)
        infos.push_back(metricInfo(name, convention));
    return infos;
}

/// Those names that are metrics, in the order of the registry.
std::vector<std::string> knownMetrics(const QStringList& names)
{
    std::vector<std::string> known;
    for (const MetricInfo& info : metricInfos(MetricConvention::Paper))
        if (names.contains(toQString(info.name)))
            known.push_back(info.name);
    return known;
}

} // namespace

MetricsPanel::MetricsPanel(Session& session, MetricStore& store, MeasuredResults& results, QWidget* parent)
    : QWidget(parent), m_session(session), m_store(store), m_results(results), m_metrics(paperTableMetrics()),
      m_model(new MetricTableModel(this)), m_view(new MetricTableView(*m_model)), m_rowsLabel(new QLabel),
      m_rowButtons(new QButtonGroup(this)), m_valuesLabel(new QLabel), m_valueButtons(new QButtonGroup(this)),
      m_conventionLabel(new QLabel), m_conventionBox(new QComboBox), m_columnsButton(new QToolButton),
      m_columnsMenu(new QMenu(this)), m_copyButton(new QToolButton), m_copyMenu(new QMenu(this)), m_empty(new QLabel),
      m_footnote(new ElidedLabel)
{
    const QSettings settings;
    if (const auto remembered = knownMetrics(settings.value(kColumnsKey).toStringList()); !remembered.empty())
        m_metrics = remembered;
    if (settings.value(kConventionKey).toString() == toQString(toString(MetricConvention::Toolbox)))
        m_convention = MetricConvention::Toolbox;

    connect(m_columnsMenu, &QMenu::aboutToShow, this, &MetricsPanel::fillColumnsMenu);
    makeTable();
    m_footnote->setFixedHeight(sizes::kFooter);
    m_footnote->setForegroundRole(QPalette::PlaceholderText);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(makeBar());
    layout->addWidget(m_view, 1);
    layout->addWidget(padded(m_footnote, 0));

    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &MetricsPanel::refresh);
    const auto soon = [this] { m_soon.start(0); };
    connect(&session, &Session::traceChanged, this, soon);
    connect(&session, &Session::pairChanged, this, soon);
    connect(&session, &Session::pairRemoved, this, soon);
    connect(&session, &Session::currentPairChanged, this, soon);
    connect(&session, &Session::choiceChanged, this, soon);
    connect(&session, &Session::stageChanged, this, &MetricsPanel::selectCurrent);
    connect(&store, &MetricStore::measured, this, &MetricsPanel::fill);
    connect(&results, &MeasuredResults::changed, this, [this] {
        if (isOfAllPairs())
            refresh();
    });
    results.setWanted(m_metrics, m_convention);
    restyle();
    retranslate();
}

void MetricsPanel::setRows(Rows rows)
{
    if (rows == m_rowsShown)
        return;
    m_rowsShown = rows;
    m_rowButtons->button(static_cast<int>(rows))->setChecked(true);
    watch();
    refresh();
}

void MetricsPanel::setValues(Values values)
{
    if (values == m_values)
        return;
    m_values = values;
    m_valueButtons->button(static_cast<int>(values))->setChecked(true);
    watch();
    refresh();
}

void MetricsPanel::watch() { m_results.setWatched(this, isOfAllPairs() && isVisible()); }

void MetricsPanel::setConvention(MetricConvention convention)
{
    if (convention == m_convention)
        return;
    m_convention = convention;
    m_conventionBox->setCurrentIndex(m_conventionBox->findData(static_cast<int>(convention)));
    QSettings().setValue(kConventionKey, toQString(toString(convention)));
    m_results.setWanted(m_metrics, m_convention);
    refresh();
    Q_EMIT conventionChanged(convention);
}

void MetricsPanel::setMetrics(const std::vector<std::string>& names)
{
    QStringList list;
    for (const std::string& name : names)
        list.append(toQString(name));
    m_metrics = knownMetrics(list);
    QSettings().setValue(kColumnsKey, list);
    m_results.setWanted(m_metrics, m_convention);
    refresh();
}

MetricsPanel::Line MetricsPanel::lineOf(const QString& name, const PairEntry& pair, const FusionResult& result) const
{
    Line line;
    line.name = name;
    line.image.trace = finishedTrace(result);
    line.isUnfinished = !line.image.trace && isUnderWay(result);
    line.choice = result.choice;
    line.pair = pair.id;
    line.seconds = line.image.trace ? line.image.trace->seconds() : result.seconds;
    return line;
}

std::vector<MetricsPanel::Line> MetricsPanel::methodLines() const
{
    const PairEntry* pair = m_session.pair(m_session.currentPair());
    if (!pair)
        return {};
    std::vector<std::string> keys;
    for (const auto& [key, result] : pair->results)
        keys.push_back(key);
    sortAsMenu(keys);
    std::vector<Line> lines, whatIfs;
    for (const std::string& key : keys) {
        const FusionResult& result = pair->results.at(key);
        const QString title = m_session.methodTitle(key);
        if (finishedTrace(result) || isUnderWay(result) || result.state == ResultState::LetGo)
            lines.push_back(lineOf(title, *pair, result));
        if (const TracePointer trace = whatIfTrace(result)) {
            whatIfs.push_back(lineOf(tr("%1 · what if").arg(title), *pair, result));
            whatIfs.back().image.trace = trace;
            whatIfs.back().isUnfinished = false;
            whatIfs.back().seconds = trace->seconds();
            whatIfs.back().whatIf = true;
        }
    }
    lines.insert(lines.begin(), whatIfs.begin(), whatIfs.end());
    return lines;
}

std::vector<MetricsPanel::Line> MetricsPanel::stageLines() const
{
    const TracePointer trace = m_session.currentTrace();
    std::vector<Line> lines;
    for (int k = 0; trace && k < static_cast<int>(trace->stages.size()); ++k) {
        Line line;
        line.name = "f" + subscript(k);
        line.image = {trace, k};
        line.choice = m_session.choice();
        lines.push_back(std::move(line));
    }
    return lines;
}

std::vector<MetricsPanel::Line> MetricsPanel::pairLines() const
{
    std::vector<Line> lines;
    for (const PairEntry& pair : m_session.pairs()) {
        const auto result = pair.results.find(m_session.choice().key());
        if (result != pair.results.end() &&
            (finishedTrace(result->second) || isUnderWay(result->second) || result->second.state == ResultState::LetGo))
            lines.push_back(lineOf(pair.name, pair, result->second));
    }
    return lines;
}

std::vector<MetricsPanel::Line> MetricsPanel::meanLines() const
{
    const MethodSet& set = m_results.set();
    std::vector<Line> lines;
    for (const FusionChoice& choice : set.choices) {
        if (set.isEmpty())
            break;
        Line line;
        line.name = m_session.methodTitle(choice.key());
        line.choice = choice;
        lines.push_back(std::move(line));
    }
    return lines;
}

const MetricValue* MetricsPanel::valueOf(const Line& line, const std::string& metric) const
{
    return line.image.trace ? m_store.find(line.image, metric, m_convention)
                            : m_results.find(line.pair, line.choice.key(), metric, m_convention);
}

void MetricsPanel::refresh()
{
    m_lines = isOfAllPairs()                 ? meanLines()
              : m_rowsShown == Rows::Methods ? methodLines()
              : m_rowsShown == Rows::Stages  ? stageLines()
                                             : pairLines();
    for (QAbstractButton* button : m_valueButtons->buttons())
        button->setEnabled(m_rowsShown == Rows::Methods);
    if (isVisible()) {
        std::vector<FusedImage> images;
        for (const Line& line : m_lines)
            if (line.image.trace)
                images.push_back(line.image);
        m_store.request(kTopic, std::move(images), m_metrics, m_convention);
    }
    fill();
    m_view->setUsualNumber(isOfAllPairs() ? QStringLiteral("00.000 ± 0.000") : QStringLiteral("00.000"));
    selectCurrent();
    m_empty->setText(emptyText());
    m_empty->setVisible(m_lines.empty());
    m_footnote->setFullText(footnote());
}

void MetricsPanel::fill()
{
    if (isOfAllPairs()) {
        fillMeans();
        return;
    }
    const bool measuring = m_store.isMeasuring(kTopic);
    std::vector<MetricRow> rows;
    for (const Line& line : m_lines) {
        MetricRow row{line.name, line.whatIf ? MetricRow::Kind::WhatIf : MetricRow::Kind::Plain, {}};
        for (const std::string& name : m_metrics) {
            if (line.isUnfinished)
                row.cells.push_back(std::nullopt);
            else if (const MetricValue* value = valueOf(line, name))
                row.cells.emplace_back(*value);
            else if (!line.image.trace)
                row.cells.emplace_back(MetricValue::undefined("let go before it was measured"));
            else
                row.cells.push_back(measuring || line.image.pixels().empty() ? std::nullopt
                                                                             : std::optional(MetricCell()));
        }
        if (m_rowsShown == Rows::Methods)
            row.series = m_results.seriesOf(line.choice.key());
        rows.push_back(std::move(row));
    }
    if (m_rowsShown == Rows::Methods)
        addExtras(rows);
    if (m_rowsShown == Rows::Pairs && rows.size() > 1) {
        MetricRow mean{tr("Mean"), MetricRow::Kind::Mean, {}};
        MetricRow deviation{tr("Deviation"), MetricRow::Kind::Deviation, {}};
        for (std::size_t column = 0; column < m_metrics.size(); ++column) {
            std::vector<MetricValue> values;
            for (const MetricRow& row : rows)
                if (row.cells[column])
                    values.push_back(row.cells[column]->value);
            if (values.size() < rows.size()) {
                mean.cells.emplace_back();
                deviation.cells.emplace_back();
                continue;
            }
            const MetricCell cell = meanOf(values);
            deviation.cells.emplace_back(cell.deviation
                                             ? MetricValue(*cell.deviation)
                                             : MetricValue::undefined("there are fewer than two finite values"));
            mean.cells.emplace_back(cell).value().deviation.reset(); // has a row of its own
        }
        rows.push_back(std::move(mean));
        rows.push_back(std::move(deviation));
    }
    const QString heading = m_rowsShown == Rows::Methods  ? tr("Method")
                            : m_rowsShown == Rows::Stages ? tr("Stage")
                                                          : tr("Pair");
    // Pairs do not compete: their scenes differ.
    m_model->setContents(heading, infosOf(m_metrics, m_convention), std::move(rows), m_rowsShown != Rows::Pairs,
                         m_rowsShown == Rows::Methods ? extraColumns(static_cast<int>(m_metrics.size()))
                                                      : std::vector<ExtraColumn>());
}

std::vector<ExtraColumn> MetricsPanel::extraColumns(int wins) const
{
    return {{{"wins", MetricDirection::HigherIsBetter, "", 0},
             tr("wins"),
             tr("How often the method is the best, of %1; those that share a best value all are").arg(wins)},
            {{"s/pair", MetricDirection::LowerIsBetter, "s", 3}, tr("s/pair"), tr("Seconds that fusing a pair took")}};
}

void MetricsPanel::addExtras(std::vector<MetricRow>& rows) const
{
    // Nobody has won before all have run.
    Evaluation evaluation;
    for (const MetricInfo& info : infosOf(m_metrics, m_convention))
        evaluation.metrics.push_back(columnOf(info));
    evaluation.images = {""};
    bool isComplete = true;
    for (const MetricRow& row : rows) {
        if (!row.isPlain())
            continue;
        std::vector<MetricValue> values;
        for (const std::optional<MetricCell>& cell : row.cells) {
            isComplete = isComplete && cell;
            values.push_back(cell ? cell->value : MetricValue());
        }
        evaluation.methods.push_back(row.name.toStdString());
        evaluation.values.push_back({std::move(values)});
    }
    const std::vector<int> wins = totalWins(evaluation);
    std::size_t plain = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const Line& line = m_lines[i];
        std::optional<MetricCell> won = MetricCell(MetricValue::undefined("there is nothing to compare with"));
        if (rows[i].isPlain() && wins.size() > 1)
            won = isComplete ? std::optional(MetricCell(double(wins[plain]))) : std::nullopt;
        plain += rows[i].isPlain();
        rows[i].cells.push_back(won);
        const bool isReadOnly = !line.choice.external.empty() && line.choice.external.extension() != ".json";
        if (line.isUnfinished)
            rows[i].cells.push_back(std::nullopt);
        else
            rows[i].cells.emplace_back(isReadOnly || line.seconds <= 0 ? MetricValue::undefined("not fused here")
                                                                       : MetricValue(line.seconds));
    }
}

void MetricsPanel::fillMeans()
{
    const MethodSet& set = m_results.set();
    const Evaluation& evaluation = set.evaluation;
    std::vector<MetricRow> rows;
    if (!m_lines.empty()) {
        const std::vector<int> wins = totalWins(evaluation);
        const MetricTable means = meansTable(evaluation), winsOfMetrics = winsTable(evaluation);
        for (std::size_t method = 0; method < evaluation.methods.size(); ++method) {
            MetricRow row{m_session.methodTitle(evaluation.methods[method]), MetricRow::Kind::Plain, {}};
            QStringList won;
            for (std::size_t metric = 0; metric < evaluation.metrics.size(); ++metric) {
                row.cells.emplace_back(means.cell(method, metric));
                if (const MetricValue& value = winsOfMetrics.cell(method, metric).value; value.isDefined())
                    won << QString("%1 %2").arg(toQString(evaluation.metrics[metric].name)).arg(value.value);
            }
            row.cells.emplace_back(evaluation.methods.size() > 1
                                       ? MetricValue(wins[method])
                                       : MetricValue::undefined("there is nothing to compare with"));
            MetricCell seconds = set.seconds[method];
            seconds.deviation.reset(); // of the machine, not of the method
            row.cells.emplace_back(seconds);
            row.notes = {won.join(QStringLiteral(" · "))};
            row.series = m_results.seriesOf(evaluation.methods[method]);
            rows.push_back(std::move(row));
        }
    }
    const int most = static_cast<int>(evaluation.metrics.size() * evaluation.images.size());
    m_model->setContents(tr("Method"), infosOf(m_metrics, m_convention), std::move(rows), true, extraColumns(most));
}

bool MetricsPanel::isCurrent(const Line& line) const
{
    switch (m_rowsShown) {
    case Rows::Methods:
        return !line.whatIf && line.choice.key() == m_session.choice().key();
    case Rows::Stages:
        return line.image.stage == m_session.stage();
    case Rows::Pairs:
        return line.pair == m_session.currentPair();
    }
    return false;
}

void MetricsPanel::selectCurrent()
{
    const auto current =
        std::find_if(m_lines.begin(), m_lines.end(), [this](const Line& line) { return isCurrent(line); });
    m_view->selectModelRow(current == m_lines.end() ? -1 : static_cast<int>(current - m_lines.begin()));
}

void MetricsPanel::follow(int row)
{
    if (row >= static_cast<int>(m_lines.size())) // means
        return;
    const Line line = m_lines[static_cast<std::size_t>(row)]; // what follows may change the lines
    switch (m_rowsShown) {
    case Rows::Methods:
        m_session.setChoice(line.choice);
        break;
    case Rows::Stages:
        m_session.setStage(line.image.stage);
        break;
    case Rows::Pairs:
        m_session.setCurrentPair(line.pair);
        break;
    }
}

QString MetricsPanel::copyText(TableFormat format) const
{
    TableStyle style;
    style.marks = m_model->isRanked();
    style.summary = m_rowsShown == Rows::Pairs && m_model->table().rows() > 1;
    return toQString(formatTable(m_model->table(), format, style));
}

void MetricsPanel::copy(TableFormat format) const { QGuiApplication::clipboard()->setText(copyText(format)); }

QString MetricsPanel::emptyText() const
{
    if (isOfAllPairs())
        return m_results.set().methods.empty()
                   ? tr("Means appear when pairs are fused.")
                   : tr("No pair is fused and measured by all methods yet. Run ▸ Fuse all pairs with all methods does "
                        "that; Comparison leaves out methods.");
    switch (m_rowsShown) {
    case Rows::Methods:
        return tr("Metrics appear when a pair is fused.");
    case Rows::Stages:
        return tr("Metrics of each stage appear when a pair is fused.");
    case Rows::Pairs:
        return tr("Pairs appear when they are fused by the current method.");
    }
    return {};
}

QString MetricsPanel::footnote() const
{
    QStringList notes;
    if (isOfAllPairs()) {
        const MethodSet& set = m_results.set();
        notes.append(
            tr("mean ± deviation of the %n pair(s) that all have fused", nullptr, static_cast<int>(set.pairs.size())));
        if (!set.leftOut.empty())
            notes.append(tr("left out: %1").arg(set.leftOut.size()));
        notes.append(tr("wins of %1").arg(set.evaluation.metrics.size() * set.pairs.size()));
    }
    notes += conventionNotes(infosOf(m_metrics, m_convention), m_convention);
    if (m_rowsShown == Rows::Pairs)
        notes.append(tr("pairs: %1").arg(m_lines.size()));
    else
        notes.append(tr("bold best, underlined second"));
    notes.append(tr("8-bit gray"));
    if (std::any_of(m_lines.begin(), m_lines.end(), [](const Line& line) { return line.whatIf; }))
        notes.append(tr("what if in italics, not ranked"));
    return notes.join(QStringLiteral(" · "));
}

void MetricsPanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    watch();
    refresh();
}

void MetricsPanel::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    watch();
}

void MetricsPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::ApplicationFontChange) {
        restyle();
    } else if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

} // namespace duoscope
