// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attribution/class_weights.h"

#include <algorithm>
#include <array>
#include <vector>

namespace duoscope {
namespace {

/// 1/N_c for each sample and class, so that a sum over the region becomes a mean. [B, C]; 0 for absent classes.
torch::Tensor inverseCounts(const torch::Tensor& pixels, bool poolBatch)
{
    torch::Tensor counts = pixels.to(torch::kFloat64);
    if (poolBatch)
        counts = counts.sum(0, true).expand_as(counts);
    return torch::where(counts > 0, 1.0 / counts.clamp_min(1.0), torch::zeros_like(counts)).to(torch::kFloat32);
}

/// Equation 5 for all classes at once, of coarse scores. Pooled: each sample's share of the batch's mean. [B, C].
torch::Tensor classScores(const torch::Tensor& y, const torch::Tensor& gatheredMasks, const torch::Tensor& inverse)
{
    return (y * gatheredMasks).sum({2, 3}) * inverse;
}

/// One evaluation of equation 7: a source at a node of the quadrature.
struct Point {
    std::size_t source = 0; ///< 0 infrared, 1 visible
    QuadratureNode node;
};

class Integrator {
public:
    Integrator(const ScoreFunction& scores, const ClassSlopes& slopes, const torch::Tensor& masks,
               const torch::Tensor& inverse, const torch::Tensor& present, const ClassWeightOptions& options)
        : m_scores(scores), m_slopes(slopes), m_masks(masks), m_gathered(scores.gathered(masks)), m_inverse(inverse),
          m_options(options)
    {
        for (std::int64_t i = 0; i < present.size(0); ++i)
            m_present.push_back(present[i].item<std::int64_t>());
    }

    /// Both sources, [B, 1, H, W] each.
    std::array<SourceAttribution, 2> attribute(const std::array<torch::Tensor, 2>& sources, const JobControl& job) const
    {
        std::vector<Point> points;
        for (std::size_t source = 0; source < sources.size(); ++source)
            for (const QuadratureNode& node : m_options.quadrature.nodes())
                points.push_back({source, node});
        std::array<Sums, 2> sums{Sums(m_inverse), Sums(m_inverse)};
        const std::size_t atOnce = pointsAtOnce(sources[0]);
        for (std::size_t begin = 0; begin < points.size(); begin += atOnce) {
            const std::vector<Point> some(points.begin() + static_cast<std::ptrdiff_t>(begin),
                                          points.begin() +
                                              static_cast<std::ptrdiff_t>(std::min(begin + atOnce, points.size())));
            const auto share = [&](std::size_t done) {
                return static_cast<double>(done) / static_cast<double>(points.size());
            };
            addPoints(sources, some, sums, job.part(share(begin), share(begin + some.size())));
        }
        return finish(sources, sums, job);
    }

    /// Both sources by the whole change of each score from black: no gradient at all.
    std::array<SourceAttribution, 2> changes(const std::array<torch::Tensor, 2>& sources, const JobControl& job) const
    {
        std::array<Sums, 2> sums{Sums(m_inverse), Sums(m_inverse)};
        std::array<SourceAttribution, 2> results = finish(sources, sums, job);
        for (SourceAttribution& result : results) {
            result.attribution = result.change;
            result.residual = torch::zeros_like(result.change);
        }
        return results;
    }

private:
    /// Of one source, [B, C].
    struct Sums {
        explicit Sums(const torch::Tensor& like)
            : inRegion(torch::zeros_like(like)), everywhere(torch::zeros_like(like))
        {
        }
        torch::Tensor inRegion;
        torch::Tensor everywhere; ///< over all pixels, for completeness
    };

    std::size_t pointsAtOnce(const torch::Tensor& source) const
    {
        return static_cast<std::size_t>(std::max<std::int64_t>(1, m_options.pixelsAtOnce / source.numel()));
    }

    /// Adds these points' shares of equation 7 for every class: one forward pass, and one backward pass a class.
    void addPoints(const std::array<torch::Tensor, 2>& sources, const std::vector<Point>& points,
                   std::array<Sums, 2>& sums, const JobControl& job) const
    {
        job.checkStop();
        const auto count = static_cast<std::int64_t>(points.size());
        std::vector<torch::Tensor> pictures, directions;
        for (const Point& point : points) {
            directions.push_back(sources[point.source]);
            pictures.push_back(sources[point.source] * point.node.position);
        }
        std::size_t done = 0;
        const auto take = [&](std::int64_t c, const ClassSlope& slope) {
            const std::vector<torch::Tensor> inRegion = slope.inRegion.chunk(count);
            const std::vector<torch::Tensor> everywhere = slope.everywhere.chunk(count);
            for (std::size_t p = 0; p < points.size(); ++p) {
                Sums& sum = sums[points[p].source];
                sum.inRegion.select(1, c) += inRegion[p] * points[p].node.weight;
                sum.everywhere.select(1, c) += everywhere[p] * points[p].node.weight;
            }
            job.report(static_cast<double>(++done) / static_cast<double>(m_present.size()), "class attribution");
        };
        const ClassSums classes = count == 1
                                      ? ClassSums{m_masks, m_gathered, m_inverse, m_present} // no copy of large masks
                                      : ClassSums{m_masks.repeat({count, 1, 1, 1}), m_gathered.repeat({count, 1, 1, 1}),
                                                  m_inverse.repeat({count, 1}), m_present};
        m_slopes(torch::cat(pictures), torch::cat(directions), classes, take, job.stopToken());
    }

