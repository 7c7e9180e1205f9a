// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/segmentation_metrics.h"

#include <opencv2/core/mat.hpp>

#include <QObject>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace duoscope {

class JobQueue;

/// Labels of a pair, in the classes of a model.
struct PairLabels {
    std::filesystem::path file;
    std::string stored;       ///< class set that they were made with; empty: the model's
    std::string target;       ///< class set of the model
    cv::Mat ids;              ///< CV_8UC1, kLabelUnknown where nothing is said; empty where they can't be used
    std::string problem = {}; ///< why they can't, a sentence
};

/// How far one segmentation agrees with another.
struct Agreement {
    SegmentationScores scores;
    std::string problem; ///< why they can't be compared, a sentence; empty where they are
};

/// Compares segmentations of one pair with a reference in the background, and reads labels. What was asked for last is
/// remembered. All functions for the window's thread.
class AgreementStore : public QObject {
    Q_OBJECT
public:
    /// @param jobs  must live as long
    explicit AgreementStore(JobQueue& jobs, QObject* parent = nullptr);

    /// Null before they are read.
    const PairLabels* labels(const std::filesystem::path& file, const std::string& target) const;
    /// @param size       of the pair
    /// @param classSets  folder of the class-set files
    void readLabels(const std::filesystem::path& file, const std::string& stored,
                    std::shared_ptr<const ClassSet> target, cv::Size size, const std::filesystem::path& classSets);
    /// Null before they are compared. Matrices are told apart by where they lie.
    const Agreement* find(const cv::Mat& segmentation, const cv::Mat& reference) const;
    /// Compares those that are not compared yet; forgets all others.
    void compare(const std::vector<cv::Mat>& segmentations, const cv::Mat& reference,
                 std::shared_ptr<const ClassSet> classes);

Q_SIGNALS:
    void changed(); ///< there is more to find

private:
    struct Known {
        cv::Mat segmentation; ///< keeps the address from being used for another one
        cv::Mat reference;    ///< likewise
        Agreement agreement;
    };

    JobQueue& m_jobs;
    PairLabels m_labels;
    std::vector<Known> m_known;
};

} // namespace duoscope
