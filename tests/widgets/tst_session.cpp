// SPDX-License-Identifier: GPL-3.0-or-later
// The state behind the window: reading, fusing, stages, what-ifs, stopping, letting go.
#include "core/base/error.h"
#include "core/fusion/device_probe.h"
#include "tests/support/widget_test.h"
#include "tests/widgets/small_scenes.h"
#include "widgets/bridge/job_queue.h"
#include "widgets/bridge/session.h"
#include "widgets/bridge/text.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTest>

#include <opencv2/core.hpp>

#include <algorithm>

using namespace duoscope;

namespace {

class TestSession : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { m_session = std::make_unique<Session>(bundledModelFile(), sourceResources()); }
    void cleanup() { m_session.reset(); }

    void readsThePairThatIsLookedAt()
    {
        QSignalSpy traces(m_session.get(), &Session::traceChanged);
        const int id = m_scenes.addTo(*m_session, 0);
        QCOMPARE(m_session->currentPair(), id);
        QTRY_VERIFY(m_session->currentTrace());
        QCOMPARE(m_session->currentTrace()->pair.size(), cv::Size(96, 64));
        QVERIFY(!traces.isEmpty());
        QVERIFY(m_session->picture({{LayerKind::Fused, -1, {}}, {}, false}).missing == NoPicture::NotComputed);
        QCOMPARE(m_scenes.addTo(*m_session, 0), id); // the same files, the same pair
        QCOMPARE(m_session->pairs().size(), 1U);
    }

    void stagesAppearAndAreStepped()
    {
        m_scenes.addTo(*m_session, 0);
        QSignalSpy traces(m_session.get(), &Session::traceChanged);
        m_session->fuse();
        QTRY_VERIFY_WITH_TIMEOUT(isDone(), 60000);
        QVERIFY2(traces.size() >= 6, "each stage is shown as it is computed");
        QCOMPARE(m_session->lastStage(), 5);
        QCOMPARE(m_session->stage(), 5); // the last one was looked at all along
        QSignalSpy stages(m_session.get(), &Session::stageChanged);
        m_session->setStage(2);
        QCOMPARE(stages.size(), 1);
        QCOMPARE(m_session->picture({{LayerKind::Fused, -1, {}}, {}, false}).stage, 2);
        m_session->setStage(99);
        QCOMPARE(m_session->stage(), 5);
        m_session->setStage(-3);
        QCOMPARE(m_session->stage(), 0);
    }

    void samePixelsAsTheCommandLine()
    {
        m_scenes.addTo(*m_session, 0);
        m_session->fuse();
        QTRY_VERIFY_WITH_TIMEOUT(isDone(), 60000);
        FusionOptions options; // those of duoscope-cli fuse without any
        options.model = bundledModelFile();
        options.classSets = sourceResources() / "class_sets";
        const FusionTrace trace = makeFusionMethod("uaafusion", options)
                                      ->fuse(loadPair(m_scenes.infrared(0), m_scenes.visible(0)), JobControl());
        QCOMPARE(cv::norm(m_session->currentTrace()->gray, trace.gray, cv::NORM_INF), 0.0);
    }

    void precisionCountsFromTheNextFusion()
    {
        if (!hasHalfPrecision())
            QSKIP("this processor has no half precision");
        m_scenes.addTo(*m_session, 0);
        std::vector<TracePointer> traces;
        for (const bool half : {false, true, false}) {
            m_session->setComputeSettings({0, half});
            m_session->fuse();
            QTRY_VERIFY_WITH_TIMEOUT(isDone(), 60000);
            traces.push_back(m_session->currentTrace());
            QCOMPARE(traces.back()->provenance.options.contains("precision"), half);
        }
        QCOMPARE(cv::norm(traces[2]->gray, traces[0]->gray, cv::NORM_INF), 0.0);
        const double difference = cv::norm(traces[1]->gray, traces[0]->gray, cv::NORM_INF);
        QVERIFY2(difference > 0 && difference < 15.0 / 255, qPrintable(QString::number(difference)));
    }

