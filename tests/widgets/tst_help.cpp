// SPDX-License-Identifier: GPL-3.0-or-later
// The help: its pages hold together, in both languages, and are opened where they are asked for.
#include "tests/support/widget_test.h"
#include "widgets/dialogs/preferences_dialog.h"
#include "widgets/help/help_browser.h"
#include "widgets/help/help_markup.h"
#include "widgets/help/help_math.h"
#include "widgets/help/help_window.h"
#include "widgets/panels/log_panel.h"
#include "widgets/shell/actions.h"
#include "widgets/shell/appearance.h"
#include "widgets/shell/dock.h"
#include "widgets/shell/main_window.h"
#include "widgets/viewer/compare_grid.h"
#include "widgets/viewer/image_pane.h"
#include "widgets/viewer/picture_canvas.h"

#include <QDialog>
#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QListWidget>
#include <QRegularExpression>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QTextDocument>
#include <QTreeWidget>
#include <QWindow>

using namespace duoscope;

namespace {

const QStringList kLanguages{"en", "zh_CN"};

QString source(const QString& language, const QString& page)
{
    QFile file(":/help/" + language + "/" + page + ".md");
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

/// The first capture of each match.
QStringList captures(const QString& pattern, const QString& text)
{
    QStringList found;
    const QRegularExpression expression(pattern, QRegularExpression::MultilineOption);
    for (auto match = expression.globalMatch(text); match.hasNext();)
        found << match.next().captured(1);
    return found;
}

QStringList anchorsOf(const QString& html) { return captures("<a name=\"([^\"]+)\"", html); }

class TestHelp : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        QSettings().clear();
        m_state = std::make_unique<QTemporaryDir>();
        m_window = std::make_unique<MainWindow>(
            std::filesystem::path(), std::filesystem::path(DUOSCOPE_SOURCE_DIR) / "resources", m_state->path());
        m_window->resize(1600, 1000);
        m_window->restore();
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }
    void cleanup()
    {
        m_window.reset();
        applyLanguage("en");
    }

    void markup_data()
    {
        QTest::addColumn<QString>("markdown");
        QTest::addColumn<QString>("html"); // a part
        QTest::newRow("heading") << "## Two words {#two}"
                                 << "<h2><a name=\"two\"></a>Two words</h2>";
        QTest::newRow("paragraph") << "one\ntwo"
                                   << "<p>one two</p>";
        QTest::newRow("Chinese lines have no space") << QString::fromUtf8("一\n二") << QString::fromUtf8("<p>一二</p>");
        QTest::newRow("strong, stressed, code") << "**a** *b* `c<d`"
                                                << "<b>a</b> <i>b</i> <code>c&lt;d</code>";
        QTest::newRow("link") << "[to *it*](page#x)"
                              << "<a href=\"page#x\">to <i>it</i></a>";
        QTest::newRow("list") << "- a\n  more\n- b"
                              << "<ul><li>a more</li>\n<li>b</li>\n</ul>";
        QTest::newRow("nested list") << "1. a\n   - b\n2. c"
                                     << "<ol><li>a</li>\n<ul><li>b</li>\n</ul>\n<li>c</li>";
        QTest::newRow("table") << "| a | b |\n|---|---|\n| `x|y` | $|z|$ |"
                               << "<tr><td><code>x|y</code></td><td><span class=\"math\">|<i>z</i>|</span></td></tr>";
        QTest::newRow("bars beyond the columns") << "| a |\n|---|\n| of |x| = 1 |"
                                                 << "<td>of |x| = 1</td>";
        QTest::newRow("no markup in code") << "```\n**a** <b>\n```"
                                           << "<pre>**a** &lt;b&gt;</pre>";
        QTest::newRow("comment") << "<!-- c -->\na"
                                 << "<p>a</p>";
        QTest::newRow("text is no HTML") << "a <b> & c"
                                         << "<p>a &lt;b&gt; &amp; c</p>";
    }
    void markup()
    {
        QFETCH(QString, markdown);
        QFETCH(QString, html);
        QVERIFY2(markupHtml(markdown).contains(html), qPrintable(markupHtml(markdown)));
    }

    void formulas()
    {
        QCOMPARE(mathHtml("f_k"), "<span class=\"math\"><i>f</i><sub><i>k</i></sub></span>");
        QVERIFY(mathHtml("ReLU x").contains("ReLU <i>x</i>"));
        QVERIFY(mathHtml("a < b").contains("&lt;"));
        const QString equation = equationHtml("a = \\frac{b}{c_{d}} + e \\\\ f", "8");
        QVERIFY(equation.contains("<a name=\"eq8\"></a>") && equation.contains("(8)"));
        QCOMPARE(equation.count("class=\"formula\""), 2); // lines
        QTextDocument document;
        document.setHtml(equation);
        const QString text = document.toPlainText().simplified().remove(' ');
        QCOMPARE(text, QString("a=bcd+ef(8)"));
    }

