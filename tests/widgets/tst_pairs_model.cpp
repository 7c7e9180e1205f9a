// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/files.h"
#include "tests/support/widget_test.h"
#include "widgets/bridge/job_queue.h"
#include "widgets/bridge/session.h"
#include "widgets/models/pairs_model.h"

#include <QAbstractItemModelTester>
#include <QImage>
#include <QSignalSpy>
#include <QSortFilterProxyModel>

using namespace duoscope;

namespace {

const QString kSamples = DUOSCOPE_SOURCE_DIR "/resources/samples/";

/// Every row as "text" or "  text: state".
QStringList rows(const QAbstractItemModel& model)
{
    QStringList lines;
    for (int g = 0; g < model.rowCount(); ++g) {
        const QModelIndex group = model.index(g, 0);
        lines << group.data().toString();
        for (int p = 0; p < model.rowCount(group); ++p)
            lines << "  " + model.index(p, 0, group).data().toString();
    }
    return lines;
}

int addNamed(Session& session, const QString& group, const QString& name)
{
    const auto file = test::toPath("/" + group + "/" + name);
    return session.addPair(file / "ir.png", file / "vi.png", group, name);
}

} // namespace

class TestPairsModel : public QObject {
    Q_OBJECT

private:
    /// With a method that needs no model.
    Session m_session{{}, DUOSCOPE_SOURCE_DIR "/resources"};

private Q_SLOTS:
    void cleanup()
    {
        while (!m_session.pairs().empty())
            m_session.removePair(m_session.pairs().front().id);
    }

    void groupsComeAndGoWithTheirPairs()
    {
        const int first = addNamed(m_session, "Road", "a"); // before the model is
        PairsModel model(m_session);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const int second = addNamed(m_session, "Ships", "b");
        const int third = addNamed(m_session, "Road", "c");
        QCOMPARE(rows(model), (QStringList{"Road · 2", "  a", "  c", "Ships · 1", "  b"}));
        QCOMPARE(model.indexOf(third).parent().data(PairsModel::NameRole).toString(), "Road");
        QCOMPARE(model.idsBelow(model.index(0, 0)), (std::vector{first, third}));
        QCOMPARE(model.idsBelow(model.indexOf(second)), std::vector{second});

        m_session.removePair(first);
        QCOMPARE(rows(model), (QStringList{"Road · 1", "  c", "Ships · 1", "  b"}));
        m_session.removePair(third);
        QCOMPARE(rows(model), (QStringList{"Ships · 1", "  b"}));
        QVERIFY(!model.indexOf(third).isValid());
        m_session.removePair(second);
        QCOMPARE(rows(model), QStringList());
    }

    void persistentIndexesFollowTheirPair()
    {
        PairsModel model(m_session);
        const int first = addNamed(m_session, "Road", "a");
        const int second = addNamed(m_session, "Ships", "b");
        const QPersistentModelIndex kept = model.indexOf(second);
        m_session.removePair(first); // and its group with it
        QCOMPARE(kept.data(PairsModel::IdRole).toInt(), second);
        QCOMPARE(kept.parent().row(), 0);
    }

    void filteringKeepsGroupsOfWhatMatches()
    {
        for (const char* name : {"night-1", "night-2", "day-1"})
            addNamed(m_session, "Road", name);
        addNamed(m_session, "Ships", "day-1");
        PairsModel model(m_session);
        QSortFilterProxyModel filtered;
        QAbstractItemModelTester tester(&filtered, QAbstractItemModelTester::FailureReportingMode::QtTest);
        filtered.setFilterRole(PairsModel::NameRole);
        filtered.setFilterCaseSensitivity(Qt::CaseInsensitive);
        filtered.setRecursiveFilteringEnabled(true);
        filtered.setAutoAcceptChildRows(true);
        filtered.setSourceModel(&model);

        filtered.setFilterFixedString("NIGHT");
        QCOMPARE(rows(filtered), (QStringList{"Road · 3", "  night-1", "  night-2"}));
        filtered.setFilterFixedString("ships");
        QCOMPARE(rows(filtered), (QStringList{"Ships · 1", "  day-1"}));
        addNamed(m_session, "Ships", "dusk");
        QCOMPARE(rows(filtered), (QStringList{"Ships · 2", "  day-1", "  dusk"}));
        filtered.setFilterFixedString("no such pair");
        QCOMPARE(rows(filtered), QStringList());
    }

    void stateOfAPairUntilItIsFused()
    {
        PairsModel model(m_session);
        const QString folder = kSamples + "day/";
        const int id = m_session.addPair(test::toPath(folder + "infrared.png"), test::toPath(folder + "visible.png"),
                                         "Samples", "day");
        const auto state = [&] { return model.indexOf(id).data(PairsModel::StateRole).toString(); };
        const auto icon = [&] { return model.indexOf(id).data(PairsModel::StateIconRole).toString(); };
        QCOMPARE(state(), "not fused");
        QCOMPARE(icon(), "pending");
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        m_session.fusePair(id);
        QCOMPARE(state(), "waiting");
        QTRY_COMPARE_WITH_TIMEOUT(state(), "fused", 60000);
        QCOMPARE(icon(), "check");
        QVERIFY(!changed.isEmpty());
        QVERIFY(model.indexOf(id).data(Qt::AccessibleTextRole).toString().contains("fused"));

        FusionChoice other = m_session.choice();
        other.method = "mean";
        m_session.setChoice(other); // another method, another result
        QCOMPARE(state(), "not fused");
    }

    void thumbnailsAreReadWhenAskedFor()
    {
        PairsModel model(m_session);
        const QString folder = kSamples + "night/";
        const int id = m_session.addPair(test::toPath(folder + "infrared.png"), test::toPath(folder + "visible.png"),
                                         "Samples", "night");
        QVERIFY(!m_session.pair(id)->thumbnailsAsked);
        const auto thumbnail = [&](int role) { return model.indexOf(id).data(role).value<QImage>(); };
        QVERIFY(thumbnail(PairsModel::InfraredThumbnailRole).isNull());
        QTRY_VERIFY_WITH_TIMEOUT(!thumbnail(PairsModel::InfraredThumbnailRole).isNull(), 60000);
        QVERIFY(!thumbnail(PairsModel::VisibleThumbnailRole).isNull());
    }

    void aPairThatCannotBeUsedSaysWhy()
    {
        PairsModel model(m_session);
        const int id = addNamed(m_session, "Road", "missing");
        QTRY_COMPARE_WITH_TIMEOUT(model.indexOf(id).data(PairsModel::StateIconRole).toString(), "warning", 60000);
        QCOMPARE(model.indexOf(id).data(PairsModel::StateRole).toString(), "can't be used");
        QVERIFY(model.indexOf(id).data(Qt::ToolTipRole).toString().contains(m_session.pair(id)->error));
    }
};

DUOSCOPE_WIDGET_TEST_MAIN(TestPairsModel)
#include "tst_pairs_model.moc"
