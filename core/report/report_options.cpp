// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/report_options.h"

#include "core/base/error.h"

namespace duoscope {

void ReportOptions::check() const
{
    const auto refuse = [](const std::string& why, const char* remedy) {
        throw Error(ErrorKind::Usage, "Cannot make a report", why, remedy);
    };
    if (pairs < 0)
        refuse("the number of pairs in detail is negative", "Give 0 or more");
    if (pictureSide != 0 && pictureSide < 16)
        refuse("pictures of " + std::to_string(pictureSide) + " pixels would show nothing", "Give 16 or more, or 0");
}

} // namespace duoscope