    void everyPageIsThereInBothLanguages()
    {
        HelpLibrary library;
        const QStringList pages = library.pages();
        QVERIFY(pages.size() > 20);
        for (const QString& language : kLanguages) {
            library.setLanguage(language);
            QCOMPARE(library.pages(), pages);
            QStringList files = QDir(":/help/" + language).entryList({"*.md"}).replaceInStrings(".md", "");
            QStringList sorted = pages;
            files.sort();
            sorted.sort();
            QCOMPARE(files, sorted); // nothing is missing from the contents or from the folder
            for (const HelpLibrary::Group& group : library.groups())
                QVERIFY(!group.title.isEmpty());
            for (const QString& page : pages) {
                QVERIFY2(library.title(page) != page, qPrintable(page));
                QVERIFY2(source(language, page).size() > 150, qPrintable(language + "/" + page));
            }
        }
        // The Chinese pages have the same sections, and are Chinese.
        static const QRegularExpression chinese("[\\x{4e00}-\\x{9fff}]");
        for (const QString& page : pages) {
            const QString zh = source("zh_CN", page);
            const QStringList sections = captures("\\{#([^}]+)\\}$", zh);
            QStringList here = captures("\\{#([^}]+)\\}$", source("en", page));
            if (page == "model") // its card is in English, so there is a summary before it
                here.prepend("summary");
            QCOMPARE(sections, here);
            QVERIFY2(zh.count(chinese) > 50, qPrintable(page));
            QVERIFY2(!source("en", page).contains(QRegularExpression("[\\x{4e00}-\\x{9fff}]{5}")), qPrintable(page));
        }
    }

    void everyLinkLeadsSomewhere()
    {
        HelpLibrary library(m_window->findChildren<QAction*>());
        int links = 0;
        for (const QString& language : kLanguages) {
            library.setLanguage(language);
            for (const QString& page : library.pages())
                for (const QString& link : captures("<a href=\"([^\"]+)\"", library.html(page))) {
                    const QString target = link.section('#', 0, 0), anchor = link.section('#', 1);
                    QVERIFY2(library.contains(target), qPrintable(language + "/" + page + ": " + link));
                    QVERIFY2(anchor.isEmpty() || anchorsOf(library.html(target)).contains(anchor),
                             qPrintable(language + "/" + page + ": " + link));
                    ++links;
                }
        }
        QVERIFY(links > 60);
    }

    void everyEquationOfThePaperIsThere()
    {
        for (const QString& language : kLanguages) {
            HelpLibrary library;
            library.setLanguage(language);
            const QStringList anchors = anchorsOf(library.html("equations"));
            for (int number = 1; number <= 17; ++number)
                QCOMPARE(anchors.count("eq" + QString::number(number)), 1);
        }
        // The same formulas whatever the language.
        for (const char* page : {"equations", "conventions"})
            QCOMPARE(captures("^```eq[^\\n]*\\n(.*)\\n```", source("zh_CN", page)),
                     captures("^```eq[^\\n]*\\n(.*)\\n```", source("en", page)));
    }

    void everyPlaceholderIsFilled()
    {
        HelpLibrary library(m_window->findChildren<QAction*>());
        QStringList names;
        for (const QAction* action : m_window->findChildren<QAction*>())
            names << action->objectName();
        for (const QString& language : kLanguages) {
            library.setLanguage(language);
            for (const QString& page : library.pages()) {
                for (const QString& name : captures("\\{\\{key ([\\w-]+)\\}\\}", source(language, page)))
                    QVERIFY2(names.contains(name), qPrintable(page + ": " + name));
                QVERIFY2(!library.markdown(page).contains("{{"), qPrintable(page));
            }
        }
        QVERIFY(library.html("model").contains("uaafusion.safetensors"));
        QVERIFY(library.html("shortcuts").contains(m_window->actions().curtain->text()));
    }

    void everyDockAndTheToolsHaveAPage()
    {
        const HelpLibrary library;
        const QList<Dock*> docks = m_window->findChildren<Dock*>();
        QVERIFY(docks.size() >= 12);
        for (const Dock* dock : docks)
            QVERIFY2(library.contains(dock->objectName()), qPrintable(dock->objectName()));
    }

