// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/help/help_markup.h"

#include "widgets/help/help_math.h"

#include <QRegularExpression>
#include <QStringList>

#include <algorithm>

namespace duoscope {
namespace {

using Expression = QRegularExpression;

/// "- text" or "1. text" with its indent.
struct ListMark {
    qsizetype indent = -1; ///< -1: no item
    bool numbered = false;
    qsizetype text = 0; ///< where the item's text begins
};

ListMark listMarkOf(const QString& line)
{
    static const Expression mark("^( *)([-*]|\\d+\\.) +");
    const auto match = mark.match(line);
    if (!match.hasMatch())
        return {};
    return {match.capturedLength(1), match.captured(2).endsWith('.'), match.capturedLength()};
}

/// @param most  columns; bars beyond are part of the last one. 0: any number
QStringList cellsOf(QString row, qsizetype most)
{
    row = row.trimmed();
    row = row.mid(1, row.size() - (row.endsWith('|') ? 2 : 1));
    QStringList cells;
    QString cell;
    bool code = false, formula = false; // bars inside them are no borders
    for (const QChar c : row) {
        code ^= c == '`';
        formula ^= c == '$' && !code;
        if (c == '|' && !code && !formula && (most == 0 || cells.size() + 1 < most)) {
            cells << cell.trimmed();
            cell.clear();
        } else {
            cell += c;
        }
    }
    return cells << cell.trimmed();
}

class Reader {
public:
    explicit Reader(const QString& markdown) : m_lines(markdown.split('\n')) {}

    QString html()
    {
        while (m_at < m_lines.size())
            readBlock();
        return m_html;
    }

private:
    void readBlock()
    {
        const QString& line = m_lines[m_at];
        if (line.trimmed().isEmpty() || line.startsWith("<!--"))
            ++m_at;
        else if (const HelpHeading heading = headingOf(line); heading.level > 0)
            readHeading(heading);
        else if (line.startsWith("```"))
            readFence();
        else if (line.startsWith('|'))
            readTable();
        else if (line.startsWith("> "))
            readQuote();
        else if (listMarkOf(line).indent >= 0)
            readList();
        else
            m_html += "<p>" + inlineHtml(readParagraph()) + "</p>\n";
    }

    void readHeading(const HelpHeading& heading)
    {
        const QString tag = "h" + QString::number(heading.level);
        m_html += "<" + tag + "><a name=\"" + heading.anchor.toHtmlEscaped() + "\"></a>" + inlineHtml(heading.title) +
                  "</" + tag + ">\n";
        ++m_at;
    }

    void readFence()
    {
        const QString kind = m_lines[m_at++].mid(3).trimmed();
        QStringList content;
        while (m_at < m_lines.size() && !m_lines[m_at].startsWith("```"))
            content << m_lines[m_at++];
        ++m_at;
        if (kind == "eq" || kind.startsWith("eq "))
            m_html += equationHtml(content.join(' '), kind.mid(3).trimmed());
        else
            m_html += "<table class=\"code\" width=\"100%\" cellspacing=\"0\" cellpadding=\"6\"><tr><td><pre>" +
                      content.join('\n').toHtmlEscaped() + "</pre></td></tr></table>\n";
    }

    void readTable()
    {
        QString rows;
        qsizetype columns = 0;
        for (int row = 0; m_at < m_lines.size() && m_lines[m_at].startsWith('|'); ++m_at) {
            static const Expression rule("^\\|[-:| ]+\\|?$");
            if (rule.match(m_lines[m_at]).hasMatch())
                continue;
            rows += "<tr>";
            const QStringList cells = cellsOf(m_lines[m_at], columns);
            columns = std::max(columns, cells.size());
            for (const QString& cell : cells)
                rows += (row == 0 ? "<th align=\"left\">" : "<td>") + inlineHtml(cell) + (row == 0 ? "</th>" : "</td>");
            rows += "</tr>\n";
            ++row;
        }
        m_html += "<table class=\"grid\" border=\"0\" cellspacing=\"0\" cellpadding=\"4\">" + rows + "</table>\n";
    }

    void readQuote()
    {
        QStringList content;
        while (m_at < m_lines.size() && m_lines[m_at].startsWith('>'))
            content << m_lines[m_at++].mid(1).trimmed();
        m_html += "<table class=\"note\" width=\"100%\" cellspacing=\"0\" cellpadding=\"8\"><tr><td>" +
                  inlineHtml(content.join(' ')) + "</td></tr></table>\n";
    }

    void readList()
    {
        const ListMark first = listMarkOf(m_lines[m_at]);
        m_html += first.numbered ? "<ol>" : "<ul>";
        while (m_at < m_lines.size()) {
            const ListMark mark = listMarkOf(m_lines[m_at]);
            if (mark.indent < first.indent)
                break;
            if (mark.indent > first.indent) {
                readList(); // inside the item before
                continue;
            }
            QString text = m_lines[m_at++].mid(mark.text);
            while (m_at < m_lines.size() && m_lines[m_at].startsWith("  ") && listMarkOf(m_lines[m_at]).indent < 0)
                text += ' ' + m_lines[m_at++].trimmed();
            m_html += "<li>" + inlineHtml(text) + "</li>\n";
        }
        m_html += first.numbered ? "</ol>\n" : "</ul>\n";
    }

    QString readParagraph()
    {
        QString text;
        while (m_at < m_lines.size() && !m_lines[m_at].trimmed().isEmpty() && !m_lines[m_at].startsWith("```") &&
               !m_lines[m_at].startsWith('|') && listMarkOf(m_lines[m_at]).indent < 0) {
            const QString line = m_lines[m_at++].trimmed();
            // Between Chinese lines there is no space.
            const bool closed = !text.isEmpty() && text.back().unicode() >= 0x2E80 && line[0].unicode() >= 0x2E80;
            text += text.isEmpty() || closed ? line : ' ' + line;
        }
        return text;
    }

    QStringList m_lines;
    qsizetype m_at = 0;
    QString m_html;
};

} // namespace

QString inlineHtml(const QString& text)
{
    static const Expression piece("`([^`]+)`|\\$([^$]+)\\$|\\[([^\\]]+)\\]\\(([^)]+)\\)|\\*\\*([^*]+)\\*\\*|"
                                  "\\*([^*\\s][^*]*)\\*");
    QString html;
    qsizetype at = 0;
    for (auto found = piece.globalMatch(text); found.hasNext();) {
        const auto match = found.next();
        html += text.mid(at, match.capturedStart() - at).toHtmlEscaped();
        at = match.capturedEnd();
        if (match.hasCaptured(1))
            html += "<code>" + match.captured(1).toHtmlEscaped() + "</code>";
        else if (match.hasCaptured(2))
            html += mathHtml(match.captured(2));
        else if (match.hasCaptured(3))
            html += "<a href=\"" + match.captured(4).toHtmlEscaped() + "\">" + inlineHtml(match.captured(3)) + "</a>";
        else if (match.hasCaptured(5))
            html += "<b>" + inlineHtml(match.captured(5)) + "</b>";
        else
            html += "<i>" + inlineHtml(match.captured(6)) + "</i>";
    }
    return html + text.mid(at).toHtmlEscaped();
}

QString markupHtml(const QString& markdown) { return Reader(markdown).html(); }

HelpHeading headingOf(const QString& line)
{
    static const Expression form("^(#{1,4}) +(.*?)(?: *\\{#([^}]+)\\})?$");
    const auto match = form.match(line);
    if (!match.hasMatch())
        return {0, {}, {}};
    return {static_cast<int>(match.capturedLength(1)), match.captured(2), match.captured(3)};
}

} // namespace duoscope
