// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/table_format.h"

#include <string>
#include <vector>

namespace duoscope {

/// A table of plain text, for what is no MetricTable. The first column is aligned left, the others right.
struct TextGrid {
    std::vector<std::string> heads;
    std::vector<std::vector<std::string>> rows; ///< As long as the heads.
};

/// The grid as Text, Markdown or Latex, with a line feed at the end; std::invalid_argument for other formats.
std::string formatGrid(const TextGrid& grid, TableFormat format);

} // namespace duoscope
