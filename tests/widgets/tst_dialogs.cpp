// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fusion/device_probe.h"
#include "tests/support/widget_test.h"
#include "widgets/bridge/session.h"
#include "widgets/dialogs/about_dialog.h"
#include "widgets/dialogs/library_versions.h"
#include "widgets/dialogs/model_information_dialog.h"
#include "widgets/dialogs/preferences_dialog.h"
#include "widgets/dialogs/shortcuts_dialog.h"
#include "widgets/dialogs/thermal_dialog.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTreeWidget>

#include <memory>

using namespace duoscope;

namespace {

/// As if typed and waited for.
void enterKeys(QDialog& dialog, const char* action, const QKeySequence& keys)
{
    auto* edit = dialog.findChild<QKeySequenceEdit*>(action);
    QVERIFY(edit);
    edit->setKeySequence(keys);
    Q_EMIT edit->editingFinished();
}

bool says(const QDialog& dialog, const QString& words)
{
    const auto labels = dialog.findChildren<QLabel*>();
    return std::any_of(labels.begin(), labels.end(),
                       [&](const QLabel* label) { return label->text().contains(words); });
}

QPushButton* button(const QDialog& dialog, const QString& text)
{
    for (QPushButton* found : dialog.findChildren<QPushButton*>())
        if (found->text() == text)
            return found;
    return nullptr;
}

} // namespace

class TestDialogs : public QObject {
    Q_OBJECT

private:
    /// Actions as they are made at each start.
    struct Actions {
        QAction open{"&Open…"};
        QAction fuse{"Fuse"};
        QAction removeHere{"Remove"};
        QAction removeThere{"Remove"};
        QObject here;
        QObject there;

        Actions()
        {
            open.setObjectName("open");
            open.setShortcut({"Ctrl+O"});
            fuse.setObjectName("fuse");
            fuse.setShortcut({"F9"});
            for (QAction* local : {&removeHere, &removeThere}) {
                local->setShortcut({"Del"});
                local->setShortcutContext(Qt::WidgetWithChildrenShortcut);
            }
            removeHere.setObjectName("remove-here");
            removeHere.setParent(&here);
            removeThere.setObjectName("remove-there");
            removeThere.setParent(&there);
            ShortcutsDialog::applySavedShortcuts(all());
        }
        ~Actions()
        {
            removeHere.setParent(nullptr);
            removeThere.setParent(nullptr);
        }
        QList<QAction*> all() { return {&open, &fuse, &removeHere, &removeThere}; }
    };

private Q_SLOTS:
    void init() { QSettings().clear(); }

    void newKeysCountAndAreKept()
    {
        {
            Actions actions;
            ShortcutsDialog dialog(actions.all());
            enterKeys(dialog, "fuse", {"Ctrl+F"});
            QCOMPARE(actions.fuse.shortcut(), QKeySequence("Ctrl+F"));
            QVERIFY(says(dialog, "“Fuse” has the keys Ctrl+F now"));
        }
        Actions next;
        QCOMPARE(next.fuse.shortcut(), QKeySequence("Ctrl+F"));
        QCOMPARE(next.open.shortcut(), QKeySequence("Ctrl+O"));
        ShortcutsDialog dialog(next.all());
        button(dialog, "Reset all")->click();
        QCOMPARE(next.fuse.shortcut(), QKeySequence("F9"));
        Actions last;
        QCOMPARE(last.fuse.shortcut(), QKeySequence("F9"));
    }

    void noKeysAreKeptToo()
    {
        {
            Actions actions;
            ShortcutsDialog dialog(actions.all());
            enterKeys(dialog, "open", {});
        }
        Actions next;
        QVERIFY(next.open.shortcut().isEmpty());
        QCOMPARE(next.fuse.shortcut(), QKeySequence("F9"));
    }

