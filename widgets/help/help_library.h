// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QList>
#include <QPointer>
#include <QString>
#include <QStringList>

namespace duoscope {

/// The pages of the help in one language, compiled in (resources/help). A page is named like its file without ".md";
/// those of docks have the docks' object names. In a page "{{key fuse}}" stands for the present keys of the action of
/// that object name, "{{shortcuts}}" for all of them, "{{model card}}" for the card of the bundled model.
class HelpLibrary {
public:
    struct Group {
        QString title;
        QStringList pages;
    };
    struct Hit {
        QString page;
        QString anchor; ///< of the section; empty: the page's beginning
        QString title;  ///< of page and section
        QString line;   ///< where the words are
    };

    /// @param actions  whose keys pages may name; the library forgets those that are deleted
    explicit HelpLibrary(const QList<QAction*>& actions = {});

    /// @param language  "en" or "zh_CN"
    void setLanguage(const QString& language);
    const QString& language() const { return m_language; }

    /// In the order of the contents.
    const QList<Group>& groups() const { return m_groups; }
    QStringList pages() const;
    bool contains(const QString& page) const;
    QString title(const QString& page) const;
    /// As it is written, placeholders replaced; empty where there is no such page.
    QString markdown(const QString& page) const;
    QString html(const QString& page) const;
    /// Sections that hold all words, whatever their case: those with them in the title first, then by contents' order.
    QList<Hit> search(const QString& words) const;

private:
    QString keysOf(const QString& action) const;
    QString shortcutTable() const;

    QList<QPointer<QAction>> m_actions;
    QString m_language;
    QList<Group> m_groups;
};

} // namespace duoscope
