// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/profile_panel.h"

#include "widgets/bridge/layer_text.h"
#include "widgets/bridge/look.h"
#include "widgets/bridge/view_state.h"
#include "widgets/plots/curve_plot.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>

#include <algorithm>
#include <cmath>
#include <limits>

namespace duoscope {
namespace {

/// Layers whose values may share an axis.
struct Group {
    QString unit;
    bool isSigned = false;
    bool sharesRange = true; ///< all are in [0, 1]
    QList<Curve> curves;
};

/// The pixel that holds a relative place.
int pixelAt(double place, int size) { return std::clamp(static_cast<int>(std::floor(place * size)), 0, size - 1); }

QString titleOf(const Group& group)
{
    if (group.curves.size() == 1)
        return group.unit.isEmpty() ? group.curves[0].name : group.curves[0].name + " · " + group.unit;
    if (!group.unit.isEmpty())
        return group.unit;
    return group.isSigned ? ProfilePanel::tr("Signed values") : ProfilePanel::tr("Values");
}

} // namespace

QList<QPointF> valuesAlong(const cv::Mat& values, QPointF from, QPointF to)
{
    if (values.empty())
        return {};
    const QPointF first(pixelAt(from.x(), values.cols), pixelAt(from.y(), values.rows));
    const QPointF last(pixelAt(to.x(), values.cols), pixelAt(to.y(), values.rows));
    const QPointF way = last - first;
    const int steps = static_cast<int>(std::max(std::abs(way.x()), std::abs(way.y())));
    const double length = std::hypot(way.x(), way.y());
    QList<QPointF> points;
    for (int i = 0; i <= steps; ++i) {
        const double share = steps == 0 ? 0 : static_cast<double>(i) / steps;
        const QPointF place = first + share * way;
        const float value =
            values.at<float>(static_cast<int>(std::lround(place.y())), static_cast<int>(std::lround(place.x())));
        points.append({share * length, std::isfinite(value) ? value : std::numeric_limits<double>::quiet_NaN()});
    }
    return points;
}

ProfilePanel::ProfilePanel(Session& session, ViewState& view, QWidget* parent)
    : QWidget(parent), m_session(session), m_view(view), m_row(new QHBoxLayout(this)), m_empty(new QLabel)
{
    m_row->setContentsMargins(sizes::kPad, sizes::kPad, sizes::kPad, sizes::kPad);
    m_row->setSpacing(sizes::kPad);
    m_row->addWidget(m_empty);
    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setForegroundRole(QPalette::PlaceholderText);

    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &ProfilePanel::refresh);
    const auto soon = [this] { m_soon.start(0); };
    connect(&view, &ViewState::lineChanged, this, soon);
    connect(&session, &Session::traceChanged, this, soon);
    connect(&session, &Session::currentPairChanged, this, soon);
    connect(&session, &Session::stageChanged, this, soon);
    connect(&session, &Session::layersChanged, this, soon);
    connect(&session, &Session::choiceChanged, this, soon);
    refresh();
}

void ProfilePanel::setLayers(const std::vector<Layer>& layers)
{
    if (layers == m_layers)
        return;
    m_layers = layers;
    m_soon.start(0);
}

QSize ProfilePanel::sizeHint() const { return {480, 200}; }

void ProfilePanel::refresh()
{
    if (!isVisible())
        return;
    std::vector<Group> groups;
    double length = 0;
    int style = 0;
    for (const Layer& layer : m_layers) {
        if (!m_view.line())
            break;
        const LayerPicture picture = m_session.picture(layer);
        if (picture.isEmpty() || picture.form == PictureForm::Labels)
            continue;
        // A line has as many values as a picture's side: nothing that a job would be worth.
        Curve curve{layerTitle(layer, picture.stage),
                    valuesAlong(picture.values, m_view.line()->first, m_view.line()->second), style++};
        length = std::max(length, curve.points.last().x());
        const QString unit = unitText(picture);
        auto group = std::find_if(groups.begin(), groups.end(), [&](const Group& other) {
            return other.unit == unit && other.isSigned == picture.isSigned;
        });
        if (group == groups.end())
            group = groups.insert(groups.end(), Group{unit, picture.isSigned, true, {}});
        group->sharesRange = group->sharesRange && picture.naturalRange;
        group->curves.append(std::move(curve));
    }
    while (static_cast<std::size_t>(m_plots.size()) < groups.size()) {
        m_plots.append(new CurvePlot);
        m_plots.last()->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // they share what there is
        m_row->addWidget(m_plots.last(), 1);
    }
    for (qsizetype i = 0; i < m_plots.size(); ++i) {
        const bool needed = i < static_cast<qsizetype>(groups.size());
        m_plots[i]->setVisible(needed);
        if (!needed)
            continue;
        const Group& group = groups[static_cast<std::size_t>(i)];
        m_plots[i]->setPointName(tr("%1 px"));
        m_plots[i]->setTitle(titleOf(group), tr("distance in pixels"));
        m_plots[i]->setHorizontalRange(0, std::max(1.0, length));
        m_plots[i]->setFromZero(group.sharesRange);
        m_plots[i]->setCurves(group.curves);
    }
    m_empty->setVisible(groups.empty());
    m_empty->setText(m_view.line() ? tr("No pane shows values to draw.")
                                   : tr("Draw a line in a picture to see the values along it."));
}

void ProfilePanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    refresh();
}

void ProfilePanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        refresh();
}

} // namespace duoscope
