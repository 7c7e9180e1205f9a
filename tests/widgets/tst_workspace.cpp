// SPDX-License-Identifier: GPL-3.0-or-later
// What a workspace keeps, what it finds again, and what it says of files that are none.
#include "core/base/error.h"
#include "tests/support/full_disk.h"
#include "tests/support/widget_test.h"
#include "tests/widgets/small_scenes.h"
#include "widgets/bridge/job_queue.h"
#include "widgets/bridge/text.h"
#include "widgets/shell/workspace.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <opencv2/core.hpp>

#include <functional>

using namespace duoscope;

namespace {

/// Easier to read with single quotes.
QByteArray json(const char* text) { return QByteArray(text).replace('\'', '"'); }

class TestWorkspace : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everythingComesBack()
    {
        Session session(bundledModelFile(), sourceResources());
        CompareGrid grid(session);
        m_scenes.addTo(session, 0);
        const int second = m_scenes.addTo(session, 1);
        session.setCurrentPair(second);
        session.fuse();
        QTRY_VERIFY_WITH_TIMEOUT(session.hasClassWeights() && !session.jobs().isBusy(), 60000);
        const int id = session.currentTrace()->classes.at(3).id;
        session.setClassWeight(id, 0.875);
        QTRY_VERIFY_WITH_TIMEOUT(session.currentResult()->attributed && !session.currentTrace()->isPreview &&
                                     !session.jobs().isBusy(),
                                 60000);
        const cv::Mat whatIf = session.currentTrace()->gray;
        session.setSelectedClass(id);
        session.setStage(2);
        session.setBaseline(Baseline::Blur);
        session.setThermalScale(ThermalScale{0.04, -100});
        session.addExternalMethod("Theirs", m_scenes.visible(0).parent_path());
        grid.pane(2).setLayer({{LayerKind::Extra, -1, "Theirs", "mask"}, {}, false});
        grid.pane(3).setLayer({{LayerKind::ResultAttribution, -1, "laplacian"}, {}, false});
        grid.setPaneCount(2);
        grid.pane(1).setLayer({{LayerKind::Attention, 3, {}}, LayerSource{LayerKind::Fused, -1, "laplacian"}, true});
        grid.pane(1).setRangeChoice({RangeChoice::Mode::Fixed, 1, -0.5, 0.25});
        grid.pane(1).setColourMap(ColourMapName::Magma);
        grid.pane(1).setRangeGroup(3);
        grid.pane(0).setIsotherm(0.05);
        grid.pane(0).setLinked(false);
        grid.view().setFree(3, {0.25, 0.75});
        grid.view().addPin({0.125, 0.5});
        grid.view().setLine(std::pair(QPointF(0, 0), QPointF(1, 0.5)));
        const QString file = m_folder.filePath("all.duoscope");
        writeWorkspace(file, describeWorkspace(session, grid, QString::fromUtf8("看这里 “here”"), file));

        Session again(bundledModelFile(), sourceResources());
        CompareGrid panes(again);
        const QJsonObject read = readWorkspace(file);
        QVERIFY(missingFiles(read).isEmpty());
        applyWorkspace(read, again, panes);
        QCOMPARE(notesOf(read), QString::fromUtf8("看这里 “here”"));
        // Written once more it is the same, but for the stage, which waits for its result.
        QJsonObject once = describeWorkspace(session, grid, {}, file);
        QJsonObject twice = describeWorkspace(again, panes, {}, file);
        for (QJsonObject* each : {&once, &twice})
            for (const char* key : {"stage", "pairs"})
                each->remove(key);
        QCOMPARE(twice, once);
        QVERIFY(again.baseline() == Baseline::Blur);
        QVERIFY(panes.pane(2).layer() == grid.pane(2).layer() && panes.pane(3).layer() == grid.pane(3).layer());
        QCOMPARE(again.externalMethods().size(), 1U);
        QCOMPARE(again.externalMethods()[0].external, m_scenes.visible(0).parent_path());
        QCOMPARE(again.pairs().size(), 2U);
        QVERIFY(again.currentResult()->state == ResultState::LetGo);
        // How to compute it again: one fusion, and the what-if is there, too.
        again.fuse();
        QTRY_VERIFY_WITH_TIMEOUT(
            again.currentResult()->attributed && !again.currentTrace()->isPreview && !again.jobs().isBusy(), 60000);
        QCOMPARE(cv::norm(again.currentTrace()->gray, whatIf, cv::NORM_INF), 0.0);
    }

