// SPDX-License-Identifier: GPL-3.0-or-later
#undef QT_NO_KEYWORDS
#include "widgets/plots/plot_widget.h"

#include "widgets/bridge/look.h"
#include "widgets/bridge/text.h"
#include "widgets/plots/elided_label.h"

#include <qcustomplot.h>

#include <QHBoxLayout>
#include <QHelpEvent>
#include <QLabel>
#include <QToolTip>
#include <QVBoxLayout>

#include <cmath>

namespace duoscope {
namespace {

constexpr int kMinimumWidth = 144;
constexpr int kMinimumHeight = 88;

QString tickText(double value, int decimals)
{
    if (decimals <= 4 && std::abs(value) < 1e5)
        return fixedText(value, decimals);
    QString text = QString::number(value, 'g', 3);
    text.replace("e-0", "e-").replace("e+0", "e").replace("e+", "e").replace('-', QChar(0x2212));
    return text;
}

/// As many as the step between two ticks needs.
int decimalsOf(double step)
{
    int decimals = 0;
    for (; decimals < 9; ++decimals, step *= 10)
        if (std::abs(step - std::round(step)) < 1e-6 * std::max(1.0, step))
            break;
    return decimals;
}

class ValueTicker : public QCPAxisTicker {
public:
    explicit ValueTicker(bool wholeNumbers) : m_wholeNumbers(wholeNumbers) { setTickCount(wholeNumbers ? 6 : 3); }

protected:
    double getTickStep(const QCPRange& range) override
    {
        const double step = QCPAxisTicker::getTickStep(range);
        return m_wholeNumbers ? std::max(1.0, std::ceil(step)) : step;
    }
    int getSubTickCount(double) override { return 0; }
    QVector<QString> createLabelVector(const QVector<double>& ticks, const QLocale&, QChar, int) override
    {
        const int decimals = ticks.size() < 2 ? 2 : decimalsOf(ticks[1] - ticks[0]);
        QVector<QString> labels;
        for (const double tick : ticks)
            labels.append(tickText(tick, decimals));
        return labels;
    }

private:
    bool m_wholeNumbers;
};

/// Powers of ten, and three times them where there are few.
class LogarithmicTicker : public QCPAxisTicker {
protected:
    int getSubTickCount(double) override { return 0; }
    QVector<double> createTickVector(double, const QCPRange& range) override
    {
        QVector<double> ticks;
        if (range.lower <= 0 || range.upper <= range.lower)
            return ticks;
        const int first = static_cast<int>(std::floor(std::log10(range.lower)));
        const int last = static_cast<int>(std::ceil(std::log10(range.upper)));
        const int step = std::max(1, (last - first) / 4);
        for (int power = first; power <= last; power += step) {
            ticks.append(std::pow(10.0, power));
            if (last - first <= 2)
                ticks.append(3 * std::pow(10.0, power));
        }
        return ticks;
    }
    QString getTickLabel(double tick, const QLocale&, QChar, int) override
    {
        return tickText(tick, tick < 1 ? static_cast<int>(std::ceil(-std::log10(tick) - 1e-9)) : 0);
    }
};

} // namespace

PlotWidget::PlotWidget(QWidget* parent)
    : QWidget(parent), m_title(new ElidedLabel), m_corner(new QLabel), m_legend(new QLabel), m_note(new QLabel),
      m_plot(new QCustomPlot)
{
    m_legend->setTextFormat(Qt::RichText);
    m_legend->setWordWrap(true);
    m_legend->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_legend->hide();
    m_note->setWordWrap(true);
    m_note->setAlignment(Qt::AlignCenter);
    m_note->setForegroundRole(QPalette::PlaceholderText);
    m_note->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_corner->setForegroundRole(QPalette::PlaceholderText);

    auto* head = new QHBoxLayout;
    head->setSpacing(sizes::kPad);
    head->addWidget(m_title, 1);
    head->addWidget(m_corner);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(sizes::kGap, sizes::kGap, sizes::kGap, sizes::kGap);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_legend);
    layout->addWidget(m_plot, 1);
    auto* overPlot = new QVBoxLayout(m_plot);
    overPlot->setContentsMargins({});
    overPlot->addWidget(m_note);

    m_plot->setObjectName("plotCanvas");
    m_plot->setFocusPolicy(Qt::NoFocus); // the same is said by the table and reached by the stage keys
    m_plot->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Ignored);
    m_plot->setMinimumSize(48, 48); // it can't draw on nothing
    m_plot->installEventFilter(this);
    m_marker = new QCPItemStraightLine(m_plot);
    m_marker->setVisible(false);
    m_marker->setSelectable(false);
    m_plot->axisRect()->setMinimumMargins({});
    m_plot->axisRect()->setAutoMargins(QCP::msLeft | QCP::msBottom);
    m_plot->axisRect()->setMargins({0, sizes::kGap, sizes::kPad, 0});
    m_plot->xAxis->setTicker(QSharedPointer<ValueTicker>::create(false));
    m_plot->yAxis->setTicker(QSharedPointer<ValueTicker>::create(false));
    m_plot->xAxis->grid()->setVisible(false);
    for (QCPAxis* axis : {m_plot->xAxis, m_plot->yAxis}) {
        axis->setTickLength(0, 0);
        axis->setSubTicks(false);
        axis->setTickLabelPadding(sizes::kGap);
        axis->grid()->setZeroLinePen(Qt::NoPen);
    }
    connect(m_plot, &QCustomPlot::afterLayout, this, &PlotWidget::arrangeHead);
    connect(m_plot, &QCustomPlot::mousePress, this, [this](QMouseEvent* event) {
        if (event->button() == Qt::LeftButton &&
            m_plot->axisRect()->rect().adjusted(-4, 0, 4, 0).contains(event->pos()))
            Q_EMIT clicked(m_plot->xAxis->pixelToCoord(event->position().x()));
    });
    PlotWidget::restyle();
    setBackgroundRole(QPalette::Base); // last, for it is a change of the palette
    setAutoFillBackground(true);
}

