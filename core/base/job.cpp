// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/job.h"

#include <utility>

namespace duoscope {

void throwIfStopped(const std::stop_token& stop)
{
    if (stop.stop_requested())
        throw Cancelled();
}

JobControl::JobControl(std::stop_token stop, ProgressFunction progress)
    : m_stop(std::move(stop)), m_progress(std::move(progress))
{
}

void JobControl::report(double fraction, std::string_view activity) const
{
    if (m_progress)
        m_progress(fraction, activity);
}

JobControl JobControl::part(double from, double to) const
{
    if (!m_progress)
        return *this;
    return JobControl(m_stop, [outer = m_progress, from, to](double fraction, std::string_view activity) {
        outer(from + fraction * (to - from), activity);
    });
}

} // namespace duoscope
