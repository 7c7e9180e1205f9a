// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fusion/fusion_method.h"

namespace duoscope {

void FusionRun::finish(const JobControl& job)
{
    const double begin = progressAt(stage());
    const auto share = [&](int k) { return (progressAt(k) - begin) / (1 - begin); };
    m_finishing = true;
    try {
        while (!isFinished())
            advance(job.part(share(stage()), share(nextStage())));
    } catch (...) {
        m_finishing = false;
        throw;
    }
    m_finishing = false;
}

FusionTrace FusionMethod::fuse(ImagePair pair, const JobControl& job) const
{
    const std::unique_ptr<FusionRun> run = start(std::move(pair));
    run->finish(job);
    return run->trace();
}

} // namespace duoscope
