// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/files.h"
#include "tests/support/widget_test.h"
#include "widgets/bridge/look.h"
#include "widgets/bridge/session.h"
#include "widgets/panels/open_paths.h"
#include "widgets/panels/pairs_hint.h"
#include "widgets/panels/pairs_panel.h"

#include <QAction>
#include <QDropEvent>
#include <QLineEdit>
#include <QMimeData>
#include <QSignalSpy>
#include <QTreeView>
#include <QUrl>

#include <memory>

using namespace duoscope;

namespace {

const QString kSamples = DUOSCOPE_SOURCE_DIR "/resources/samples/";

} // namespace

class TestPairsPanel : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<Session> m_session;
    std::unique_ptr<PairsPanel> m_panel;
    QTreeView* m_tree = nullptr;
    QLineEdit* m_filter = nullptr;

    int add(const QString& name, const QString& group)
    {
        const auto folder = test::toPath(kSamples + name);
        return m_session->addPair(folder / "infrared.png", folder / "visible.png", group, name);
    }
    /// Names of all rows that are shown, of groups with what is below them only while they are open.
    QStringList shown() const
    {
        QStringList names;
        for (QModelIndex index = m_tree->model()->index(0, 0); index.isValid(); index = m_tree->indexBelow(index))
            names << index.data().toString();
        return names;
    }
    QString current() const { return m_tree->currentIndex().data().toString(); }

private Q_SLOTS:
    void init()
    {
        m_session = std::make_unique<Session>(std::filesystem::path(), DUOSCOPE_SOURCE_DIR "/resources");
        add("day", "Samples");
        m_panel = std::make_unique<PairsPanel>(*m_session);
        m_panel->resize(208, 600);
        m_panel->show();
        m_tree = m_panel->findChild<QTreeView*>();
        m_filter = m_panel->findChild<QLineEdit*>();
    }
    void cleanup()
    {
        m_panel.reset(); // before what it looks at
        m_session.reset();
    }

    void currentPairHereAndInTheSession()
    {
        const int night = add("night", "Street");
        const int fog = add("fog", "Street");
        QCOMPARE(shown(), (QStringList{"Samples · 1", "day", "Street · 2", "night", "fog"}));
        QCOMPARE(current(), "day");
        m_session->setCurrentPair(fog);
        QCOMPARE(current(), "fog");
        QTest::keyClick(m_tree, Qt::Key_Up);
        QCOMPARE(m_session->currentPair(), night);
        QTest::keyClick(m_tree, Qt::Key_Up); // the group
        QCOMPARE(m_session->currentPair(), night);
        QTest::keyClick(m_tree, Qt::Key_Left);
        QCOMPARE(shown(), (QStringList{"Samples · 1", "day", "Street · 2"}));
    }

    void filteringChangesNotWhatIsLookedAt()
    {
        const int night = add("night", "Street");
        const int day = m_session->currentPair();
        QTest::keyClicks(m_filter, "nig");
        QCOMPARE(shown(), (QStringList{"Street · 1", "night"}));
        QCOMPARE(m_session->currentPair(), day);
        m_filter->clear();
        QCOMPARE(shown(), (QStringList{"Samples · 1", "day", "Street · 1", "night"}));
        QCOMPARE(current(), "day");
        m_session->setCurrentPair(night);
        QCOMPARE(current(), "night");
    }

    void groupsThatWereClosedStayClosed()
    {
        add("night", "Street");
        m_tree->collapse(m_tree->model()->index(1, 0));
        m_filter->setText("day");
        m_filter->clear();
        QCOMPARE(shown(), (QStringList{"Samples · 1", "day", "Street · 1"}));
    }

    void removing()
    {
        add("night", "Street");
        const int fog = add("fog", "Street");
        m_session->setCurrentPair(fog);
        m_panel->removeAction()->trigger();
        QCOMPARE(m_session->pair(fog), nullptr);
        QCOMPARE(current(), "night");
        QCOMPARE(m_session->pair(m_session->currentPair())->name, "night");
        m_tree->selectAll();
        m_panel->removeAction()->trigger();
        QVERIFY(m_session->pairs().empty());
        QCOMPARE(m_session->currentPair(), -1);
        QVERIFY(!m_panel->removeAction()->isEnabled());
    }

    void hintGoesOnceThereIsMoreThanSamples()
    {
        auto* hint = m_panel->findChild<PairsHint*>();
        QVERIFY(hint->isVisible());
        const int night = add("night", "Street");
        QVERIFY(!hint->isVisible());
        m_session->removePair(night);
        QVERIFY(hint->isVisible());
    }

    void dropping()
    {
        qRegisterMetaType<OpenResult>();
        QSignalSpy opened(m_panel.get(), &PairsPanel::opened);
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(kSamples + "fog/infrared.png"), QUrl("https://example.org/a.png")});
        QDragEnterEvent enter({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(m_panel.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(m_panel.get(), &drop);
        QTRY_COMPARE(opened.size(), 1);
        QCOMPARE(opened[0][0].value<OpenResult>().added, 1);
        QCOMPARE(current(), "fog");
    }

    void drawsInBothThemes()
    {
        for (const bool dark : {true, false}) {
            QApplication::setPalette(themePalette(dark));
            PairsPanel panel(*m_session); // widgets hear of a new palette while the application runs only
            panel.resize(208, 600);
            const QImage picture = panel.grab().toImage();
            const QColor background = picture.pixelColor(1, picture.height() / 2);
            QCOMPARE(background, themePalette(dark).color(QPalette::Base));
        }
    }
};

DUOSCOPE_WIDGET_TEST_MAIN(TestPairsPanel)
#include "tst_pairs_panel.moc"
