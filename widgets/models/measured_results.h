// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/bridge/session.h"
#include "widgets/models/method_set.h"
#include "widgets/models/metric_store.h"

#include <QObject>
#include <QSet>
#include <QTimer>

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace duoscope {

/// The attributed result, whole; null while there is none. What-ifs never count as a method's result.
TracePointer finishedTrace(const FusionResult& result);
bool isUnderWay(const FusionResult& result); ///< waits, or is being computed
/// Sorts keys of results: in the order of the methods' menu, those of one method by their keys.
void sortAsMenu(std::vector<std::string>& keys);

/// What is measured of all results of a session, for tables of many pairs. Values outlive the traces they are of: they
/// stay known of results that were let go to save memory. All functions for the window's thread.
class MeasuredResults : public QObject {
    Q_OBJECT
public:
    /// @param session, store  must live as long
    MeasuredResults(Session& session, MetricStore& store, QObject* parent = nullptr);

    /// Which metrics are wanted of all results. Until it is called those of the paper's tables are.
    void setWanted(const std::vector<std::string>& metrics, MetricConvention convention);
    const std::vector<std::string>& metrics() const { return m_metrics; }
    MetricConvention convention() const { return m_convention; }
    /// Results are measured, and the set is kept up to date, while anybody watches: whoever does, as long as it is
    /// there.
    void setWatched(const QObject* watcher, bool watched);

    /// Null where it is not known.
    const MetricValue* find(int pair, const std::string& key, const std::string& metric,
                            MetricConvention convention) const;
    ResultKnowledge knowledge(int pair, const std::string& key) const;
    /// By which plots tell the methods of the session apart: in the order in which they were asked for.
    int seriesOf(const std::string& key);

    /// The methods that are compared. While nobody watches it is that of before.
    const MethodSet& set() const { return m_set; }
    bool isCompared(const std::string& key) const { return !m_notCompared.contains(key); }
    void setCompared(const std::string& key, bool compared);
    /// Recomputes the set now rather than when the window's thread comes to it.
    void update();

    /// Queues the fusions that are missing: what is not fused, failed, was stopped, is by another model or was let go
    /// before it was measured; of the pair that is looked at also what was let go at all. Says how many there were.
    int fuseMissing(const std::vector<int>& pairs, const std::vector<FusionChoice>& choices);

Q_SIGNALS:
    void changed(); ///< the set

private:
    using ResultId = std::pair<int, std::string>; ///< pair and key
    struct Known {
        std::weak_ptr<const FusionTrace> trace; ///< that the values are of
        Provenance made;                        ///< its method and model alone
        double seconds = 0;                     ///< that its computation took
        std::map<std::pair<MetricConvention, std::string>, MetricValue> values;
    };

    /// Takes over what the store knows of a result, of all metrics or of those that are wanted.
    void take(const ResultId& id, const TracePointer& trace, bool all);
    void takeAll();
    void letGo(int pair, const std::string& key);
    void request();
    bool isMeasured(const ResultId& id) const;
    ResultKnowledge knowledge(const PairEntry& pair, const std::string& key) const;
    MethodSet makeSet() const;

    Session& m_session;
    MetricStore& m_store;
    std::vector<std::string> m_metrics = paperTableMetrics();
    MetricConvention m_convention = MetricConvention::Paper;
    std::map<ResultId, Known> m_known;
    std::map<ResultId, TracePointer> m_leaving; ///< let go by the session and still to be measured: images alone
    std::set<std::weak_ptr<const FusionTrace>, std::owner_less<>> m_requested; ///< by the last request
    std::map<std::string, int> m_series;
    std::set<std::string> m_notCompared;
    QSet<const QObject*> m_watchers;
    MethodSet m_set;
    QTimer m_soon; ///< updates once after a burst of changes
};

} // namespace duoscope
