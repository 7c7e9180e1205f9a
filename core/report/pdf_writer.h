// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/job.h"
#include "core/report/page.h"

#include <filesystem>

namespace duoscope {

/// Makes a PDF by programs that are installed: a Chromium prints the HTML page, or else a LaTeX typesets the other.
/// Both work in a temporary folder and see nothing but the report. Throws Error(Output) where there is none, saying
/// what to install, where they fail, and where the file can't be written; and Cancelled.
void writePdf(const Page& page, const std::filesystem::path& file, const JobControl& job);

} // namespace duoscope