    void keysOfAnotherActionAreRefused_data()
    {
        QTest::addColumn<QKeySequence>("keys");
        QTest::newRow("the same") << QKeySequence("Ctrl+O");
        QTest::newRow("that begin so") << QKeySequence("Ctrl+O, X");
    }
    void keysOfAnotherActionAreRefused()
    {
        QFETCH(QKeySequence, keys);
        Actions actions;
        ShortcutsDialog dialog(actions.all());
        enterKeys(dialog, "fuse", keys);
        QCOMPARE(actions.fuse.shortcut(), QKeySequence("F9"));
        QCOMPARE(actions.open.shortcut(), QKeySequence("Ctrl+O"));
        QCOMPARE(dialog.findChild<QKeySequenceEdit*>("fuse")->keySequence(), QKeySequence("F9"));
        QVERIFY(says(dialog, "belongs to “Open…” already"));
        QVERIFY(QSettings().allKeys().isEmpty());
    }

    void keysOfTwoListsMayBeTheSame()
    {
        Actions actions;
        ShortcutsDialog dialog(actions.all());
        enterKeys(dialog, "remove-here", {"Ctrl+D"});
        enterKeys(dialog, "remove-there", {"Ctrl+D"});
        QCOMPARE(actions.removeThere.shortcut(), QKeySequence("Ctrl+D"));
        enterKeys(dialog, "fuse", {"Ctrl+D"}); // counts in the lists, too
        QCOMPARE(actions.fuse.shortcut(), QKeySequence("F9"));
    }

    void aDefaultThatIsTakenStays()
    {
        Actions actions;
        ShortcutsDialog dialog(actions.all());
        enterKeys(dialog, "fuse", {"Ctrl+F"});
        enterKeys(dialog, "open", {"F9"});
        auto* list = dialog.findChild<QTreeWidget*>();
        list->setCurrentItem(list->topLevelItem(1)); // Fuse
        button(dialog, "Reset chosen")->click();
        QCOMPARE(actions.fuse.shortcut(), QKeySequence("Ctrl+F"));
        QVERIFY(says(dialog, "belongs to “Open…” now"));
    }

    void typedKeys()
    {
        Actions actions;
        ShortcutsDialog dialog(actions.all());
        dialog.show();
        auto* edit = dialog.findChild<QKeySequenceEdit*>("fuse");
        QTest::keyClick(edit, Qt::Key_J, Qt::ControlModifier);
        QTRY_COMPARE(actions.fuse.shortcut(), QKeySequence("Ctrl+J")); // once the field has waited for more
    }

    void preferencesAreSavedAndTold()
    {
        qRegisterMetaType<Preferences>();
        {
            PreferencesDialog dialog;
            QSignalSpy changed(&dialog, &PreferencesDialog::changed);
            const auto boxes = dialog.findChildren<QComboBox*>();
            boxes[0]->setCurrentIndex(boxes[0]->findData("zh_CN"));
            boxes[1]->setCurrentIndex(2);
            const auto numbers = dialog.findChildren<QSpinBox*>();
            numbers[0]->setValue(3);
            numbers[1]->setValue(512);
            boxes[2]->setCurrentIndex(1);
            QCOMPARE(boxes[3]->isEnabled(), hasHalfPrecision());
            boxes[3]->setCurrentIndex(hasHalfPrecision() ? 1 : 0);
            QCOMPARE(changed.size(), hasHalfPrecision() ? 6 : 5);
            QCOMPARE(changed.last()[0].value<Preferences>(), Preferences::load());
        }
        const Preferences stored = Preferences::load();
        QCOMPARE(stored.language, "zh_CN");
        QCOMPARE(stored.theme, Preferences::Theme::Dark);
        QCOMPARE(stored.threads, 3);
        QVERIFY(stored.fastAttribution);
        QCOMPARE(stored.halfPrecision, hasHalfPrecision());
        QCOMPARE(stored.cacheMegabytes, 512);
    }

