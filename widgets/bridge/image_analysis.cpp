// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/bridge/image_analysis.h"

#include "widgets/bridge/job_queue.h"
#include "widgets/bridge/text.h"

#include <opencv2/core.hpp>

#include <algorithm>

namespace duoscope {
namespace {

const QString kTopic = QStringLiteral("image analysis");

std::int64_t bytesOf(const cv::Mat& values) { return static_cast<std::int64_t>(values.total() * values.elemSize()); }

bool isGone(const std::weak_ptr<const FusionTrace>& owner) { return owner.expired(); }

} // namespace

const cv::Mat& imageOf(const FusionTrace& trace, TraceImage which)
{
    return which == TraceImage::Infrared  ? trace.pair.infrared.luminance
           : which == TraceImage::Visible ? trace.pair.visible.luminance
                                          : trace.gray;
}

/// Used on the thread of the jobs only.
struct ImageAnalysis::Loaded {
    const Segmenter& segmenter(const std::filesystem::path& model, const std::filesystem::path& classSets, int threads,
                               const JobControl& job)
    {
        if (!network || file != model || threadCount != threads) {
            job.report(0, "loading the model");
            network.reset(); // before the next one takes its place in memory
            network = std::make_unique<Segmenter>(model, classSets, "auto", threads);
            file = model;
            threadCount = threads;
        }
        return *network;
    }

