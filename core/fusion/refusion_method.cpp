// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fusion/refusion_method.h"

#include "core/base/error.h"
#include "core/base/file_hash.h"
#include "core/fusion/blas_probe.h"
#include "core/fusion/single_stage_run.h"
#include "core/fusion/tensor_image.h"
#include "core/fusion/tiling_plan.h"
#include "core/net/compute_device.h"
#include "core/net/module_weights.h"
#include "core/net/refusion_model.h"

#include <torch/version.h>

namespace duoscope {
namespace {

/// Feature maps of one source's width that the network and the result hold at their widest: an estimate.
constexpr std::int64_t kFeaturePlanes = 20;

cv::Mat fusePair(ReFusionNetwork network, const std::string& device, const ImagePair& pair, const JobControl& job)
{
    const std::string what = "Cannot fuse " + pair.name;
    const torch::NoGradGuard noGradient;
    cv::Mat fused;
    runLibraries(what, [&] {
        const torch::Tensor image =
            network(toTensor(pair.infrared.luminance, device), toTensor(pair.visible.luminance, device), job);
        requireFinite(image, what, "fused image");
        fused = toMat(image);
    });
    return fused;
}

class ReFusionMethod : public FusionMethod {
public:
    explicit ReFusionMethod(const FusionOptions& options)
        : m_stretch(options.stretch.value_or(true)), m_limits(options.limits)
    {
        if (options.model.empty())
            throw Error(ErrorKind::Usage, "Cannot fuse with refusion", "no model was given and none is bundled",
                        "Import one of the released weight files (duoscope-cli import) and give it with --model");
        const torch::Device device = computeDevice(options.device, options.threads);
        const ReFusionModel model = loadReFusionModel(options.model);
        m_network = model.network;
        freezeModule(*m_network);
        m_network->to(device);
        warnIfBlasIsSlow();
        m_provenance.method = "refusion";
        m_provenance.model = options.model.string();
        m_provenance.modelHash = fileHash(options.model);
        m_provenance.options = {{"task", toString(model.task)}};
        m_provenance.versions = {{"libtorch", TORCH_VERSION}};
        m_provenance.device = device.str();
        m_provenance.threads = torch::get_num_threads();
    }

    std::unique_ptr<FusionRun> start(ImagePair pair) const override
    {
        const std::int64_t featureBytes = kFeaturePlanes * m_network->options().width * std::int64_t{sizeof(float)};
        requireRoomForWhole("refusion", "its attention spans the whole picture", pair.name, pair.size(), featureBytes,
                            m_limits);
        const auto fuse = [network = m_network, device = m_provenance.device](const ImagePair& sources,
                                                                              const JobControl& job) {
            return fusePair(network, device, sources, job);
        };
        return makeSingleStageRun(m_provenance, fuse, m_stretch, std::move(pair));
    }

private:
    ReFusionNetwork m_network{nullptr};
    bool m_stretch;
    TilingLimits m_limits;
    Provenance m_provenance;
};

} // namespace

std::unique_ptr<FusionMethod> makeReFusion(const FusionOptions& options)
{
    return std::make_unique<ReFusionMethod>(options);
}

} // namespace duoscope
