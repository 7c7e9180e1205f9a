// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/waiting_threads.h"

#include "core/base/thread_times.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>

// What compilers call for "#pragma omp parallel". LibTorch would do, too, but where a thread uses it for the first time
// it makes a pool of threads more, which spin for 25 ms. Null without OpenMP.
extern "C" __attribute__((weak)) void GOMP_parallel(void (*function)(void*), void* data, unsigned threads,
                                                    unsigned flags);

namespace duoscope {
namespace {

using namespace std::chrono_literals;

// Seen on two cores: with nothing else to do up to 0.15, beside one other busy program 0.4 to 0.9, spinning or not.
constexpr double kMuchWaiting = 0.3;
constexpr double kLittleWaiting = 0.15;
constexpr int kBusyForSleeping = 3; ///< in succession: LibTorch's own threads are in each other's way when they begin
constexpr int kCalmForSpinning = 10;
constexpr double kIdle = 0.1; ///< cores taken, below which nothing is computed
constexpr auto kInterval = 50ms;
constexpr auto kIdleInterval = 500ms;

/// libgomp lets threads that wait sleep after a microsecond, instead of spinning for milliseconds, while it manages
/// more threads than there are cores. So this has a team of its own, which does nothing.
class IdleTeam {
public:
    IdleTeam()
        : m_thread([](const std::stop_token& stop) {
              GOMP_parallel([](void*) {}, nullptr, std::max(2U, std::thread::hardware_concurrency()), 0);
              std::mutex mutex;
              std::unique_lock lock(mutex);
              std::condition_variable_any().wait(lock, stop, [] { return false; });
          })
    {
    }

private:
    std::jthread m_thread; ///< its team ends with it
};

void watch()
{
    WaitingChoice choice;
    std::optional<IdleTeam> team;
    std::optional<ThreadTimes> before = threadTimes();
    auto then = std::chrono::steady_clock::now();
    auto interval = kInterval;
    while (true) {
        std::this_thread::sleep_for(interval);
        const std::optional<ThreadTimes> times = threadTimes();
        const auto now = std::chrono::steady_clock::now();
        const double seconds = std::chrono::duration<double>(now - then).count();
        interval = kInterval;
        if (!before || !times)
            choice.take(1); // where nothing is known, nobody else is to suffer
        else if (times->running - before->running < kIdle * seconds)
            interval = kIdleInterval;
        else
            choice.take((times->waiting - before->waiting) / seconds);
        if (!choice.isToSleep())
            team.reset();
        else if (!team)
            team.emplace();
        before = times;
        then = now;
    }
}

} // namespace

void WaitingChoice::take(double share)
{
    m_busy = share > kMuchWaiting ? m_busy + 1 : 0;
    m_calm = share < kLittleWaiting ? m_calm + 1 : 0;
    if (m_busy >= kBusyForSleeping)
        m_isToSleep = true;
    else if (m_calm >= kCalmForSpinning)
        m_isToSleep = false;
}

void adaptWaitingThreads()
{
    if (std::getenv("OMP_WAIT_POLICY") || std::getenv("GOMP_SPINCOUNT")) // somebody has decided that
        return;
    if (!GOMP_parallel)
        return;
    static std::once_flag once;
    std::call_once(once, [] {
        // Not waited for at the end of the program: libgomp ends it on whichever thread can't have a team.
        std::thread([] {
            try {
                watch();
            } catch (const std::exception&) {
                // No memory, or no thread to be had: there are more urgent things then.
            }
        }).detach();
    });
}

} // namespace duoscope
