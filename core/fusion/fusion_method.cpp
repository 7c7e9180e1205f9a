// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fusion/fusion_method.h"

namespace duoscope {

void FusionRun::finish(const JobControl& job)
{
    const int first = stage() + 1;
    const double steps = stageCount() + 1 - first;
    while (!isFinished()) {
        const double done = stage() + 1 - first;
        advance(job.part(done / steps, (done + 1) / steps));
    }
}

FusionTrace FusionMethod::fuse(ImagePair pair, const JobControl& job) const
{
    const std::unique_ptr<FusionRun> run = start(std::move(pair));
    run->finish(job);
    return run->trace();
}

} // namespace duoscope
