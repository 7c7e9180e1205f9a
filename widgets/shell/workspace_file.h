// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QStringList>

namespace duoscope {

// A workspace as a file: JSON; paths are kept as they are and relative to the file,
// {"path": "/data/ir/1.png", "relative": "../data/ir/1.png"}. What is in it is said in workspace.h.

constexpr int kWorkspaceVersion = 1;

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

QString notesOf(const QJsonObject& workspace);

/// The path in one of its path objects; empty where there is none.
QString workspacePathOf(const QJsonValue& value);
/// Whether that is there.
bool workspacePathExists(const QJsonValue& value);

} // namespace duoscope
