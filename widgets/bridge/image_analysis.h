// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/fusion/baseline.h"
#include "core/fusion/segmenter.h"

#include <QObject>
#include <QString>

#include <compare>
#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace duoscope {

class JobQueue;

/// Which image of a trace.
enum class TraceImage { Infrared, Visible, Fused };

/// Luminance, or the final gray image; CV_32FC1, empty where there is none.
const cv::Mat& imageOf(const FusionTrace& trace, TraceImage which);

/// From what, and of which class's score, an image is attributed.
struct AttributionChoice {
    Baseline baseline = Baseline::Zero;
    int classId = -1; ///< -1: the score of all

    auto operator<=>(const AttributionChoice&) const = default;
};

/// What a view wants to know of an image: its segmentation or an attribution.
struct ImageQuestion {
    std::shared_ptr<const FusionTrace> trace; ///< not null
    TraceImage image = TraceImage::Fused;
    std::optional<AttributionChoice> attribution; ///< nothing: the segmentation alone
};

/// What is known of it.
struct ImageAnswer {
    enum class State {
        Waiting, ///< or being computed
        Done,
        Failed,
        Stopped, ///< by the user; see ImageAnalysis::forgetStopped()
    };
    State state = State::Waiting;
    cv::Mat segmentation;                    ///< CV_32SC1
    std::shared_ptr<const ClassSet> classes; ///< that its ids are of
    ScoreAttribution attribution;            ///< of questions for one
    std::string problem;                     ///< why it failed, a sentence
};

/// What one model's segmentation network says of images, whichever method made them: computed in the background when a
/// view asks, one image at a time behind the fusions, and remembered for as long as a trace has the image. All
/// functions for the window's thread.
class ImageAnalysis : public QObject {
    Q_OBJECT
public:
    /// @param jobs  must live as long
    explicit ImageAnalysis(JobQueue& jobs, QObject* parent = nullptr);
    ~ImageAnalysis() override;

    /// From now on this model is asked; what another one said is forgotten.
    /// @param model  empty: nothing can be asked
    void setModel(const std::filesystem::path& model, const std::filesystem::path& classSets);
    bool hasModel() const { return !m_model.empty(); }
    void setThreads(int threads) { m_threads = threads; }

    /// Nothing where it was not asked. A segmentation that the trace holds by the same model needs no asking.
    std::optional<ImageAnswer> find(const ImageQuestion& question) const;
    /// Without effect where it is known, waiting, stopped or failed, or without a model.
    void ask(const ImageQuestion& question);
    /// What waits for no view any more: questions for an attribution, or all.
    void forgetWaiting(bool attributionsOnly);
    /// What was stopped or failed may be asked anew.
    void forgetStopped();
    /// Makes room for a fusion: what is being computed begins anew behind it.
    void pause();
    void stop();                ///< all that waits or is being computed
    std::int64_t bytes() const; ///< of what is remembered

Q_SIGNALS:
    void answered(); ///< there is more to find, or it was given up

private:
    using Key = std::pair<const unsigned char*, std::optional<AttributionChoice>>;
    struct Entry {
        std::vector<std::weak_ptr<const FusionTrace>> owners; ///< while one is there, the image is
        ImageAnswer answer;
    };
    struct Loaded; ///< the network; jobs use it

    static Key keyOf(const ImageQuestion& question);
    bool isOwn(const ImageQuestion& question) const;
    void purge();
    void next();
    void take(const ImageQuestion& question, ImageAnswer answer);

    JobQueue& m_jobs;
    std::filesystem::path m_model;
    std::filesystem::path m_classSets;
    int m_threads = 0;
    std::shared_ptr<Loaded> m_loaded;
    std::map<Key, Entry> m_entries;
    std::deque<ImageQuestion> m_waiting;
    std::optional<ImageQuestion> m_running;
    int m_job = 0; ///< the one whose end counts
};

} // namespace duoscope
