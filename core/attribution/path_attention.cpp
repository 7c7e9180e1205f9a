// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attribution/path_attention.h"

#include "core/base/error.h"
#include "core/base/job.h"

namespace duoscope {

std::string toString(AttentionKind kind) { return kind == AttentionKind::Path ? "path" : "gradient"; }

AttentionKind parseAttentionKind(std::string_view text)
{
    for (const AttentionKind kind : {AttentionKind::Path, AttentionKind::Gradient})
        if (text == toString(kind))
            return kind;
    throw Error(ErrorKind::Usage, "Unknown attention \"" + std::string(text) + "\"", "there are path and gradient",
                "Choose one of the two");
}

std::string toString(AttentionScale scale)
{
    switch (scale) {
    case AttentionScale::Paper:
        return "paper";
    case AttentionScale::TimesPixels:
        return "times-pixels";
    case AttentionScale::Standardised:
        break;
    }
    return "standardised";
}

AttentionScale parseAttentionScale(std::string_view text)
{
    for (const AttentionScale scale :
         {AttentionScale::Paper, AttentionScale::TimesPixels, AttentionScale::Standardised})
        if (text == toString(scale))
            return scale;
    throw Error(ErrorKind::Usage, "Unknown attention scale \"" + std::string(text) + "\"",
                "there are paper, times-pixels and standardised", "Choose one of the three");
}

torch::Tensor scaleAttention(const torch::Tensor& attention, AttentionScale scale)
{
    switch (scale) {
    case AttentionScale::Paper:
        return attention;
    case AttentionScale::TimesPixels:
        return attention * (attention.size(2) * attention.size(3));
    case AttentionScale::Standardised:
        break;
    }
    return attention / (attention.abs().mean({1, 2, 3}, true) + 1e-12);
}

torch::Tensor attentionScoreWeights(const torch::Tensor& mask, Equations equations)
{
    const std::int64_t terms = equations == Equations::Paper ? mask.size(2) * mask.size(3) : mask.numel();
    return mask / static_cast<double>(terms);
}

PathAttention::PathAttention(torch::Tensor start, torch::Tensor startScore, Quadrature segment, Equations equations,
                             AttentionKind kind)
    : m_segment(segment), m_equations(equations), m_kind(kind), m_last(std::move(start)),
      m_map(torch::zeros_like(m_last)), m_total(torch::zeros_like(startScore)), m_startScore(startScore),
      m_score(std::move(startScore))
{
}

void PathAttention::append(const torch::Tensor& image, const ScoreFunction& scores, const torch::Tensor& gathered,
                           const std::stop_token& stop)
{
    if (m_kind == AttentionKind::Gradient) {
        const ScoreGradient value = scoreGradient(scores, gathered, image, stop);
        m_map = value.gradient;
        m_score = value.score;
        m_last = image;
        return;
    }
    const torch::Tensor step = image - m_last;
    torch::Tensor increment = torch::zeros_like(m_map);
    torch::Tensor score;
    for (const QuadratureNode& node : m_segment.nodes()) {
        const bool atEnd = node.position == 1.0;
        const ScoreGradient value =
            scoreGradient(scores, gathered, atEnd ? image : m_last + node.position * step, stop);
        increment += node.weight * value.gradient * step;
        if (atEnd)
            score = value.score;
    }
    if (!score.defined()) { // the rule does not visit the end point
        throwIfStopped(stop);
        const torch::NoGradGuard noGradient;
        score = (gathered * scores.coarse(image)).sum({1, 2, 3});
    }
    ++m_segments;
    m_total = m_total + increment.sum({1, 2, 3});
    // Released: A ← ((k − 1)·A + increment) / k.
    m_map = m_equations == Equations::Paper ? m_map + increment : m_map + (increment - m_map) / m_segments;
    m_score = score;
    m_last = image;
}

} // namespace duoscope
