// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace duoscope {

/// Takes folders out of texts, so that a report can be handed on: of a path in a sentence the file's name remains.
class PathHider {
public:
    /// @param enabled  false leaves texts as they are
    PathHider(bool enabled, const std::vector<std::filesystem::path>& folders);

    /// The folders that are known vanish wherever they stand, also those with spaces in their names; of other absolute
    /// paths all but the last part does, up to the next space.
    std::string operator()(const std::string& text) const;

private:
    bool m_enabled;
    std::vector<std::string> m_folders; ///< the longest first, without a slash at the end
};

} // namespace duoscope
