// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/dialogs/shortcuts_dialog.h"

#include "widgets/bridge/look.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace duoscope {
namespace {

enum Column { kAction, kKeys, kDefault };

constexpr const char* kDefaultProperty = "default-shortcuts";

QString settingOf(const QAction* action) { return "shortcuts/" + action->objectName(); }

QList<QKeySequence> defaultsOf(const QAction* action)
{
    return action->property(kDefaultProperty).value<QList<QKeySequence>>();
}

QString nameOf(const QAction* action)
{
    QString name = action->text();
    return name.remove('&');
}

QString textOf(const QList<QKeySequence>& keys) { return QKeySequence::listToString(keys, QKeySequence::NativeText); }

bool isLocal(const QAction* action)
{
    return action->shortcutContext() == Qt::WidgetShortcut ||
           action->shortcutContext() == Qt::WidgetWithChildrenShortcut;
}

/// Whether one of the keys would be taken for the other, or for its beginning.
bool collide(const QKeySequence& a, const QKeySequence& b)
{
    return !a.isEmpty() && !b.isEmpty() &&
           (a.matches(b) != QKeySequence::NoMatch || b.matches(a) != QKeySequence::NoMatch);
}

} // namespace

void ShortcutsDialog::applySavedShortcuts(const QList<QAction*>& actions)
{
    const QSettings settings;
    for (QAction* action : actions) {
        if (!action->property(kDefaultProperty).isValid())
            action->setProperty(kDefaultProperty, QVariant::fromValue(action->shortcuts()));
        if (const QVariant saved = settings.value(settingOf(action));
            saved.isValid() && !action->objectName().isEmpty())
            action->setShortcuts(QKeySequence::listFromString(saved.toString()));
    }
}

ShortcutsDialog::ShortcutsDialog(const QList<QAction*>& actions, QWidget* parent)
    : QDialog(parent), m_filter(new QLineEdit(this)), m_list(new QTreeWidget(this)), m_note(new QLabel(this)),
      m_reset(new QPushButton(this)), m_resetAll(new QPushButton(this))
{
    m_list->setColumnCount(3);
    m_list->setRootIsDecorated(false);
    m_list->setAlternatingRowColors(true);
    m_list->setUniformRowHeights(true);
    for (QAction* action : actions)
        if (!action->objectName().isEmpty() && !action->isSeparator())
            addRow(action);
    makeLayout();
    retranslate();
    connect(m_filter, &QLineEdit::textChanged, this, &ShortcutsDialog::filter);
    connect(m_reset, &QPushButton::clicked, this, &ShortcutsDialog::resetCurrent);
    connect(m_resetAll, &QPushButton::clicked, this, &ShortcutsDialog::resetAll);
}

void ShortcutsDialog::addRow(QAction* action)
{
    Row row{action, new QTreeWidgetItem(m_list), new QKeySequenceEdit(m_list)};
    row.edit->setObjectName(action->objectName());
    row.edit->setClearButtonEnabled(true);
    m_list->setItemWidget(row.item, kKeys, row.edit);
    m_rows.push_back(row);
    fillRow(row);
    connect(row.edit, &QKeySequenceEdit::editingFinished, this, [this, row] { rebind(row); });
    connect(action, &QAction::changed, this, [this, row] { fillRow(row); });
}

void ShortcutsDialog::makeLayout()
{
    m_filter->setClearButtonEnabled(true);
    m_list->header()->setSectionResizeMode(kAction, QHeaderView::Stretch);
    m_list->header()->setSectionResizeMode(kKeys, QHeaderView::Fixed);
    m_list->header()->setSectionResizeMode(kDefault, QHeaderView::ResizeToContents);
    m_list->header()->setStretchLastSection(false);
    m_list->header()->resizeSection(kKeys, fontMetrics().averageCharWidth() * 24);
    m_note->setWordWrap(true);
    // Room for two lines always, so that nothing jumps when there is something to say.
    m_note->setMinimumHeight(2 * fontMetrics().lineSpacing());
    m_note->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    for (QPushButton* button : {m_reset, m_resetAll})
        button->setAutoDefault(false);

    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->button(QDialogButtonBox::Close)->setAutoDefault(false);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* footer = new QHBoxLayout;
    footer->setSpacing(sizes::kPad);
    footer->addWidget(m_reset);
    footer->addWidget(m_resetAll);
    footer->addStretch();
    footer->addWidget(buttons);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * sizes::kPad, 2 * sizes::kPad, 2 * sizes::kPad, 2 * sizes::kPad);
    layout->setSpacing(sizes::kPad);
    layout->addWidget(m_filter);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_note);
    layout->addLayout(footer);
    resize(600, 560);
}

