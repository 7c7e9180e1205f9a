// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/unfolding_network.h"

#include "core/base/error.h"

#include <algorithm>

namespace duoscope {

void UnfoldingOptions::check() const
{
    const auto refuse = [](const std::string& why) {
        throw Error(ErrorKind::Model, "Cannot build the unfolding network", why, "Check the model's options");
    };
    if (stages < 1 || stages > 32)
        refuse("it should have 1 to 32 stages, not " + std::to_string(stages));
    if (!(initialStepSize >= 0 && initialStepSize <= 1))
        refuse("its step size should start between 0 and 1");
    if (width < 2 || width > 256 || width % 2 != 0)
        refuse("its width should be an even number from 2 to 256, not " + std::to_string(width));
}

Metadata UnfoldingOptions::toMetadata() const
{
    return {{"fusion.stages", std::to_string(stages)},
            {"fusion.width", std::to_string(width)},
            {"fusion.padding", toString(padding)},
            {"fusion.short_memory", shortMemory ? "true" : "false"},
            {"fusion.long_memory", longMemory ? "true" : "false"},
            {"fusion.attention_gate", attentionGate ? "true" : "false"}};
}

UnfoldingOptions UnfoldingOptions::fromMetadata(const Metadata& metadata)
{
    UnfoldingOptions options;
    options.stages = metadataInt(metadata, "fusion.stages");
    options.width = metadataInt(metadata, "fusion.width");
    options.padding = parsePadding(metadataText(metadata, "fusion.padding"));
    options.shortMemory = metadataBool(metadata, "fusion.short_memory");
    options.longMemory = metadataBool(metadata, "fusion.long_memory");
    options.attentionGate = metadataBool(metadata, "fusion.attention_gate");
    options.check();
    return options;
}

int receptiveRadius(const UnfoldingOptions& options, int after, int last)
{
    constexpr int kConvolution = 1; // 3×3
    constexpr int kUnit = 2 * kConvolution;
    int image = 0;
    int shortTerm = after == 0 ? kUnit : 0; // before stage 1 both memories are made of the sources
    int longTerm = shortTerm;
    int hidden = 0; // and the cell, which sees as far
    for (int k = after + 1; k <= last; ++k) {
        const int extracted = image + kUnit;
        const int merged =
            kUnit + std::max({extracted, options.shortMemory ? shortTerm : 0, options.longMemory ? longTerm : 0});
        const int refined = merged + kUnit;
        image = refined + kUnit;
        shortTerm = refined;
        hidden = std::max(refined + kUnit, hidden) + kConvolution;
        longTerm = hidden + kUnit;
    }
    return image;
}

UnfoldingStageImpl::UnfoldingStageImpl(const UnfoldingOptions& options)
    : m_shortMemory(options.shortMemory), m_longMemory(options.longMemory), m_attentionGate(options.attentionGate)
{
    const int w = options.width;
    m_extract = register_module("extract", ConvUnit(1, w, w, options.padding));
    m_merge = register_module("merge", ConvUnit(3 * w, w, w, options.padding));
    m_refine = register_module("refine", ConvUnit(w, w, w, options.padding));
    m_reconstruct = register_module("reconstruct", ConvUnit(w, w / 2, 1, options.padding));
    m_lstmInput = register_module("lstm_input", ConvUnit(3 * w, w, w, options.padding));
    m_lstm = register_module("lstm", ConvLstm(w, options.padding));
    m_recall = register_module("recall", ConvUnit(w, w, w, options.padding));
}

torch::Tensor UnfoldingStageImpl::forward(const torch::Tensor& proximalInput, const torch::Tensor& attention,
                                          StageMemory& memory, Equations equations, bool updateLongTerm,
                                          const std::stop_token& stop, StageFeatures* features)
{
    torch::Tensor extracted = m_extract->forward({proximalInput}, stop); // F1
    torch::Tensor shortTerm = m_shortMemory ? memory.shortTerm : torch::zeros_like(extracted);
    torch::Tensor longTerm = m_longMemory ? memory.longTerm : torch::zeros_like(extracted);
    torch::Tensor merged = m_merge->forward({extracted, shortTerm, longTerm}, stop); // F2
    const bool remembers = updateLongTerm && m_longMemory;
    shortTerm = longTerm = memory.shortTerm = torch::Tensor(); // all of these are large
    if (remembers)
        memory.longTerm = torch::Tensor();
    const auto gated = [&](const torch::Tensor& output, const Strip& strip) {
        if (!m_attentionGate)
            return strip.of(merged) + output;
        if (!attention.defined())
            return strip.of(merged) + 0.5 * output;
        return torch::addcmul(strip.of(merged), torch::sigmoid(strip.of(attention)), output).to(output.scalar_type());
    };
    const torch::Tensor refined = m_refine->forward({merged}, stop, gated); // F3, which is also m_s (equation 13)
    const auto squashed = [](const torch::Tensor& output, const Strip&) { return torch::sigmoid(output); };
    const torch::Tensor image = m_reconstruct->forward({refined}, stop, squashed);

    memory.shortTerm = refined;
    torch::Tensor lstmInput;
    if (remembers)
        lstmInput = m_lstmInput->forward({extracted, merged, refined}, stop);
    if (features)
        *features = {extracted, merged, lstmInput};
    extracted = merged = torch::Tensor();
    if (lstmInput.defined()) {
        memory.lstm = m_lstm(lstmInput, memory.lstm, equations, stop);
        lstmInput = torch::Tensor();
        memory.longTerm = m_recall->forward({memory.lstm.hidden}, stop);
    }
    return image;
}

void UnfoldingStageImpl::computeInHalfPrecision(torch::ScalarType type)
{
    for (ConvUnit unit : {m_extract, m_merge, m_refine, m_reconstruct, m_lstmInput, m_recall})
        unit->computeInHalfPrecision(type);
    m_lstm->to(type);
}

UnfoldingNetworkImpl::UnfoldingNetworkImpl(const UnfoldingOptions& options) : m_options(options)
{
    options.check();
    const int half = options.width / 2;
    m_initialInfrared = register_module("initial_infrared", ConvUnit(1, half, half, options.padding));
    m_initialVisible = register_module("initial_visible", ConvUnit(1, half, half, options.padding));
    for (int k = 1; k <= options.stages; ++k)
        m_stages.push_back(register_module("stage" + std::to_string(k), UnfoldingStage(options)));
    m_stepSizes = register_parameter("step_sizes", torch::full({options.stages}, options.initialStepSize));
}

StageMemory UnfoldingNetworkImpl::initialMemory(const torch::Tensor& infrared, const torch::Tensor& visible)
{
    const torch::Tensor memory =
        torch::cat({m_initialInfrared->forward({infrared}, {}), m_initialVisible->forward({visible}, {})}, 1);
    return {memory, memory, {}};
}

void UnfoldingNetworkImpl::computeInHalfPrecision(torch::ScalarType type)
{
    m_initialInfrared->computeInHalfPrecision(type);
    m_initialVisible->computeInHalfPrecision(type);
    for (UnfoldingStage& stage : m_stages)
        stage->computeInHalfPrecision(type);
}

torch::Tensor UnfoldingNetworkImpl::stepSize(int k) const { return m_stepSizes[k - 1]; }

torch::Tensor dataGradient(const torch::Tensor& image, const torch::Tensor& infrared, const torch::Tensor& visible,
                           const torch::Tensor& infraredWeight)
{
    // Equation 3 with w1 + w2 = 1: one product instead of two.
    return image - visible - infraredWeight * (infrared - visible);
}

} // namespace duoscope
