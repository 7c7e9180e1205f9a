// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/table_format.h"
#include "widgets/bridge/session.h"
#include "widgets/models/agreement_store.h"

#include <QTimer>
#include <QWidget>

#include <string>
#include <vector>

class QComboBox;
class QLabel;
class QMenu;
class QToolButton;

namespace duoscope {

class ElidedLabel;
class MetricTableModel;
class MetricTableView;
struct MetricRow;

/// How far what a model sees in each method's result of the current pair agrees with the labels, or with what it sees
/// in a source or another result, class by class; and what the results' scores are attributed from. Asks for
/// segmentations while it is visible.
class AgreementPanel : public QWidget {
    Q_OBJECT
public:
    /// @param session  must live as long
    explicit AgreementPanel(Session& session, QWidget* parent = nullptr);

    /// What is compared with: "labels", "infrared", "visible" or "result KEY". Of those that this pair has the first,
    /// where it lacks the one that was chosen.
    std::string reference() const;
    void setReference(const std::string& reference); ///< remembered in the settings
    /// All rows but what-ifs.
    QString copyText(TableFormat format) const;
    void copy(TableFormat format) const; ///< to the clipboard

protected:
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    /// A row.
    struct Line {
        std::string key; ///< as reference() has it
        QString name;
        ImageQuestion question; ///< its segmentation
        FusionChoice choice;    ///< of a result
        bool isSource = false;
        bool isWhatIf = false;
    };

    QWidget* makeBar();
    void refresh(); ///< which rows there are
    void fill();    ///< what is known of them
    std::vector<Line> linesOf(const PairEntry& pair) const;
    std::vector<MetricInfo> columns(bool withScores) const;
    MetricRow rowOf(const Line& line, const cv::Mat& ids, bool withScores) const;
    std::string whyMissing(const Line& line, const Agreement* known) const; ///< empty while it is being computed
    void fillReferences();
    void fillClasses();
    void compare();               ///< in the background, what is not yet
    cv::Mat referenceIds() const; ///< empty while it is not known
    std::string whyNoReference() const;
    std::optional<ImageAnswer> answerOf(const Line& line) const;      ///< its segmentation
    std::optional<ImageAnswer> attributionOf(const Line& line) const; ///< from the baseline, of the class chosen
    const Agreement* agreementOf(const Line& line, const cv::Mat& reference) const; ///< null before it is known
    void restyle();
    void retranslate();
    QString footnote() const;

    Session& m_session;
    AgreementStore m_store;
    std::string m_wanted; ///< reference that was chosen
    std::vector<Line> m_lines;
    std::shared_ptr<const ClassSet> m_classes; ///< of the model; null before it has seen anything
    std::vector<ClassScore> m_columns;         ///< classes of the reference, as it was known last
    MetricTableModel* m_model;
    MetricTableView* m_view;
    QLabel* m_referenceLabel;
    QComboBox* m_referenceBox;
    QLabel* m_baselineLabel;
    QComboBox* m_baselineBox;
    QLabel* m_classLabel;
    QComboBox* m_classBox;
    QToolButton* m_copyButton;
    QMenu* m_copyMenu;
    QLabel* m_empty;
    ElidedLabel* m_footnote;
    QTimer m_soon; ///< refreshes once after a burst of changes
};

} // namespace duoscope
