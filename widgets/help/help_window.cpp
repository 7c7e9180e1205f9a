// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/help/help_window.h"

#include "widgets/bridge/look.h"
#include "widgets/help/help_browser.h"

#include <QCloseEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QScrollBar>
#include <QSettings>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QStyledItemDelegate>
#include <QToolButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace duoscope {
namespace {

constexpr const char* kFirstPage = "firstSteps";
constexpr int kPageRole = Qt::UserRole;
constexpr int kAnchorRole = Qt::UserRole + 1;
constexpr int kSideWidth = 250;
constexpr int kLineRole = Qt::UserRole + 2;

/// A section's title, and two lines of where the words are.
class HitDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    static constexpr int kExtra = 3; ///< pixels that lines of Chinese are taller

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const bool found = index.data(kLineRole).isValid();
        return {0, (found ? 3 : 2) * (option.fontMetrics.lineSpacing() + kExtra) + 2 * sizes::kPad};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        painter->save();
        if (option.state & QStyle::State_Selected)
            painter->fillRect(option.rect, option.palette.color(QPalette::Highlight));
        const QRect inside = option.rect.adjusted(sizes::kPad, sizes::kPad, -sizes::kPad, -sizes::kPad);
        const QString title = index.data(Qt::DisplayRole).toString();
        const int line = option.fontMetrics.lineSpacing() + kExtra;
        painter->setPen(option.palette.color(QPalette::Text));
        if (index.data(kLineRole).isValid()) {
            painter->setFont(titleFont());
            painter->drawText(inside.left(), inside.top(), inside.width(), line, Qt::AlignLeft,
                              QFontMetrics(titleFont()).elidedText(title, Qt::ElideMiddle, inside.width()));
            painter->setFont(option.font);
            painter->setPen(option.state & QStyle::State_Selected ? option.palette.color(QPalette::HighlightedText)
                                                                  : tone(Tone::Secondary));
            painter->drawText(inside.adjusted(0, line, 0, 0), Qt::TextWordWrap, index.data(kLineRole).toString());
        } else {
            painter->drawText(inside, Qt::TextWordWrap, title);
        }
        painter->restore();
    }
};

/// So much of a line that its first word that was searched for is seen.
QString excerpt(const QString& line, const QString& words)
{
    constexpr qsizetype kBefore = 24, kLength = 110;
    qsizetype first = line.size();
    for (const QString& word : words.simplified().split(' ', Qt::SkipEmptyParts))
        if (const qsizetype at = line.indexOf(word, 0, Qt::CaseInsensitive); at >= 0)
            first = std::min(first, at);
    const qsizetype begin = first < line.size() && first > 2 * kBefore ? line.indexOf(' ', first - kBefore) + 1 : 0;
    return (begin > 0 ? QString::fromUtf8("… ") : QString()) + line.mid(begin, kLength);
}

} // namespace

