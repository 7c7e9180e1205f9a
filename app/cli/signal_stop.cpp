// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/signal_stop.h"

#include "app/cli/exit_code.h"

#include <csignal>
#include <pthread.h>
#include <unistd.h>

#include <thread>

namespace duoscope {

std::stop_token stopOnSignal()
{
    static std::stop_source source;
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    // Blocked here and so in every thread made later; one thread waits for them, where any call is allowed.
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::thread([signals] {
        int received = 0;
        sigwait(&signals, &received);
        source.request_stop();
        sigwait(&signals, &received);
        _exit(kExitStopped);
    }).detach();
    return source.get_token();
}

} // namespace duoscope
