// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/histogram_panel.h"

#include "widgets/bridge/job_queue.h"
#include "widgets/bridge/layer_text.h"
#include "widgets/bridge/look.h"
#include "widgets/bridge/text.h"
#include "widgets/plots/elided_label.h"
#include "widgets/plots/histogram_plot.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPointer>
#include <QTableWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace duoscope {
namespace {

const QString kTopic = QStringLiteral("histogram");
constexpr int kBins = 256;
constexpr int kName = 0; ///< columns of the numbers
constexpr int kAll = 1;
constexpr int kRegion = 2;
constexpr int kStatistics = 10;

} // namespace

HistogramPanel::HistogramPanel(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_title(new ElidedLabel), m_logarithmic(new QToolButton),
      m_plot(new HistogramPlot), m_numbers(new QTableWidget(kStatistics, 3))
{
    m_logarithmic->setCheckable(true);
    m_logarithmic->setFocusPolicy(Qt::StrongFocus);
    connect(m_logarithmic, &QToolButton::toggled, m_plot, &HistogramPlot::setLogarithmicCounts);

    m_numbers->setFrameShape(QFrame::NoFrame);
    m_numbers->setShowGrid(false);
    m_numbers->setAlternatingRowColors(true);
    m_numbers->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_numbers->setTabKeyNavigation(false);
    m_numbers->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_numbers->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_numbers->horizontalHeader()->setHighlightSections(false);
    m_numbers->horizontalHeader()->setFixedHeight(sizes::kRow);
    m_numbers->horizontalHeader()->setDefaultAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_numbers->verticalHeader()->hide();
    m_numbers->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_numbers->verticalHeader()->setMinimumSectionSize(0);
    m_numbers->setColumnHidden(kRegion, true);

    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(sizes::kPad, sizes::kGap, sizes::kPad, sizes::kGap);
    bar->addWidget(m_title, 1);
    bar->addWidget(m_logarithmic);
    auto* body = new QHBoxLayout;
    body->setContentsMargins(sizes::kPad, 0, sizes::kPad, sizes::kPad);
    body->setSpacing(sizes::kPad);
    body->addWidget(m_plot, 3);
    body->addWidget(m_numbers, 2);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addLayout(body, 1);

    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &HistogramPanel::refresh);
    const auto soon = [this] { m_soon.start(0); };
    connect(&session, &Session::traceChanged, this, soon);
    connect(&session, &Session::currentPairChanged, this, soon);
    connect(&session, &Session::stageChanged, this, soon);
    connect(&session, &Session::layersChanged, this, soon);
    connect(&session, &Session::choiceChanged, this, soon);
    connect(&session, &Session::selectedClassChanged, this, soon);
    restyle();
    retranslate();
}

void HistogramPanel::retranslate()
{
    m_logarithmic->setText(tr("Log counts"));
    m_logarithmic->setToolTip(tr("Show counts on a logarithmic axis"));
    m_logarithmic->setAccessibleName(tr("Logarithmic counts"));
    const QStringList names{tr("Pixels"),    tr("Minimum"), tr("1 %"),     tr("Median"), tr("Mean"),
                            tr("Deviation"), tr("99 %"),    tr("Maximum"), tr("NaN"),    tr("Infinite")};
    for (int row = 0; row < kStatistics; ++row)
        m_numbers->setItem(row, kName, new QTableWidgetItem(names[row]));
    m_numbers->setHorizontalHeaderLabels({{}, tr("All"), {}});
    m_numbers->setAccessibleName(tr("Statistics"));
    m_plot->setTitle(tr("Pixels per bin"), tr("dashed 1, 50, 99 %"));
    refresh();
}

void HistogramPanel::setLayer(const Layer& layer)
{
    if (layer == m_layer)
        return;
    m_layer = layer;
    m_soon.start(0);
}

HistogramPanel::Distribution HistogramPanel::distributionOf(const LayerPicture& picture, const cv::Mat& region)
{
    Distribution found;
    found.all = statisticsOf(picture.values);
    found.low = picture.naturalRange ? std::min(picture.low, found.all.minimum) : found.all.minimum;
    found.high = picture.naturalRange ? std::max(picture.high, found.all.maximum) : found.all.maximum;
    if (!(found.high > found.low)) { // one value everywhere: in the middle
        found.low -= 0.5;
        found.high += 0.5;
    }
    found.bins = countBins(picture.values, {}, found.low, found.high, kBins);
    if (!region.empty()) {
        found.region = statisticsOf(picture.values, region);
        found.regionBins = countBins(picture.values, region, found.low, found.high, kBins);
    }
    return found;
}

