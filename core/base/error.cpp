// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"

#include "core/base/printable.h"

namespace duoscope {

Error::Error(ErrorKind kind, const std::string& what, const std::string& why, const std::string& remedy)
    : std::runtime_error(printable(what + ": " + why + ". " + remedy + ".")), m_kind(kind), m_failure(printable(what)),
      m_reason(printable(why)), m_remedy(printable(remedy))
{
}

} // namespace duoscope
