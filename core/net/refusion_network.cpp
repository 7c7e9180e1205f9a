// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/refusion_network.h"

#include "core/base/error.h"
#include "core/net/conv_unit.h"

namespace duoscope {
namespace {

torch::nn::Conv2d plainConv3x3(int inputs, int outputs)
{
    return torch::nn::Conv2d(sameConv3x3(inputs, outputs).bias(false));
}

} // namespace

void ReFusionOptions::check() const
{
    const auto refuse = [](const std::string& why) {
        throw Error(ErrorKind::Model, "Cannot build the ReFusion network", why, "Check the model's options");
    };
    if (heads < 1 || heads > 64)
        refuse("it should have 1 to 64 heads, not " + std::to_string(heads));
    if (width < 1 || width > 256 || width % heads != 0)
        refuse("its width should be a multiple of its heads from 1 to 256, not " + std::to_string(width));
    if (blocks < 1 || blocks > 16)
        refuse("it should have 1 to 16 blocks, not " + std::to_string(blocks));
}

Metadata ReFusionOptions::toMetadata() const
{
    return {{"fusion.width", std::to_string(width)},
            {"fusion.heads", std::to_string(heads)},
            {"fusion.blocks", std::to_string(blocks)}};
}

ReFusionOptions ReFusionOptions::fromMetadata(const Metadata& metadata)
{
    ReFusionOptions options;
    options.width = metadataInt(metadata, "fusion.width");
    options.heads = metadataInt(metadata, "fusion.heads");
    options.blocks = metadataInt(metadata, "fusion.blocks");
    options.check();
    return options;
}

ReFusionNetworkImpl::ReFusionNetworkImpl(const ReFusionOptions& options) : m_options(options)
{
    options.check();
    const int w = options.width;
    m_embedFirst = register_module("embed_first", plainConv3x3(1, w));
    m_embedSecond = register_module("embed_second", plainConv3x3(1, w));
    m_encodeFirst = makeBlocks("encode_first", w);
    m_encodeSecond = makeBlocks("encode_second", w);
    m_fuse = register_module("fuse", CrossFusion(w, options.heads));
    m_decode = makeBlocks("decode", 2 * w);
    m_reduce = register_module("reduce", plainConv3x3(2 * w, w));
    m_reconstruct = register_module("reconstruct", plainConv3x3(w, 1));
}

ReFusionNetworkImpl::Blocks ReFusionNetworkImpl::makeBlocks(const std::string& name, int channels)
{
    Blocks blocks;
    for (int i = 1; i <= m_options.blocks; ++i)
        blocks.push_back(register_module(name + std::to_string(i), TransformerBlock(channels, m_options.heads)));
    return blocks;
}

torch::Tensor ReFusionNetworkImpl::forward(const torch::Tensor& first, const torch::Tensor& second,
                                           const JobControl& job)
{
    // In shares of a picture's time; the decoder is twice as wide.
    double done = 0;
    const double whole = 4 * m_options.blocks + 3;
    const auto begin = [&](double share, const char* activity) {
        job.checkStop();
        job.report(done / whole, activity);
        done += share;
    };
    const auto run = [&](const Blocks& blocks, torch::Tensor x, double share, const char* activity) {
        for (TransformerBlock block : blocks) {
            begin(share, activity);
            x = block(x);
        }
        return x;
    };
    const torch::Tensor encodedFirst = run(m_encodeFirst, m_embedFirst(first), 1, "encoding the first source");
    const torch::Tensor encodedSecond = run(m_encodeSecond, m_embedSecond(second), 1, "encoding the second source");
    begin(3, "fusing");
    const torch::Tensor fused = m_fuse(encodedFirst, encodedSecond);
    const torch::Tensor decoded = run(m_decode, fused, 2, "decoding");
    job.checkStop();
    constexpr double kSlope = 0.01;
    return torch::sigmoid(m_reconstruct(torch::leaky_relu(m_reduce(decoded), kSlope)));
}

} // namespace duoscope