    void attributionCountsFromTheNextFusion()
    {
        m_scenes.addTo(*m_session, 0);
        std::vector<TracePointer> traces;
        for (const AttributionMode mode : {AttributionMode::Exact, AttributionMode::Fast, AttributionMode::Exact}) {
            m_session->setComputeSettings({0, false, mode});
            m_session->fuse();
            QTRY_VERIFY_WITH_TIMEOUT(isDone(), 60000);
            traces.push_back(m_session->currentTrace());
            QCOMPARE(traces.back()->provenance.options.at("attribution"), toString(mode));
        }
        QCOMPARE(cv::norm(traces[2]->gray, traces[0]->gray, cv::NORM_INF), 0.0);
        QVERIFY(m_session->isStale(*traces[1]) && !m_session->isStale(*traces[2]));

        // A what-if is of the result that is there, whatever is preferred by now.
        m_session->setComputeSettings({0, false, AttributionMode::Fast});
        QVERIFY(m_session->isStale(*traces[2]));
        m_session->setClassWeight(1, 0.875);
        QTRY_VERIFY_WITH_TIMEOUT(isDone() && m_session->currentTrace()->isWhatIf(), 60000);
        for (const ClassTrace& entry : m_session->currentTrace()->classes)
            if (entry.id != 1)
                QCOMPARE(entry.infraredWeight, traces[2]->classes[static_cast<std::size_t>(entry.id)].infraredWeight);
        QVERIFY(cv::norm(traces[1]->infraredWeight, traces[0]->infraredWeight, cv::NORM_INF) > 1e-4);
    }

    void layersAreThoseOfTheStageLookedAt()
    {
        m_scenes.addTo(*m_session, 0);
        m_session->fuse();
        QTRY_VERIFY_WITH_TIMEOUT(isDone(), 60000);
        const Layer fused{{LayerKind::Fused, -1, {}}, {}, false};
        const TracePointer trace = m_session->currentTrace();
        for (const int k : {5, 2, 5, 0, 2}) { // asked for twice, to be remembered
            m_session->setStage(k);
            const LayerPicture picture = m_session->picture(fused);
            QCOMPARE(picture.stage, k);
            QVERIFY(picture.values.data == trace->stages[static_cast<std::size_t>(k)].fused.data);
        }
    }

    void whatIfIsMarkedAndUndone()
    {
        m_scenes.addTo(*m_session, 0);
        m_session->setClassWeight(0, 1.0); // nothing is fused yet: no effect, no harm
        m_session->fuse();
        QTRY_VERIFY_WITH_TIMEOUT(isDone(), 60000);
        const TracePointer attributed = m_session->currentTrace();
        const auto largest = std::max_element(attributed->classes.begin(), attributed->classes.end(),
                                              [](const auto& a, const auto& b) { return a.pixels < b.pixels; });
        const double wanted = largest->attributedWeight > 0.5 ? 0.0 : 1.0;
        bool previewed = false;
        connect(m_session.get(), &Session::traceChanged, m_session.get(), [&] {
            const TracePointer now = m_session->currentTrace();
            previewed = previewed || (now && now->isPreview && now->isWhatIf());
        });
        // Of many requests the last one counts.
        for (const double weight : {0.3, 0.4, 0.6, wanted})
            m_session->setClassWeight(largest->id, weight);
        QTRY_VERIFY_WITH_TIMEOUT(isDone() && m_session->currentTrace()->isWhatIf(), 60000);
        QVERIFY(previewed);
        const TracePointer changed = m_session->currentTrace();
        QVERIFY(!changed->isPreview);
        QCOMPARE(changed->classes.at(static_cast<std::size_t>(largest->id)).infraredWeight, wanted);
        QVERIFY(m_session->currentResult()->attributed == attributed);
        QVERIFY(cv::norm(changed->gray, attributed->gray, cv::NORM_L1) > 0);
        QCOMPARE(changed->stages.size(), attributed->stages.size());
        m_session->resetClassWeights();
        QVERIFY(m_session->currentTrace() == attributed);
        QVERIFY(m_session->wantedWeights().empty());
        // The same what-if once more gives the same picture.
        m_session->setClassWeight(largest->id, wanted);
        QTRY_VERIFY_WITH_TIMEOUT(isDone() && m_session->currentTrace()->isWhatIf(), 60000);
        QCOMPARE(cv::norm(m_session->currentTrace()->gray, changed->gray, cv::NORM_INF), 0.0);
    }

