// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/stage_curves.h"

#include "widgets/bridge/look.h"
#include "widgets/bridge/text.h"
#include "widgets/plots/curve_plot.h"

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>

#include <cmath>
#include <limits>

namespace duoscope {
namespace {

const QString kTopic = QStringLiteral("stage curves");
const std::vector<std::string> kMetrics{"VIF", "Qabf", "SSIM"};
constexpr double kWarnPercent = 5; ///< completeness residual
constexpr int kUsualStages = 5;    ///< axes before anything is known

using StageNumber = double (*)(const StageTrace&);

/// Of the stages from k on.
QList<QPointF> pointsOf(const FusionTrace& trace, int first, StageNumber number)
{
    QList<QPointF> points;
    for (const StageTrace& stage : trace.stages)
        if (stage.k >= first)
            points.append({static_cast<double>(stage.k), number(stage)});
    return points;
}

double residualPercent(const StageTrace& stage)
{
    return stage.scoreChange == 0 ? std::numeric_limits<double>::quiet_NaN()
                                  : 100 * std::abs(stage.completenessResidual / stage.scoreChange);
}

QList<Curve> single(const QList<QPointF>& points, int style)
{
    return points.isEmpty() ? QList<Curve>() : QList<Curve>{{{}, points, style}};
}

} // namespace

StageCurves::StageCurves(Session& session, MetricStore& store, QWidget* parent)
    : QWidget(parent), m_session(session), m_store(store), m_change(new CurvePlot), m_completeness(new CurvePlot),
      m_metrics(new CurvePlot), m_stepSize(new CurvePlot), m_plots{m_change, m_completeness, m_metrics, m_stepSize},
      m_logarithmic(new QAction(this))
{
    m_change->setEmptyRange(0, 0.02);
    m_metrics->setFromZero(false);
    m_metrics->setEmptyRange(0.4, 0.8);
    m_stepSize->setEmptyRange(0, 0.02);
    m_logarithmic->setCheckable(true);
    connect(m_logarithmic, &QAction::toggled, this, [this](bool on) {
        m_change->setLogarithmic(on);
        m_change->setFromZero(!on);
        retranslate();
    });
    addAction(m_logarithmic);
    setContextMenuPolicy(Qt::ActionsContextMenu);

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(sizes::kPad, 0, sizes::kPad, sizes::kPad);
    layout->setSpacing(sizes::kPad);
    for (CurvePlot* plot : m_plots) {
        plot->setWholeNumbers(true);
        plot->setPointName(QStringLiteral("k = %1"));
        plot->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // hidden before it would be too narrow
        layout->addWidget(plot, 1);
        connect(plot, &PlotWidget::clicked, this,
                [this](double x) { m_session.setStage(static_cast<int>(std::lround(x))); });
    }

    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &StageCurves::refresh);
    const auto soon = [this] { m_soon.start(0); };
    connect(&session, &Session::traceChanged, this, soon);
    connect(&session, &Session::currentPairChanged, this, soon);
    connect(&session, &Session::choiceChanged, this, soon);
    connect(&session, &Session::stageChanged, this, &StageCurves::showMarkers);
    connect(&store, &MetricStore::measured, this, &StageCurves::fillMetrics);
    retranslate();
}

void StageCurves::retranslate()
{
    const QString stage = tr("stage k");
    const QString change = tr("Change, mean |fₖ − fₖ₋₁|");
    m_change->setTitle(m_logarithmic->isChecked() ? tr("%1, log").arg(change) : change, stage);
    m_completeness->setTitle(tr("Completeness residual, %"), stage);
    m_completeness->setWarning(kWarnPercent, tr("warn %1 %").arg(kWarnPercent));
    m_metrics->setTitle(tr("Metrics of fₖ"), stage);
    m_stepSize->setTitle(tr("Step size ρₖ"), stage);
    m_logarithmic->setText(tr("Logarithmic change"));
    refresh();
}

void StageCurves::setConvention(MetricConvention convention)
{
    m_convention = convention;
    refresh();
}

void StageCurves::refresh()
{
    const TracePointer trace = m_session.currentTrace();
    const int last = trace ? static_cast<int>(trace->stages.size()) - 1 : -1;
    const bool finished = trace && trace->isFinished();
    const bool withoutStages = finished && last == 0;
    const bool attributed = trace && trace->isAttributed();
    for (CurvePlot* plot : m_plots) {
        plot->setHorizontalRange(0, finished && last > 0 ? last : std::max(last, kUsualStages));
        plot->setNote(withoutStages ? tr("This method has no stages.") : QString());
    }
    const FusionTrace nothing;
    const FusionTrace& shown = trace && last > 0 ? *trace : nothing;
    m_change->setCurves(single(pointsOf(shown, 1, [](const StageTrace& stage) { return stage.change; }), 0));
    m_stepSize->setCurves(single(pointsOf(shown, 1, [](const StageTrace& stage) { return stage.stepSize; }), 1));
    // The attention of stage 1 integrates nothing yet.
    m_completeness->setCurves(attributed ? single(pointsOf(shown, 2, residualPercent), 2) : QList<Curve>());
    if (last > 0 && !attributed)
        m_completeness->setNote(tr("Attention was not computed."));

    if (isVisible() && trace) {
        std::vector<FusedImage> images;
        for (int k = 0; k <= last && last > 0; ++k)
            images.push_back({trace, k});
        m_store.request(kTopic, std::move(images), kMetrics, m_convention);
    }
    fillMetrics();
    showMarkers();
}

void StageCurves::fillMetrics()
{
    const TracePointer trace = m_session.currentTrace();
    QList<Curve> curves;
    for (std::size_t i = 0; trace && trace->stages.size() > 1 && i < kMetrics.size(); ++i) {
        Curve curve{toQString(kMetrics[i]), {}, static_cast<int>(i)};
        for (int k = 0; k < static_cast<int>(trace->stages.size()); ++k) {
            const MetricValue* value = m_store.find({trace, k}, kMetrics[i], m_convention);
            if (value && value->isDefined())
                curve.points.append({static_cast<double>(k), value->value});
        }
        curves.append(curve);
    }
    m_metrics->setCurves(curves);
}

void StageCurves::showMarkers()
{
    const TracePointer trace = m_session.currentTrace();
    const bool any = trace && trace->stages.size() > 1;
    for (CurvePlot* plot : m_plots)
        plot->setMarker(any ? std::optional<double>(m_session.stage()) : std::nullopt);
}

void StageCurves::showAsManyAsFit()
{
    const QMargins margins = layout()->contentsMargins();
    int room = width() - margins.left() - margins.right();
    bool first = true;
    for (CurvePlot* plot : m_plots) {
        room -= plot->minimumSizeHint().width();
        plot->setVisible(room >= 0 || first);
        room -= layout()->spacing();
        first = false;
    }
}

QSize StageCurves::sizeHint() const { return {600, m_change->sizeHint().height()}; }

QSize StageCurves::minimumSizeHint() const { return m_change->minimumSizeHint(); }

void StageCurves::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void StageCurves::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    refresh();
}

void StageCurves::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    showAsManyAsFit();
}

} // namespace duoscope
