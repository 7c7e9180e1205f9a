// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/help/help_library.h"

#include "widgets/help/help_markup.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <algorithm>

namespace duoscope {
namespace {

QString textOf(const QString& file)
{
    QFile opened(file);
    return opened.open(QIODevice::ReadOnly) ? QString::fromUtf8(opened.readAll()) : QString();
}

QString translated(const char* text) { return QCoreApplication::translate("HelpLibrary", text); }

/// A line as it is read, for search results.
QString plain(QString line)
{
    static const QRegularExpression link("\\[([^\\]]+)\\]\\([^)]+\\)"), marks("[*`$]|^[|> #-]+|\\{#[^}]+\\}"),
        low("(?<=[A-Za-z])[_^]\\{?([^{}\\s])\\}?");
    return line.replace(link, "\\1").replace(low, "\\1").remove(marks).replace('|', ' ').simplified();
}

} // namespace

HelpLibrary::HelpLibrary(const QList<QAction*>& actions)
{
    for (QAction* action : actions)
        m_actions << action;
    setLanguage("en");
}

void HelpLibrary::setLanguage(const QString& language)
{
    m_language = language;
    m_groups.clear();
    const QJsonArray groups = QJsonDocument::fromJson(textOf(":/help/contents.json").toUtf8()).array();
    for (const QJsonValue& group : groups) {
        Group made{group[m_language].toString(), {}};
        for (const QJsonValue& page : group["pages"].toArray())
            made.pages << page.toString();
        m_groups << made;
    }
}

QStringList HelpLibrary::pages() const
{
    QStringList all;
    for (const Group& group : m_groups)
        all << group.pages;
    return all;
}

bool HelpLibrary::contains(const QString& page) const
{
    return QFile::exists(":/help/" + m_language + "/" + page + ".md");
}

QString HelpLibrary::title(const QString& page) const
{
    for (const QString& line : textOf(":/help/" + m_language + "/" + page + ".md").split('\n'))
        if (const HelpHeading heading = headingOf(line); heading.level == 1)
            return heading.title;
    return page;
}

QString HelpLibrary::markdown(const QString& page) const
{
    QString text = textOf(":/help/" + m_language + "/" + page + ".md");
    if (text.contains("{{shortcuts}}"))
        text.replace("{{shortcuts}}", shortcutTable());
    if (text.contains("{{model card}}")) {
        QStringList card = textOf(":/help/models/README.md").split('\n');
        bool code = false;
        for (QString& line : card) {
            code ^= line.startsWith("```");
            if (line.startsWith('#') && !code)
                line.prepend('#'); // below the page's title
        }
        text.replace("{{model card}}", card.join('\n'));
    }
    static const QRegularExpression key("\\{\\{key ([\\w-]+)\\}\\}");
    for (auto match = key.match(text); match.hasMatch(); match = key.match(text))
        text.replace(match.captured(0), keysOf(match.captured(1)));
    return text;
}

QString HelpLibrary::html(const QString& page) const
{
    return "<html><body>" + markupHtml(markdown(page)) + "</body></html>";
}

QString HelpLibrary::keysOf(const QString& name) const
{
    for (const QPointer<QAction>& action : m_actions)
        if (action && action->objectName() == name && !action->shortcut().isEmpty())
            return "**" + action->shortcut().toString(QKeySequence::NativeText) + "**";
    return translated(QT_TRANSLATE_NOOP("HelpLibrary", "(no key)"));
}

QString HelpLibrary::shortcutTable() const
{
    QString table = "| " + translated(QT_TRANSLATE_NOOP("HelpLibrary", "Action")) + " | " +
                    translated(QT_TRANSLATE_NOOP("HelpLibrary", "Keys")) + " |\n|---|---|\n";
    for (const QPointer<QAction>& action : m_actions) {
        if (!action || action->objectName().isEmpty())
            continue;
        QString name = action->text().remove('&');
        const QString keys = QKeySequence::listToString(action->shortcuts(), QKeySequence::NativeText);
        table += "| " + name.replace('|', '/') + " | " + (keys.isEmpty() ? QString::fromUtf8("–") : keys) + " |\n";
    }
    return table;
}

QList<HelpLibrary::Hit> HelpLibrary::search(const QString& words) const
{
    const QStringList wanted = words.simplified().split(' ', Qt::SkipEmptyParts);
    QList<Hit> inTitles, inTexts;
    if (wanted.isEmpty())
        return {};
    const auto holdsAll = [&wanted](const QString& text) {
        return std::all_of(wanted.begin(), wanted.end(),
                           [&text](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
    };
    for (const QString& page : pages()) {
        const QString pageTitle = title(page);
        Hit hit{page, {}, pageTitle, {}};
        QString section;
        const auto finish = [&] { // the section that has been read
            if (holdsAll(hit.title))
                inTitles << hit;
            else if (holdsAll(section + hit.title))
                inTexts << hit;
            section.clear();
        };
        for (const QString& line : markdown(page).split('\n')) {
            const HelpHeading heading = headingOf(line);
            if (heading.level > 1 && !heading.anchor.isEmpty()) {
                finish();
                hit = {page, heading.anchor, pageTitle + QString::fromUtf8(" › ") + plain(heading.title), {}};
            } else if (heading.level != 1 && !line.startsWith("<!--") && !line.startsWith("```")) {
                const QString text = plain(line);
                section += text + '\n';
                if (hit.line.isEmpty() && std::any_of(wanted.begin(), wanted.end(), [&text](const QString& word) {
                        return text.contains(word, Qt::CaseInsensitive);
                    }))
                    hit.line = text;
            }
        }
        finish();
    }
    return inTitles + inTexts;
}

} // namespace duoscope
