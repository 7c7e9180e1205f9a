// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/bridge/session.h"
#include "widgets/viewer/compare_grid.h"

#include <QSettings>

namespace duoscope {

// What the window remembers between two runs, beside its geometry.

void savePairs(const Session& session, QSettings& settings);
/// Pairs whose files are gone are left out; returns a sentence for each.
QStringList restorePairs(Session& session, QSettings& settings);

void saveGrid(CompareGrid& grid, QSettings& settings);
void restoreGrid(CompareGrid& grid, QSettings& settings);

} // namespace duoscope
