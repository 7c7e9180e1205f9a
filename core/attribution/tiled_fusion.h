// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attribution/guided_fusion.h"
#include "core/attribution/tile_axis.h"

#include <torch/torch.h>

#include <array>
#include <vector>

namespace duoscope {

/// What guides the fusion of a large pair, computed on the pair made smaller: class weights, regions and attention need
/// the whole picture, which the stages themselves do not.
struct ReducedGuidance {
    int factor = 1;    ///< n: each pixel of the smaller pictures is the mean of n×n
    FusionStart start; ///< of the smaller pictures, [1, 1, ⌈H/n⌉, ⌈W/n⌉]
};

/// The smaller pictures' attention for each stage, in units of the whole picture. Index is k − 1.
struct GuidanceStages {
    struct Stage {
        torch::Tensor attention; ///< A^(k) per pixel of the whole picture, [1, 1, ⌈H/n⌉, ⌈W/n⌉]
        double gateScale = 1;    ///< what the gate receives for an attention of 1; see AttentionScale
        double residual = 0;     ///< completeness residual of A^(k)
        double scoreChange = 0;  ///< from f_0 to f_{k−1}, to set it against
    };
    std::vector<Stage> stages;
};

/// What one stage gives in one tile. [1, 1, h, w], without the halo.
struct TileStage {
    torch::Tensor image;     ///< f_k
    torch::Tensor attention; ///< A^(k)
    torch::Tensor gradient;  ///< of the data term at f_{k−1}
    double change = 0;       ///< Σ |f_k − f_{k−1}|
    double seconds = 0;
};

/// Means of n×n pixels, of fewer at the far borders: [1, 1, H, W] → [1, 1, ⌈H/n⌉, ⌈W/n⌉].
torch::Tensor reducedPicture(const torch::Tensor& picture, int factor);
/// Values of smaller pictures at the pixels of a window of the whole one, exactly as if the whole had been made and the
/// window cut out: of the small pixel that lies there …
torch::Tensor nearestWindow(const torch::Tensor& small, int factor, Span rows, Span columns);
/// … or bilinear between the centres of the four around.
torch::Tensor bilinearWindow(const torch::Tensor& small, int factor, Span rows, Span columns);

/// UAAFusion of a pair in tiles, all stages of a tile at once. With the same guidance it gives what the whole picture
/// would: each tile is computed with as much around it as the network sees (receptiveRadius), less at every stage, and
/// only true borders of the picture are padded.
class TiledFusion {
public:
    /// @param infrared, visible  the whole pair on the CPU, [1, 1, H, W] in [0,1]; not copied
    /// @param side   largest tile, pixels without halo
    /// @param stages K, at most the network's
    /// @param device where tiles and guidance are computed
    TiledFusion(const GuidedFusion& fusion, torch::Tensor infrared, torch::Tensor visible, int side, int stages,
                torch::Device device);

    /// Segmentation and class weights of the smaller pair. Throws Cancelled.
    ReducedGuidance guidance(int factor, const JobControl& job) const;
    /// All stages of the smaller pair, for their attention.
    /// @param classWeights  w1 of each class, [1, C]
    /// Throws Cancelled.
    GuidanceStages guidanceStages(const ReducedGuidance& guidance, const torch::Tensor& classWeights,
                                  const JobControl& job) const;

    const TileAxis& rows() const { return m_rows; }
    const TileAxis& columns() const { return m_columns; }
    /// Pixels around a tile that its first stage sees.
    int halo() const { return m_halos.front(); }

    /// Stages 1 … K of the tile in that row and column of tiles. Throws Cancelled between layers.
    std::vector<TileStage> fuse(std::int64_t row, std::int64_t column, const ReducedGuidance& guidance,
                                const GuidanceStages& stages, const torch::Tensor& classWeights,
                                const std::stop_token& stop) const;

private:
    const GuidedFusion& m_fusion;
    torch::Tensor m_infrared;
    torch::Tensor m_visible;
    TileAxis m_rows;
    TileAxis m_columns;
    int m_stages;
    torch::Device m_device;
    std::vector<int> m_halos; ///< index is the number of stages done
};

} // namespace duoscope
