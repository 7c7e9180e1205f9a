// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fusion/classical_method.h"

#include "core/fusion/single_stage_run.h"

#include <opencv2/core/utility.hpp>

namespace duoscope {
namespace {

class ClassicalMethod : public FusionMethod {
public:
    ClassicalMethod(std::string name, FusionRule rule, WholePicture whole, bool stretch, const TilingLimits& limits)
        : m_name(std::move(name)), m_rule(std::move(rule)), m_whole(std::move(whole)), m_stretch(stretch),
          m_limits(limits)
    {
    }

    std::unique_ptr<FusionRun> start(ImagePair pair) const override
    {
        requireRoomForWhole(m_name, m_whole.reason, pair.name, pair.size(), m_whole.bytesPerPixel, m_limits);
        Provenance provenance;
        provenance.method = m_name;
        provenance.device = "cpu";
        provenance.threads = cv::getNumThreads();
        const auto fuse = [rule = m_rule](const ImagePair& sources, const JobControl&) {
            return rule(sources.infrared.luminance, sources.visible.luminance);
        };
        return makeSingleStageRun(std::move(provenance), fuse, m_stretch, std::move(pair));
    }

private:
    std::string m_name;
    FusionRule m_rule;
    WholePicture m_whole;
    bool m_stretch;
    TilingLimits m_limits;
};

} // namespace

std::unique_ptr<FusionMethod> makeClassicalMethod(const std::string& name, FusionRule rule, WholePicture whole,
                                                  bool stretch, const TilingLimits& limits)
{
    return std::make_unique<ClassicalMethod>(name, std::move(rule), std::move(whole), stretch, limits);
}

} // namespace duoscope
