// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/evaluation_report.h"

#include <string>

namespace duoscope {

// See formatReport().
std::string writeReportForPeople(const EvaluationReport& report, TableFormat format);
std::string writeReportCsv(const EvaluationReport& report, TableFormat format);
std::string writeReportJson(const EvaluationReport& report);

} // namespace duoscope
