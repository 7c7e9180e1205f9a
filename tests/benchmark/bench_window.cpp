// SPDX-License-Identifier: GPL-3.0-or-later
// Times of the window: first paint, frames with four linked 12-megapixel panes, the longest pause of the event loop
// while a pair is fused, memory (of many pairs with --memory). Prints them; judges nothing, for machines differ.
#include "core/image/image_file.h"
#include "tests/widgets/small_scenes.h"
#include "widgets/bridge/job_queue.h"
#include "widgets/shell/appearance.h"
#include "widgets/shell/main_window.h"
#include "widgets/viewer/compare_grid.h"
#include "widgets/viewer/picture_canvas.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <opencv2/core.hpp>

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <fstream>

using namespace duoscope;

namespace {

double percentile(std::vector<double> values, double share)
{
    std::sort(values.begin(), values.end());
    return values.at(static_cast<std::size_t>(share * static_cast<double>(values.size() - 1)));
}

void printFrames(const char* what, const std::vector<double>& milliseconds)
{
    std::printf("%-34s median %6.1f ms, 95th percentile %6.1f ms (target 16)\n", what, percentile(milliseconds, 0.5),
                percentile(milliseconds, 0.95));
}

/// Draws all panes at once, as one frame of a linked pan or zoom.
double frame(CompareGrid& grid)
{
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < grid.paneCount(); ++i)
        grid.pane(i).canvas().repaint();
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

void benchFrames(MainWindow& window, const QTemporaryDir& folder)
{
    const std::filesystem::path root = folder.path().toStdString();
    cv::Mat infrared(3000, 4000, CV_8UC1);
    cv::Mat visible(3000, 4000, CV_8UC3);
    cv::RNG random(1);
    random.fill(infrared, cv::RNG::UNIFORM, 0, 255);
    random.fill(visible, cv::RNG::UNIFORM, 0, 255);
    writeImageFile(root / "large_ir.png", infrared);
    writeImageFile(root / "large_vi.png", visible);
    const int id = window.session().addPair(root / "large_ir.png", root / "large_vi.png", "large");
    window.session().setCurrentPair(id);
    CompareGrid& grid = window.grid();
    grid.setPaneCount(4);
    for (int i = 0; i < 4; ++i)
        grid.pane(i).setLayer({{i % 2 ? LayerKind::Visible : LayerKind::Infrared, -1, {}}, {}, false});
    if (!QTest::qWaitFor([&] { return !grid.pane(0).picture().isEmpty(); }, 60000))
        return;
    QCoreApplication::processEvents();
    QElapsedTimer timer;
    timer.start();
    grid.pane(0).setRangeChoice({RangeChoice::Mode::MinMax, 1, 0, 1});
    std::printf("%-34s %6.1f ms on the window's thread\n", "colouring 12 megapixels anew",
                static_cast<double>(timer.nsecsElapsed()) / 1e6);
    frame(grid); // builds the pyramids
    std::vector<double> pans;
    std::vector<double> zooms;
    for (int i = 0; i < 60; ++i) {
        grid.view().setFree(1, {0.3 + i * 0.005, 0.4 + i * 0.003});
        pans.push_back(frame(grid));
    }
    for (int i = 0; i < 60; ++i) {
        grid.view().setFree(0.06 * std::pow(1.12, i), {0.5, 0.5});
        zooms.push_back(frame(grid));
    }
    printFrames("pan, four 12-megapixel panes", pans);
    printFrames("zoom 6 % to 4800 %", zooms);
    window.session().removePair(id);
}

void benchStall(MainWindow& window)
{
    Session& session = window.session();
    session.setCurrentPair(session.pairs().front().id);
    if (!QTest::qWaitFor([&] { return session.currentTrace() != nullptr; }, 60000))
        return;
    window.grid().setPreset(GridPreset::Attribution);
    QCoreApplication::processEvents();
    QElapsedTimer sinceTurn;
    double longest = 0;
    QTimer turn;
    QObject::connect(&turn, &QTimer::timeout, [&] {
        longest = std::max(longest, static_cast<double>(sinceTurn.nsecsElapsed()) / 1e6);
        sinceTurn.restart();
    });
    QEventLoop loop;
    QObject::connect(&session.jobs(), &JobQueue::idle, &loop, &QEventLoop::quit);
    QElapsedTimer whole;
    whole.start();
    sinceTurn.start();
    turn.start(0);
    session.fuse();
    loop.exec();
    std::printf("%-34s %6.1f ms of %.1f s (target 50)\n", "longest stall while fusing 640x480", longest,
                static_cast<double>(whole.elapsed()) / 1e3);
    std::printf("%-34s %6.1f MB\n", "one 640x480 result", static_cast<double>(session.cachedBytes()) / (1 << 20));
}

/// Of this process, in MB.
double residentMegabytes()
{
    std::ifstream statm("/proc/self/statm");
    std::int64_t whole = 0;
    std::int64_t resident = 0;
    statm >> whole >> resident;
    return static_cast<double>(resident * sysconf(_SC_PAGESIZE)) / (1 << 20);
}

/// Fuses pairs of 640x480 one after the other, keeping what the limit allows.
void benchMemory(MainWindow& window, const QTemporaryDir& folder, int pairs, std::int64_t limit)
{
    Session& session = window.session();
    session.setCacheLimit(limit);
    const std::filesystem::path root = folder.path().toStdString();
    std::vector<int> ids;
    for (int i = 0; i < pairs; ++i) {
        const SyntheticScene scene =
            generateScene({640, 480, static_cast<std::uint64_t>(100 + i), SceneTime::Day, SceneWeather::Clear});
        const std::string name = std::to_string(i) + ".png";
        writeImageFile(root / ("ir" + name), scene.infrared);
        writeImageFile(root / ("vi" + name), scene.visible);
        ids.push_back(session.addPair(root / ("ir" + name), root / ("vi" + name), "pairs"));
    }
    int done = 0;
    for (const int id : ids) {
        session.setCurrentPair(id);
        QEventLoop loop;
        QObject::connect(&session.jobs(), &JobQueue::idle, &loop, &QEventLoop::quit);
        session.fuse();
        loop.exec();
        if (++done % 5 == 0)
            std::printf("%2d pairs fused: results %4.0f MB of a limit of %.0f MB, process %5.0f MB\n", done,
                        static_cast<double>(session.cachedBytes()) / (1 << 20), static_cast<double>(limit) / (1 << 20),
                        residentMegabytes());
        std::fflush(stdout);
    }
}

} // namespace

int main(int argc, char* argv[])
{
    QElapsedTimer start;
    start.start();
    QApplication application(argc, argv);
    QTemporaryDir folder;
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, folder.path());
    applyTheme(Preferences::Theme::Dark);
    MainWindow window(bundledModelFile(), sourceResources(), folder.path());
    window.resize(1600, 1000);
    window.resetLayout();
    window.restore();
    window.show();
    if (!QTest::qWaitForWindowExposed(&window))
        return 1;
    std::printf("%-34s %6.1f ms without loading the program's libraries\n", "main() to the window on screen",
                static_cast<double>(start.nsecsElapsed()) / 1e6);
    if (!QTest::qWaitFor([&] { return !window.grid().pane(0).picture().isEmpty(); }, 60000))
        return 1;
    std::printf("%-34s %6.1f ms\n", "main() to the sample's pictures", static_cast<double>(start.nsecsElapsed()) / 1e6);
    benchFrames(window, folder);
    benchStall(window);
    if (application.arguments().contains("--memory")) // takes minutes
        benchMemory(window, folder, 20, std::int64_t(400) << 20);
    return 0;
}
