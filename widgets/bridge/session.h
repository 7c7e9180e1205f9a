// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/bridge/compute_settings.h"
#include "widgets/bridge/image_analysis.h"
#include "widgets/bridge/layer.h"
#include "widgets/bridge/pair_entry.h"

#include <QObject>
#include <QString>

#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace duoscope {

class JobQueue;
class FusionEngine;

/// The state of the window that is not a view's own: pairs, results, and what is being looked at. Lives on the thread
/// of the window; everything heavy runs on its JobQueue and comes back as signals.
class Session : public QObject {
    Q_OBJECT
public:
    /// @param model      weight file of the methods that need one; may be empty
    /// @param resources  the folder with class sets and samples
    Session(const std::filesystem::path& model, const std::filesystem::path& resources, QObject* parent = nullptr);
    ~Session() override;

    // Pairs
    const std::vector<PairEntry>& pairs() const { return m_pairs; }
    const PairEntry* pair(int id) const;
    /// Adds a pair and returns its id; of a pair of the same two files that is there already, its id. Its images are
    /// read once it is looked at.
    int addPair(const std::filesystem::path& infrared, const std::filesystem::path& visible, const QString& group,
                const QString& name = {}, const std::filesystem::path& label = {},
                const std::string& labelClasses = {});
    void removePair(int id);
    /// Says that the pair was fused in this way before, with a what-if where weights are given: the next fusion makes
    /// both again.
    void expect(int id, const FusionChoice& choice, const std::map<int, double>& weights);
    /// Reads the small pictures for lists in the background, once; pairChanged() when they are there.
    void askForThumbnails(int id);
    int currentPair() const { return m_currentPair; } ///< -1 where there is none
    void setCurrentPair(int id);

    // What is looked at
    const FusionChoice& choice() const { return m_choice; }
    void setChoice(const FusionChoice& choice);
    /// Methods that the user added: results of other programs, TorchScript modules.
    const std::vector<FusionChoice>& externalMethods() const { return m_externalMethods; }
    /// Adds the methods of a folder or manifest, as externalMethodsIn() finds them; a name that is there already comes
    /// from here now. Results that are only to be read are there as soon as a pair is looked at.
    /// Throws Error(Input) and Error(Usage).
    void addExternalMethods(const std::filesystem::path& source);
    void addExternalMethod(const std::string& name, const std::filesystem::path& source); ///< of known name
    void removeExternalMethod(const std::string& name);
    /// Of the current pair and choice; null where nothing was begun.
    const FusionResult* currentResult() const;
    /// Its trace, else a trace with nothing but the sources, else null while the pair is being read.
    TracePointer currentTrace() const;
    /// Keys of the current pair's results that have a trace.
    std::vector<std::string> resultKeys() const;
    int stage() const { return m_stage; } ///< k, within 0 … lastStage()
    int lastStage() const;                ///< of the current trace; 0 where there are none
    /// Clamped to what is computed. While a run goes on, looking at the last stage follows it.
    void setStage(int k);
    int selectedClass() const { return m_selectedClass; } ///< -1: none
    void setSelectedClass(int id);
    /// What was asked for last is remembered: panes, probe, histogram and profile ask for the same layers.
    LayerPicture picture(const Layer& layer) const;
    /// For views that show a layer: what no fusion computes (segmentations of pictures and of any method's result,
    /// attributions of results) is computed in the background, layersChanged() when it is there. Without effect for all
    /// other layers and for what is known.
    void ask(const Layer& layer);
    /// That layers of that kind are attributed from.
    Baseline baseline() const { return m_baseline; }
    void setBaseline(Baseline baseline);
    /// What the segmentation network of model() sees; see ask().
    ImageAnalysis& analysis() { return *m_analysis; }
    const ImageAnalysis& analysis() const { return *m_analysis; }
    /// From baseline(), of the score of selectedClass().
    AttributionChoice attributionChoice() const { return {m_baseline, m_selectedClass}; }
    TracePointer traceOf(const LayerSource& source) const; ///< that a layer is of; may be null
    /// For infrared pictures of 16 bits; nothing: values are shown as they are.
    const std::optional<ThermalScale>& thermalScale() const { return m_thermalScale; }
    void setThermalScale(const std::optional<ThermalScale>& scale);
    QString methodTitle(const std::string& key) const;    ///< "UAAFusion · paper"
    bool isOfOtherModel(const Provenance& made) const;    ///< than the one that its method is run with now
    bool isOfOtherSettings(const Provenance& made) const; ///< than computeSettings(), of attribution and precision
    bool isStale(const FusionTrace& trace) const;         ///< of another model or other settings
    bool isStale(const Provenance& made) const;           ///< likewise
    int modelStages() const { return m_modelStages; }     ///< K of model(), as its file says; 5 where it doesn't

