// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <exception>
#include <functional>
#include <stop_token>
#include <string_view>

namespace duoscope {

/// Thrown where a job notices that it was asked to stop. Not an Error: cancelled is not failed.
class Cancelled : public std::exception {
public:
    const char* what() const noexcept override { return "stopped on request"; }
};

/// Throws Cancelled once a stop was requested.
void throwIfStopped(const std::stop_token& stop);

/// Receives the share of the work that is done, in [0, 1], and what is being done now.
/// Called on the thread that does the work.
using ProgressFunction = std::function<void(double fraction, std::string_view activity)>;

/// What every long operation is handed: a way to say how far it is, and to learn that it should stop.
class JobControl {
public:
    JobControl() = default;
    JobControl(std::stop_token stop, ProgressFunction progress);

    /// Throws Cancelled once a stop was requested. Call it in the innermost loop.
    void checkStop() const { throwIfStopped(m_stop); }
    const std::stop_token& stopToken() const { return m_stop; }

    void report(double fraction, std::string_view activity) const;

    /// A control whose [0, 1] covers [from, to] of this one's.
    JobControl part(double from, double to) const;

private:
    std::stop_token m_stop;
    ProgressFunction m_progress;
};

} // namespace duoscope
