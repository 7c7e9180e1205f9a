// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/waiting_threads.h"

#include "core/base/thread_times.h"

#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <future>
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

/// Waits on a condition that only a stop ends, or for that long.
void sleep(const std::stop_token& stop, std::optional<std::chrono::milliseconds> duration)
{
    std::mutex mutex;
    std::unique_lock lock(mutex);
    std::condition_variable_any condition;
    if (duration)
        condition.wait_for(lock, stop, *duration, [] { return false; });
    else
        condition.wait(lock, stop, [] { return false; });
}

/// libgomp lets threads that wait sleep after a microsecond, instead of spinning for milliseconds, while it manages
/// more threads than there are cores. So this has a team of its own, which does nothing.
class IdleTeam {
public:
    IdleTeam()
    {
        std::promise<void> started;
        std::future<void> isStarted = started.get_future();
        m_thread = std::jthread([started = std::move(started)](const std::stop_token& stop) mutable {
            GOMP_parallel([](void*) {}, nullptr, 0, 0);
            started.set_value();
            sleep(stop, {});
        });
        isStarted.wait();
    }

private:
    std::jthread m_thread; ///< its team ends with it
};

void watch(const std::stop_token& stop)
{
    WaitingChoice choice;
    std::optional<IdleTeam> team;
    std::optional<ThreadTimes> before = threadTimes();
    if (!before)
        team.emplace(); // where nothing is known, nobody else is to suffer
    auto then = std::chrono::steady_clock::now();
    auto interval = kInterval;
    while (before && !stop.stop_requested()) {
        sleep(stop, interval);
        const std::optional<ThreadTimes> times = threadTimes();
        const auto now = std::chrono::steady_clock::now();
        const double seconds = std::chrono::duration<double>(now - then).count();
        if (!times || stop.stop_requested())
            break;
        const bool isIdle = times->running - before->running < kIdle * seconds;
        interval = isIdle ? kIdleInterval : kInterval;
        if (!isIdle)
            choice.take((times->waiting - before->waiting) / seconds);
        if (choice.isToSleep() && !team)
            team.emplace();
        else if (!choice.isToSleep())
            team.reset();
        before = times;
        then = now;
    }
    sleep(stop, {});
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
    if (GOMP_parallel)
        static const std::jthread watcher(watch); // ends with the program
}

} // namespace duoscope