HelpWindow::HelpWindow(const QList<QAction*>& actions, QWidget* parent)
    : QWidget(parent, Qt::Window), m_library(actions), m_browser(new HelpBrowser(m_library, this)),
      m_search(new QLineEdit(this)), m_side(new QStackedWidget(this)), m_contents(new QTreeWidget(this)),
      m_hits(new QListWidget(this)), m_splitter(new QSplitter(this))
{
    m_back = addButton("chevron-left", QKeySequence("Alt+Left"), [this] { m_browser->backward(); });
    m_forward = addButton("chevron-right", QKeySequence("Alt+Right"), [this] { m_browser->forward(); });
    m_start = addButton("home", QKeySequence("Alt+Home"), [this] { open(kFirstPage); });
    m_smaller = addButton("", QKeySequence("Ctrl+-"), [this] { m_browser->zoomOut(); });
    m_larger = addButton("", QKeySequence("Ctrl++"), [this] { m_browser->zoomIn(); });
    m_smaller->setText(QString::fromUtf8("A−"));
    m_larger->setText("A+");
    m_search->setClearButtonEnabled(true);
    m_searchIcon = m_search->addAction(QIcon(), QLineEdit::LeadingPosition);
    m_search->installEventFilter(this);
    auto* find = new QShortcut(QKeySequence::Find, this);
    connect(find, &QShortcut::activated, m_search, [this] {
        m_search->setFocus(Qt::ShortcutFocusReason);
        m_search->selectAll();
    });

    m_contents->setHeaderHidden(true);
    m_contents->setIndentation(2 * sizes::kPad);
    m_contents->setUniformRowHeights(true);
    m_hits->setItemDelegate(new HitDelegate(m_hits));
    m_hits->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_hits->setResizeMode(QListView::Adjust);
    for (QAbstractScrollArea* area : std::initializer_list<QAbstractScrollArea*>{m_contents, m_hits})
        area->setFrameShape(QFrame::NoFrame);
    m_side->addWidget(m_contents);
    m_side->addWidget(m_hits);
    m_splitter->addWidget(m_side);
    m_splitter->addWidget(m_browser);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({kSideWidth, 3 * kSideWidth});
    m_splitter->setChildrenCollapsible(false);

    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(sizes::kPad, sizes::kGap, sizes::kPad, sizes::kGap);
    bar->setSpacing(sizes::kGap);
    for (QToolButton* button : {m_back, m_forward, m_start})
        bar->addWidget(button);
    bar->addWidget(m_search, 1);
    bar->addWidget(m_smaller);
    bar->addWidget(m_larger);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(m_splitter, 1);

    connect(m_search, &QLineEdit::textChanged, this, &HelpWindow::search);
    connect(m_search, &QLineEdit::returnPressed, this, [this] { openHit(std::max(0, m_hits->currentRow())); });
    connect(m_contents, &QTreeWidget::currentItemChanged, this, [this](const QTreeWidgetItem* item) {
        if (const QString page = item ? item->data(0, kPageRole).toString() : QString();
            !page.isEmpty() && page != m_browser->page())
            m_browser->open(page);
    });
    connect(m_hits, &QListWidget::currentRowChanged, this, &HelpWindow::openHit);
    connect(m_browser, &QTextBrowser::sourceChanged, this, &HelpWindow::updateButtons);
    connect(m_browser, &QTextBrowser::historyChanged, this, &HelpWindow::updateButtons);
    resize(960, 720);
    retranslate();
}

QToolButton* HelpWindow::addButton(const char* icon, const QKeySequence& keys, const std::function<void()>& act)
{
    auto* button = new QToolButton(this);
    button->setProperty("drawing", QString::fromLatin1(icon));
    button->setProperty("keys", keys.toString(QKeySequence::NativeText));
    button->setAutoRaise(true);
    button->setIconSize({16, 16});
    button->setMinimumSize(28, 28);
    connect(button, &QToolButton::clicked, this, act);
    connect(new QShortcut(keys, this), &QShortcut::activated, this, act);
    return button;
}

void HelpWindow::setLanguage(const QString& language)
{
    if (language == m_library.language())
        return;
    m_library.setLanguage(language);
    retranslate();
    m_browser->refresh();
}

void HelpWindow::open(const QString& page, const QString& anchor)
{
    show(); // first: what is hidden does not scroll to an anchor
    if (m_browser->page() != page || !anchor.isEmpty())
        m_browser->open(m_library.contains(page) ? page : kFirstPage, anchor);
    raise();
    activateWindow();
    m_browser->setFocus();
}

void HelpWindow::retranslate()
{
    setWindowTitle(tr("Duoscope help"));
    const std::pair<QToolButton*, QString> buttons[] = {{m_back, tr("Back")},
                                                        {m_forward, tr("Forward")},
                                                        {m_start, tr("Guided start")},
                                                        {m_smaller, tr("Smaller text")},
                                                        {m_larger, tr("Larger text")}};
    for (const auto& [button, text] : buttons) {
        button->setToolTip(text + " (" + button->property("keys").toString() + ")");
        button->setAccessibleName(text);
        if (button->text().isEmpty())
            button->setIcon(lineIcon(button->property("drawing").toString()));
    }
    m_search->setPlaceholderText(tr("Search the help (Ctrl+F)"));
    m_searchIcon->setIcon(lineIcon("search"));
    m_search->setAccessibleName(tr("Search the help"));
    m_contents->setAccessibleName(tr("Contents"));
    m_hits->setAccessibleName(tr("Found sections"));
    m_browser->setAccessibleName(tr("Page"));
    fillContents();
    search(m_search->text());
}

