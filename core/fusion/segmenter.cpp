// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fusion/segmenter.h"

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
    if (image.empty() || image.type() != CV_32FC1)
        throw std::invalid_argument("a picture to segment is CV_32FC1");
    const std::string what =
        "Cannot segment a picture of " + std::to_string(image.cols) + " x " + std::to_string(image.rows) + " pixels";
    const torch::NoGradGuard noGradient;
    cv::Mat ids;
    runLibraries(what, [&] {
        const torch::Tensor scores =
            m_network->segmentation->forward(toTensor(image, m_provenance.device), job.stopToken());
        if (!torch::isfinite(scores).all().item<bool>())
            throw Error(ErrorKind::Model, what, "the model gives scores that are not finite",
                        "Use another model; this one is damaged or was not trained to an end");
        ids = toMat(largestClass(scores));
    });
    return ids;
}

} // namespace duoscope