    void whatIfSurvivesALookElsewhere()
    {
        const int first = m_scenes.addTo(*m_session, 0);
        const int second = m_scenes.addTo(*m_session, 1);
        m_session->fuse();
        QTRY_VERIFY_WITH_TIMEOUT(isDone(), 60000);
        const TracePointer attributed = m_session->currentTrace();
        m_session->setClassWeight(0, 0.125);
        QTRY_VERIFY_WITH_TIMEOUT(isDone() && m_session->currentTrace()->isWhatIf(), 60000);
        m_session->setCurrentPair(second);
        QVERIFY(m_session->wantedWeights().empty());
        m_session->setCurrentPair(first);
        QCOMPARE(m_session->wantedWeights().size(), 1U);
        m_session->resetClassWeights();
        QVERIFY(m_session->currentTrace() == attributed);
        // A what-if that is stopped is wanted no more, and what was there is still whole.
        QSignalSpy started(&m_session->jobs(), &JobQueue::started);
        m_session->setClassWeight(0, 0.875);
        QVERIFY(started.wait());
        m_session->stop();
        QTRY_VERIFY(!m_session->jobs().isBusy() && m_session->wantedWeights().empty());
        QVERIFY(m_session->currentResult()->state == ResultState::Done);
        // Another model has no use for these weights.
        m_session->setModel(m_scenes.infrared(0));
        QVERIFY(!m_session->hasClassWeights());
    }

    void aSecondFusionThatIsStoppedIsNotDone()
    {
        const int id = m_scenes.addTo(*m_session, 0);
        m_session->fuse();
        QTRY_VERIFY_WITH_TIMEOUT(isDone(), 60000);
        QVERIFY(m_session->currentTrace()->isFinished());
        // Stopped as soon as its second stage is heard of: who only looks now and then may find it finished.
        bool stopped = false;
        connect(m_session.get(), &Session::traceChanged, m_session.get(), [&] {
            const TracePointer now = m_session->currentTrace();
            if (!stopped && now->stages.size() == 2 && !now->isFinished()) {
                stopped = true;
                m_session->stop();
            }
        });
        m_session->fuse();
        QTRY_VERIFY_WITH_TIMEOUT(stopped && !m_session->jobs().isBusy(), 60000);
        const FusionResult& result = m_session->pair(id)->results.at("uaafusion/paper");
        QTRY_VERIFY(result.state == ResultState::Cancelled || result.trace->isFinished());
    }

    void methodsStandSideBySide()
    {
        m_scenes.addTo(*m_session, 0);
        for (const char* method : {"average", "laplacian"}) {
            m_session->setChoice({method, "", 0});
            m_session->fuse();
        }
        QTRY_COMPARE(m_session->resultKeys(), (std::vector<std::string>{"average", "laplacian"}));
        const LayerPicture average = m_session->picture({{LayerKind::Fused, -1, "average"}, {}, false});
        const LayerPicture laplacian = m_session->picture({{LayerKind::Fused, -1, "laplacian"}, {}, false});
        QVERIFY(!average.isEmpty() && !laplacian.isEmpty());
        QVERIFY(cv::norm(average.values, laplacian.values, cv::NORM_INF) > 0);
        QVERIFY(!m_session->hasClassWeights());
        QCOMPARE(m_session->methodTitle("uaafusion/paper/3"), QString::fromUtf8("UAAFusion · paper · K 3"));
    }

