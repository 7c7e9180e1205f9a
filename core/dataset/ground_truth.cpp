// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/ground_truth.h"

#include "core/dataset/label_image.h"

namespace duoscope {
namespace {

/// The set with no class ignored; its names in another set are kept.
ClassSet withoutIgnored(const ClassSet& classes, const std::string& other)
{
    return ClassSet(classes.name(), classes.title(), classes.classes(), -1, {{other, classes.namesIn(other)}});
}

} // namespace

void GroundTruth::setLabels(FilesByStem files, ClassSet stored)
{
    m_labels = Labels{std::move(files), withoutIgnored(stored, m_target.name())};
}

cv::Mat GroundTruth::labels(const std::string& scene)
{
    const auto file = m_labels->files.find(scene);
    if (file == m_labels->files.end())
        return {};
    std::vector<std::string> found;
    cv::Mat ids = readLabelImage(file->second, m_labels->stored, withoutIgnored(m_target, {}), found);
    warn(found);
    return ids;
}

std::optional<std::vector<LabelBox>> GroundTruth::boxes(const std::string& scene, cv::Size picture)
{
    const auto files = m_boxes->files.find(scene);
    if (files == m_boxes->files.end())
        return {};
    std::vector<std::string> found;
    std::vector<LabelBox> read = readBoxes(files->second, picture, m_boxes->classes, m_target, found);
    warn(found);
    return read;
}

} // namespace duoscope