    void filesThatMovedAlongAreFound()
    {
        QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkpath("a/data"));
        QVERIFY(QFile::copy(toQString(m_scenes.infrared(0)), folder.filePath("a/data/ir.png")));
        QVERIFY(QFile::copy(toQString(m_scenes.visible(0)), folder.filePath("a/data/vi.png")));
        Session session(bundledModelFile(), sourceResources());
        CompareGrid grid(session);
        session.addPair(toPath(folder.filePath("a/data/ir.png")), toPath(folder.filePath("a/data/vi.png")), "a");
        const QString file = folder.filePath("a/w.duoscope");
        writeWorkspace(file, describeWorkspace(session, grid, {}, file));
        QVERIFY(QDir().rename(folder.filePath("a"), folder.filePath("b"))); // both together
        QVERIFY(missingFiles(readWorkspace(folder.filePath("b/w.duoscope"))).isEmpty());
        QVERIFY(QDir().rename(folder.filePath("b/data"), folder.filePath("b/other"))); // the data alone
        QJsonObject workspace = readWorkspace(folder.filePath("b/w.duoscope"));
        const QStringList missing = missingFiles(workspace);
        QCOMPARE(missing.size(), 2);
        relocate(workspace, missing[0], folder.filePath("b/elsewhere.png")); // it is not there either
        QCOMPARE(missingFiles(workspace).size(), 2);
        relocate(workspace, missing[0], folder.filePath("b/other/ir.png"));
        QVERIFY(missingFiles(workspace).isEmpty());
    }

    void filesThatAreNone_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("reason");
        QTest::newRow("empty") << QByteArray() << "damaged";
        QTest::newRow("cut short") << json("{'program': 'duoscope', 'form") << "damaged";
        QTest::newRow("other") << json("{'program': 'tev'}") << "no workspace";
        QTest::newRow("list") << QByteArray("[1, 2]") << "no workspace";
        QTest::newRow("later") << json("{'program': 'duoscope', 'format': 'workspace', 'version': 99}")
                               << "later version";
        QTest::newRow("deep") << QByteArray(200000, '[') << "damaged";
    }

    void filesThatAreNone()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, reason);
        const QString file = m_folder.filePath("none.duoscope");
        QFile to(file);
        QVERIFY(to.open(QIODevice::WriteOnly));
        to.write(content);
        to.close();
        QString sentence;
        try {
            readWorkspace(file);
        } catch (const Error& error) {
            sentence = error.what();
        }
        QVERIFY2(sentence.contains(file) && sentence.contains(reason), qPrintable(sentence));
    }

    void nonsenseWithinIsLeftOut()
    {
        const QByteArray content =
            json("{'program': 'duoscope', 'format': 'workspace', 'version': 1, 'model': 7,"
                 "'pairs': [3, {'infrared': 'x'}, {'infrared': {'path': '/a.png'}, 'visible': {'path': '/b.png'},"
                 "'results': [{'method': 'unknown'}, 5]}],"
                 "'current': 99, 'choice': {'method': 'rm -rf'}, 'stage': 1e300, 'class': -77,"
                 "'panes': [{'layer': {'kind': 'nothing'}}, {'layer': {'kind': 'fused'}, 'range': {'mode': 99, 'low': "
                 "5, 'high': 1},"
                 "'map': 1000, 'group': 99, 'isotherm': 1e9}],"
                 "'pane_count': -5, 'baseline': 'white', 'current_pane': 1000, 'view': {'fit': 2, 'zoom': -1, "
                 "'centre': ['a'], 'pins': [[5, "
                 "5], 1]},"
                 "'temperature': 'warm'}");
        const QString file = m_folder.filePath("odd.duoscope");
        QFile to(file);
        QVERIFY(to.open(QIODevice::WriteOnly));
        to.write(content);
        to.close();
        Session session(bundledModelFile(), sourceResources());
        CompareGrid grid(session);
        const QJsonObject workspace = readWorkspace(file);
        QCOMPARE(missingFiles(workspace).size(), 2);
        applyWorkspace(workspace, session, grid);
        QCOMPARE(session.pairs().size(), 1U);
        QCOMPARE(session.choice().method, "uaafusion");
        QCOMPARE(session.model(), bundledModelFile());
        QVERIFY(grid.view().pins().empty());
        QVERIFY(!session.thermalScale());
        QVERIFY(session.baseline() == Baseline::Zero);
        QTRY_VERIFY(!session.pairs().front().error.isEmpty());
    }

    /// Every value of a real workspace, one at a time, is replaced by each of many wrong ones.
    void everyValueMayBeWrong()
    {
        Session session(bundledModelFile(), sourceResources());
        CompareGrid grid(session);
        m_scenes.addTo(session, 0);
        grid.pane(1).setLayer({{LayerKind::Attention, 3, {}}, LayerSource{LayerKind::Fused, -1, "laplacian"}, true});
        grid.view().setFree(3, {0.25, 0.75});
        grid.view().addPin({0.125, 0.5});
        grid.view().setLine(std::pair(QPointF(0, 0), QPointF(1, 0.5)));
        session.setThermalScale(ThermalScale{0.04, -100});
        const QString file = m_folder.filePath("right.duoscope");
        QJsonObject right = describeWorkspace(session, grid, "notes", file);
        QJsonArray pairs = right["pairs"].toArray();
        QJsonObject pair = pairs[0].toObject();
        pair["results"] = QJsonArray{QJsonObject{
            {"method", "uaafusion"}, {"equations", "paper"}, {"stages", 2}, {"what_if", QJsonObject{{"3", 0.5}}}}};
        pairs[0] = pair;
        right["pairs"] = pairs;

        const QJsonArray wrong{QJsonValue(),
                               true,
                               -1,
                               1e300,
                               -1e300,
                               0.5,
                               "",
                               "../../..",
                               QString(5000, 'x'),
                               QJsonArray(),
                               QJsonArray{QJsonArray{1, 2}, "a"},
                               QJsonObject(),
                               QJsonObject{{"path", 7}}};
        int applied = 0;
        std::function<void(const QJsonValue&, const std::function<void(const QJsonValue&)>&)> replaceEach =
            [&](const QJsonValue& value, const std::function<void(const QJsonValue&)>& use) {
                for (const QJsonValue& other : wrong)
                    use(other);
                if (value.isObject())
                    for (const QString& key : value.toObject().keys())
                        replaceEach(value.toObject()[key], [&](const QJsonValue& inner) {
                            QJsonObject object = value.toObject();
                            object[key] = inner;
                            use(object);
                        });
                if (value.isArray())
                    for (qsizetype i = 0; i < value.toArray().size(); ++i)
                        replaceEach(value.toArray()[i], [&](const QJsonValue& inner) {
                            QJsonArray array = value.toArray();
                            array[i] = inner;
                            use(array);
                        });
            };
        Session target(bundledModelFile(), sourceResources());
        CompareGrid panes(target);
        for (const QString& key : right.keys())
            replaceEach(right[key], [&](const QJsonValue& inner) {
                QJsonObject workspace = right;
                workspace[key] = inner;
                const QStringList missing = missingFiles(workspace);
                if (!missing.isEmpty())
                    relocate(workspace, missing[0], file);
                while (!target.pairs().empty())
                    target.removePair(target.pairs().back().id);
                applyWorkspace(workspace, target, panes);
                ++applied;
            });
        QVERIFY(applied > 1000);
        QVERIFY(panes.paneCount() >= 1 && panes.paneCount() <= CompareGrid::kLargestPaneCount);
        QVERIFY(target.stage() >= -1);
    }

    void fullDisk()
    {
        Session session(bundledModelFile(), sourceResources());
        CompareGrid grid(session);
        const QString file = m_folder.filePath("full.duoscope");
        writeWorkspace(file, describeWorkspace(session, grid, "before", file));
        QString sentence;
        {
            const test::FullDisk full(64);
            try {
                writeWorkspace(file, describeWorkspace(session, grid, "after", file));
            } catch (const Error& error) {
                sentence = error.what();
            }
        }
        QVERIFY2(sentence.contains(file), qPrintable(sentence));
        QCOMPARE(notesOf(readWorkspace(file)), "before"); // what was there is whole
    }

private:
    SmallScenes m_scenes;
    QTemporaryDir m_folder;
};

} // namespace

DUOSCOPE_WIDGET_TEST_MAIN(TestWorkspace)
#include "tst_workspace.moc"
