// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/report.h"

#include <string>

namespace duoscope {

/// All of a report but its pictures, as JSON: numbers with all their digits, methods by key, metrics of each pair.
std::string reportJson(const Report& report);

/// All its numbers as one table, a line a value: table,row,metric,value,deviation,count,missing,reason. Failures are
/// lines of the table "failed" with a reason and no value.
std::string reportCsv(const Report& report);

} // namespace duoscope
