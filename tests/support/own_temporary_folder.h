// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace duoscope::test {

/// While it lives, temporary files and folders of this program and of those it starts lie in a folder of its own, which
/// is removed at the end. A program that is killed can't do that, so the next one removes what such have left.
/// Installed by the test main macros, before anything temporary is made.
class OwnTemporaryFolder {
public:
    OwnTemporaryFolder();
    ~OwnTemporaryFolder();
    OwnTemporaryFolder(const OwnTemporaryFolder&) = delete;
    OwnTemporaryFolder& operator=(const OwnTemporaryFolder&) = delete;

private:
    QString m_folder;
};

} // namespace duoscope::test
