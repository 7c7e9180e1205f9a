// SPDX-License-Identifier: GPL-3.0-or-later
// The item models that show a trace: classes, probe, stages.
#include "tests/support/widget_test.h"
#include "tests/widgets/small_scenes.h"
#include "widgets/bridge/job_queue.h"
#include "widgets/bridge/text.h"
#include "widgets/bridge/view_state.h"
#include "widgets/models/class_table_model.h"
#include "widgets/models/probe_model.h"
#include "widgets/models/stage_strip_model.h"

#include <QAbstractItemModelTester>
#include <QFont>
#include <QTest>

using namespace duoscope;

namespace {

class TestTraceModels : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        m_session = std::make_unique<Session>(bundledModelFile(), sourceResources());
        m_classes = std::make_unique<ClassTableModel>(*m_session);
        m_probe = std::make_unique<ProbeModel>(*m_session, m_view);
        m_stages = std::make_unique<StageStripModel>(*m_session);
        for (QAbstractItemModel* model :
             {static_cast<QAbstractItemModel*>(m_classes.get()), static_cast<QAbstractItemModel*>(m_probe.get()),
              static_cast<QAbstractItemModel*>(m_stages.get())})
            new QAbstractItemModelTester(model, QAbstractItemModelTester::FailureReportingMode::QtTest, model);
        QCOMPARE(m_classes->rowCount(), 0);
        QCOMPARE(m_stages->rowCount(), 6); // places for what will come
        m_scenes.addTo(*m_session, 0);
        m_session->fuse();
        QTRY_VERIFY_WITH_TIMEOUT(m_session->hasClassWeights() && !m_session->jobs().isBusy(), 60000);
    }

    void classesArePresentOnes()
    {
        const TracePointer trace = m_session->currentTrace();
        int present = 0;
        std::int64_t pixels = 0;
        for (const ClassTrace& entry : trace->classes)
            present += entry.pixels > 0;
        QCOMPARE(m_classes->rowCount(), present);
        for (int row = 0; row < m_classes->rowCount(); ++row) {
            const auto at = [&](int column, int role = ClassTableModel::SortRole) {
                return m_classes->index(row, column).data(role);
            };
            const int id = at(0, ClassTableModel::ClassIdRole).toInt();
            const ClassTrace& entry = trace->classes[static_cast<std::size_t>(id)];
            QCOMPARE(m_classes->rowOf(id), row);
            pixels += static_cast<std::int64_t>(at(ClassTableModel::PixelsColumn).toDouble());
            QCOMPARE(at(ClassTableModel::InfraredWeightColumn).toDouble(), entry.infraredWeight);
            QCOMPARE(at(ClassTableModel::InfraredWeightColumn).toDouble() +
                         at(ClassTableModel::VisibleWeightColumn).toDouble(),
                     1.0);
            QCOMPARE(at(ClassTableModel::InfraredAttributionColumn).toDouble(), entry.infrared.attribution);
        }
        QCOMPARE(pixels, 96 * 64);
        QCOMPARE(m_classes->rowOf(-1), -1);
    }

    void probeReadsExactValues()
    {
        const TracePointer trace = m_session->currentTrace();
        m_view.setCursor(QPointF(33.5 / 96, 21.5 / 64));
        QCOMPARE(m_probe->cursorPixel(), QPoint(33, 21));
        QCOMPARE(m_probe->index(0, 1).data().toString(), valueText(trace->pair.infrared.luminance.at<float>(21, 33)));
        QCOMPARE(m_probe->index(3, 1).data().toString(), valueText(trace->stages.back().fused.at<float>(21, 33)));
        m_session->setStage(2);
        QCOMPARE(m_probe->index(3, 1).data().toString(), valueText(trace->stages[2].fused.at<float>(21, 33)));
        m_session->setStage(5);
        // Another pin, another column.
        QCOMPARE(m_probe->columnCount(), 3);
        m_view.addPin(QPointF(0.5 / 96, 0.5 / 64));
        QCOMPARE(m_probe->columnCount(), 4);
        QCOMPARE(m_probe->index(0, 2).data().toString(), valueText(trace->pair.infrared.luminance.at<float>(0, 0)));
        m_view.clearPins();
        QCOMPARE(m_probe->columnCount(), 3);
        m_view.setCursor({});
        QCOMPARE(m_probe->index(0, 1).data().toString(), QString::fromUtf8("–"));
    }

    void temperatures()
    {
        // Two counts of 16 bits in centikelvins: 0 °C and 37 °C.
        cv::Mat counts(16, 16, CV_16UC1, cv::Scalar(27315));
        counts.colRange(4, 8).setTo(31015);
        const std::filesystem::path file = m_scenes.path("thermal.png").toStdString();
        writeImageFile(file, counts);
        Session session({}, sourceResources());
        session.addPair(file, file, "thermal");
        ViewState view;
        const ProbeModel probe(session, view);
        QTRY_VERIFY(session.currentTrace());
        const int row = probe.rowCount() - 1;
        view.setCursor(QPointF(5.5 / 16, 3.5 / 16));
        QCOMPARE(probe.index(row, 1).data().toString(), QString::fromUtf8("–"));
        session.setThermalScale(ThermalScale());
        QVERIFY(probe.index(row, 1).data().toString().contains("37.0"));
        view.setCursor(QPointF(0.5 / 16, 0.5 / 16));
        QVERIFY(probe.index(row, 1).data().toString().contains("0.0"));
    }

    void stages()
    {
        QCOMPARE(m_stages->rowCount(), 6);
        QVERIFY(m_stages->index(5).data(StageStripModel::ComputedRole).toBool());
        QCOMPARE(m_stages->index(3).data(StageStripModel::ChangeRole).toString(),
                 QString::fromUtf8("Δ ") + fixedText(m_session->currentTrace()->stages[3].change, 3));
    }

    void whatIfShowsInTheClasses()
    {
        const int id = m_classes->index(0, 0).data(ClassTableModel::ClassIdRole).toInt();
        const double attributed = m_classes->index(0, 0).data(ClassTableModel::AttributedWeightRole).toDouble();
        const double wanted = attributed > 0.5 ? 0.125 : 0.875;
        m_session->setClassWeight(id, wanted);
        QTRY_VERIFY_WITH_TIMEOUT(m_session->currentTrace()->isWhatIf() && !m_session->jobs().isBusy(), 60000);
        const QModelIndex index = m_classes->index(m_classes->rowOf(id), 0);
        QCOMPARE(index.data(ClassTableModel::WeightRole).toDouble(), wanted);
        QCOMPARE(index.data(ClassTableModel::AttributedWeightRole).toDouble(), attributed);
        QVERIFY(index.data(Qt::FontRole).value<QFont>().italic());
        m_session->resetClassWeights();
        QVERIFY(!m_classes->index(0, 0).data(Qt::FontRole).value<QFont>().italic());
    }

    void anotherMethodHasNoClasses()
    {
        m_session->setChoice({"average", "", 0});
        m_session->fuse();
        QTRY_VERIFY(!m_session->jobs().isBusy() && m_session->currentResult()->trace);
        QCOMPARE(m_classes->rowCount(), 0);
        QCOMPARE(m_stages->rowCount(), 1);
        m_session->setChoice({"uaafusion", "paper", 0});
        QVERIFY(m_classes->rowCount() > 0);
    }

private:
    SmallScenes m_scenes;
    ViewState m_view;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<ClassTableModel> m_classes;
    std::unique_ptr<ProbeModel> m_probe;
    std::unique_ptr<StageStripModel> m_stages;
};

} // namespace

DUOSCOPE_WIDGET_TEST_MAIN(TestTraceModels)
#include "tst_trace_models.moc"