void ShortcutsDialog::retranslate()
{
    setWindowTitle(tr("Shortcuts"));
    m_filter->setPlaceholderText(tr("Filter actions"));
    m_filter->setAccessibleName(tr("Filter actions"));
    m_list->setHeaderLabels({tr("Action"), tr("Keys"), tr("Default")});
    m_list->setAccessibleName(tr("Actions and their keys"));
    m_reset->setText(tr("Reset chosen"));
    m_reset->setToolTip(tr("Give the chosen action its default keys again"));
    m_resetAll->setText(tr("Reset all"));
    m_note->clear();
    for (const Row& row : m_rows)
        fillRow(row);
}

void ShortcutsDialog::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QDialog::changeEvent(event);
}

void ShortcutsDialog::fillRow(const Row& row)
{
    row.item->setText(kAction, nameOf(row.action));
    row.item->setIcon(kAction, row.action->icon());
    row.item->setText(kDefault, textOf(defaultsOf(row.action)));
    row.item->setForeground(kDefault, palette().color(QPalette::PlaceholderText));
    row.edit->setKeySequence(row.action->shortcut());
    row.edit->setAccessibleName(tr("Keys of %1").arg(nameOf(row.action)));
}

void ShortcutsDialog::filter(const QString& text)
{
    for (const Row& row : m_rows) {
        const QString keys = row.action->shortcut().toString(QKeySequence::NativeText);
        row.item->setHidden(!nameOf(row.action).contains(text, Qt::CaseInsensitive) &&
                            !keys.contains(text, Qt::CaseInsensitive));
    }
}

const ShortcutsDialog::Row* ShortcutsDialog::conflict(const Row& row, const QKeySequence& keys) const
{
    for (const Row& other : m_rows) {
        // Keys that count in one list only may mean something else in another.
        const bool apart =
            isLocal(row.action) && isLocal(other.action) && row.action->parent() != other.action->parent();
        if (other.action == row.action || apart)
            continue;
        for (const QKeySequence& taken : other.action->shortcuts())
            if (collide(keys, taken))
                return &other;
    }
    return nullptr;
}

void ShortcutsDialog::rebind(const Row& row)
{
    const QKeySequence keys = row.edit->keySequence();
    if (keys == row.action->shortcut())
        return;
    if (const Row* other = conflict(row, keys)) {
        say(tr("%1 belongs to “%2” already, so “%3” was left as it was. Choose other keys, or change those of “%2” "
               "first.")
                .arg(keys.toString(QKeySequence::NativeText), nameOf(other->action), nameOf(row.action)));
        row.edit->setKeySequence(row.action->shortcut());
        return;
    }
    row.action->setShortcut(keys);
    QSettings().setValue(settingOf(row.action), QKeySequence::listToString(row.action->shortcuts()));
    say(keys.isEmpty()
            ? tr("“%1” has no keys now.").arg(nameOf(row.action))
            : tr("“%1” has the keys %2 now.").arg(nameOf(row.action), keys.toString(QKeySequence::NativeText)));
}

void ShortcutsDialog::reset(const Row& row)
{
    row.action->setShortcuts(defaultsOf(row.action));
    QSettings().remove(settingOf(row.action));
    fillRow(row);
}

void ShortcutsDialog::resetCurrent()
{
    const QTreeWidgetItem* current = m_list->currentItem();
    for (const Row& row : m_rows) {
        if (row.item != current)
            continue;
        for (const QKeySequence& keys : defaultsOf(row.action)) {
            if (const Row* other = conflict(row, keys)) {
                say(tr("%1 belongs to “%2” now, so “%3” was left as it was. Reset “%2” first.")
                        .arg(keys.toString(QKeySequence::NativeText), nameOf(other->action), nameOf(row.action)));
                return;
            }
        }
        reset(row);
        say(tr("“%1” has its default keys again.").arg(nameOf(row.action)));
    }
}

void ShortcutsDialog::resetAll()
{
    for (const Row& row : m_rows)
        reset(row);
    say(tr("All actions have their default keys again."));
}

void ShortcutsDialog::say(const QString& sentence) { m_note->setText(sentence); }

} // namespace duoscope
