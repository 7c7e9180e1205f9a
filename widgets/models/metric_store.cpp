// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/metric_store.h"

#include "core/image/colour.h"
#include "widgets/bridge/job_queue.h"

#include <opencv2/core.hpp>

#include <QPointer>

#include <map>
#include <mutex>
#include <optional>
#include <utility>

namespace duoscope {

const cv::Mat& FusedImage::pixels() const
{
    return stage < 0 ? trace->gray : trace->stages.at(static_cast<std::size_t>(stage)).fused;
}

/// By the image's pixels. Any thread.
struct MetricStore::Values {
    using Name = std::pair<MetricConvention, std::string>;
    struct Entry {
        cv::Mat pixels; ///< keeps the address from being used for another image
        std::map<Name, MetricValue> values;
    };

    const MetricValue* find(const cv::Mat& pixels, const Name& name) const
    {
        const std::lock_guard lock(mutex);
        const auto entry = entries.find(pixels.data);
        if (entry == entries.end())
            return nullptr;
        const auto value = entry->second.values.find(name);
        return value == entry->second.values.end() ? nullptr : &value->second; // stays there: maps have stable places
    }
    void add(const cv::Mat& pixels, const Name& name, MetricValue value)
    {
        const std::lock_guard lock(mutex);
        Entry& entry = entries[pixels.data];
        entry.pixels = pixels;
        entry.values.emplace(name, std::move(value));
    }
    /// Forgets images that nobody else has any more.
    void purge()
    {
        const std::lock_guard lock(mutex);
        std::erase_if(entries, [](const auto& entry) { return entry.second.pixels.u->refcount == 1; });
    }

    mutable std::mutex mutex;
    std::map<const unsigned char*, Entry> entries;
};

namespace {

/// As the file stores it; exactly so for 8 bits.
cv::Mat bytesOf(const SourceImage& source, MetricConvention convention)
{
    return metricGray(toBytes(source.isGray() ? source.luminance : toColour(source.luminance, source.chroma)),
                      convention);
}

} // namespace

MetricStore::MetricStore(JobQueue& jobs, QObject* parent)
    : QObject(parent), m_jobs(jobs), m_values(std::make_shared<Values>())
{
}

MetricStore::~MetricStore() = default;

const MetricValue* MetricStore::find(const FusedImage& image, const std::string& metric,
                                     MetricConvention convention) const
{
    return m_values->find(image.pixels(), {convention, metric});
}

void MetricStore::request(const QString& topic, std::vector<FusedImage> images, std::vector<std::string> metrics,
                          MetricConvention convention)
{
    m_values->purge();
    std::erase_if(images, [](const FusedImage& image) { return image.trace->isPreview || image.pixels().empty(); });
    m_requests[topic] = {++m_lastRequest, std::move(images), std::move(metrics), convention};
    measureNext(topic);
}

void MetricStore::measureNext(const QString& topic)
{
    Request& request = m_requests[topic];
    std::vector<std::string> missing;
    while (!request.images.empty()) {
        for (const std::string& name : request.metrics)
            if (!find(request.images.front(), name, request.convention))
                missing.push_back(name);
        if (!missing.empty())
            break;
        request.images.erase(request.images.begin());
    }
    if (missing.empty()) {
        m_requests.remove(topic);
        m_jobs.cancel(topic);
        return;
    }
    const auto work = [image = request.images.front(), missing, convention = request.convention, values = m_values,
                       store = QPointer(this)](const JobQueue::Context& context) {
        const ImagePair& pair = image.trace->pair;
        std::optional<MetricImages> images;
        for (const std::string& name : missing) {
            context.control.checkStop();
            if (values->find(image.pixels(), {convention, name})) // another topic was faster
                continue;
            if (!images)
                images.emplace(toBytes(image.pixels()), bytesOf(pair.infrared, convention),
                               bytesOf(pair.visible, convention));
            values->add(image.pixels(), {convention, name}, evaluateMetric(*images, name, convention));
        }
        context.deliver([store] {
            if (store)
                Q_EMIT store->measured();
        });
    };
    const auto atEnd = [store = QPointer(this), topic, id = request.id, image = request.images.front(), missing,
                        convention = request.convention](JobQueue::End end, const QString& sentence) {
        if (!store || store->m_requests.value(topic).id != id)
            return;
        if (end == JobQueue::End::Cancelled) {
            store->m_requests.remove(topic);
            Q_EMIT store->measured();
            return;
        }
        if (end == JobQueue::End::Failed) {
            for (const std::string& name : missing)
                store->m_values->add(image.pixels(), {convention, name},
                                     MetricValue::undefined(sentence.toStdString()));
            Q_EMIT store->measured();
        }
        store->measureNext(topic);
    };
    m_jobs.submit(topic, tr("Measuring %1").arg(QString::fromStdString(request.images.front().trace->pair.name)), work,
                  atEnd);
}

} // namespace duoscope
