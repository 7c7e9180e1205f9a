// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/fusion/fusion_trace.h"
#include "core/metrics/metric_registry.h"

#include <QHash>
#include <QObject>
#include <QString>

#include <memory>
#include <string>
#include <vector>

namespace duoscope {

class JobQueue;

/// A fused image whose metrics are wanted.
struct FusedImage {
    std::shared_ptr<const FusionTrace> trace; ///< not null
    int stage = -1;                           ///< k; -1: the result

    const cv::Mat& pixels() const; ///< CV_32FC1; empty where it is not computed
};

/// Measures fused images in the background and remembers what was measured for as long as anything else has the image,
/// so that nothing is computed twice: an image that is in several traces is one. It is measured as its file would be:
/// 8 bits, against sources of 8 bits. All functions for the window's thread.
class MetricStore : public QObject {
    Q_OBJECT
public:
    /// @param jobs  must live as long
    explicit MetricStore(JobQueue& jobs, QObject* parent = nullptr);
    ~MetricStore() override;

    /// Null where it is not measured yet.
    const MetricValue* find(const FusedImage& image, const std::string& metric, MetricConvention convention) const;
    /// Measures what is not known yet, image by image, with room for the queue's other jobs in between. What the same
    /// topic wanted before and has not got is dropped. Previews are not measured.
    void request(const QString& topic, std::vector<FusedImage> images, std::vector<std::string> metrics,
                 MetricConvention convention);
    bool isMeasuring(const QString& topic) const { return m_requests.contains(topic); }

Q_SIGNALS:
    void measured(); ///< there is more to find, or a topic's measuring was stopped

private:
    struct Values;
    struct Request {
        int id = 0;
        std::vector<FusedImage> images; ///< that are not done
        std::vector<std::string> metrics;
        MetricConvention convention = MetricConvention::Paper;
    };
    void measureNext(const QString& topic);

    JobQueue& m_jobs;
    std::shared_ptr<Values> m_values;   ///< jobs add to it
    QHash<QString, Request> m_requests; ///< by topic
    int m_lastRequest = 0;
};

} // namespace duoscope