    // Computing
    void fuse();                                       ///< the current pair by the current choice
    void fusePair(int id);                             ///< likewise, without looking at it
    void fusePair(int id, const FusionChoice& choice); ///< likewise, by another choice; normalised()
    /// One choice for each method that can fuse: those without a model or with an open one, the current choice in its
    /// own way, and those that the user added.
    std::vector<FusionChoice> usableChoices() const;
    /// False where another program's folder has nothing for the pair.
    bool canFuse(int id, const FusionChoice& choice) const;
    void stop(); ///< asks all jobs to stop
    /// Changes a class's weight and computes all stages anew; the latest request wins. Without effect before a fusion
    /// is done.
    void setClassWeight(int classId, double infraredWeight);
    void resetClassWeights();     ///< shows the attributed result again
    bool hasClassWeights() const; ///< whether the current result is done and has weights that may be changed
    /// What-if weights that are wanted, whether computed yet or not: class id → w1.
    const std::map<int, double>& wantedWeights() const { return m_wantedWeights; }

    const std::filesystem::path& model() const { return m_model; } ///< of UAAFusion
    /// The model that a method is run with; empty where it has none or none is open.
    std::filesystem::path modelOf(const std::string& method) const;
    std::vector<std::filesystem::path> otherModels() const; ///< those that are open beside model()
    /// Loads another model at the next fusion, of the method that it says it is for, which becomes the choice if it is
    /// not UAAFusion; results become stale, none is erased.
    void setModel(const std::filesystem::path& model);
    const std::filesystem::path& resources() const { return m_resources; }
    JobQueue& jobs() { return *m_jobs; }           ///< fusions, one after the other
    JobQueue& quickJobs() { return *m_quickJobs; } ///< reading, metrics: seconds at most
    const ComputeSettings& computeSettings() const { return m_computeSettings; }
    /// From the next fusion on; results become stale, none is erased. A what-if is computed as the result it is of.
    void setComputeSettings(const ComputeSettings& settings);
    /// Bytes of traces that are kept; the least recently looked at go first.
    void setCacheLimit(std::int64_t bytes);
    std::int64_t cachedBytes() const;

Q_SIGNALS:
    void pairAdded(int index);
    void pairAboutToBeRemoved(int index);
    void pairRemoved(int index);
    void pairChanged(int id);                             ///< its images, error or the state of a result
    void resultAboutToGo(int id, const std::string& key); ///< to save memory; its trace is still there
    void currentPairChanged();
    void traceChanged(); ///< what currentTrace() gives, and so every layer
    void stageChanged();
    void selectedClassChanged();
    void baselineChanged();
    void layersChanged(); ///< those that views ask for: one is there, or was given up
    void choiceChanged();
    void externalMethodsChanged();
    void thermalScaleChanged();
    void wantedWeightsChanged();
    void modelChanged();
    void computeSettingsChanged();
    void failed(const QString& sentence);
    void message(const QString& sentence); ///< something went well and is worth a line

private:
    struct Resolved {
        std::weak_ptr<const FusionTrace> trace;
        LayerSource source;
        int stage = 0;
        LayerPicture picture;
    };

    static QString fusionTopic(int pair, const FusionChoice& choice); ///< of its job
    LayerPicture resolve(const LayerSource& source) const;
    /// What an image is to be asked for a layer; nothing where a trace holds it.
    std::optional<ImageQuestion> questionOf(const LayerSource& source) const;
    PairEntry* entry(int id);
    const FusionResult* resultOf(const std::string& key) const; ///< of the current pair; null where there is none
    FusionResult& resultOf(PairEntry& pair, const FusionChoice& choice);
    void read(int id);
    void start(int id, const FusionChoice& choice, const std::map<int, double>& weights);
    void takeTrace(int id, const FusionChoice& choice, TracePointer trace, bool whatIf, bool last);
    void settle(int id, const FusionChoice& choice, ResultState state, const QString& error);
    void keepWithinLimit();
    void clampStage();
    void takeWantedWeights(); ///< those of the result that is shown
    void touch();             ///< the result that is shown is the one looked at last

    ComputeSettings settingsOf(const Provenance& made) const; ///< threads as now
    void readModelStages();
    void takeKnownResults(); ///< of other programs, for the pair that is looked at

    std::filesystem::path m_model;
    std::map<std::string, std::filesystem::path> m_otherModels; ///< by method
    int m_modelStages = 0;
    std::filesystem::path m_resources;
    std::shared_ptr<FusionEngine> m_engine; ///< used on the thread of m_jobs only
    std::vector<PairEntry> m_pairs;
    std::map<std::pair<std::filesystem::path, std::filesystem::path>, int> m_ids; ///< by the two files
    int m_nextId = 1;
    ComputeSettings m_computeSettings;
    int m_currentPair = -1;
    FusionChoice m_choice;
    std::vector<FusionChoice> m_externalMethods;
    int m_stage = 0;
    bool m_followsRun = true; ///< the last stage is being looked at, so the next one will be
    int m_selectedClass = -1;
    Baseline m_baseline = Baseline::Zero;
    std::optional<ThermalScale> m_thermalScale;
    mutable std::deque<Resolved> m_resolved; ///< the last at the end
    std::map<int, double> m_wantedWeights;
    std::int64_t m_cacheLimit = std::int64_t(1) << 30;
    std::vector<std::pair<int, std::string>> m_recent; ///< (pair, key) of results, the last looked at at the end
    std::unique_ptr<ImageAnalysis> m_analysis;
    std::unique_ptr<JobQueue> m_jobs; ///< last, so that their threads end while all else is there
    std::unique_ptr<JobQueue> m_quickJobs;
};

} // namespace duoscope
