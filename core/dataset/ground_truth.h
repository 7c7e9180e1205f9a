// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/box_lists.h"
#include "core/dataset/folder_contents.h"

#include <opencv2/core/mat.hpp>

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace duoscope {

/// Labels and boxes of scenes in one class set, by the scenes' names; read when they are asked for, which is on one
/// thread at a time.
class GroundTruth {
public:
    /// @param target  the class set that ids are wanted in
    explicit GroundTruth(ClassSet target) : m_target(std::move(target)) {}

    /// @param files   by scene
    /// @param stored  the class set they are in
    void setLabels(FilesByStem files, ClassSet stored);
    void setBoxes(BoxLists lists) { m_boxes = std::move(lists); }
    bool hasLabels() const { return m_labels.has_value(); }
    bool hasBoxes() const { return m_boxes.has_value(); }

    /// As readLabelImage() has it, but that the ignored class stays a class: it is for whoever counts to leave it out.
    /// Empty for a scene without labels. Throws Error(Input).
    cv::Mat labels(const std::string& scene);
    /// As readBoxes() has it; nothing for a scene without a list. Throws Error(Input).
    std::optional<std::vector<LabelBox>> boxes(const std::string& scene, cv::Size picture);

    /// Sentences about what was read so far: colours that no class has, damaged lines.
    const std::set<std::string>& warnings() const { return m_warnings; }

private:
    struct Labels {
        FilesByStem files;
        ClassSet stored;
    };
    void warn(const std::vector<std::string>& found) { m_warnings.insert(found.begin(), found.end()); }

    ClassSet m_target;
    std::optional<Labels> m_labels;
    std::optional<BoxLists> m_boxes;
    std::set<std::string> m_warnings;
};

} // namespace duoscope
