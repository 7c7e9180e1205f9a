// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/diagnosis/log_file.h"

#include "core/base/crash_trace.h"

#include <QDir>
#include <QFile>

#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <sys/stat.h>

#include <cstdio>

namespace duoscope {
namespace {

constexpr std::size_t kLargestFile = 1 << 20; ///< bytes
constexpr std::size_t kOlderFiles = 2;

void logQtMessage(QtMsgType type, const QMessageLogContext&, const QString& message)
{
    const std::string text = message.toStdString();
    switch (type) {
    case QtDebugMsg:
        spdlog::debug("Qt: {}", text);
        break;
    case QtInfoMsg:
        spdlog::info("Qt: {}", text);
        break;
    case QtWarningMsg:
        spdlog::warn("Qt: {}", text);
        break;
    case QtCriticalMsg:
    case QtFatalMsg: // after which Qt ends the program
        spdlog::error("Qt: {}", text);
        noteActivity("Qt: " + text);
        break;
    }
}

} // namespace

QString startLog(const QString& folder)
{
    auto terminal = std::make_shared<spdlog::sinks::stderr_color_sink_mt>();
    terminal->set_pattern("duoscope: %^%l%$: %v");
    terminal->set_level(spdlog::level::warn);
    std::vector<spdlog::sink_ptr> sinks{terminal};
    QString file = folder.isEmpty() ? QString() : QDir(folder).filePath("duoscope.log");
    std::string problem;
    if (!file.isEmpty())
        try {
            spdlog::file_event_handlers events;
            events.after_open = [](const std::string&, std::FILE* opened) { ::fchmod(::fileno(opened), 0600); };
            auto log = std::make_shared<spdlog::sinks::rotating_file_sink_mt>(file.toStdString(), kLargestFile,
                                                                              kOlderFiles, false, events);
            log->set_pattern("%Y-%m-%d %H:%M:%S.%e %l [%P:%t] %v");
            sinks.push_back(log);
        } catch (const spdlog::spdlog_ex& error) {
            problem = error.what();
            file.clear();
        }
    auto logger = std::make_shared<spdlog::logger>("duoscope", sinks.begin(), sinks.end());
    logger->flush_on(spdlog::level::info); // a crash leaves what was logged before
    spdlog::set_default_logger(logger);
    qInstallMessageHandler(logQtMessage);
    if (!problem.empty())
        spdlog::warn("No log is written: {}", problem);
    return file;
}

QStringList lastLines(const QString& file, int count)
{
    QFile opened(file);
    if (!opened.open(QIODevice::ReadOnly))
        return {};
    constexpr qint64 kEnough = 64 << 10;
    if (opened.size() > kEnough) {
        opened.seek(opened.size() - kEnough);
        opened.readLine(); // the rest of one
    }
    QStringList lines = QString::fromUtf8(opened.readAll()).split('\n', Qt::SkipEmptyParts);
    return lines.mid(std::max<qsizetype>(0, lines.size() - count));
}

} // namespace duoscope
