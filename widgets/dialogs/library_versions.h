// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <vector>

namespace duoscope {

/// A library that Duoscope is built on.
struct LibraryVersion {
    QString name;
    QString version; ///< empty where it can't be told
    QString licence; ///< SPDX identifier
};

std::vector<LibraryVersion> libraryVersions();

} // namespace duoscope
