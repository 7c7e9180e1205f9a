// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/labels/class_set.h"
#include "core/metrics/metric_value.h"

#include <opencv2/core/mat.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace duoscope {

/// Pixels by label and predicted class, summed over any number of images.
class ConfusionMatrix {
public:
    /// @param classes  ids are 0 … classes-1; at least 1, std::invalid_argument otherwise
    explicit ConfusionMatrix(int classes);

    /// Counts the pixels of one image.
    /// @param prediction, label  class ids, CV_8UC1, CV_16UC1 or CV_32SC1; std::invalid_argument otherwise
    /// @param ignored            label whose pixels are not counted, whatever is predicted there; often 255
    /// Throws Error(Input), and counts nothing, where the sizes differ or an id is no class.
    void add(const cv::Mat& prediction, const cv::Mat& label, std::optional<int> ignored = {});
    /// Adds the counts of another matrix of the same size; std::invalid_argument otherwise.
    void add(const ConfusionMatrix& other);

    int size() const { return m_classes; }
    std::int64_t count(int label, int prediction) const;

private:
    int m_classes;
    std::vector<std::int64_t> m_counts; ///< Label by label.
};

/// Which classes the means are taken over, and which pixels count.
enum class ClassSelection {
    All,            ///< Every class, the ignored one ("unlabeled") as one among them.
    WithoutIgnored, ///< Every class but the ignored one, whose pixels do not count; also those that are predicted only.
    Present,        ///< The classes among them that labels contain.
    PaperEight, ///< car, person, truck, lamp, sign, building, vegetation, pole: those the paper prints and averages.
};

/// "all", "without-ignored", "present" or "paper".
std::string toString(ClassSelection selection);
/// Inverse of toString; throws Error(Usage).
ClassSelection parseClassSelection(std::string_view text);

/// How well one class is found. Both values are in 0..1.
struct ClassScore {
    int id = 0;
    std::string name;
    std::int64_t labelled = 0;  ///< pixels of the class in the labels
    std::int64_t predicted = 0; ///< pixels of the class in the predictions
    MetricValue accuracy;       ///< found / labelled; undefined where the labels do not contain the class
    MetricValue iou;            ///< found / (labelled or predicted); undefined where neither contains the class
};

/// Means leave out classes whose value is undefined, and say of how many they are.
struct SegmentationScores {
    std::vector<ClassScore> classes; ///< The selected ones by id; of the eight, in the paper's order.
    MetricValue pixelAccuracy;       ///< Share of the selected classes' pixels that are found, 0..1.
    MetricValue meanAccuracy;        ///< mAcc, 0..1
    MetricValue meanIou;             ///< mIoU, 0..1
    int classesOfAccuracy = 0;       ///< How many classes meanAccuracy is of.
    int classesOfIou = 0;            ///< How many classes meanIou is of.
};

/// @param classes  of the matrix's size; std::invalid_argument otherwise
/// Throws Error(Usage) where the selection names a class that the set does not have.
SegmentationScores scoreSegmentation(const ConfusionMatrix& matrix, const ClassSet& classes, ClassSelection selection);

/// How far a segmentation agrees with another one, or with labels: of the classes that the reference contains
/// (ClassSelection::Present). Pixels that are kLabelUnknown there do not count.
/// @param segmentation, reference  class ids as ConfusionMatrix::add() takes them
/// Throws Error(Input) where the sizes differ or an id is no class.
SegmentationScores agreementWith(const cv::Mat& reference, const cv::Mat& segmentation, const ClassSet& classes);

} // namespace duoscope
