// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/table_format.h"
#include "widgets/bridge/session.h"
#include "widgets/models/metric_store.h"
#include "widgets/models/metric_table_model.h"

#include <QTimer>
#include <QWidget>

#include <string>
#include <vector>

class QButtonGroup;
class QComboBox;
class QLabel;
class QMenu;
class QToolButton;

namespace duoscope {

class ElidedLabel;
class MeasuredResults;
class MetricTableView;

/// Metrics of methods, stages or pairs as a table. Measures while it is visible. Its columns and convention are those
/// that are wanted of all measured results.
class MetricsPanel : public QWidget {
    Q_OBJECT
public:
    enum class Rows {
        Methods, ///< all that fused the current pair or are fusing it, and a what-if; or those that are compared
        Stages,  ///< f_0 … f_K of the current result
        Pairs,   ///< all that are fused by the current choice
    };
    /// Of a table of methods.
    enum class Values {
        ThisPair,
        AllPairs, ///< mean and deviation of the pairs that all methods have fused
    };
    /// @param session, store, results  must live as long
    MetricsPanel(Session& session, MetricStore& store, MeasuredResults& results, QWidget* parent = nullptr);

    Rows rows() const { return m_rowsShown; }
    void setRows(Rows rows);
    Values values() const { return m_values; }
    void setValues(Values values);
    MetricConvention convention() const { return m_convention; }
    void setConvention(MetricConvention convention); ///< remembered in the settings
    const std::vector<std::string>& metrics() const { return m_metrics; }
    void setMetrics(const std::vector<std::string>& names); ///< columns; remembered in the settings
    /// What is shown but what-ifs, which have no place in a table of methods.
    QString copyText(TableFormat format) const;
    void copy(TableFormat format) const; ///< to the clipboard

Q_SIGNALS:
    void conventionChanged(MetricConvention convention);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    /// A row and what a click on it leads to.
    struct Line {
        QString name;
        bool whatIf = false;
        bool isUnfinished = false; ///< it waits, or is being fused
        FusedImage image;          ///< without a trace where there is none, or none any more
        FusionChoice choice;
        int pair = -1;
        double seconds = 0; ///< that fusing took
    };
    Line lineOf(const QString& name, const PairEntry& pair, const FusionResult& result) const;
    bool isOfAllPairs() const { return m_rowsShown == Rows::Methods && m_values == Values::AllPairs; }
    /// Null where it isn't known.
    const MetricValue* valueOf(const Line& line, const std::string& metric) const;
    // In metrics_panel_layout.cpp: what the panel is made of.
    QWidget* makeBar();
    void makeTable();
    void fillColumnsMenu();
    void restyle();
    void retranslate();
    // What it shows.
    void refresh(); ///< which rows there are
    void fill();    ///< what is known of them
    void fillMeans();
    std::vector<ExtraColumn> extraColumns(int wins) const; ///< of methods; @param wins  at most
    void addExtras(std::vector<MetricRow>& rows) const;    ///< of the methods of one pair
    void watch();
    std::vector<Line> methodLines() const;
    std::vector<Line> stageLines() const;
    std::vector<Line> pairLines() const;
    std::vector<Line> meanLines() const;
    bool isCurrent(const Line& line) const;
    void selectCurrent();
    void follow(int row); ///< of the model
    QString emptyText() const;
    QString footnote() const;

    Session& m_session;
    MetricStore& m_store;
    MeasuredResults& m_results;
    Rows m_rowsShown = Rows::Methods;
    Values m_values = Values::ThisPair;
    MetricConvention m_convention = MetricConvention::Paper;
    std::vector<std::string> m_metrics;
    std::vector<Line> m_lines; ///< of the model's rows, but for means
    MetricTableModel* m_model;
    MetricTableView* m_view;
    QLabel* m_rowsLabel;
    QButtonGroup* m_rowButtons;
    QLabel* m_valuesLabel;
    QButtonGroup* m_valueButtons;
    QLabel* m_conventionLabel;
    QComboBox* m_conventionBox;
    QToolButton* m_columnsButton;
    QMenu* m_columnsMenu;
    QToolButton* m_copyButton;
    QMenu* m_copyMenu;
    QLabel* m_empty;
    ElidedLabel* m_footnote;
    QTimer m_soon; ///< refreshes once after a burst of changes
};

} // namespace duoscope
