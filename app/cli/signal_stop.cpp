// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/signal_stop.h"

#include "app/cli/exit_code.h"

#include <semaphore.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <thread>

namespace duoscope {
namespace {

sem_t g_received;
volatile std::sig_atomic_t g_count = 0;

// Only async-signal-safe calls here; requesting the stop is not one of them. Blocking the signals and waiting for them
// instead would not do: the BLAS library has started threads of its own before main().
extern "C" void onSignal(int)
{
    const int before = errno;
    if (g_count != 0)
        _exit(kExitStopped);
    g_count = 1;
    sem_post(&g_received);
    errno = before;
}

} // namespace

std::stop_token stopOnSignal()
{
    static std::stop_source source;
    sem_init(&g_received, 0, 0);
    struct sigaction action {};
    action.sa_handler = onSignal;
    action.sa_flags = SA_RESTART;
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
    std::thread([] {
        while (sem_wait(&g_received) != 0) {
        }
        source.request_stop();
    }).detach();
    return source.get_token();
}

} // namespace duoscope