    void damagedPreferencesBecomeDefaults()
    {
        QSettings settings;
        settings.setValue("preferences/language", "tlh");
        settings.setValue("preferences/theme", "pink");
        settings.setValue("preferences/threads", -4);
        settings.setValue("preferences/cache-megabytes", "much");
        Preferences expected;
        expected.cacheMegabytes = 64;
        QCOMPARE(Preferences::load(), expected);
    }

    void modelInformationIsReadInTheBackground()
    {
        Session session(DUOSCOPE_SOURCE_DIR "/resources/models/uaafusion.safetensors",
                        DUOSCOPE_SOURCE_DIR "/resources");
        ModelInformationDialog dialog(session);
        auto* list = dialog.findChild<QTreeWidget*>();
        QTRY_VERIFY_WITH_TIMEOUT(list->topLevelItemCount() > 0, 60000);
        QCOMPARE(list->topLevelItem(0)->child(0)->text(1).size(), 64); // SHA-256
        QVERIFY(!list->findItems("fusion.stages", Qt::MatchExactly | Qt::MatchRecursive).isEmpty());

        session.setModel(DUOSCOPE_SOURCE_DIR "/README.md");
        QTRY_VERIFY_WITH_TIMEOUT(says(dialog, "README.md:"), 60000); // the sentence says what is wrong with it
        QCOMPARE(list->topLevelItemCount(), 0);
    }
    void modelInformationMayBeClosedWhileItReads()
    {
        Session session(DUOSCOPE_SOURCE_DIR "/resources/models/uaafusion.safetensors",
                        DUOSCOPE_SOURCE_DIR "/resources");
        auto dialog = std::make_unique<ModelInformationDialog>(session);
        dialog.reset();
        ModelInformationDialog second(session);
        QTRY_VERIFY_WITH_TIMEOUT(second.findChild<QTreeWidget*>()->topLevelItemCount() > 0, 60000);
    }

    void aboutNamesLibrariesAndVersions()
    {
        const AboutDialog dialog;
        QVERIFY(says(dialog, "Duoscope " DUOSCOPE_VERSION));
        QVERIFY(says(dialog, "Attribution Analysis"));
        for (const LibraryVersion& library : libraryVersions()) {
            const bool mayLack = library.name == "OpenBLAS"; // where another BLAS serves
            QVERIFY2(mayLack || !library.version.isEmpty(), qPrintable(library.name));
            QVERIFY2(!library.licence.isEmpty(), qPrintable(library.name));
        }
    }

    void temperatureScaleActsAtOnce()
    {
        Session session({}, DUOSCOPE_SOURCE_DIR "/resources");
        {
            ThermalDialog dialog(session);
            auto* on = dialog.findChild<QCheckBox*>();
            const auto numbers = dialog.findChildren<QDoubleSpinBox*>();
            QVERIFY(!on->isChecked());
            numbers[0]->setValue(0.04);
            QVERIFY(!session.thermalScale());
            on->click();
            numbers[1]->setValue(-100);
            QCOMPARE(session.thermalScale(), std::optional(ThermalScale{0.04, -100}));
        }
        ThermalDialog again(session); // shows what is set
        auto* on = again.findChild<QCheckBox*>();
        QVERIFY(on->isChecked());
        QCOMPARE(again.findChildren<QDoubleSpinBox*>()[0]->value(), 0.04);
        QCOMPARE(again.findChildren<QDoubleSpinBox*>()[1]->value(), -100.0);
        on->click();
        QVERIFY(!session.thermalScale());
    }

    void escapeCloses()
    {
        PreferencesDialog dialog;
        QVERIFY(!dialog.isModal());
        dialog.show();
        QTest::keyClick(&dialog, Qt::Key_Escape);
        QVERIFY(!dialog.isVisible());
    }
};

DUOSCOPE_WIDGET_TEST_MAIN(TestDialogs)
#include "tst_dialogs.moc"
