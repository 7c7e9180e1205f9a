// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/agreement_panel.h"

#include "core/fusion/method_registry.h"
#include "widgets/bridge/layer_text.h"
#include "widgets/bridge/look.h"
#include "widgets/bridge/text.h"
#include "widgets/models/metric_table_model.h"
#include "widgets/panels/metric_table_view.h"
#include "widgets/plots/elided_label.h"
#include "widgets/plots/words_bar.h"

#include <QClipboard>
#include <QComboBox>
#include <QCoreApplication>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QSettings>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace duoscope {
namespace {

const QString kReferenceKey = QStringLiteral("agreement/reference");
constexpr const char* kLabels = "labels";
constexpr const char* kInfrared = "infrared";
constexpr const char* kVisible = "visible";
constexpr Baseline kBaselines[] = {Baseline::Zero, Baseline::Mean, Baseline::Blur, Baseline::Infrared,
                                   Baseline::Visible};

std::string resultKey(const std::string& key)
{
    std::string text = "result ";
    return text.append(key);
}

/// In the order of the methods' menu.
std::size_t rankOf(const std::string& method)
{
    const std::vector<MethodInfo>& methods = fusionMethods();
    const auto found =
        std::find_if(methods.begin(), methods.end(), [&](const MethodInfo& info) { return info.name == method; });
    return static_cast<std::size_t>(found - methods.begin());
}

MetricCell percent(const MetricValue& value) { return value.isDefined() ? MetricValue(100 * value.value) : value; }

MetricInfo column(const QString& name, const QString& title, const QString& summary, bool isShare)
{
    MetricInfo info;
    info.name = name.toStdString();
    info.title = title.toStdString();
    info.summary = summary.toStdString();
    if (isShare) {
        info.unit.assign(1, '%'); // as a literal GCC 12 warns of it in vain (its bug 105651)
        info.highest = 100;
    }
    return info;
}

using Items = std::vector<std::pair<QString, QVariant>>;

/// Why an image was not looked at; empty where it was or will be.
std::string whyNot(const ImageAnswer& answer)
{
    return answer.state == ImageAnswer::State::Stopped
               ? QCoreApplication::translate("duoscope::AgreementPanel", "stopped").toStdString()
               : answer.problem;
}

/// Leaves the box alone where it has these items, for it may be open.
void setItems(QComboBox& box, const Items& items, const QVariant& current)
{
    bool isSame = box.count() == static_cast<int>(items.size());
    for (int i = 0; isSame && i < box.count(); ++i)
        isSame = box.itemText(i) == items[static_cast<std::size_t>(i)].first &&
                 box.itemData(i) == items[static_cast<std::size_t>(i)].second;
    if (!isSame) {
        box.clear();
        for (const auto& [text, data] : items)
            box.addItem(text, data);
    }
    box.setCurrentIndex(items.empty() ? -1 : std::max(0, box.findData(current)));
    box.setEnabled(!items.empty());
}

QToolButton* menuButton(QMenu* menu)
{
    auto* button = new QToolButton;
    button->setMenu(menu);
    button->setPopupMode(QToolButton::InstantPopup);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

} // namespace

AgreementPanel::AgreementPanel(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_store(session.quickJobs()), m_wanted(kLabels),
      m_model(new MetricTableModel(this)), m_view(new MetricTableView(*m_model)), m_referenceLabel(new QLabel),
      m_referenceBox(new QComboBox), m_baselineLabel(new QLabel), m_baselineBox(new QComboBox),
      m_classLabel(new QLabel), m_classBox(new QComboBox), m_copyMenu(new QMenu(this)), m_empty(new QLabel),
      m_footnote(new ElidedLabel)
{
    if (const QString remembered = QSettings().value(kReferenceKey).toString(); !remembered.isEmpty())
        m_wanted = remembered.toStdString();
    m_copyButton = menuButton(m_copyMenu);
    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setForegroundRole(QPalette::PlaceholderText);
    m_empty->setAttribute(Qt::WA_TransparentForMouseEvents);
    auto* over = new QVBoxLayout(m_view->viewport());
    over->addWidget(m_empty);
    m_footnote->setFixedHeight(sizes::kFooter);
    m_footnote->setForegroundRole(QPalette::PlaceholderText);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(makeBar());
    layout->addWidget(m_view, 1);
    layout->addWidget(padded(m_footnote, 0));

    connect(m_view, &MetricTableView::copyAsked, this, [this] { copy(TableFormat::Csv); });
    connect(m_view, &MetricTableView::rowChosen, this, [this](int row) {
        const auto place = static_cast<std::size_t>(row);
        if (place < m_lines.size() && !m_lines[place].isSource)
            m_session.setChoice(FusionChoice(m_lines[place].choice)); // what follows may change the lines
    });
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &AgreementPanel::refresh);
    const auto soon = [this] { m_soon.start(0); };
    for (const auto signal :
         {&Session::traceChanged, &Session::currentPairChanged, &Session::choiceChanged, &Session::layersChanged,
          &Session::baselineChanged, &Session::selectedClassChanged, &Session::modelChanged})
        connect(&session, signal, this, soon);
    connect(&session, &Session::pairChanged, this, soon);
    connect(&m_store, &AgreementStore::changed, this, soon);
    restyle();
    retranslate();
}

QWidget* AgreementPanel::makeBar()
{
    auto* bar = new WordsBar;
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(sizes::kPad, sizes::kGap, sizes::kPad, sizes::kGap);
    layout->setSpacing(sizes::kPad);
    const auto add = [layout](QLabel* label, QComboBox* box) {
        label->setForegroundRole(QPalette::PlaceholderText);
        label->setBuddy(box);
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(8);
        layout->addWidget(label);
        layout->addWidget(box, 1);
    };
    for (const Baseline baseline : kBaselines)
        m_baselineBox->addItem({}, static_cast<int>(baseline));
    add(m_referenceLabel, m_referenceBox);
    add(m_baselineLabel, m_baselineBox);
    add(m_classLabel, m_classBox);
    bar->setWords({m_referenceLabel, m_baselineLabel, m_classLabel});
    layout->addWidget(m_copyButton);
    connect(m_referenceBox, &QComboBox::activated, this,
            [this] { setReference(m_referenceBox->currentData().toString().toStdString()); });
    connect(m_baselineBox, &QComboBox::activated, this,
            [this] { m_session.setBaseline(static_cast<Baseline>(m_baselineBox->currentData().toInt())); });
    connect(m_classBox, &QComboBox::activated, this,
            [this] { m_session.setSelectedClass(m_classBox->currentData().toInt()); });
    return bar;
}

void AgreementPanel::retranslate()
{
    m_referenceLabel->setText(tr("Compare with"));
    m_referenceBox->setAccessibleName(tr("What segmentations are compared with"));
    m_referenceBox->setToolTip(tr("Labels, or what the model sees in a source or a result"));
    m_baselineLabel->setText(tr("Attribute from"));
    m_baselineBox->setAccessibleName(tr("Baseline of the attribution of results"));
    m_baselineBox->setToolTip(tr("What a result is compared with in the layer \"Attribution of the result\": what the "
                                 "two have in common gets nothing"));
    for (int i = 0; i < m_baselineBox->count(); ++i)
        m_baselineBox->setItemText(i, baselineTitle(static_cast<Baseline>(m_baselineBox->itemData(i).toInt())));
    m_classLabel->setText(tr("score of"));
    m_classBox->setAccessibleName(tr("Class whose score is attributed"));
    m_classBox->setToolTip(tr("The selected class; Esc returns to all"));
    m_copyButton->setToolTip(tr("Copy the table (Ctrl+C copies CSV). What-ifs are left out."));
    m_copyButton->setAccessibleName(tr("Copy the table"));
    m_copyMenu->clear();
    m_copyMenu->addAction(tr("Copy as CSV"), this, [this] { copy(TableFormat::Csv); });
    m_copyMenu->addAction(tr("Copy as Markdown"), this, [this] { copy(TableFormat::Markdown); });
    m_copyMenu->addAction(tr("Copy as LaTeX"), this, [this] { copy(TableFormat::Latex); });
    m_view->setAccessibleName(tr("Agreement of segmentations"));
    refresh();
}

std::vector<AgreementPanel::Line> AgreementPanel::linesOf(const PairEntry& pair) const
{
    const TracePointer shown = m_session.currentTrace();
    if (!shown)
        return {};
    std::vector<Line> lines, results, whatIfs;
    const auto add = [](std::vector<Line>& to, const std::string& key, const QString& name, const TracePointer& trace,
                        TraceImage image) -> Line& {
        Line& line = to.emplace_back();
        line.key = key;
        line.name = name;
        line.question.trace = trace;
        line.question.image = image;
        return line;
    };
    add(lines, kInfrared, tr("Infrared"), shown, TraceImage::Infrared).isSource = true;
    add(lines, kVisible, tr("Visible"), shown, TraceImage::Visible).isSource = true;
    const auto isWhole = [](const TracePointer& trace) { return trace && trace->isFinished() && !trace->isPreview; };
    for (const auto& [key, result] : pair.results) {
        const QString title = m_session.methodTitle(key);
        if (const TracePointer made = result.attributed ? result.attributed : result.trace; isWhole(made))
            add(results, resultKey(key), title, made, TraceImage::Fused).choice = result.choice;
        if (result.attributed && isWhole(result.trace)) {
            Line& line = add(whatIfs, resultKey(key), tr("%1 · what if").arg(title), result.trace, TraceImage::Fused);
            line.choice = result.choice;
            line.isWhatIf = true;
        }
    }
    std::stable_sort(results.begin(), results.end(),
                     [](const Line& a, const Line& b) { return rankOf(a.choice.method) < rankOf(b.choice.method); });
    lines.insert(lines.end(), whatIfs.begin(), whatIfs.end());
    lines.insert(lines.end(), results.begin(), results.end());
    return lines;
}

std::string AgreementPanel::reference() const
{
    const PairEntry* pair = m_session.pair(m_session.currentPair());
    const auto isThere = [&](const std::string& key) {
        return key == kLabels ? pair && !pair->label.empty()
                              : std::any_of(m_lines.begin(), m_lines.end(),
                                            [&](const Line& line) { return line.key == key && !line.isWhatIf; });
    };
    return isThere(m_wanted) ? m_wanted : isThere(kLabels) ? kLabels : kInfrared;
}

void AgreementPanel::setReference(const std::string& reference)
{
    if (reference == m_wanted)
        return;
    m_wanted = reference;
    QSettings().setValue(kReferenceKey, toQString(reference));
    refresh();
}

std::optional<ImageAnswer> AgreementPanel::answerOf(const Line& line) const
{
    return m_session.analysis().find(line.question);
}

cv::Mat AgreementPanel::referenceIds() const
{
    const std::string key = reference();
    const PairEntry* pair = m_session.pair(m_session.currentPair());
    if (key == kLabels) {
        const PairLabels* labels = pair && m_classes ? m_store.labels(pair->label, m_classes->name()) : nullptr;
        return labels ? labels->ids : cv::Mat();
    }
    for (const Line& line : m_lines)
        if (line.key == key && !line.isWhatIf)
            if (const auto answer = answerOf(line); answer && answer->state == ImageAnswer::State::Done)
                return answer->segmentation;
    return {};
}

std::string AgreementPanel::whyNoReference() const
{
    const std::string key = reference();
    const PairEntry* pair = m_session.pair(m_session.currentPair());
    if (key == kLabels) {
        const PairLabels* labels = pair && m_classes ? m_store.labels(pair->label, m_classes->name()) : nullptr;
        return labels ? labels->problem : std::string();
    }
    for (const Line& line : m_lines)
        if (line.key == key && !line.isWhatIf)
            if (const auto answer = answerOf(line))
                return whyNot(*answer);
    return {};
}

std::optional<ImageAnswer> AgreementPanel::attributionOf(const Line& line) const
{
    ImageQuestion question = line.question;
    question.attribution = m_session.attributionChoice();
    return m_session.analysis().find(question);
}

const Agreement* AgreementPanel::agreementOf(const Line& line, const cv::Mat& reference) const
{
    const auto answer = answerOf(line);
    return answer && answer->state == ImageAnswer::State::Done ? m_store.find(answer->segmentation, reference)
                                                               : nullptr;
}

void AgreementPanel::refresh()
{
    m_soon.stop();
    const PairEntry* pair = m_session.pair(m_session.currentPair());
    m_lines = pair ? linesOf(*pair) : std::vector<Line>();
    if (isVisible())
        for (const Line& line : m_lines)
            m_session.analysis().ask(line.question);
    for (const Line& line : m_lines)
        if (const auto answer = answerOf(line); answer && answer->classes)
            m_classes = std::make_shared<const ClassSet>(*answer->classes); // not the trace that may hold it
    fillReferences();
    fillClasses();
    m_baselineBox->setCurrentIndex(m_baselineBox->findData(static_cast<int>(m_session.baseline())));
    compare();
    fill();
}

void AgreementPanel::fillReferences()
{
    const PairEntry* pair = m_session.pair(m_session.currentPair());
    Items items;
    if (pair && !pair->label.empty())
        items.emplace_back(tr("Labels"), QString::fromLatin1(kLabels));
    for (const Line& line : m_lines)
        if (!line.isWhatIf)
            items.emplace_back(line.name, toQString(line.key));
    setItems(*m_referenceBox, items, toQString(reference()));
}

void AgreementPanel::fillClasses()
{
    Items items{{tr("all classes"), -1}};
    if (m_classes)
        for (const LabelClass& each : m_classes->classes())
            items.emplace_back(classTitle(each.name), each.id);
    setItems(*m_classBox, items, m_session.selectedClass());
}

void AgreementPanel::compare()
{
    const PairEntry* pair = m_session.pair(m_session.currentPair());
    if (!isVisible() || !pair || !m_classes || m_lines.empty())
        return;
    const cv::Mat ids = referenceIds();
    if (ids.empty()) {
        if (reference() == kLabels && !m_store.labels(pair->label, m_classes->name()))
            m_store.readLabels(pair->label, pair->labelClasses, m_classes, m_lines.front().question.trace->pair.size(),
                               m_session.resources() / "class_sets");
        return;
    }
    std::vector<cv::Mat> segmentations;
    for (const Line& line : m_lines)
        if (const auto answer = answerOf(line); answer && answer->state == ImageAnswer::State::Done)
            segmentations.push_back(answer->segmentation);
    m_store.compare(segmentations, ids, m_classes);
}

std::vector<MetricInfo> AgreementPanel::columns(bool withScores) const
{
    std::vector<MetricInfo> list{
        column("mIoU", tr("Mean intersection over union"), tr("Of the classes that the reference contains."), true),
        column(tr("pixels"), tr("Pixels that agree"), tr("Of those whose class the reference says."), true)};
    for (const ClassScore& score : m_columns) {
        const QString name = classTitle(score.name);
        list.push_back(column(name, tr("Intersection over union of %1").arg(name),
                              tr("Pixels that both call so, of those that either does."), true));
    }
    if (withScores) {
        list.push_back(column(tr("score"), tr("Segmentation score"),
                              tr("How sure the model is of what it sees: what the attention of UAAFusion raises."),
                              false));
        list.push_back(column(tr("gain"), tr("Score beyond the baseline"),
                              tr("What the attribution of the result shares out among the pixels."), false));
    }
    return list;
}

std::string AgreementPanel::whyMissing(const Line& line, const Agreement* known) const
{
    if (!m_session.analysis().hasModel())
        return tr("there is no model").toStdString();
    const auto answer = answerOf(line);
    const std::string why = answer ? whyNot(*answer) : std::string();
    return !why.empty() ? why : known ? known->problem : whyNoReference();
}

MetricRow AgreementPanel::rowOf(const Line& line, const cv::Mat& ids, bool withScores) const
{
    const bool isReference = line.isSource || (line.key == reference() && !line.isWhatIf);
    MetricRow row{line.name,
                  isReference     ? MetricRow::Kind::Reference
                  : line.isWhatIf ? MetricRow::Kind::WhatIf
                                  : MetricRow::Kind::Plain,
                  {}};
    const Agreement* known = agreementOf(line, ids);
    if (known && known->problem.empty()) {
        row.cells.emplace_back(percent(known->scores.meanIou));
        row.cells.emplace_back(percent(known->scores.pixelAccuracy));
        for (const ClassScore& score : known->scores.classes)
            row.cells.emplace_back(percent(score.iou));
    } else {
        const std::string why = whyMissing(line, known);
        const auto none = why.empty() ? std::nullopt : std::optional<MetricCell>(MetricValue::undefined(why));
        row.cells.assign(2 + m_columns.size(), none);
    }
    if (!withScores)
        return row;
    const auto made = attributionOf(line);
    if (made && made->attribution.pixels > 0) {
        row.cells.emplace_back(MetricValue(made->attribution.score));
        row.cells.emplace_back(MetricValue(made->attribution.change()));
    } else if (made && made->state == ImageAnswer::State::Waiting) {
        row.cells.resize(row.cells.size() + 2);
    } else {
        std::string why = made ? whyNot(*made) : tr("no pane shows its attribution").toStdString();
        if (why.empty())
            why = tr("the class is not in this image").toStdString();
        row.cells.resize(row.cells.size() + 2, MetricCell(MetricValue::undefined(why)));
    }
    return row;
}

void AgreementPanel::fill()
{
    const cv::Mat ids = referenceIds();
    for (const Line& line : m_lines)
        if (const Agreement* known = agreementOf(line, ids); known && known->problem.empty()) {
            m_columns = known->scores.classes; // else those of before, so that nothing jumps meanwhile
            break;
        }
    const bool withScores = std::any_of(m_lines.begin(), m_lines.end(), [this](const Line& line) {
        const auto made = attributionOf(line);
        return made && made->attribution.pixels > 0;
    });
    std::vector<MetricRow> rows;
    for (const Line& line : m_lines)
        rows.push_back(rowOf(line, ids, withScores));
    m_model->setContents(tr("Image"), columns(withScores), std::move(rows), true);
    const auto current = std::find_if(m_lines.begin(), m_lines.end(), [this](const Line& line) {
        return !line.isSource && !line.isWhatIf && line.choice.key() == m_session.choice().key();
    });
    m_view->selectModelRow(current == m_lines.end() ? -1 : static_cast<int>(current - m_lines.begin()));
    m_empty->setText(tr("What a model sees in the sources and in each result is compared here once a pair is open."));
    m_empty->setVisible(m_lines.empty());
    m_footnote->setFullText(footnote());
}

QString AgreementPanel::footnote() const
{
    if (!m_session.analysis().hasModel())
        return tr("There is no model to see with. Open one: File ▸ Open model.");
    if (const std::string why = whyNoReference(); !why.empty())
        return toQString(why);
    QStringList notes{QStringLiteral("%")};
    if (!m_columns.empty())
        notes << tr("classes in the means: %1").arg(m_columns.size());
    const PairEntry* pair = m_session.pair(m_session.currentPair());
    if (pair && reference() == kLabels && m_classes) {
        const bool isKnown = !pair->labelClasses.empty();
        notes << (isKnown ? tr("labels of %1") : tr("labels taken for ids of %1"))
                     .arg(toQString(isKnown ? pair->labelClasses : m_classes->name()));
    }
    notes << tr("bold best, underlined second; sources and the reference not ranked");
    double residual = -1;
    for (const Line& line : m_lines) {
        if (const auto made = attributionOf(line); made && made->attribution.change() != 0)
            residual = std::max(residual, std::abs(made->attribution.residual / made->attribution.change()));
    }
    if (residual >= 0)
        notes << tr("attribution complete to %1 % of the gain").arg(fixedText(100 * residual, 1));
    return notes.join(QStringLiteral(" · "));
}

QString AgreementPanel::copyText(TableFormat format) const { return toQString(formatTable(m_model->table(), format)); }

void AgreementPanel::copy(TableFormat format) const { QGuiApplication::clipboard()->setText(copyText(format)); }

void AgreementPanel::restyle()
{
    m_footnote->setFont(smallerFont(2));
    m_copyButton->setIcon(lineIcon("copy"));
}

void AgreementPanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_soon.start(0); // docks that are laid out are shown for a moment, which asks for nothing
}

void AgreementPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::ApplicationFontChange)
        restyle();
    else if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace duoscope
