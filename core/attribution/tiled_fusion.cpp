// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attribution/tiled_fusion.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace duoscope {
namespace {

using Clock = std::chrono::steady_clock;

torch::Tensor cut(const torch::Tensor& picture, Span rows, Span columns)
{
    return picture.slice(-2, rows.begin, rows.end).slice(-1, columns.begin, columns.end);
}

/// Part of a picture of which rows and columns are there.
class Piece {
public:
    Piece(Span rows, Span columns) : m_rows(rows), m_columns(columns) {}

    Span rows() const { return m_rows; }
    Span columns() const { return m_columns; }

    /// Cuts what a smaller window holds out of what this one does.
    torch::Tensor shrink(const torch::Tensor& values, const Piece& to) const
    {
        if (!values.defined())
            return values;
        return cut(values, {to.m_rows.begin - m_rows.begin, to.m_rows.end - m_rows.begin},
                   {to.m_columns.begin - m_columns.begin, to.m_columns.end - m_columns.begin});
    }

private:
    Span m_rows;
    Span m_columns;
};

/// Where the pixels of a span lie among small pixels of which each covers `factor` of them.
struct Places {
    torch::Tensor before; ///< small pixel whose centre is not behind, int64 [n]
    torch::Tensor after;  ///< the next one
    torch::Tensor share;  ///< of the next one, [n] in [0, 1]
};

Places placesOf(Span span, int factor, std::int64_t smallSize)
{
    const torch::Tensor centres =
        ((torch::arange(span.begin, span.end, torch::kFloat64) + 0.5) / factor - 0.5).clamp(0, smallSize - 1);
    const torch::Tensor before = centres.floor();
    return {before.to(torch::kInt64), (before + 1).clamp_max(smallSize - 1).to(torch::kInt64),
            (centres - before).to(torch::kFloat32)};
}

double secondsSince(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

} // namespace

torch::Tensor reducedPicture(const torch::Tensor& picture, int factor)
{
    return factor == 1 ? picture
                       : torch::avg_pool2d(picture, {factor, factor}, {factor, factor}, {0, 0}, /* ceil_mode */ true,
                                           /* count_include_pad */ false);
}

torch::Tensor nearestWindow(const torch::Tensor& small, int factor, Span rows, Span columns)
{
    if (factor == 1)
        return cut(small, rows, columns);
    const auto places = [&](Span span) {
        return torch::arange(span.begin, span.end).div(factor, "floor").to(small.device());
    };
    return small.index_select(-2, places(rows)).index_select(-1, places(columns));
}

torch::Tensor bilinearWindow(const torch::Tensor& small, int factor, Span rows, Span columns)
{
    if (factor == 1)
        return cut(small, rows, columns);
    const torch::Device device = small.device();
    const Places y = placesOf(rows, factor, small.size(-2));
    const Places x = placesOf(columns, factor, small.size(-1));
    // Columns first, of the few rows needed. Each operation is one rounding, whatever the window.
    const std::int64_t first = y.before[0].item<std::int64_t>();
    const torch::Tensor some = small.slice(-2, first, y.after[-1].item<std::int64_t>() + 1);
    const torch::Tensor left = some.index_select(-1, x.before.to(device));
    const torch::Tensor right = some.index_select(-1, x.after.to(device));
    const torch::Tensor wide = left + (right - left) * x.share.to(device);
    const torch::Tensor above = wide.index_select(-2, (y.before - first).to(device));
    const torch::Tensor below = wide.index_select(-2, (y.after - first).to(device));
    return above + (below - above) * y.share.to(device).unsqueeze(1);
}

TiledFusion::TiledFusion(const GuidedFusion& fusion, torch::Tensor infrared, torch::Tensor visible, int side,
                         int stages, torch::Device device)
    : m_fusion(fusion), m_infrared(std::move(infrared)), m_visible(std::move(visible)),
      m_rows(m_infrared.size(2), side), m_columns(m_infrared.size(3), side), m_stages(stages), m_device(device)
{
    for (int k = 0; k <= stages; ++k)
        m_halos.push_back(receptiveRadius(fusion.model().fusion->options(), k, stages));
}

ReducedGuidance TiledFusion::guidance(int factor, const JobControl& job) const
{
    const torch::NoGradGuard noGradient;
    return {factor, m_fusion.prepare(reducedPicture(m_infrared, factor).to(m_device),
                                     reducedPicture(m_visible, factor).to(m_device), job)};
}

GuidanceStages TiledFusion::guidanceStages(const ReducedGuidance& guidance, const torch::Tensor& classWeights,
                                           const JobControl& job) const
{
    const torch::NoGradGuard noGradient;
    const FusionStart& start = guidance.start;
    const torch::Tensor w1 = paintClasses(classWeights, start.classWeights.regions);
    const auto pixels = static_cast<double>(m_infrared.numel());
    // What a small pixel has of a sum over pixels belongs to all the pixels that it stands for.
    const double share = static_cast<double>(start.infrared.numel()) / pixels;
    const bool needed = m_fusion.options().attribution && m_fusion.model().fusion->options().attentionGate;
    GuidanceStages result;
    FusionState state = m_fusion.initialState(start);
    for (int k = 1; k <= m_stages; ++k) {
        job.report((k - 1.0) / m_stages, "attention of stage " + std::to_string(k));
        GuidanceStages::Stage stage;
        if (needed)
            m_fusion.advance(state, start, w1, job);
        const torch::Tensor& attention = state.attention.map();
        stage.attention = attention * share;
        switch (m_fusion.options().attentionScale) {
        case AttentionScale::Paper:
            break;
        case AttentionScale::TimesPixels:
            stage.gateScale = pixels;
            break;
        case AttentionScale::Standardised:
            stage.gateScale = 1 / (share * (attention.abs().mean().item<double>() + 1e-12));
            break;
        }
        stage.residual = state.attention.residual().item<double>();
        stage.scoreChange = state.attention.change().item<double>();
        result.stages.push_back(std::move(stage));
    }
    return result;
}

std::vector<TileStage> TiledFusion::fuse(std::int64_t row, std::int64_t column, const ReducedGuidance& guidance,
                                         const GuidanceStages& stages, const torch::Tensor& classWeights,
                                         const std::stop_token& stop) const
{
    const torch::NoGradGuard noGradient;
    const auto windowOf = [&](int halo) { return Piece(m_rows.window(row, halo), m_columns.window(column, halo)); };
    const Piece tile(m_rows.part(row), m_columns.part(column));
    Clock::time_point begin = Clock::now();
    Piece now = windowOf(m_halos[0]);
    const auto here = [this](const torch::Tensor& picture, const Piece& window) {
        return cut(picture, window.rows(), window.columns()).contiguous().to(m_device);
    };
    torch::Tensor infrared = here(m_infrared, now);
    torch::Tensor visible = here(m_visible, now);
    torch::Tensor w1 = paintClasses(
        classWeights, nearestWindow(guidance.start.classWeights.regions, guidance.factor, now.rows(), now.columns()));
    FusionState state = m_fusion.initialState({infrared, visible, (infrared + visible) / 2, {}, {}, {}, {}});
    std::vector<TileStage> results;
    for (const GuidanceStages::Stage& guide : stages.stages) {
        throwIfStopped(stop);
        const torch::Tensor attention = bilinearWindow(guide.attention, guidance.factor, now.rows(), now.columns());
        const torch::Tensor before = now.shrink(state.image, tile);
        TileStage result;
        const torch::Tensor gradient =
            m_fusion.applyStage(state, infrared, visible, w1, attention * guide.gateScale, stop);
        result.image = now.shrink(state.image, tile).contiguous();
        result.attention = now.shrink(attention, tile);
        result.gradient = now.shrink(gradient, tile);
        result.change = (result.image - before).abs().sum(torch::kFloat64).item<double>();
        // The rest of the way sees less far.
        const Piece next = windowOf(m_halos[static_cast<std::size_t>(state.k)]);
        for (torch::Tensor* values : {&infrared, &visible, &w1, &state.image, &state.memory.shortTerm,
                                      &state.memory.longTerm, &state.memory.lstm.hidden, &state.memory.lstm.cell})
            *values = now.shrink(*values, next);
        now = next;
        result.seconds = secondsSince(std::exchange(begin, Clock::now()));
        results.push_back(std::move(result));
    }
    return results;
}

} // namespace duoscope