    void resultsOfAnyMethodAreSegmented()
    {
        const int id = m_scenes.addTo(*m_session, 0);
        const Layer seen{{LayerKind::SegmentationFused, -1, {}}, {}, false};
        m_session->setChoice({"average"});
        QVERIFY(missing(seen) == NoPicture::NotComputed);
        m_session->ask(seen); // there is no result: no effect
        QTRY_VERIFY(m_session->pair(id)->sources);
        m_session->fuse();
        QTRY_VERIFY(isDone());
        QVERIFY(missing(seen) == NoPicture::NotComputed); // nobody asked
        const std::int64_t before = m_session->cachedBytes();
        QSignalSpy changed(m_session.get(), &Session::layersChanged);
        m_session->ask(seen);
        QVERIFY(missing(seen) == NoPicture::BeingComputed);
        QTRY_VERIFY_WITH_TIMEOUT(missing(seen) == NoPicture::None, 60000);
        QCOMPARE(changed.size(), 1);
        const LayerPicture picture = m_session->picture(seen);
        const Segmenter segmenter(bundledModelFile(), sourceResources() / "class_sets");
        TracePointer trace = m_session->currentTrace();
        QCOMPARE(cv::norm(picture.labels, segmenter.segment(trace->gray), cv::NORM_INF), 0.0);
        QCOMPARE(picture.classes->name(), "street");
        QCOMPARE(m_session->cachedBytes(), before + 96 * 64 * 4);
        // What is known is not computed again; the sources need no fusion.
        QSignalSpy started(&m_session->jobs(), &JobQueue::started);
        m_session->ask(seen);
        QVERIFY(!m_session->jobs().isBusy());
        const Layer infrared{{LayerKind::SegmentationInfrared, -1, {}}, {}, false};
        m_session->ask(infrared);
        QTRY_VERIFY_WITH_TIMEOUT(missing(infrared) == NoPicture::None, 60000);
        QCOMPARE(started.size(), 1);
        QCOMPARE(cv::norm(m_session->picture(infrared).labels, segmenter.segment(trace->pair.infrared.luminance),
                          cv::NORM_INF),
                 0.0);
        m_session->setChoice({"laplacian"}); // the same source
        QVERIFY(missing(infrared) == NoPicture::None);
        // UAAFusion's own are there without being asked for.
        m_session->setChoice({"uaafusion"});
        m_session->fuse();
        QTRY_VERIFY_WITH_TIMEOUT(isDone(), 60000);
        QVERIFY(missing(seen) == NoPicture::None);
        QCOMPARE(m_session->picture(seen).labels.data, m_session->currentTrace()->segmentationFused.data);
        // With the result all of it goes.
        m_session->removePair(id);
        QCOMPARE(m_session->cachedBytes(), 2 * 96 * 64 * 4); // the trace is still held here
        trace.reset();
        QCOMPARE(m_session->cachedBytes(), 0);
    }

    void anyResultIsAttributed()
    {
        m_scenes.addTo(*m_session, 0);
        for (const char* method : {"average", "laplacian"}) {
            m_session->setChoice({method});
            m_session->fuse();
            QTRY_VERIFY(isDone());
        }
        const Layer average{{LayerKind::ResultAttribution, -1, "average"}, {}, false};
        const Layer laplacian{{LayerKind::ResultAttribution, -1, "laplacian"}, {}, false};
        m_session->setBaseline(Baseline::Visible);
        for (const Layer& layer : {average, laplacian})
            m_session->ask(layer);
        QTRY_VERIFY_WITH_TIMEOUT(missing(average) == NoPicture::None && missing(laplacian) == NoPicture::None, 60000);
        const LayerPicture picture = m_session->picture(laplacian);
        QVERIFY(picture.isSigned && picture.naturalClip > 0);
        QCOMPARE(std::string(picture.unit), "score per pixel");
        const TracePointer trace = m_session->currentTrace();
        const Segmenter segmenter(bundledModelFile(), sourceResources() / "class_sets");
        const ScoreAttribution expected = segmenter.explain(trace->gray, trace->pair.visible.luminance);
        QCOMPARE(cv::norm(picture.values, expected.map, cv::NORM_INF), 0.0);
        QVERIFY(cv::norm(picture.values, m_session->picture(average).values, cv::NORM_INF) > 0);
        // Its segmentation came along.
        const Layer seen{{LayerKind::SegmentationFused, -1, {}}, {}, false};
        QVERIFY(missing(seen) == NoPicture::None);
        // Of another baseline and class it is another map.
        QSignalSpy changed(m_session.get(), &Session::baselineChanged);
        m_session->setBaseline(Baseline::Zero);
        QCOMPARE(changed.size(), 1);
        QVERIFY(missing(laplacian) == NoPicture::NotComputed);
        int present = -1, absent = -1;
        for (int id = 0; id < segmenter.classSet().size(); ++id)
            (cv::countNonZero(expected.segmentation == id) > 0 ? present : absent) = id;
        QVERIFY(present >= 0 && absent >= 0);
        m_session->setSelectedClass(present);
        m_session->ask(laplacian);
        QTRY_VERIFY_WITH_TIMEOUT(missing(laplacian) == NoPicture::None, 60000);
        ScoreAttributionOptions options;
        options.classId = present;
        const cv::Mat one = segmenter.explain(trace->gray, cv::Mat(trace->gray.size(), CV_32FC1, 0.0), options).map;
        QCOMPARE(cv::norm(m_session->picture(laplacian).values, one, cv::NORM_INF), 0.0);
        m_session->setSelectedClass(absent);
        m_session->ask(laplacian);
        QTRY_VERIFY_WITH_TIMEOUT(missing(laplacian) == NoPicture::ClassAbsent, 60000);
        // What was computed before is still known.
        m_session->setSelectedClass(-1);
        m_session->setBaseline(Baseline::Visible);
        QVERIFY(missing(laplacian) == NoPicture::None);
    }

