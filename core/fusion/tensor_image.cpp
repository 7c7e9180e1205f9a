// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fusion/tensor_image.h"

#include "core/base/error.h"
#include "core/net/torch_headers.h"

#include <opencv2/core.hpp>

#include <new>

namespace duoscope {

torch::Tensor toTensor(const cv::Mat& image, const std::string& device)
{
    const cv::Mat whole = image.isContinuous() ? image : image.clone();
    return torch::from_blob(whole.data, {1, 1, whole.rows, whole.cols}, torch::kFloat32).clone().to(device);
}

cv::Mat toMat(const torch::Tensor& tensor)
{
    const bool labels = tensor.scalar_type() == torch::kInt64;
    const torch::Tensor plane = tensor.detach()
                                    .to(torch::kCPU, labels ? torch::kInt32 : torch::kFloat32)
                                    .reshape({-1, tensor.size(-2), tensor.size(-1)})[0]
                                    .contiguous();
    return cv::Mat(static_cast<int>(plane.size(0)), static_cast<int>(plane.size(1)), labels ? CV_32SC1 : CV_32FC1,
                   plane.data_ptr())
        .clone();
}

void requireFinite(const torch::Tensor& values, const std::string& what, const std::string& which)
{
    if (!torch::isfinite(values).all().item<bool>())
        throw Error(ErrorKind::Model, what, "the model gives values that are not finite (" + which + ")",
                    "Use another model; this one is damaged or was not trained to an end");
}

void runLibraries(const std::string& what, const std::function<void()>& work)
{
    constexpr const char* kRemedy = "If memory ran out, use a smaller picture or close other programs";
    try {
        work();
    } catch (const c10::Error& problem) {
        throw Error(ErrorKind::Input, what, std::string("LibTorch reports: ") + problem.what_without_backtrace(),
                    kRemedy);
    } catch (const cv::Exception& problem) {
        throw Error(ErrorKind::Input, what, "OpenCV reports: " + problem.err, kRemedy);
    } catch (const std::bad_alloc&) {
        throw Error(ErrorKind::Input, what, "memory ran out", "Use a smaller picture or close other programs");
    }
}

} // namespace duoscope