    std::unique_ptr<Segmenter> network;
    std::filesystem::path file;
    int threadCount = 0;
};

ImageAnalysis::ImageAnalysis(JobQueue& jobs, QObject* parent)
    : QObject(parent), m_jobs(jobs), m_loaded(std::make_shared<Loaded>())
{
    connect(&jobs, &JobQueue::idle, this, &ImageAnalysis::next); // what was paused goes on behind the fusions
}

ImageAnalysis::~ImageAnalysis() = default;

void ImageAnalysis::setModel(const std::filesystem::path& model, const std::filesystem::path& classSets)
{
    m_classSets = classSets;
    if (model == m_model)
        return;
    forgetWaiting(false);
    m_entries.clear();
    m_model = model;
    Q_EMIT answered();
}

ImageAnalysis::Key ImageAnalysis::keyOf(const ImageQuestion& question)
{
    return {imageOf(*question.trace, question.image).data, question.attribution};
}

bool ImageAnalysis::isOwn(const ImageQuestion& question) const
{
    return !question.attribution && !question.trace->classes.empty() &&
           question.trace->provenance.model == m_model.string();
}

std::optional<ImageAnswer> ImageAnalysis::find(const ImageQuestion& question) const
{
    if (isOwn(question)) {
        const FusionTrace& trace = *question.trace;
        const cv::Mat& ids = question.image == TraceImage::Infrared  ? trace.segmentationInfrared
                             : question.image == TraceImage::Visible ? trace.segmentationVisible
                                                                     : trace.segmentationFused;
        if (!ids.empty()) {
            ImageAnswer answer;
            answer.state = ImageAnswer::State::Done;
            answer.segmentation = ids;
            answer.classes = std::shared_ptr<const ClassSet>(question.trace, &trace.classSet);
            return answer;
        }
    }
    const auto found = m_entries.find(keyOf(question));
    if (found == m_entries.end() || std::all_of(found->second.owners.begin(), found->second.owners.end(), isGone))
        return {};
    return found->second.answer;
}

void ImageAnalysis::ask(const ImageQuestion& question)
{
    if (!hasModel() || imageOf(*question.trace, question.image).empty())
        return;
    purge();
    if (find(question)) {
        // The image may come to live on in this trace alone.
        if (const auto known = m_entries.find(keyOf(question)); known != m_entries.end()) {
            auto& owners = known->second.owners;
            if (std::none_of(owners.begin(), owners.end(),
                             [&](const auto& owner) { return owner.lock() == question.trace; }))
                owners.push_back(question.trace);
        }
        return;
    }
    m_entries[keyOf(question)] = {{question.trace}, {}};
    // Segmentations are done in an instant.
    const auto place = question.attribution
                           ? m_waiting.end()
                           : std::find_if(m_waiting.begin(), m_waiting.end(),
                                          [](const ImageQuestion& other) { return other.attribution.has_value(); });
    m_waiting.insert(place, question);
    next();
}

void ImageAnalysis::purge()
{
    for (auto& [key, entry] : m_entries)
        std::erase_if(entry.owners, isGone);
    std::erase_if(m_entries, [](const auto& entry) { return entry.second.owners.empty(); });
}

void ImageAnalysis::next()
{
    if (m_running || m_waiting.empty())
        return;
    m_running = m_waiting.front();
    m_waiting.pop_front();
    const QString name = toQString(m_running->trace->pair.name);
    const QString title = m_running->attribution ? tr("Attributing %1").arg(name) : tr("Segmenting %1").arg(name);
    const int id = ++m_job;
    m_jobs.submit(
        kTopic, title,
        [this, question = *m_running, loaded = m_loaded, model = m_model, classSets = m_classSets, threads = m_threads,
         id](const JobQueue::Context& job) {
            const Segmenter& segmenter = loaded->segmenter(model, classSets, threads, job.control);
            const cv::Mat& image = imageOf(*question.trace, question.image);
            ImageAnswer answer;
            answer.state = ImageAnswer::State::Done;
            answer.classes = std::make_shared<const ClassSet>(segmenter.classSet());
            if (question.attribution) {
                const cv::Mat baseline = baselineImage(question.attribution->baseline, image, &question.trace->pair);
                ScoreAttributionOptions options;
                options.classId = question.attribution->classId;
                answer.attribution = segmenter.explain(image, baseline, options, job.control);
                answer.segmentation = answer.attribution.segmentation;
            } else {
                answer.segmentation = segmenter.segment(image, job.control);
            }
            job.deliver([this, id, question, answer] {
                if (id == m_job)
                    take(question, answer);
            });
        },
        [this, id](JobQueue::End end, const QString& sentence) {
            if (id != m_job || !m_running)
                return;
            if (end == JobQueue::End::Cancelled) {
                stop();
                return;
            }
            if (end == JobQueue::End::Failed) {
                ImageAnswer answer;
                answer.state = ImageAnswer::State::Failed;
                answer.problem = sentence.toStdString();
                take(*m_running, answer);
            }
            m_running.reset();
            next();
        });
}

void ImageAnalysis::take(const ImageQuestion& question, ImageAnswer answer)
{
    if (answer.state == ImageAnswer::State::Done && question.attribution) {
        // Its segmentation came along.
        ImageQuestion along = question;
        along.attribution.reset();
        if (!find(along)) {
            ImageAnswer segmentation = answer;
            segmentation.attribution = {};
            m_entries[keyOf(along)] = {{question.trace}, std::move(segmentation)};
        }
    }
    if (const auto entry = m_entries.find(keyOf(question)); entry != m_entries.end())
        entry->second.answer = std::move(answer);
    Q_EMIT answered();
}

void ImageAnalysis::pause()
{
    if (!m_running)
        return;
    m_waiting.push_front(*std::exchange(m_running, {}));
    ++m_job; // its end does not count
    m_jobs.cancel(kTopic);
}

void ImageAnalysis::forgetWaiting(bool attributionsOnly)
{
    const auto isUnwanted = [attributionsOnly](const ImageQuestion& question) {
        return !attributionsOnly || question.attribution;
    };
    if (m_running && isUnwanted(*m_running))
        pause();
    std::erase_if(m_waiting, [&](const ImageQuestion& question) {
        if (!isUnwanted(question))
            return false;
        m_entries.erase(keyOf(question));
        return true;
    });
    next();
}

void ImageAnalysis::forgetStopped()
{
    const auto forgotten = std::erase_if(m_entries, [](const auto& entry) {
        const ImageAnswer::State state = entry.second.answer.state;
        return state == ImageAnswer::State::Stopped || state == ImageAnswer::State::Failed;
    });
    if (forgotten > 0)
        Q_EMIT answered();
}

void ImageAnalysis::stop()
{
    if (!m_running && m_waiting.empty())
        return;
    pause(); // takes the job out of the queue
    m_waiting.clear();
    for (auto& [key, entry] : m_entries)
        if (entry.answer.state == ImageAnswer::State::Waiting)
            entry.answer.state = ImageAnswer::State::Stopped;
    Q_EMIT answered();
}

std::int64_t ImageAnalysis::bytes() const
{
    std::int64_t bytes = 0;
    for (const auto& [key, entry] : m_entries)
        if (!std::all_of(entry.owners.begin(), entry.owners.end(), isGone))
            bytes += bytesOf(entry.answer.segmentation) + bytesOf(entry.answer.attribution.map);
    return bytes;
}

} // namespace duoscope
