// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/quit_on_signal.h"

#include <QSocketNotifier>

#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <utility>

namespace duoscope {
namespace {

int s_pipe[2] = {-1, -1};

/// Nothing but write() is allowed here.
void handle(int signal)
{
    const char byte = 0;
    [[maybe_unused]] const ssize_t written = ::write(s_pipe[1], &byte, 1);
    std::signal(signal, SIG_DFL);
}

} // namespace

void quitOnSignal(QObject* context, std::function<void()> quit)
{
    if (::pipe2(s_pipe, O_CLOEXEC | O_NONBLOCK) != 0)
        return; // signals end the program at once, as without this
    auto* notifier = new QSocketNotifier(s_pipe[0], QSocketNotifier::Read, context);
    QObject::connect(notifier, &QSocketNotifier::activated, context, [notifier, quit = std::move(quit)] {
        notifier->setEnabled(false);
        quit();
    });
    for (const int signal : {SIGTERM, SIGINT, SIGHUP})
        std::signal(signal, handle);
}

} // namespace duoscope
