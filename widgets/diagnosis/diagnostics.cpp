// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/diagnosis/diagnostics.h"

#include "widgets/bridge/look.h"
#include "widgets/bridge/session.h"
#include "widgets/bridge/text.h"
#include "widgets/diagnosis/log_file.h"
#include "widgets/diagnosis/state_folder.h"
#include "widgets/dialogs/library_versions.h"
#include "widgets/dialogs/preferences.h"

#include <QFile>
#include <QGuiApplication>
#include <QScreen>
#include <QThread>
#include <QWidget>

#include <sys/sysinfo.h>

namespace duoscope {
namespace {

constexpr int kLogLines = 40;

/// What /proc/cpuinfo says of the first processor.
QString cpuFact(const char* name)
{
    QFile file("/proc/cpuinfo");
    if (!file.open(QIODevice::ReadOnly))
        return {};
    for (const QString& line : QString::fromUtf8(file.readAll()).split('\n'))
        if (line.section(':', 0, 0).trimmed() == name)
            return line.section(':', 1).trimmed();
    return {};
}

/// Those that decide how fast LibTorch is.
QString cpuFeatures()
{
    const QStringList all = cpuFact("flags").split(' ');
    QStringList there;
    for (const char* feature : {"sse4_2", "avx", "avx2", "fma", "f16c", "avx512f", "avx512bw", "avx512vl",
                                "avx512_vnni", "avx512_bf16", "amx_tile"})
        if (all.contains(QLatin1String(feature)))
            there << feature;
    return there.isEmpty() ? "unknown" : there.join(' ');
}

QString memory()
{
    struct sysinfo facts {};
    if (::sysinfo(&facts) != 0)
        return "unknown";
    const auto gibibytes = [&facts](unsigned long units) {
        return QString::number(static_cast<double>(units) * facts.mem_unit / (1 << 30), 'f', 1) + " GiB";
    };
    return gibibytes(facts.totalram) + ", " + gibibytes(facts.freeram + facts.bufferram) + " free, swap " +
           gibibytes(facts.totalswap);
}

QString screens(const QWidget& window)
{
    QStringList all;
    for (const QScreen* screen : QGuiApplication::screens())
        all << QString("%1x%2 at %3%4")
                   .arg(screen->size().width())
                   .arg(screen->size().height())
                   .arg(screen->devicePixelRatio())
                   .arg(screen == window.screen() ? " (the window's)" : "");
    return all.join(", ");
}

QString themeName(Preferences::Theme theme)
{
    return theme == Preferences::Theme::Dark ? "dark" : theme == Preferences::Theme::Light ? "light" : "system";
}

} // namespace

QString diagnosticsText(const Session& session, const QWidget& window, const QString& language, const QString& logFile)
{
    QString text;
    const auto fact = [&text](const QString& name, const QString& value) { text += name + ": " + value + '\n'; };
    fact("Duoscope", DUOSCOPE_VERSION);
    for (const LibraryVersion& library : libraryVersions())
        fact(library.name, library.version.isEmpty() ? "not found" : library.version);
    fact("System", QSysInfo::prettyProductName() + ", " + QSysInfo::kernelType() + ' ' + QSysInfo::kernelVersion() +
                       ", " + QSysInfo::currentCpuArchitecture());
    fact("Processor", cpuFact("model name"));
    fact("Features", cpuFeatures());
    const Preferences preferences = Preferences::load();
    fact("Threads", QString("%1 of %2 cores")
                        .arg(preferences.threads > 0 ? QString::number(preferences.threads) : "all")
                        .arg(QThread::idealThreadCount()));
    fact("Precision", session.computeSettings().halfPrecision ? "half" : "full");
    fact("Attribution", toQString(toString(session.computeSettings().attribution)));
    fact("Memory", memory());
    fact("Screens", screens(window) + ", platform " + QGuiApplication::platformName());
    fact("Window", QString("%1x%2").arg(window.width()).arg(window.height()));
    fact("Theme", themeName(preferences.theme) + (isDark() ? ", shown dark" : ", shown light"));
    fact("Language", language);
    fact("Kept results", QString("at most %1 MB").arg(preferences.cacheMegabytes));
    fact("Model", toQString(session.model()));
    fact("Pairs", QString::number(session.pairs().size()));
    text += "\nLast lines of the log:\n" + lastLines(logFile, kLogLines).join('\n') + '\n';
    return withoutHome(text);
}

} // namespace duoscope
