// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace duoscope {

/// A page of the help as rich text. It knows the Markdown that the pages are written in: headings ("## Title {#name}"
/// with an anchor), paragraphs, lists, tables, quotes, code, **strong**, *stressed*, `code`, [links](page#anchor); and
/// $formulas$ and blocks of them ("```eq 8"), see help_math.h. Qt's own reader makes no anchors and no formulas.
QString markupHtml(const QString& markdown);

/// A piece of text within a line, likewise.
QString inlineHtml(const QString& text);

/// A heading of a page.
struct HelpHeading {
    int level = 1;
    QString title;  ///< without marks
    QString anchor; ///< empty for the page's title
};

/// Of a line that begins with "#"; level 0 for any other.
HelpHeading headingOf(const QString& line);

} // namespace duoscope
