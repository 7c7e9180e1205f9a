// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/help/help_math.h"

#include <QStringList>

namespace duoscope {
namespace {

/// The group that begins at a place, "{ab}" or one letter; the place is moved behind it.
QString group(const QString& text, qsizetype& at)
{
    if (at >= text.size())
        return {};
    if (text[at] != '{')
        return text[at++];
    int depth = 0;
    const qsizetype begin = at + 1;
    for (; at < text.size(); ++at) {
        depth += text[at] == '{' ? 1 : text[at] == '}' ? -1 : 0;
        if (depth == 0)
            return text.mid(begin, at++ - begin);
    }
    return text.mid(begin);
}

bool isLetter(QChar c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// As mathHtml(), without the span around it.
QString lettersHtml(const QString& formula)
{
    static const QString space = "   "; // apart
    QString html;
    for (qsizetype i = 0; i < formula.size();) {
        const QChar c = formula[i];
        if (c == '_' || c == '^') {
            const QString inner = lettersHtml(group(formula, ++i));
            html += c == '_' ? "<sub>" + inner + "</sub>" : "<sup>" + inner + "</sup>";
        } else if (isLetter(c)) {
            const qsizetype begin = i;
            while (i < formula.size() && isLetter(formula[i]))
                ++i;
            const QString word = formula.mid(begin, i - begin);
            html += word.size() == 1 ? "<i>" + word + "</i>" : word;
        } else if (formula.mid(i, space.size()) == space) {
            html += "&nbsp;&nbsp; &nbsp;"; // of other spaces Qt makes one
            i += space.size();
        } else {
            html += QString(c).toHtmlEscaped();
            ++i;
        }
    }
    return html;
}

/// A part of a formula that stands alone.
QString displayHtml(const QString& formula) { return "<span class=\"display\">" + lettersHtml(formula) + "</span>"; }

QString cell(const QString& html) { return "<td valign=\"middle\" align=\"center\">" + html + "</td>"; }

QString lineHtml(const QString& line)
{
    static const QString fraction = "\\frac";
    QString cells;
    qsizetype begin = 0;
    while (begin < line.size()) {
        const qsizetype found = line.indexOf(fraction, begin);
        if (found > begin || found < 0)
            cells += cell(displayHtml(line.mid(begin, found < 0 ? -1 : found - begin)));
        if (found < 0)
            break;
        begin = found + fraction.size();
        const QString above = group(line, begin);
        const QString below = group(line, begin);
        cells += cell("<table class=\"fraction\" cellspacing=\"0\" cellpadding=\"2\"><tr><td class=\"above\" "
                      "align=\"center\">" +
                      displayHtml(above) + "</td></tr><tr><td align=\"center\">" + displayHtml(below) +
                      "</td></tr></table>");
    }
    return "<table class=\"formula\" align=\"center\" cellspacing=\"0\" cellpadding=\"2\"><tr>" + cells +
           "</tr></table>";
}

} // namespace

QString mathHtml(const QString& formula) { return "<span class=\"math\">" + lettersHtml(formula) + "</span>"; }

QString equationHtml(const QString& formula, const QString& number)
{
    QString lines;
    for (const QString& line : formula.split("\\\\"))
        lines += lineHtml(line.trimmed());
    const QString anchor = number.isEmpty() ? QString() : "<a name=\"eq" + number + "\"></a>";
    const QString right = number.isEmpty() ? QString() : "(" + number + ")";
    return "<table class=\"equation\" width=\"100%\" cellspacing=\"0\" cellpadding=\"6\"><tr><td width=\"92%\" "
           "align=\"center\">" +
           anchor + lines + "</td><td width=\"8%\" align=\"right\" valign=\"middle\">" + right + "</td></tr></table>";
}

} // namespace duoscope
