// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/quit_on_signal.h"
#include "app/resources.h"
#include "core/base/crash_trace.h"
#include "core/base/memory.h"
#include "widgets/diagnosis/crash_reports.h"
#include "widgets/diagnosis/log_file.h"
#include "widgets/diagnosis/state_folder.h"
#include "widgets/shell/appearance.h"
#include "widgets/shell/main_window.h"
#include "widgets/shell/tour.h"

#include <CLI/CLI.hpp>
#include <QApplication>
#include <QDir>
#include <QIcon>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <spdlog/spdlog.h>

#include <cstdio>

int main(int argc, char* argv[])
{
    using namespace duoscope;
    keepFreedMemory();

    CLI::App program("Looks into the fusion of infrared and visible images, stage by stage.", "duoscope");
    program.set_version_flag("--version", "duoscope " DUOSCOPE_VERSION);
    std::vector<std::string> paths;
    std::string tourFolder;
    std::string theme;
    std::string language;
    std::pair<int, int> size{0, 0};
    program.add_option("paths", paths, "Pictures, folders, data sets or a model to open");
    program.add_option("--tour", tourFolder, "Drive through the main views and write a screenshot of each here");
    program.add_option("--theme", theme, "light or dark, for this run")->check(CLI::IsMember({"light", "dark"}));
    program.add_option("--language", language, "en or zh_CN, for this run")->check(CLI::IsMember({"en", "zh_CN"}));
    program.add_option("--size", size, "Width and height of the window");
    // These need no screen.
    for (int i = 1; i < argc; ++i)
        if (const std::string_view argument = argv[i];
            argument == "--help" || argument == "-h" || argument == "--version")
            try {
                program.parse(argc, argv);
            } catch (const CLI::ParseError& problem) {
                return program.exit(problem);
            }
    // Qt takes its own options, such as -platform, out of the arguments first.
    QApplication application(argc, argv);
    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError& problem) {
        return program.exit(problem) == 0 ? 0 : 1;
    }
    // A tour leaves nothing behind but its pictures.
    const QString diagnosis = tourFolder.empty() ? stateFolder() : QString();
    const QString logFile = startLog(diagnosis);
    const QStringList crashes = newCrashReports(diagnosis);
    if (!diagnosis.isEmpty())
        leaveTraceOfCrash(diagnosis.toStdString(), "duoscope " DUOSCOPE_VERSION);
    spdlog::info("Duoscope {} starts, Qt {}", DUOSCOPE_VERSION, qVersion());
    QCoreApplication::setOrganizationName("Duoscope");
    QCoreApplication::setApplicationName("Duoscope");
    QCoreApplication::setApplicationVersion(DUOSCOPE_VERSION);
    QGuiApplication::setDesktopFileName("org.duoscope.Duoscope"); // by which Wayland finds the icon
    QGuiApplication::setWindowIcon(QIcon(":/icons/duoscope.svg"));

    QTemporaryDir settings; // a tour neither sees nor changes what the user has set
    if (!tourFolder.empty()) {
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, settings.path());
        if (!QDir().mkpath(QString::fromStdString(tourFolder))) {
            spdlog::error("Cannot make the folder {}", tourFolder);
            return 2;
        }
    }
    Preferences preferences = Preferences::load();
    if (!theme.empty())
        preferences.theme = theme == "dark" ? Preferences::Theme::Dark : Preferences::Theme::Light;
    if (!language.empty())
        preferences.language = QString::fromStdString(language);
    applyTheme(preferences.theme);
    applyLanguage(preferences.language);

    const QString state =
        tourFolder.empty() ? QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation) : settings.path();
    MainWindow window(bundledModel(), resourceFolder(), state);
    window.apply(preferences);
    const QSize wanted = size.first > 0 ? QSize(size.first, size.second) : QSize(1600, 1000);
    window.resize(wanted);
    window.resetLayout();
    window.restore();
    if (size.first > 0)
        window.resize(wanted);
    window.setLogFile(logFile);
    if (!crashes.isEmpty()) {
        spdlog::info("The last run crashed: {}", crashes.front().toStdString());
        window.tellOfCrash(crashReportText(crashes.front()));
        markCrashReportsSeen(diagnosis);
    }
    quitOnSignal(&window, [&window] {
        spdlog::info("Asked to end by a signal");
        window.close(); // saves what is open
        QCoreApplication::quit();
    });
    window.show();
    QStringList toOpen;
    for (const std::string& path : paths)
        toOpen << QString::fromStdString(path);
    if (!toOpen.isEmpty())
        window.open(toOpen);

    if (tourFolder.empty()) {
        const int code = QApplication::exec();
        spdlog::info("Duoscope ends");
        return code;
    }
    Tour tour(window, QString::fromStdString(tourFolder));
    bool written = false;
    QObject::connect(&tour, &Tour::finished, &application, [&written](bool all) {
        written = all;
        QCoreApplication::quit();
    });
    QMetaObject::invokeMethod(&tour, &Tour::begin, Qt::QueuedConnection);
    QApplication::exec();
    return written ? 0 : 2;
}
