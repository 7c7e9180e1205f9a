// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/help/help_browser.h"

#include "widgets/bridge/look.h"

#include <QEvent>
#include <QScrollBar>
#include <QTextDocument>

#include <utility>

namespace duoscope {
namespace {

/// Words in capitals stand for colours and sizes of the theme.
constexpr const char* kSheet = R"(
    body { color: TEXT; }
    a { color: ACCENT; text-decoration: none; }
    h1 { font-size: SIZE1; font-weight: 600; margin: 0 0 10px 0; }
    h2 { font-size: SIZE2; font-weight: 600; margin: 20px 0 6px 0; }
    h3, h4 { font-size: SIZE3; font-weight: 600; margin: 14px 0 4px 0; }
    p { margin: 0 0 8px 0; line-height: 130%; }
    li { margin: 0 0 4px 0; line-height: 125%; }
    code, pre { font-family: monospace; font-size: CODE; white-space: pre-wrap; }
    .math { font-family: 'STIX Two Text','Liberation Serif','DejaVu Serif',serif; font-size: MATH; }
    .display { font-family: 'STIX Two Text','Liberation Serif','DejaVu Serif',serif; font-size: FORMULA; }
    .equation { margin: 6px 0 10px 0; }
    .above { border-bottom-width: 1px; border-bottom-style: solid; border-bottom-color: TEXT; }
    .fraction { border-collapse: collapse; }
    .grid { border-collapse: collapse; margin: 4px 0 12px 0; }
    .grid td { border-bottom-width: 1px; border-bottom-style: solid; border-bottom-color: LINE; }
    .grid th { background-color: HEADER; font-weight: 600; }
    .code { background-color: HEADER; margin: 4px 0 12px 0; }
    .note { background-color: HEADER; margin: 6px 0 12px 0; }
)";

QUrl addressOf(const QString& page, const QString& anchor)
{
    QUrl address;
    address.setScheme("help");
    address.setPath("/" + page);
    if (!anchor.isEmpty())
        address.setFragment(anchor);
    return address;
}

} // namespace

HelpBrowser::HelpBrowser(const HelpLibrary& library, QWidget* parent) : QTextBrowser(parent), m_library(library)
{
    setFrameShape(QFrame::NoFrame);
    setOpenExternalLinks(true);
    document()->setDocumentMargin(2 * sizes::kPad);
    restyle();
    connect(this, &QTextBrowser::sourceChanged, this, &HelpBrowser::mark);
}

void HelpBrowser::open(const QString& page, const QString& anchor) { setSource(addressOf(page, anchor)); }

QString HelpBrowser::page() const { return source().path().mid(1); }

void HelpBrowser::refresh()
{
    if (source().isEmpty())
        return;
    const int scrolled = verticalScrollBar()->value();
    reload();
    verticalScrollBar()->setValue(scrolled);
    mark();
}

QVariant HelpBrowser::loadResource(int type, const QUrl& name)
{
    if (name.scheme() != "help")
        return QTextBrowser::loadResource(type, name);
    return m_library.html(name.path().mid(1));
}

void HelpBrowser::setMarked(const QString& words)
{
    m_marked = words;
    mark();
}

void HelpBrowser::doSetSource(const QUrl& name, QTextDocument::ResourceType type)
{
    QTextBrowser::doSetSource(name, type);
    // An equation's anchor is in the middle of its height.
    if (name.fragment().startsWith("eq"))
        verticalScrollBar()->setValue(verticalScrollBar()->value() - 3 * fontMetrics().lineSpacing());
}

void HelpBrowser::mark()
{
    QList<QTextEdit::ExtraSelection> marks;
    for (const QString& word : m_marked.simplified().split(' ', Qt::SkipEmptyParts))
        for (QTextCursor found = document()->find(word); !found.isNull(); found = document()->find(word, found)) {
            QTextEdit::ExtraSelection mark;
            mark.cursor = found;
            mark.format.setBackground(palette().color(QPalette::Highlight));
            mark.format.setForeground(palette().color(QPalette::HighlightedText));
            marks << mark;
        }
    setExtraSelections(marks);
}

void HelpBrowser::restyle()
{
    // Sizes are of the font's, which zooming changes; Qt's style sheets know no relative ones.
    const auto size = [this](double factor) { return QString::number(font().pointSizeF() * factor, 'f', 1) + "pt"; };
    QString sheet = kSheet;
    const std::pair<const char*, QString> values[] = {{"TEXT", palette().color(QPalette::Text).name()},
                                                      {"ACCENT", tone(Tone::Accent).name()},
                                                      {"LINE", tone(Tone::Line).name()},
                                                      {"HEADER", tone(Tone::Header).name()},
                                                      {"SIZE1", size(1.7)},
                                                      {"SIZE2", size(1.25)},
                                                      {"SIZE3", size(1.05)},
                                                      {"FORMULA", size(1.2)},
                                                      {"MATH", size(1.08)},
                                                      {"CODE", size(0.9)}};
    for (const auto& [word, value] : values)
        sheet.replace(QLatin1String(word), value);
    document()->setDefaultStyleSheet(sheet);
}

void HelpBrowser::changeEvent(QEvent* event)
{
    QTextBrowser::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        restyle();
        refresh();
    }
}

} // namespace duoscope