    void f1OpensThePageOfWhatHasTheKeyboard()
    {
        m_window->grid().currentPane().canvas().setFocus();
        QTest::keyClick(m_window.get(), Qt::Key_F1);
        QCOMPARE(m_window->help().browser().page(), "panes");
        QTRY_VERIFY(m_window->help().isActiveWindow());
        QTest::keyClick(&m_window->help(), Qt::Key_Escape);
        QVERIFY(!m_window->help().isVisible());
        m_window->activateWindow();
        QTRY_VERIFY(m_window->isActiveWindow());
        m_window->raiseDock("log");
        m_window->findChild<Dock*>("log")->widget()->findChild<QWidget*>()->setFocus();
        QTRY_VERIFY(m_window->log().isAncestorOf(QApplication::focusWidget()));
        QTest::keyClick(m_window.get(), Qt::Key_F1);
        QCOMPARE(m_window->help().browser().page(), "log");
    }

    void f1InADialogOpensItsPage()
    {
        m_window->actions().preferences->trigger();
        auto* dialog = m_window->findChild<PreferencesDialog*>();
        QVERIFY(dialog);
        // A QWindow counts as active with the window that it belongs to, so qWaitForWindowActive() would not wait.
        QTRY_COMPARE(QApplication::activeWindow(), static_cast<QWidget*>(dialog));
        QTest::keyClick(dialog, Qt::Key_F1);
        QCOMPARE(m_window->help().browser().page(), "preferences");
        dialog->close();
    }

    void linksLeadOnAndBack()
    {
        HelpWindow& help = m_window->help();
        help.open("attribution");
        QVERIFY(QTest::qWaitForWindowActive(&help));
        HelpBrowser& browser = help.browser();
        browser.setSource(QUrl("help:/equations#eq8")); // as a link does
        QCOMPARE(browser.page(), "equations");
        QVERIFY(browser.toPlainText().contains("ReLU"));
        QTest::keyClick(help.windowHandle(), Qt::Key_Left, Qt::AltModifier);
        QTRY_COMPARE(browser.page(), "attribution");
        QTest::keyClick(help.windowHandle(), Qt::Key_Right, Qt::AltModifier);
        QTRY_COMPARE(browser.page(), "equations");
        QTest::keyClick(help.windowHandle(), Qt::Key_Home, Qt::AltModifier);
        QTRY_COMPARE(browser.page(), "firstSteps");
        help.open("no such page");
        QCOMPARE(browser.page(), "firstSteps");
    }

    void searchFindsSections()
    {
        HelpWindow& help = m_window->help();
        help.open("firstSteps");
        QVERIFY(QTest::qWaitForWindowActive(&help));
        auto* field = help.findChild<QLineEdit*>();
        QTest::keyClick(help.windowHandle(), Qt::Key_F, Qt::ControlModifier);
        QTRY_VERIFY(field->hasFocus());
        QTest::keyClicks(field, "completeness residual");
        auto* hits = help.findChild<QListWidget*>();
        QVERIFY(hits->isVisible());
        QVERIFY(hits->count() >= 3);
        QTest::keyClick(field, Qt::Key_Down);
        QVERIFY(hits->hasFocus());
        const QString first = help.browser().page();
        QTest::keyClick(hits, Qt::Key_Down);
        QVERIFY(help.browser().source() != QUrl("help:/" + first));
        QVERIFY(!help.browser().extraSelections().isEmpty());
        QTest::keyClick(&help, Qt::Key_Escape);
        QVERIFY(field->text().isEmpty() && help.isVisible());
        QVERIFY(!hits->isVisible());
        QVERIFY(help.library().search("nothing has these zyzzyva words").isEmpty());
        QCOMPARE(help.library().search("Wilcoxon").first().page, "comparison");
    }

    void keysAreThoseOfNow()
    {
        HelpWindow& help = m_window->help();
        help.open("firstSteps");
        QVERIFY(help.browser().toPlainText().contains("Press F9"));
        help.close();
        m_window->actions().fuse->setShortcut(QKeySequence("Ctrl+Alt+U"));
        help.open("firstSteps");
        QVERIFY(help.browser().toPlainText().contains("Press Ctrl+Alt+U"));
    }

    void languageFollowsTheWindow()
    {
        HelpWindow& help = m_window->help();
        help.open("equations", "eq8");
        applyLanguage("zh_CN");
        QTRY_VERIFY(help.browser().toPlainText().contains(QString::fromUtf8("积分梯度")));
        QCOMPARE(help.browser().page(), "equations");
        QCOMPARE(help.findChild<QTreeWidget*>()->topLevelItem(0)->text(0), QString::fromUtf8("入门"));
    }

private:
    std::unique_ptr<QTemporaryDir> m_state; // outlives the window
    std::unique_ptr<MainWindow> m_window;
};

} // namespace

DUOSCOPE_WIDGET_TEST_MAIN(TestHelp)
#include "tst_help.moc"