void HelpWindow::fillContents()
{
    const QSignalBlocker quiet(m_contents);
    m_contents->clear();
    for (const HelpLibrary::Group& group : m_library.groups()) {
        auto* head = new QTreeWidgetItem(m_contents, {group.title});
        head->setFont(0, titleFont());
        head->setSizeHint(0, QSize(0, sizes::kRow));
        for (const QString& page : group.pages) {
            auto* item = new QTreeWidgetItem(head, {m_library.title(page)});
            item->setData(0, kPageRole, page);
            item->setSizeHint(0, QSize(0, sizes::kRow));
            item->setToolTip(0, item->text(0));
        }
        head->setExpanded(true);
    }
    updateButtons();
}

void HelpWindow::search(const QString& words)
{
    const QSignalBlocker quiet(m_hits);
    m_hits->clear();
    m_browser->setMarked(words);
    m_side->setCurrentWidget(words.trimmed().isEmpty() ? static_cast<QWidget*>(m_contents) : m_hits);
    if (words.trimmed().isEmpty())
        return;
    for (const HelpLibrary::Hit& hit : m_library.search(words)) {
        auto* item = new QListWidgetItem(hit.title, m_hits);
        item->setData(kPageRole, hit.page);
        item->setData(kAnchorRole, hit.anchor);
        item->setData(kLineRole, excerpt(hit.line, words));
        item->setToolTip(hit.title);
    }
    if (m_hits->count() == 0) {
        auto* nothing = new QListWidgetItem(tr("Nothing found. Try fewer or other words."), m_hits);
        nothing->setFlags(Qt::NoItemFlags);
    }
}

void HelpWindow::openHit(int row)
{
    if (const QListWidgetItem* item = m_hits->item(row); item && item->flags() != Qt::NoItemFlags) {
        const QSignalBlocker quiet(m_hits);
        m_hits->setCurrentRow(row);
        m_browser->open(item->data(kPageRole).toString(), item->data(kAnchorRole).toString());
    }
}

void HelpWindow::updateButtons()
{
    m_back->setEnabled(m_browser->isBackwardAvailable());
    m_forward->setEnabled(m_browser->isForwardAvailable());
    const QSignalBlocker quiet(m_contents);
    for (int group = 0; group < m_contents->topLevelItemCount(); ++group)
        for (int i = 0; i < m_contents->topLevelItem(group)->childCount(); ++i)
            if (QTreeWidgetItem* item = m_contents->topLevelItem(group)->child(i);
                item->data(0, kPageRole) == m_browser->page())
                m_contents->setCurrentItem(item);
}

bool HelpWindow::eventFilter(QObject* watched, QEvent* event)
{
    // From the search line down into what it found.
    if (watched == m_search && event->type() == QEvent::KeyPress && m_side->currentWidget() == m_hits &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Down) {
        m_hits->setFocus(Qt::TabFocusReason);
        openHit(std::max(0, m_hits->currentRow()));
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void HelpWindow::keyPressEvent(QKeyEvent* event)
{
    if (event->key() != Qt::Key_Escape)
        QWidget::keyPressEvent(event);
    else if (!m_search->text().isEmpty())
        m_search->clear();
    else
        close();
}

void HelpWindow::showEvent(QShowEvent* event)
{
    m_browser->refresh(); // keys may have changed
    if (const QByteArray geometry = QSettings().value("help/geometry").toByteArray();
        !event->spontaneous() && !geometry.isEmpty())
        restoreGeometry(geometry);
    QWidget::showEvent(event);
}

void HelpWindow::closeEvent(QCloseEvent* event)
{
    QSettings().setValue("help/geometry", saveGeometry());
    QWidget::closeEvent(event);
}

void HelpWindow::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange)
        retranslate();
}

} // namespace duoscope
