// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"

namespace duoscope {

Error::Error(ErrorKind kind, std::string what, std::string why, std::string remedy)
    : std::runtime_error(what + ": " + why + ". " + remedy + "."), m_kind(kind), m_failure(std::move(what)),
      m_reason(std::move(why)), m_remedy(std::move(remedy))
{
}

} // namespace duoscope