void HistogramPanel::refresh()
{
    if (!isVisible())
        return;
    const LayerPicture picture = m_session.picture(m_layer);
    m_title->setFullText(layerTitle(m_layer, picture.isEmpty() ? m_session.stage() : picture.stage));
    if (picture.isEmpty() || picture.form == PictureForm::Labels) {
        m_session.quickJobs().cancel(kTopic);
        showNothing(picture.isEmpty() ? missingText(picture.missing) : tr("Classes have no order to count along."));
        return;
    }
    const TracePointer trace = m_session.currentTrace();
    const int classId = m_session.selectedClass();
    const bool hasRegion =
        trace && classId >= 0 && classId < trace->classSet.size() && trace->regions.size() == picture.size();
    QString className;
    QColor classColour;
    if (hasRegion) {
        const LabelClass& selected = trace->classSet.at(classId);
        className = classTitle(selected.name);
        classColour = QColor(selected.colour[0], selected.colour[1], selected.colour[2]);
    }
    const auto work = [=, regions = hasRegion ? trace->regions : cv::Mat(),
                       panel = QPointer(this)](const JobQueue::Context& context) {
        const cv::Mat region = regions.empty() ? cv::Mat() : cv::Mat(regions == classId);
        const Distribution found = distributionOf(picture, region);
        context.deliver([=] {
            if (panel)
                panel->showDistribution(found, className, classColour);
        });
    };
    m_session.quickJobs().submit(kTopic, tr("Counting values"), work);
}

void HistogramPanel::showDistribution(const Distribution& distribution, const QString& className,
                                      const QColor& classColour)
{
    QList<HistogramSeries> series{
        {tr("All"), {}, distribution.low, distribution.high, {distribution.bins.begin(), distribution.bins.end()}}};
    if (distribution.regionBins)
        series.append({className,
                       classColour,
                       distribution.low,
                       distribution.high,
                       {distribution.regionBins->begin(), distribution.regionBins->end()}});
    m_plot->setNote(distribution.all.finite == 0 ? tr("No value is finite.") : QString());
    m_plot->setReferences({distribution.all.percentile1, distribution.all.median, distribution.all.percentile99});
    m_plot->setSeries(series);
    fillColumn(kAll, distribution.all);
    m_numbers->setColumnHidden(kRegion, !distribution.regionBins);
    m_numbers->setHorizontalHeaderLabels({{}, tr("All"), className});
    if (distribution.regionBins)
        fillColumn(kRegion, distribution.region);
    Q_EMIT updated();
}

void HistogramPanel::showNothing(const QString& why)
{
    m_plot->setNote(why);
    m_plot->setReferences({});
    m_plot->setSeries({});
    m_numbers->setColumnHidden(kRegion, true);
    for (int row = 0; row < kStatistics; ++row)
        delete m_numbers->takeItem(row, kAll);
    Q_EMIT updated();
}

void HistogramPanel::fillColumn(int column, const ValueStatistics& statistics)
{
    const auto number = [&](double value) { return statistics.finite > 0 ? valueText(value) : QStringLiteral("–"); };
    const QStringList texts{countText(statistics.finite + statistics.notNumbers + statistics.infinite),
                            number(statistics.minimum),
                            number(statistics.percentile1),
                            number(statistics.median),
                            number(statistics.mean),
                            number(statistics.deviation),
                            number(statistics.percentile99),
                            number(statistics.maximum),
                            countText(statistics.notNumbers),
                            countText(statistics.infinite)};
    for (int row = 0; row < texts.size(); ++row) {
        auto* item = new QTableWidgetItem(texts[row]);
        item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        m_numbers->setItem(row, column, item); // takes it
    }
}

void HistogramPanel::restyle()
{
    m_title->setFont(titleFont());
    m_numbers->setFont(smallerFont(1));
    m_numbers->horizontalHeader()->setFont(smallerFont(1));
    m_numbers->verticalHeader()->setDefaultSectionSize(QFontMetrics(smallerFont(1)).height() + sizes::kGap);
}

void HistogramPanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    refresh();
}

void HistogramPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::ApplicationFontChange)
        restyle();
    else if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace duoscope
