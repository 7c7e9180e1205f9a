// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/model_validation.h"

#include "core/attribution/guided_fusion.h"
#include "core/base/error.h"
#include "core/net/compute_device.h"
#include "core/training/fusion_loss.h"
#include "core/training/segmentation_validation.h"

namespace duoscope {
namespace {

constexpr double kNightMean = 0.2;    ///< of the visible picture
constexpr std::int64_t kRegion = 64;  ///< pixels from which a class's region counts
constexpr double kEffectShare = 0.01; ///< of the picture, from which the effect of a class's weight is measured

/// Means that grow by a value at a time, by name.
class Means {
public:
    void add(const std::string& name, double value)
    {
        m_sums[name].first += value;
        ++m_sums[name].second;
    }
    std::vector<Measurement> all() const
    {
        std::vector<Measurement> means;
        for (const auto& [name, sum] : m_sums)
            means.push_back({name, sum.first / sum.second});
        return means;
    }

private:
    std::map<std::string, std::pair<double, int>> m_sums;
};

torch::Tensor batchOf(const torch::Tensor& plane, torch::Device device)
{
    return (plane.to(torch::kFloat32) / 255).view({1, 1, plane.size(0), plane.size(1)}).to(device);
}

/// Fuses pairs and measures what the weights say and do.
class FusionMeasurer {
public:
    FusionMeasurer(const Model& model, const PackedDataset& dataset, torch::Device device)
        : m_fusion(model, guidanceOf(model, dataset)), m_dataset(dataset), m_device(device)
    {
    }

    /// The fused picture, [H, W].
    torch::Tensor measure(const PackedSample& sample, const std::string& source, bool effect, Means& means,
                          const JobControl& job) const
    {
        const torch::NoGradGuard noGradient;
        const FusionStart start =
            m_fusion.prepare(batchOf(sample.infrared, m_device), batchOf(sample.visible, m_device), job);
        const ClassWeights& classes = start.classWeights;
        const bool night = start.visible.mean().item<double>() < kNightMean;
        for (int c = 0; c < m_dataset.classes(); ++c) {
            if (c == m_dataset.ignoredClass || classes.pixels[0][c].item<std::int64_t>() < kRegion)
                continue;
            const std::string& name = m_dataset.classNames[static_cast<std::size_t>(c)];
            means.add(source + (night ? " night w1 " : " day w1 ") + name, classes.infraredWeight[0][c].item<double>());
            const bool large =
                classes.pixels[0][c].item<double>() >= kEffectShare * static_cast<double>(classes.regions.numel());
            if (effect && large)
                means.add(source + " effect " + name, effectOf(start, c, job));
        }
        const torch::Tensor fused = fuse(start, classes.infraredWeight, job);
        const FusionLoss loss = fusionLoss(fused, start.infrared, start.visible,
                                           paintClasses(classes.infraredWeight, classes.regions), false);
        means.add(source + " fused intensity", loss.intensity.item<double>());
        means.add(source + " fused gradient", loss.gradient.item<double>());
        return fused.view({sample.height(), sample.width()});
    }

private:
    static GuidanceOptions guidanceOf(const Model& model, const PackedDataset& dataset)
    {
        GuidanceOptions guidance = GuidanceOptions::forModel(model);
        guidance.classWeights.ignoredClass = dataset.ignoredClass;
        return guidance;
    }

    torch::Tensor fuse(const FusionStart& start, const torch::Tensor& classWeights, const JobControl& job) const
    {
        const torch::Tensor w1 = paintClasses(classWeights, start.classWeights.regions);
        FusionState state = m_fusion.initialState(start);
        while (state.k < m_fusion.model().fusion->options().stages)
            m_fusion.advance(state, start, w1, job);
        return state.image;
    }

    /// Mean |f(w1 = 1) − f(w1 = 0)| in the class's region, in 1/255.
    double effectOf(const FusionStart& start, int c, const JobControl& job) const
    {
        torch::Tensor one = start.classWeights.infraredWeight.clone();
        torch::Tensor zero = one.clone();
        one.select(1, c).fill_(1);
        zero.select(1, c).fill_(0);
        const torch::Tensor change = (fuse(start, one, job) - fuse(start, zero, job)).abs().squeeze(1);
        return 255 * change.index({start.classWeights.regions == c}).mean().item<double>();
    }

    GuidedFusion m_fusion;
    const PackedDataset& m_dataset;
    torch::Device m_device;
};

} // namespace

std::vector<Measurement> validateModel(const ValidationRequest& request, const JobControl& job)
{
    const torch::Device device = computeDevice(request.device, request.threads);
    const PackedDataset dataset = PackedDataset::load(request.data);
    Model model = loadModel(request.model);
    if (model.segmentation->options().classes != dataset.classes() || model.classSet != dataset.classSet)
        throw Error(ErrorKind::Usage, "Cannot validate " + request.model.string(),
                    "its class set is \"" + model.classSet + "\", that of the data is \"" + dataset.classSet + "\"",
                    "Pack the data with --class-set " + model.classSet);
    model.prepareForInference();
    model.fusion->to(device);
    model.segmentation->to(device);
    const JobControl quiet(job.stopToken(), {});
    job.report(0, "segmentation");
    std::vector<Measurement> measurements = validateSegmentation(model.segmentation, dataset, request.limit, quiet);
    if (!request.fuse)
        return measurements;

    const FusionMeasurer measurer(model, dataset, device);
    Means means;
    for (const PackedSource& source : dataset.validation) {
        int done = 0;
        const PictureOf fused = [&](const PackedSample& sample) {
            if (!sample.isPair())
                return torch::Tensor();
            job.report(0.1, "fusing " + sample.name);
            return measurer.measure(sample, source.name, done++ < request.effectLimit, means, quiet);
        };
        const std::string prefix = source.name + " fused ";
        const SourceQuality quality = measureSource(model.segmentation, dataset, source, fused, request.limit, quiet);
        for (const Measurement& measured : quality.measurements(prefix, dataset))
            measurements.push_back(measured);
    }
    for (const Measurement& mean : means.all())
        measurements.push_back(mean);
    return measurements;
}

} // namespace duoscope
