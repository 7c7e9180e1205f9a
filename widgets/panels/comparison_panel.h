// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/image_standing.h"
#include "widgets/models/measured_results.h"
#include "widgets/viewer/compare_grid.h"

#include <QWidget>

#include <optional>
#include <string>
#include <vector>

class QAbstractItemModel;
class QBoxLayout;
class QButtonGroup;
class QComboBox;
class QLabel;
class QMenu;
class QPushButton;
class QStackedWidget;
class QTableView;
class QToolButton;

namespace duoscope {

class ElidedLabel;
class PairStandingModel;
class SignedRankModel;
class WinsPlot;

/// Methods side by side on the pairs that all of them have fused: how often each wins by each metric, on which pairs
/// the current method (A) is furthest behind another (B) or all disagree most, and what Wilcoxon's test says of A and
/// B. Watches the measured results while it is visible.
class ComparisonPanel : public QWidget {
    Q_OBJECT
public:
    enum class Order { WorstFirst, MostDisputed };
    enum class Page { Pairs, Test };
    /// All outlive the panel.
    ComparisonPanel(Session& session, MeasuredResults& results, CompareGrid& grid, QWidget* parent = nullptr);

    /// B: key of a compared method; empty for whichever of the others is best on a pair.
    const std::string& against() const { return m_against; }
    void setAgainst(const std::string& key);
    const std::string& metric() const { return m_metric; } ///< by which pairs are sorted; empty: all together
    void setMetric(const std::string& name);
    Order order() const { return m_order; }
    void setOrder(Order order);
    void setPage(Page page);
    /// Looks at the next pair of the list, or with a negative step the one before.
    void step(int step);
    /// Puts A, B and A − B into panes, and fuses what of them was let go. They follow while pairs are stepped through.
    void showDifference();
    /// Queues what is missing for every pair to be fused by all compared methods.
    void fuseRest();

    WinsPlot& wins() { return *m_wins; }
    QTableView& pairsView() { return *m_pairsView; }
    QTableView& testView() { return *m_testView; }

Q_SIGNALS:
    void fuseMethodsAsked();    ///< the pair that is looked at by all methods
    void fuseAllMethodsAsked(); ///< likewise all pairs
    void message(const QString& sentence);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    // In comparison_panel_layout.cpp: what the panel is made of.
    QWidget* makeHead();
    QWidget* makeEmpty();
    QWidget* makeContent();
    QTableView* makeTable(QAbstractItemModel* model, QLabel* note);
    void restyle();
    void retranslate();
    // What it shows.
    void refresh();
    void fillBoxes();
    void fillWins();
    void fillPairs();
    void fillTest();
    void fillMethodsMenu();
    void select(int pair);
    void selectCurrent();
    void follow(const QModelIndex& index);
    void lookAt(int pair);
    void arrange();
    QString emptyText() const;
    QString reasonOf(const PairLeftOut& pair) const;
    std::optional<std::size_t> first() const;  ///< A in the evaluation; nothing where it isn't compared
    std::optional<std::size_t> second() const; ///< B; nothing for the best other
    std::optional<std::size_t> metricIndex() const;
    /// B on a pair, the best other where that is wanted; empty where the pair is left out.
    std::string secondOn(int pair) const;
    bool isDifferenceShown() const;

    Session& m_session;
    MeasuredResults& m_results;
    CompareGrid& m_grid;
    std::string m_against;
    std::string m_metric;
    Order m_order = Order::WorstFirst;
    std::vector<ImageStanding> m_standings; ///< of the model's first rows
    std::vector<Layer> m_differenceLayers;  ///< that showDifference() set last

    ElidedLabel* m_summary;
    QToolButton* m_rest;
    QToolButton* m_methods;
    QMenu* m_methodsMenu;
    QStackedWidget* m_pages;
    QLabel* m_empty;
    QPushButton* m_fuseMethods;
    QPushButton* m_fuseAllMethods;
    QBoxLayout* m_parts;
    WinsPlot* m_wins;
    QLabel* m_firstLetter;
    ElidedLabel* m_firstName;
    QLabel* m_againstLabel;
    QComboBox* m_againstBox;
    QButtonGroup* m_pageButtons;
    QComboBox* m_metricBox;
    QComboBox* m_orderBox;
    QStackedWidget* m_tables;
    PairStandingModel* m_pairs;
    SignedRankModel* m_test;
    QLabel* m_pairsNote;
    QLabel* m_testNote;
    QTableView* m_pairsView;
    QTableView* m_testView;
    QToolButton* m_previous;
    QToolButton* m_next;
    ElidedLabel* m_place;
    QToolButton* m_difference;
};

} // namespace duoscope
