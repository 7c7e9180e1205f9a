// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/bridge/session.h"
#include "widgets/shell/workspace_file.h"
#include "widgets/viewer/compare_grid.h"

namespace duoscope {

// A workspace is what a file keeps of a session: pairs, which results there were and how to compute them again, panes
// with their ranges, where they look, pins, notes.

/// @param file  that it will be written to
QJsonObject describeWorkspace(const Session& session, CompareGrid& grid, const QString& notes, const QString& file);

/// Adds its pairs to the session and sets up the panes. Pairs whose files are missing are there and say so; whatever
/// else makes no sense is left as it was.
void applyWorkspace(const QJsonObject& workspace, Session& session, CompareGrid& grid);

} // namespace duoscope
