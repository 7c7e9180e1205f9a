// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/pair_status.h"

#include "widgets/bridge/text.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace duoscope {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(PairStatus)
};

int computedStages(const TracePointer& trace)
{
    return trace ? std::max(0, static_cast<int>(trace->stages.size()) - 1) : 0;
}

QString runningText(const FusionResult& result)
{
    if (!result.trace || result.trace->stages.empty())
        return Words::tr("preparing");
    const auto& options = result.trace->provenance.options;
    const auto stages = options.find("stages");
    const int last = stages == options.end() ? 0 : toQString(stages->second).toInt();
    const int next = computedStages(result.trace) + 1;
    // A trace that is whole is the one from before, until the first stage of this run is there.
    return next > last ? Words::tr("fusing") : Words::tr("stage %1 of %2").arg(next).arg(last);
}

PairStatus doneStatus(const FusionResult& result, const Session& session)
{
    if (result.trace && session.isOfOtherModel(result.trace->provenance))
        return {Words::tr("by another model"), "warning", Tone::Warn,
                Words::tr("This result is by %1. Fuse the pair again to see what the present model makes of it.")
                    .arg(QFileInfo(toQString(result.trace->provenance.model)).fileName())};
    if (result.trace && session.isOfOtherSettings(result.trace->provenance))
        return {
            Words::tr("by other settings"), "warning", Tone::Warn,
            Words::tr("The preferences said otherwise of attribution or precision when this result was made. Fuse the "
                      "pair again to see what the present ones make of it.")};
    PairStatus status{Words::tr("fused"), "check", Tone::Good, {}};
    if (computedStages(result.trace) > 0) {
        const bool whatIf = result.trace->isWhatIf();
        status.text = (whatIf                         ? Words::tr("what if, K %1")
                       : result.trace->isAttributed() ? Words::tr("traced, K %1")
                                                      : Words::tr("fused, K %1"))
                          .arg(computedStages(result.trace));
    }
    status.detail = Words::tr("Fused in %1").arg(durationText(result.seconds));
    return status;
}

} // namespace

PairStatus pairStatus(const PairEntry& pair, const Session& session)
{
    if (!pair.error.isEmpty())
        return {Words::tr("can't be used"), "warning", Tone::Warn, pair.error};
    const auto found = pair.results.find(session.choice().key());
    if (found == pair.results.end())
        return {Words::tr("not fused"), "pending", Tone::Secondary, {}};
    const FusionResult& result = found->second;
    switch (result.state) {
    case ResultState::NotFused:
        break;
    case ResultState::Waiting:
        return {Words::tr("waiting"), "pending", Tone::Accent, {}};
    case ResultState::Running:
        return {runningText(result), "running", Tone::Accent, {}};
    case ResultState::Done:
        return doneStatus(result, session);
    case ResultState::Failed:
        return {Words::tr("failed"), "error", Tone::Error, result.error};
    case ResultState::Cancelled:
        return {Words::tr("stopped"), "stop", Tone::Secondary, {}};
    case ResultState::LetGo:
        return {Words::tr("fused, not kept"), "check", Tone::Secondary,
                Words::tr("Its result was let go to save memory. Fuse it again to look at it.")};
    }
    return {Words::tr("not fused"), "pending", Tone::Secondary, {}};
}

} // namespace duoscope
