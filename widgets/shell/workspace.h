// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/bridge/session.h"
#include "widgets/viewer/compare_grid.h"

#include <QJsonObject>
#include <QStringList>

namespace duoscope {

// A workspace is what a file keeps of a session: pairs, which results there were and how to compute them again, panes
// with their ranges, where they look, pins, notes. JSON; paths are kept as they are and relative to the file.

/// @param file  that it will be written to
QJsonObject describeWorkspace(const Session& session, CompareGrid& grid, const QString& notes, const QString& file);

/// Throws Error(Output).
void writeWorkspace(const QString& file, const QJsonObject& workspace);

/// Files that are not where they were, but lie where they did relative to the workspace, are found there.
/// Throws Error(Input) where it can't be read, is no workspace, or is of a later version of Duoscope.
QJsonObject readWorkspace(const QString& file);

/// Of the pairs and the model: those that are not there.
QStringList missingFiles(const QJsonObject& workspace);

/// Tells where a missing file is now; all others that moved along with it, by the same change of folders, are found,
/// too.
void relocate(QJsonObject& workspace, const QString& before, const QString& now);

/// Adds its pairs to the session and sets up the panes. Pairs whose files are missing are there and say so; whatever
/// else makes no sense is left as it was.
void applyWorkspace(const QJsonObject& workspace, Session& session, CompareGrid& grid);

QString notesOf(const QJsonObject& workspace);

} // namespace duoscope
