// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/progress_bar.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace duoscope {
namespace {

constexpr int kWidth = 24;
constexpr auto kInterval = std::chrono::milliseconds(50);

} // namespace

ProgressBar::ProgressBar(bool enabled) : m_enabled(enabled), m_terminal(::isatty(STDERR_FILENO) == 1) {}

ProgressBar::~ProgressBar()
{
    if (m_drawn)
        std::fputs("\r\x1b[K", stderr); // the result's own words take its place
}

void ProgressBar::report(double fraction, std::string_view activity)
{
    if (!m_enabled)
        return;
    const std::lock_guard lock(m_mutex);
    const auto now = std::chrono::steady_clock::now();
    const double share = std::clamp(fraction, 0.0, 1.0);
    if (!m_terminal) {
        if (activity != m_activity)
            std::fprintf(stderr, "%3.0f %%  %.*s\n", 100 * share, static_cast<int>(activity.size()), activity.data());
        m_activity = activity;
        return;
    }
    if (activity == m_activity && now - m_lastDrawn < kInterval)
        return;
    m_activity = activity;
    m_lastDrawn = now;
    const int filled = static_cast<int>(std::lround(share * kWidth));
    const double elapsed = std::chrono::duration<double>(now - m_begin).count();
    std::string line = "\r\x1b[K[" + std::string(static_cast<std::size_t>(filled), '#') +
                       std::string(static_cast<std::size_t>(kWidth - filled), '-') + "] ";
    char text[64];
    std::snprintf(text, sizeof text, "%3.0f %%  ", 100 * share);
    line += text;
    line += activity;
    if (share > 0.05 && elapsed > 1.0) {
        std::snprintf(text, sizeof text, ", about %.0f s left", elapsed * (1 - share) / share);
        line += text;
    }
    std::fputs(line.c_str(), stderr);
    std::fflush(stderr);
    m_drawn = true;
}

} // namespace duoscope
