// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/pointwise_depthwise.h"

namespace duoscope {

torch::nn::Conv2d pointwise(int inputs, int outputs)
{
    return torch::nn::Conv2d(torch::nn::Conv2dOptions(inputs, outputs, 1).bias(false));
}

PointwiseDepthwiseImpl::PointwiseDepthwiseImpl(int inputs, int outputs)
    : m_pointwise(register_module("pointwise", pointwise(inputs, outputs))),
      m_depthwise(register_module(
          "depthwise",
          torch::nn::Conv2d(torch::nn::Conv2dOptions(outputs, outputs, 3).padding(1).groups(outputs).bias(false))))
{
}

torch::Tensor PointwiseDepthwiseImpl::forward(const torch::Tensor& input) { return m_depthwise(m_pointwise(input)); }

} // namespace duoscope
