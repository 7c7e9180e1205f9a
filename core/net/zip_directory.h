// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace duoscope {

/// Checks that a zip archive is as PyTorch writes it: every entry stored without compression and no longer than the
/// file. An archive that promises more would be allocated before it is read.
/// Throws std::runtime_error whose text is a reason fit for an Error.
void requireStoredEntries(std::string_view archive);

} // namespace duoscope
