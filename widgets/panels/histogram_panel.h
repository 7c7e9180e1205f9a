// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/bridge/session.h"
#include "widgets/panels/value_statistics.h"

#include <QTimer>
#include <QWidget>

#include <optional>

class QTableWidget;
class QToolButton;

namespace duoscope {

class ElidedLabel;
class HistogramPlot;

/// How the values of a layer are distributed, and those of the selected class's region within it.
class HistogramPanel : public QWidget {
    Q_OBJECT
public:
    /// @param session  must live as long
    explicit HistogramPanel(Session& session, QWidget* parent = nullptr);

    void setLayer(const Layer& layer);
    const Layer& layer() const { return m_layer; }

Q_SIGNALS:
    void updated(); ///< what is shown is that of the layer again

protected:
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    /// What a job finds out.
    struct Distribution {
        double low = 0;
        double high = 1;
        std::vector<std::int64_t> bins;
        ValueStatistics all;
        std::optional<std::vector<std::int64_t>> regionBins;
        ValueStatistics region;
    };
    /// @param region  CV_8UC1; empty: none is selected
    static Distribution distributionOf(const LayerPicture& picture, const cv::Mat& region);

    void refresh();
    void showDistribution(const Distribution& distribution, const QString& className, const QColor& classColour);
    void showNothing(const QString& why);
    void fillColumn(int column, const ValueStatistics& statistics);
    void restyle();
    void retranslate();

    Session& m_session;
    Layer m_layer;
    ElidedLabel* m_title;
    QToolButton* m_logarithmic;
    HistogramPlot* m_plot;
    QTableWidget* m_numbers;
    QTimer m_soon; ///< refreshes once after a burst of changes
};

} // namespace duoscope
