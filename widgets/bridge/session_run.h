// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/batch/batch_request.h"
#include "widgets/bridge/session.h"

namespace duoscope {

/// The finished results of a session as a batch that has nothing left to compute but metrics, for reports.
struct SessionRun {
    BatchPlan plan;       ///< the pairs that have a result; none where nothing is fused
    BatchRequest request; ///< one method for each way in which a pair was fused; writes traces, measures nothing yet
};

/// What-if results stand with their attributed weights; those that were let go of are left out. Any thread may run the
/// batch then.
SessionRun runOfSession(const Session& session);

} // namespace duoscope