    void fusionsGoBeforeWhatViewsAskFor()
    {
        m_scenes.addTo(*m_session, 0);
        m_session->setChoice({"average"});
        m_session->fuse();
        QTRY_VERIFY(isDone());
        const Layer layer{{LayerKind::ResultAttribution, -1, "average"}, {}, false};
        QSignalSpy started(&m_session->jobs(), &JobQueue::started);
        m_session->ask(layer);
        QVERIFY(started.wait());
        QVERIFY(started[0][0].toString().startsWith("Attributing"));
        m_session->setChoice({"laplacian"});
        m_session->fuse();
        QTRY_VERIFY(m_session->currentResult()->state == ResultState::Done);
        QTRY_VERIFY_WITH_TIMEOUT(missing(layer) == NoPicture::None, 60000);
        QCOMPARE(started.size(), 3);
        QVERIFY(started[1][0].toString().startsWith("Fusing") && started[2][0].toString().startsWith("Attributing"));
    }

    void whatViewsAskForCanBeStopped()
    {
        m_scenes.addTo(*m_session, 0);
        m_session->setChoice({"average"});
        m_session->fuse();
        QTRY_VERIFY(isDone());
        const Layer attribution{{LayerKind::ResultAttribution, -1, {}}, {}, false};
        const Layer seen{{LayerKind::SegmentationFused, -1, {}}, {}, false};
        QSignalSpy failed(m_session.get(), &Session::failed);
        m_session->ask(attribution);
        m_session->ask(seen);
        m_session->stop();
        QVERIFY(missing(attribution) == NoPicture::Stopped && missing(seen) == NoPicture::Stopped);
        m_session->ask(seen); // a view that is drawn anew begins nothing
        QVERIFY(missing(seen) == NoPicture::Stopped);
        QTRY_VERIFY(!m_session->jobs().isBusy());
        m_session->analysis().forgetStopped();
        m_session->ask(seen);
        QTRY_VERIFY_WITH_TIMEOUT(missing(seen) == NoPicture::None, 60000);
        QVERIFY(missing(attribution) == NoPicture::NotComputed);
        QVERIFY(failed.isEmpty());
    }

