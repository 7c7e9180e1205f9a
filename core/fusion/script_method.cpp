// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fusion/script_method.h"

#include "core/base/error.h"
#include "core/base/file_hash.h"
#include "core/fusion/blas_probe.h"
#include "core/fusion/script_manifest.h"
#include "core/fusion/script_module.h"
#include "core/fusion/single_stage_run.h"
#include "core/fusion/tensor_image.h"
#include "core/image/colour.h"
#include "core/net/compute_device.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <torch/version.h>

#include <spdlog/spdlog.h>

#include <cmath>
#include <set>

namespace duoscope {
namespace {

std::string sizeText(cv::Size size) { return std::to_string(size.width) + " x " + std::to_string(size.height); }

cv::Mat padded(const cv::Mat& picture, cv::Size size, ScriptPadding padding)
{
    const int right = size.width - picture.cols;
    const int bottom = size.height - picture.rows;
    // A mirror shows no more than the picture has beside the pixel it stands at.
    const bool canReflect = right < picture.cols && bottom < picture.rows;
    const bool reflects = padding == ScriptPadding::Reflect && canReflect;
    cv::Mat larger;
    cv::copyMakeBorder(picture, larger, 0, bottom, 0, right, reflects ? cv::BORDER_REFLECT_101 : cv::BORDER_REPLICATE);
    return larger;
}

int roundUp(int value, int multiple) { return (value + multiple - 1) / multiple * multiple; }

class ScriptFusion {
public:
    ScriptFusion(ScriptManifest manifest, const std::string& device)
        : m_manifest(std::move(manifest)), m_module(m_manifest.module, device)
    {
    }

    SingleStage fuse(const ImagePair& pair, const JobControl& job) const
    {
        const std::string what = "Cannot fuse " + pair.name + " with " + m_manifest.name;
        SingleStage stage{cv::Mat()};
        stage.keepsColour = m_manifest.keepColour;
        runLibraries(what, [&] {
            const cv::Size given(roundUp(pair.size().width, m_manifest.multiple),
                                 roundUp(pair.size().height, m_manifest.multiple));
            cv::Mat first = input(pair.infrared, m_manifest.infraredChannels, false, given);
            cv::Mat second = input(pair.visible, m_manifest.visibleChannels, true, given);
            if (m_manifest.visibleFirst)
                std::swap(first, second);
            job.checkStop();
            const ScriptResult result = m_module.run(first, second, what);
            job.checkStop();
            stage.fused = fusedOf(result, pair.size(), given, what);
            stage.extras = extrasOf(result, pair.size(), given);
        });
        return stage;
    }

private:
    /// A picture as the module takes it: CV_32FC1 or CV_32FC3 (R, G, B) in the range of its input.
    cv::Mat input(const SourceImage& source, int channels, bool withColour, cv::Size size) const
    {
        cv::Mat picture = source.luminance;
        if (channels == 3)
            cv::cvtColor(toColour(picture, withColour ? source.chroma : cv::Mat()), picture, cv::COLOR_BGR2RGB);
        const ScriptRange& range = m_manifest.inputRange;
        cv::Mat values;
        picture.convertTo(values, CV_32F, range.high - range.low, range.low);
        return padded(values, size, m_manifest.padding);
    }

    /// CV_32FC1 in [0,1] of the pair's size.
    cv::Mat fusedOf(const ScriptResult& result, cv::Size size, cv::Size given, const std::string& what) const
    {
        std::vector<cv::Mat> channels;
        for (const cv::Mat& plane : result.fused) {
            if (plane.size() != given)
                throw Error(
                    ErrorKind::Model, what,
                    "the module gives " + sizeText(plane.size()) + " pixels and was given " + sizeText(given),
                    "Let it give the size it is given; \"multiple\" in its manifest chooses sizes it can halve");
            channels.push_back(plane(cv::Rect({0, 0}, size)));
        }
        cv::Mat picture;
        cv::merge(channels, picture);
        requireFinite(picture, what);
        const ScriptRange& range = m_manifest.outputRange;
        picture = (picture - cv::Scalar::all(range.low)) / (range.high - range.low);
        picture = cut(picture, what);
        if (picture.channels() == 3) {
            cv::cvtColor(picture, picture, cv::COLOR_RGB2BGR);
            picture = splitColour(picture).luminance;
        }
        return picture;
    }

    static void requireFinite(const cv::Mat& picture, const std::string& what)
    {
        if (!cv::checkRange(picture))
            throw Error(ErrorKind::Model, what, "the module gives values that are not finite",
                        "Check the ranges in its manifest, and its weights");
    }