    std::array<SourceAttribution, 2> finish(const std::array<torch::Tensor, 2>& sources, std::array<Sums, 2>& sums,
                                            const JobControl& job) const
    {
        const torch::NoGradGuard noGradient;
        const auto scoreOf = [&](const torch::Tensor& image) {
            job.checkStop();
            return classScores(m_scores.coarse(image), m_gathered, m_inverse);
        };
        const torch::Tensor black = scoreOf(torch::zeros_like(sources[0]));
        std::array<SourceAttribution, 2> results;
        for (std::size_t s = 0; s < sources.size(); ++s) {
            SourceAttribution& result = results[s];
            torch::Tensor& everywhere = sums[s].everywhere;
            result.attribution = sums[s].inRegion;
            result.score = scoreOf(sources[s]);
            result.change = result.score - black;
            if (m_options.poolBatch) { // one region across the batch: its parts add up, in every sample alike
                for (torch::Tensor* value : {&result.score, &result.change, &everywhere, &result.attribution})
                    *value = value->sum(0, true).expand_as(*value).contiguous();
            }
            result.residual = everywhere - result.change;
            result.attribution = result.attribution - m_options.quadrature.completion * result.residual;
            if (m_options.poolBatch)
                result.attribution *= m_inverse;
        }
        return results;
    }

    const ScoreFunction& m_scores;
    const ClassSlopes& m_slopes;
    const torch::Tensor& m_masks;        ///< [B, C, H, W]
    torch::Tensor m_gathered;            ///< the masks for coarse scores
    const torch::Tensor& m_inverse;      ///< [B, C]
    std::vector<std::int64_t> m_present; ///< ids of the classes to attribute
    const ClassWeightOptions& m_options;
};

} // namespace

torch::Tensor infraredWeight(const torch::Tensor& infrared, const torch::Tensor& visible, double epsilon)
{
    const torch::Tensor a = torch::relu(infrared);
    const torch::Tensor b = torch::relu(visible);
    return (a + epsilon) / (a + b + 2 * epsilon);
}

ClassWeights attributeClasses(const ScoreFunction& scores, const ClassSlopes& slopes, const torch::Tensor& regions,
                              int classes, const torch::Tensor& infrared, const torch::Tensor& visible,
                              const ClassWeightOptions& options, const JobControl& job)
{
    ClassWeights result = neutralWeights(regions, classes);
    const torch::Tensor masks = oneHotMask(regions, classes);
    const torch::Tensor inverse = inverseCounts(result.pixels, options.poolBatch);
    torch::Tensor wanted = result.pixels.sum(0) > 0;
    if (options.ignoredClass >= 0 && options.ignoredClass < classes)
        wanted[options.ignoredClass] = false;
    const torch::Tensor present = wanted.nonzero().squeeze(1);
    if (present.size(0) == 0)
        return result;

    const Integrator integrator(scores, slopes, masks, inverse, present, options);
    const std::array<SourceAttribution, 2> sides = options.kind == AttributionKind::Exact
                                                       ? integrator.attribute({infrared, visible}, job)
                                                       : integrator.changes({infrared, visible}, job);
    result.infrared = sides[0];
    result.visible = sides[1];
    const torch::Tensor weights =
        infraredWeight(result.infrared.attribution, result.visible.attribution, options.epsilon);
    result.infraredWeight = torch::where(wanted.unsqueeze(0), weights, result.infraredWeight);
    return result;
}

ClassWeights attributeClasses(const ScoreFunction& scores, const torch::Tensor& regions, int classes,
                              const torch::Tensor& infrared, const torch::Tensor& visible,
                              const ClassWeightOptions& options, const JobControl& job)
{
    return attributeClasses(scores, classSlopesOf(scores), regions, classes, infrared, visible, options, job);
}

ClassWeights neutralWeights(const torch::Tensor& regions, int classes)
{
    const torch::Tensor ids = regions.flatten(1);
    const torch::Tensor pixels =
        torch::zeros({regions.size(0), classes}, ids.options()).scatter_add_(1, ids, torch::ones_like(ids));
    const torch::Tensor zeros = torch::zeros({regions.size(0), classes}, regions.options().dtype(torch::kFloat32));
    const SourceAttribution none{zeros, zeros, zeros, zeros};
    return {regions, pixels, none, none, torch::full_like(zeros, 0.5)};
}

torch::Tensor oneHotMask(const torch::Tensor& regions, int classes)
{
    return torch::zeros({regions.size(0), classes, regions.size(1), regions.size(2)},
                        regions.options().dtype(torch::kFloat32))
        .scatter_(1, regions.unsqueeze(1), 1);
}

torch::Tensor paintClasses(const torch::Tensor& values, const torch::Tensor& regions)
{
    const torch::Tensor flat = regions.flatten(1);
    return values.gather(1, flat).view_as(regions).unsqueeze(1);
}

} // namespace duoscope