    void anotherModelSeesAnew()
    {
        m_scenes.addTo(*m_session, 0);
        m_session->setChoice({"average"});
        m_session->fuse();
        QTRY_VERIFY(isDone());
        const Layer seen{{LayerKind::SegmentationFused, -1, {}}, {}, false};
        m_session->ask(seen);
        QTRY_VERIFY_WITH_TIMEOUT(missing(seen) == NoPicture::None, 60000);
        m_session->setModel(m_scenes.infrared(0)); // is none
        QVERIFY(missing(seen) == NoPicture::NotComputed);
        m_session->ask(seen);
        QTRY_VERIFY_WITH_TIMEOUT(missing(seen) == NoPicture::Failed, 60000);
        QVERIFY(m_session->picture(seen).problem.find("scene0.png") != std::string::npos);
        m_session->setModel(bundledModelFile());
        m_session->ask(seen);
        QTRY_VERIFY_WITH_TIMEOUT(missing(seen) == NoPicture::None, 60000);

        Session without({}, sourceResources());
        m_scenes.addTo(without, 0);
        without.fuse();
        QTRY_VERIFY(without.currentResult() && without.currentResult()->state == ResultState::Done);
        without.ask(seen);
        QVERIFY(without.picture(seen).missing == NoPicture::NoModel);
        QVERIFY(!without.jobs().isBusy());
    }

    void resultsOfOtherPrograms()
    {
        QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkpath("fused_Theirs"));
        const QString results = folder.filePath("fused_Theirs");
        QVERIFY(QFile::copy(toQString(m_scenes.visible(0)), results + "/scene0.png"));
        const int first = m_scenes.addTo(*m_session, 0);
        const int second = m_scenes.addTo(*m_session, 1);
        QSignalSpy changed(m_session.get(), &Session::externalMethodsChanged);
        QSignalSpy failed(m_session.get(), &Session::failed);
        m_session->addExternalMethods(toPath(results));
        QVERIFY(!changed.isEmpty());
        QCOMPARE(m_session->externalMethods().size(), 1U);
        const FusionChoice theirs = m_session->externalMethods().front();
        QCOMPARE(theirs.key(), std::string("Theirs"));
        QCOMPARE(m_session->methodTitle(theirs.key()), "Theirs");
        // It is there without being asked for, and looked at like any other.
        const auto isRead = [&](int id) {
            const auto& known = m_session->pair(id)->results;
            const auto found = known.find(theirs.key());
            return found != known.end() && found->second.state == ResultState::Done;
        };
        QTRY_VERIFY(isRead(first));
        m_session->setChoice(theirs);
        const TracePointer trace = m_session->currentTrace();
        QVERIFY(trace->isFinished());
        QCOMPARE(cv::norm(trace->gray, trace->pair.visible.luminance, cv::NORM_INF), 0.0);
        // Where there is none, nothing fails unless it is asked for.
        m_session->setCurrentPair(second);
        QTRY_VERIFY(m_session->currentTrace() && !m_session->jobs().isBusy());
        QVERIFY(!m_session->pair(second)->results.contains(theirs.key()) && failed.isEmpty());
        m_session->fuse();
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(failed[0][0].toString().contains("no result of Theirs for scene1"));

        // The same name from elsewhere is another method.
        QVERIFY(QDir(folder.path()).mkpath("other/fused_Theirs"));
        QVERIFY(QFile::copy(toQString(m_scenes.infrared(0)), folder.filePath("other/fused_Theirs/scene0.png")));
        m_session->addExternalMethods(toPath(folder.filePath("other/fused_Theirs")));
        QCOMPARE(m_session->externalMethods().size(), 1U);
        m_session->setCurrentPair(first);
        QTRY_VERIFY(isRead(first));
        const TracePointer other = m_session->pair(first)->results.at(theirs.key()).trace;
        QCOMPARE(cv::norm(other->gray, other->pair.infrared.luminance, cv::NORM_INF), 0.0);
        // What was let go of is read again when it is looked at, as after a workspace was opened.
        m_session->removePair(first);
        m_session->setCurrentPair(second);
        const int again = m_session->addPair(m_scenes.infrared(0), m_scenes.visible(0), "scenes");
        m_session->expect(again, m_session->externalMethods().front(), {});
        m_session->setCurrentPair(again);
        QTRY_VERIFY(isRead(again));

