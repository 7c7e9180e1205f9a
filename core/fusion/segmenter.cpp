// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fusion/segmenter.h"

#include "core/attribution/image_attribution.h"
#include "core/base/error.h"
#include "core/base/file_hash.h"
#include "core/fusion/model_files.h"
#include "core/fusion/tensor_image.h"
#include "core/fusion/trace_parts.h"
#include "core/net/compute_device.h"
#include "core/net/model.h"

#include <torch/version.h>

#include <stdexcept>

namespace duoscope {

namespace {

void requireGray(const cv::Mat& image)
{
    if (image.empty() || image.type() != CV_32FC1)
        throw std::invalid_argument("a picture to segment is CV_32FC1");
}

std::string failureOf(const char* what, const cv::Mat& image)
{
    return std::string("Cannot ") + what + " a picture of " + std::to_string(image.cols) + " x " +
           std::to_string(image.rows) + " pixels";
}

} // namespace

struct Segmenter::Network {
    DeepLab segmentation{nullptr};
};

Segmenter::Segmenter(const std::filesystem::path& model, const std::filesystem::path& classSets,
                     const std::string& device, int threads)
{
    const torch::Device chosen = computeDevice(device, threads);
    Model loaded = loadModel(model);
    loaded.prepareForInference();
    m_network = std::make_unique<Network>(Network{loaded.segmentation});
    m_network->segmentation->to(chosen);
    m_classSet = classSetOf(loaded.classSet, loaded.segmentation->options().classes, classSets);
    m_provenance.method = "segmentation";
    m_provenance.model = model.string();
    m_provenance.modelHash = fileHash(model);
    m_provenance.versions = libraryVersions();
    m_provenance.versions["libtorch"] = TORCH_VERSION;
    m_provenance.device = chosen.str();
    m_provenance.threads = torch::get_num_threads();
}

Segmenter::~Segmenter() = default;

cv::Mat Segmenter::segment(const cv::Mat& image, const JobControl& job) const
{
    requireGray(image);
    const std::string what = failureOf("segment", image);
    const torch::NoGradGuard noGradient;
    cv::Mat ids;
    runLibraries(what, [&] {
        const torch::Tensor scores =
            m_network->segmentation->forward(toTensor(image, m_provenance.device), job.stopToken());
        requireFinite(scores, what, "class scores");
        ids = toMat(largestClass(scores));
    });
    return ids;
}

ScoreAttribution Segmenter::explain(const cv::Mat& image, const cv::Mat& baseline,
                                    const ScoreAttributionOptions& options, const JobControl& job) const
{
    requireGray(image);
    requireGray(baseline);
    if (image.size() != baseline.size())
        throw std::invalid_argument("a baseline has the size of its picture");
    const std::string what = failureOf("attribute the score of", image);
    if (options.classId < -1 || options.classId >= m_classSet.size())
        throw Error(ErrorKind::Usage, what, "the model has no class " + std::to_string(options.classId),
                    "Choose one of 0 to " + std::to_string(m_classSet.size() - 1));
    options.quadrature.nodes(); // throws
    const torch::NoGradGuard noGradient;
    ScoreAttribution result;
    runLibraries(what, [&] {
        const auto scores = [&](const torch::Tensor& picture) {
            return m_network->segmentation->forward(picture, job.stopToken());
        };
        const torch::Tensor picture = toTensor(image, m_provenance.device);
        const torch::Tensor y = scores(picture);
        requireFinite(y, what, "class scores");
        const torch::Tensor regions = largestClass(y);
        result.segmentation = toMat(regions);
        result.pixels = options.classId < 0 ? regions.numel() : (regions == options.classId).sum().item<std::int64_t>();
        if (result.pixels == 0)
            return;
        ImageAttributionOptions attribution;
        attribution.quadrature = options.quadrature;
        const ImageAttribution made =
            attributeImage(scores, scoreWeights(regions, m_classSet.size(), options.classId), picture,
                           toTensor(baseline, m_provenance.device), attribution, job);
        requireFinite(made.map, what, "attribution");
        result.map = toMat(made.map);
        result.score = made.score;
        result.baselineScore = made.baselineScore;
        result.residual = made.residual;
    });
    return result;
}

} // namespace duoscope