    cv::Mat cut(const cv::Mat& picture, const std::string& what) const
    {
        constexpr double kRounding = 1e-3;
        constexpr double kSuspicious = 0.2;
        const cv::Mat inside = cv::min(cv::max(picture.reshape(1), 0.0), 1.0);
        const cv::Mat beyond = cv::abs(picture.reshape(1) - inside) > kRounding;
        const double share = cv::countNonZero(beyond) / static_cast<double>(beyond.total());
        const auto report = [&] {
            return std::to_string(std::lround(100 * share)) + " % of the values leave the range of its output";
        };
        if (!m_manifest.clamp && share > 0)
            throw Error(ErrorKind::Model, what, report(),
                        "Correct \"output.range\" in the manifest, or let \"output.clamp\" be true");
        if (share > kSuspicious)
            spdlog::warn("{}: {} and were cut; is the manifest's output range right?", m_manifest.name, report());
        return inside.reshape(picture.channels());
    }

    static std::vector<NamedLayer> extrasOf(const ScriptResult& result, cv::Size size, cv::Size given)
    {
        std::vector<NamedLayer> extras;
        std::set<std::string> taken;
        for (const ScriptLayer& layer : result.layers)
            for (std::size_t c = 0; c < layer.channels.size(); ++c) {
                const std::string index = layer.channelCount > 1 ? "_" + std::to_string(c) : "";
                std::string name = layerName(layer.name.substr(0, 48) + index);
                for (int n = 2; !taken.insert(name).second; ++n)
                    name = layerName(layer.name.substr(0, 48) + index + "-" + std::to_string(n));
                extras.push_back({name, fitted(layer.channels[c], size, given), noteOn(layer, c, size, given)});
            }
        return extras;
    }

    /// A layer is taken to show all of the padded pictures, in whatever size, unless it has the pair's.
    static cv::Mat fitted(const cv::Mat& values, cv::Size size, cv::Size given)
    {
        if (values.size() == size)
            return values;
        cv::Mat whole = values;
        if (values.size() != given)
            cv::resize(values, whole, given, 0, 0, cv::INTER_LINEAR);
        return whole(cv::Rect({0, 0}, size)).clone();
    }

    static std::string noteOn(const ScriptLayer& layer, std::size_t channel, cv::Size size, cv::Size given)
    {
        const cv::Size own = layer.channels[channel].size();
        const int kept = static_cast<int>(layer.channels.size());
        std::string note;
        if (own != size && own != given)
            note = "resized from " + sizeText(own);
        if (layer.channelCount > kept)
            note += (note.empty() ? "" : "; ") + std::string("channel ") + std::to_string(channel) + ", the first " +
                    std::to_string(kept) + " of " + std::to_string(layer.channelCount) + " are kept";
        return note;
    }

    ScriptManifest m_manifest;
    ScriptModule m_module;
};

class ScriptMethod : public FusionMethod {
public:
    ScriptMethod(const std::filesystem::path& file, const FusionOptions& options, const std::string& name)
        : m_stretch(options.stretch.value_or(false))
    {
        ScriptManifest manifest = readScriptManifest(file);
        if (!name.empty())
            manifest.name = name;
        const std::string device = computeDevice(options.device, options.threads).str();
        m_fusion = std::make_shared<const ScriptFusion>(manifest, device);
        warnIfBlasIsSlow();
        m_provenance.method = manifest.name;
        m_provenance.model = manifest.module.string();
        m_provenance.modelHash = fileHash(manifest.module);
        m_provenance.options = manifest.options();
        m_provenance.options["manifest_sha256"] = fileHash(file);
        m_provenance.versions = {{"libtorch", TORCH_VERSION}};
        m_provenance.device = device;
        m_provenance.threads = torch::get_num_threads();
    }

    std::unique_ptr<FusionRun> start(ImagePair pair) const override
    {
        const auto fuse = [fusion = m_fusion](const ImagePair& sources, const JobControl& job) {
            return fusion->fuse(sources, job);
        };
        return makeSingleStageRun(m_provenance, fuse, m_stretch, std::move(pair));
    }

private:
    std::shared_ptr<const ScriptFusion> m_fusion;
    bool m_stretch;
    Provenance m_provenance;
};

} // namespace

std::unique_ptr<FusionMethod> makeScriptMethod(const std::filesystem::path& manifest, const FusionOptions& options,
                                               const std::string& name)
{
    return std::make_unique<ScriptMethod>(manifest, options, name);
}

} // namespace duoscope
