// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/tour.h"

#include "widgets/bridge/job_queue.h"
#include "widgets/dialogs/batch_dialog.h"
#include "widgets/dialogs/batch_dialog_methods.h"
#include "widgets/dialogs/batch_dialog_pairing.h"
#include "widgets/dialogs/report_dialog.h"
#include "widgets/help/help_window.h"
#include "widgets/shell/actions.h"
#include "widgets/shell/main_window.h"
#include "widgets/viewer/compare_grid.h"
#include "widgets/viewer/picture_canvas.h"

#include <QDir>
#include <QPixmap>
#include <QTimer>

#include <spdlog/spdlog.h>

namespace duoscope {

Tour::Tour(MainWindow& window, const QString& folder, QObject* parent)
    : QObject(parent), m_window(window), m_folder(folder)
{
    Session& session = window.session();
    CompareGrid& grid = window.grid();
    const auto mostWeighted = [&session] { // the class to show: a person where one is large enough, else the largest
        constexpr std::int64_t kEnoughPixels = 300;
        const TracePointer trace = session.currentTrace();
        int best = -1;
        for (const ClassTrace& entry : trace->classes) {
            if (trace->classSet.at(entry.id).name == "person" && entry.pixels >= kEnoughPixels)
                return entry.id;
            if (entry.pixels > 0 && (best < 0 || entry.pixels > trace->classes[static_cast<std::size_t>(best)].pixels))
                best = entry.id;
        }
        return best;
    };
    m_stops = {
        {"1-start", [&grid] { grid.view().setCursor(QPointF(0.45, 0.62)); }},
        {"2-attribution",
         [&] {
             window.raiseDock("attribution");
             session.fuse();
         }},
        {"3-class", [&session, mostWeighted] { session.setSelectedClass(mostWeighted()); }},
        {"4-what-if",
         [&session, mostWeighted] {
             const int id = mostWeighted();
             if (id >= 0)
                 session.setClassWeight(
                     id, session.currentTrace()->classes[static_cast<std::size_t>(id)].attributedWeight > 0.5 ? 0.05
                                                                                                              : 0.95);
         }},
        {"5-stages",
         [&] {
             session.setSelectedClass(-1);
             session.resetClassWeights();
             window.actions().presets[static_cast<std::size_t>(GridPreset::Stages)]->trigger();
         }},
        {"6-segmentation",
         [&] { window.actions().presets[static_cast<std::size_t>(GridPreset::Segmentation)]->trigger(); }},
        {"7-metrics",
         [&] {
             window.raiseDock("metrics");
             const FusionChoice before = session.choice();
             for (const char* method : {"laplacian", "guided", "average"}) {
                 session.setChoice({method, "", 0});
                 session.fuse();
             }
             session.setChoice(before);
         }},
        {"8-methods", [&] { window.actions().presets[static_cast<std::size_t>(GridPreset::Methods)]->trigger(); }},
        {"9-agreement",
         [&] {
             window.actions().presets[static_cast<std::size_t>(GridPreset::ResultAttribution)]->trigger();
             window.raiseDock("agreement");
         }},
        {"10-comparison",
         [&] {
             window.actions().presets[static_cast<std::size_t>(GridPreset::Attribution)]->trigger();
             window.raiseDock("comparison");
             window.actions().fuseAllMethods->trigger();
         }},
        {"11-curtain",
         [&] {
             window.actions().layouts.front()->trigger();
             grid.pane(0).setLayer({{LayerKind::FusedColour, -1, {}}, {}, false});
             grid.pane(1).setLayer({{LayerKind::FusedColour, -1, "laplacian"}, {}, false});
             window.actions().curtain->trigger();
         }},
        {"12-zoom",
         [&] {
             window.actions().grid->trigger();
             window.actions().presets[static_cast<std::size_t>(GridPreset::Attribution)]->trigger();
             grid.view().setFree(48, {0.45, 0.62});
             window.raiseDock("histogram");
         }},
        {"13-batch",
         [&] {
             BatchDialog& batch = window.batch();
             batch.useSession();
             batch.setOutput(m_results.path());
             batch.methods().choose({"uaafusion-paper", "laplacian", "guided", "average"});
             batch.show();
             connect(&batch.pairing(), &BatchDialogPairing::changed, &batch, [&batch] {
                 if (!batch.isPlanning() && batch.job().progress().tasks == 0)
                     batch.start();
             });
         },
         [&window] { // in its midst, as long as there is something to see running
             const BatchJob& job = window.batch().job();
             return job.progress().tasks > 0 && (!job.isRunning() || job.progress().fraction() > 0.3);
         },
         [&window] { return &window.batch(); }},
        {"14-report",
         [&window] {
             window.batch().hide();
             window.actions().report->trigger();
         },
         {},
         [&window] { return window.findChild<ReportDialog*>(); }},
        {"15-help", [&window] { window.help().open("equations"); }, {}, [&window] { return &window.help(); }},
    };
}

void Tour::begin()
{
    // What the command line named is being opened.
    JobQueue& opening = m_window.session().quickJobs();
    if (opening.isBusy())
        connect(&opening, &JobQueue::idle, this, &Tour::begin, Qt::SingleShotConnection);
    else
        next();
}

void Tour::next()
{
    if (m_index == m_stops.size()) {
        Q_EMIT finished(m_allWritten);
        return;
    }
    m_stops[m_index].prepare();
    waitAndShoot();
}

void Tour::waitAndShoot()
{
    // What was begun may begin more (metrics of a fusion), so both queues are asked until neither has anything.
    for (JobQueue* jobs : {&m_window.session().jobs(), &m_window.session().quickJobs()})
        if (jobs->isBusy()) {
            connect(jobs, &JobQueue::idle, this, &Tour::waitAndShoot, Qt::SingleShotConnection);
            return;
        }
    // Panels collect changes for up to 60 ms before they ask for anything; what they ask for is waited for in turn.
    QTimer::singleShot(200, this, [this] {
        const Stop& stop = m_stops[m_index];
        if (m_window.session().jobs().isBusy() || m_window.session().quickJobs().isBusy() ||
            (stop.isReady && !stop.isReady()))
            waitAndShoot();
        else
            shoot();
    });
}

void Tour::shoot()
{
    const QString file = QDir(m_folder).filePath(m_stops[m_index].name + ".png");
    const Stop& stop = m_stops[m_index];
    if (!(stop.seen ? stop.seen() : &m_window)->grab().save(file)) {
        spdlog::error("Cannot write {}", file.toStdString());
        m_allWritten = false;
    }
    ++m_index;
    next();
}

} // namespace duoscope
