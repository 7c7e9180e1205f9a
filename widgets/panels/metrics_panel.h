// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/table_format.h"
#include "widgets/bridge/session.h"
#include "widgets/models/metric_store.h"

#include <QTimer>
#include <QWidget>

#include <string>
#include <vector>

class QButtonGroup;
class QComboBox;
class QLabel;
class QMenu;
class QTableView;
class QToolButton;

namespace duoscope {

class ElidedLabel;
class MetricSortModel;
class MetricTableModel;

/// Metrics of methods, stages or pairs as a table. Measures while it is visible.
class MetricsPanel : public QWidget {
    Q_OBJECT
public:
    enum class Rows {
        Methods, ///< all that fused the current pair, and a what-if
        Stages,  ///< f_0 … f_K of the current result
        Pairs,   ///< all that are fused by the current choice
    };
    /// @param session, store  must live as long
    MetricsPanel(Session& session, MetricStore& store, QWidget* parent = nullptr);

    Rows rows() const { return m_rowsShown; }
    void setRows(Rows rows);
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
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    /// A row and what a click on it leads to.
    struct Line {
        QString name;
        bool whatIf = false;
        FusedImage image;
        FusionChoice choice;
        int pair = -1; ///< in a table of pairs
    };
    static Line lineOf(const QString& name, const TracePointer& trace, const FusionChoice& choice);
    QWidget* makeBar();
    void makeTable();
    void fillColumnsMenu();
    void refresh(); ///< which rows there are
    void fill();    ///< what is known of them
    std::vector<Line> methodLines() const;
    std::vector<Line> stageLines() const;
    std::vector<Line> pairLines() const;
    bool isCurrent(const Line& line) const;
    void selectCurrent();
    void follow(const QModelIndex& index);
    void arrangeColumns();
    void restyle();
    void retranslate();
    QString emptyText() const;
    QString footnote() const;

    Session& m_session;
    MetricStore& m_store;
    Rows m_rowsShown = Rows::Methods;
    MetricConvention m_convention = MetricConvention::Paper;
    std::vector<std::string> m_metrics;
    std::vector<Line> m_lines; ///< of the model's rows, but for means
    MetricTableModel* m_model;
    MetricSortModel* m_sorted;
    QTableView* m_view;
    QLabel* m_rowsLabel;
    QButtonGroup* m_rowButtons;
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