        // Removed while it is being read, it leaves nothing.
        m_session->setChoice(m_session->externalMethods().front());
        m_session->fuse();
        m_session->removeExternalMethod(theirs.method);
        QTRY_VERIFY(!m_session->jobs().isBusy());
        QCoreApplication::processEvents();
        QVERIFY(!m_session->pair(again)->results.contains(theirs.key()));
        QCOMPARE(m_session->choice().method, std::string("uaafusion"));
        QVERIFY_EXCEPTION_THROWN(m_session->addExternalMethods(toPath(folder.filePath("none"))), Error);
        QVERIFY(m_session->externalMethods().empty());
    }

    void eachMethodHasItsModel()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath("other.safetensors");
        const QByteArray header = "{\"__metadata__\": {\"architecture\": \"refusion\"}}";
        QByteArray bytes(8, '\0');
        bytes[0] = static_cast<char>(header.size());
        QFile to(file);
        QVERIFY(to.open(QIODevice::WriteOnly) && to.write(bytes + header) > 0);
        to.close();
        QVERIFY(m_session->modelOf("refusion").empty() && m_session->modelOf("laplacian").empty());
        QSignalSpy changed(m_session.get(), &Session::modelChanged);
        m_session->setModel(toPath(file));
        QCOMPARE(changed.size(), 1);
        QCOMPARE(m_session->modelOf("refusion"), toPath(file));
        QCOMPARE(m_session->modelOf("uaafusion"), bundledModelFile()); // that one stays
        QCOMPARE(m_session->model(), bundledModelFile());
        QCOMPARE(m_session->choice().method, std::string("refusion"));
        m_scenes.addTo(*m_session, 0);
        QSignalSpy failed(m_session.get(), &Session::failed);
        m_session->fuse(); // it holds no weights
        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, 60000);
        QVERIFY2(failed[0][0].toString().contains("other.safetensors"), qPrintable(failed[0][0].toString()));
        m_session->setChoice({"uaafusion"});
        m_session->fuse();
        QTRY_VERIFY_WITH_TIMEOUT(isDone(), 60000);
    }

    void stoppedIsNotFailed()
    {
        const int id = m_scenes.addTo(*m_session, 0);
        QSignalSpy failed(m_session.get(), &Session::failed);
        QSignalSpy started(&m_session->jobs(), &JobQueue::started);
        m_session->fuse();
        QVERIFY(started.wait());
        m_session->stop();
        const auto state = [&] { return m_session->pair(id)->results.at("uaafusion/paper").state; };
        QTRY_VERIFY(state() == ResultState::Cancelled);
        QVERIFY(failed.isEmpty());
        m_session->fuse(); // and it can be begun again
        QTRY_VERIFY_WITH_TIMEOUT(isDone(), 60000);
    }

    void badFilesGiveASentence()
    {
        QSignalSpy failed(m_session.get(), &Session::failed);
        QFile damaged(m_scenes.path("damaged.png"));
        QVERIFY(damaged.open(QIODevice::WriteOnly));
        damaged.write("\x89PNG\r\n\x1a\nthis is no picture");
        damaged.close();
        const int id = m_session->addPair(m_scenes.infrared(0), damaged.fileName().toStdString(), "bad");
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(failed[0][0].toString().contains("damaged.png"));
        QVERIFY(!m_session->pair(id)->error.isEmpty());
        // A file that goes while the program runs, and a model that is none.
        const int good = m_scenes.addTo(*m_session, 0);
        m_session->setCurrentPair(good);
        QTRY_VERIFY(m_session->currentTrace());
        m_session->setModel(m_scenes.infrared(0));
        m_session->fuse();
        QTRY_COMPARE(failed.size(), 2);
        m_session->setModel(bundledModelFile());
        m_session->fuse();
        QTRY_VERIFY_WITH_TIMEOUT(isDone(), 60000); // the session survives
    }

    void filesThatGoMeanwhile()
    {
        QTemporaryDir folder;
        const QString infrared = folder.filePath("ir.png");
        QVERIFY(QFile::copy(toQString(m_scenes.infrared(0)), infrared));
        QSignalSpy failed(m_session.get(), &Session::failed);
        // Gone between being listed and being read.
        QVERIFY(QFile::remove(infrared));
        const int id = m_session->addPair(toPath(infrared), m_scenes.visible(0), "scenes");
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(m_session->pair(id)->error.contains(infrared));
        // Back again, read, and gone while it is fused: what was read is fused.
        QVERIFY(QFile::copy(toQString(m_scenes.infrared(0)), infrared));
        const int other = m_scenes.addTo(*m_session, 1);
        m_session->setCurrentPair(other);
        m_session->setCurrentPair(id);
        QTRY_VERIFY(m_session->currentTrace());
        QVERIFY(m_session->pair(id)->error.isEmpty());
        m_session->fuse();
        QVERIFY(QFile::remove(infrared));
        QTRY_VERIFY_WITH_TIMEOUT(isDone(), 60000);
        QCOMPARE(failed.size(), 1);
    }

    void aModelThatDoesNotFit()
    {
        QTemporaryDir folder;
        const QString model = folder.filePath("other.safetensors");
        QFile file(model);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QByteArray header = R"({"__metadata__":{"architecture":"defusion"},)"
                            R"("a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})";
        QByteArray length(8, 0);
        length[0] = static_cast<char>(header.size());
        file.write(length + header + QByteArray(4, 0));
        file.close();
        m_scenes.addTo(*m_session, 0);
        m_session->fuse();
        QTRY_VERIFY_WITH_TIMEOUT(isDone(), 60000);
        QSignalSpy failed(m_session.get(), &Session::failed);
        m_session->setModel(toPath(model));
        QVERIFY(m_session->isStale(*m_session->currentTrace())); // marked, not erased
        m_session->fuse();
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY2(failed[0][0].toString().contains("other.safetensors"), qPrintable(failed[0][0].toString()));
        m_session->setModel(bundledModelFile());
        QVERIFY(!m_session->isStale(*m_session->currentTrace()));
        m_session->fuse();
        QTRY_VERIFY_WITH_TIMEOUT(isDone(), 60000);
    }

    void sizesThatDiffer()
    {
        QSignalSpy failed(m_session.get(), &Session::failed);
        m_session->addPair(m_scenes.infrared(0), m_scenes.otherSize(), "bad");
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(failed[0][0].toString().contains("96"));
    }

    void letsGoOfTheLeastRecentlyLookedAt()
    {
        m_session->setChoice({"average", "", 0});
        m_session->setCacheLimit(1);
        const int first = m_scenes.addTo(*m_session, 0);
        m_session->fuse();
        QTRY_VERIFY(isDone());
        const int second = m_scenes.addTo(*m_session, 1);
        m_session->setCurrentPair(second);
        m_session->fuse();
        QTRY_VERIFY(isDone());
        QVERIFY(m_session->pair(first)->results.at("average").state == ResultState::LetGo);
        QVERIFY(!m_session->pair(first)->results.at("average").trace);
        QVERIFY(m_session->currentTrace()); // what is looked at stays
    }

    void removingWhileFusing()
    {
        const int first = m_scenes.addTo(*m_session, 0);
        const int second = m_scenes.addTo(*m_session, 1);
        QSignalSpy started(&m_session->jobs(), &JobQueue::started);
        m_session->fuse();
        QVERIFY(started.wait());
        m_session->removePair(first);
        QCOMPARE(m_session->currentPair(), second);
        QTRY_VERIFY(!m_session->jobs().isBusy());
        QTRY_VERIFY(m_session->currentTrace());
        m_session->removePair(second);
        QCOMPARE(m_session->currentPair(), -1);
        QVERIFY(!m_session->currentTrace());
        m_session->fuse(); // nothing to fuse, no harm
    }

    void closingWhileFusing()
    {
        m_scenes.addTo(*m_session, 0);
        QSignalSpy started(&m_session->jobs(), &JobQueue::started);
        m_session->fuse();
        QVERIFY(started.wait());
        m_session.reset(); // must neither hang nor crash
    }

private:
    bool isDone() const
    {
        const FusionResult* result = m_session->currentResult();
        return result && result->state == ResultState::Done && !m_session->jobs().isBusy();
    }

    NoPicture missing(const Layer& layer) const { return m_session->picture(layer).missing; }

    SmallScenes m_scenes;
    std::unique_ptr<Session> m_session;
};

} // namespace

DUOSCOPE_WIDGET_TEST_MAIN(TestSession)
#include "tst_session.moc"