PlotWidget::~PlotWidget() = default;

void PlotWidget::setTitle(const QString& title, const QString& corner)
{
    m_title->setFullText(title);
    m_corner->setText(corner);
    setAccessibleName(title);
    arrangeHead();
}

void PlotWidget::setHorizontalRange(double low, double high)
{
    const double room = 0.03 * (high - low); // for the markers of the first and the last point
    m_plot->xAxis->setRange(low - room, high + room);
}

void PlotWidget::setWholeNumbers(bool whole)
{
    m_wholeNumbers = whole;
    m_plot->xAxis->setTicker(QSharedPointer<ValueTicker>::create(whole));
}

void PlotWidget::setLogarithmic(bool logarithmic)
{
    if (logarithmic == m_logarithmic)
        return;
    m_logarithmic = logarithmic;
    m_plot->yAxis->setScaleType(logarithmic ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    if (logarithmic)
        m_plot->yAxis->setTicker(QSharedPointer<LogarithmicTicker>::create());
    else
        m_plot->yAxis->setTicker(QSharedPointer<ValueTicker>::create(false));
}

void PlotWidget::setMarker(std::optional<double> x)
{
    m_marker->setVisible(x.has_value());
    if (x) {
        m_marker->point1->setCoords(*x, 1);
        m_marker->point2->setCoords(*x, 2);
    }
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void PlotWidget::setNote(const QString& text) { m_note->setText(text); }

QString PlotWidget::note() const { return m_note->text(); }

void PlotWidget::setVerticalRange(double low, double high) { m_plot->yAxis->setRange(low, high); }

void PlotWidget::setLegend(const QString& html)
{
    m_legend->setText(html);
    m_legend->setVisible(!html.isEmpty());
}

QSize PlotWidget::sizeHint() const { return {240, 128}; }

QSize PlotWidget::minimumSizeHint() const
{
    // Room for the title and the numbers left of it.
    return {std::max(kMinimumWidth, m_title->sizeHint().width() + 9 * sizes::kPad), kMinimumHeight};
}

void PlotWidget::restyle()
{
    const QFont small = smallerFont(2);
    for (QLabel* label : std::initializer_list<QLabel*>{m_title, m_corner, m_legend, m_note})
        label->setFont(small);
    m_plot->setBackground(palette().brush(QPalette::Base));
    const QPen axisPen(tone(Tone::Secondary), 1);
    for (QCPAxis* axis : {m_plot->xAxis, m_plot->yAxis}) {
        axis->setBasePen(axisPen);
        axis->setTickLabelFont(small);
        axis->setTickLabelColor(tone(Tone::Secondary));
        axis->grid()->setPen(QPen(tone(Tone::Line), 1));
    }
    m_marker->setPen(QPen(tone(Tone::Accent), 1.5));
}

QString PlotWidget::describe(double) const { return {}; }

QString PlotWidget::describeAt(double x, double) const { return describe(x); }

void PlotWidget::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::ApplicationFontChange) {
        restyle();
        m_plot->replot(QCustomPlot::rpQueuedReplot);
    }
}

void PlotWidget::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    arrangeHead();
}

void PlotWidget::arrangeHead()
{
    // The title begins where the axis does.
    const int indent = m_plot->axisRect()->left();
    if (auto* head = static_cast<QHBoxLayout*>(layout()->itemAt(0)->layout()); head->contentsMargins().left() != indent)
        head->setContentsMargins(indent, 0, sizes::kPad, 0);
    if (m_legend->contentsMargins().left() != indent)
        m_legend->setContentsMargins(indent, 0, 0, 0);
    if (QLayout* over = m_plot->layout(); over->contentsMargins().left() != indent)
        over->setContentsMargins(indent, 0, sizes::kPad, m_plot->axisRect()->margins().bottom());
    const int needed = indent + m_title->sizeHint().width() + 4 * sizes::kPad + m_corner->sizeHint().width();
    m_corner->setVisible(!m_corner->text().isEmpty() && width() >= needed);
}

bool PlotWidget::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_plot || event->type() != QEvent::ToolTip)
        return QWidget::eventFilter(watched, event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const bool inside = m_plot->axisRect()->rect().contains(help->pos());
    const QString text =
        inside ? describeAt(m_plot->xAxis->pixelToCoord(help->pos().x()), m_plot->yAxis->pixelToCoord(help->pos().y()))
               : QString();
    if (text.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(help->globalPos(), text, m_plot);
    return true;
}

} // namespace duoscope
