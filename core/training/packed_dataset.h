// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace duoscope {

/// Label values that are no class.
constexpr int kUnknownLabel = 255;      ///< nothing is known of the pixel
constexpr int kOutsideBoxesLabel = 254; ///< the pixel is in none of the boxes, so it is none of the boxed classes

/// One scene. Tensors are uint8 [H, W] of one size; undefined where the dataset has none.
struct PackedSample {
    std::string name; ///< "source/split/stem"
    torch::Tensor infrared;
    torch::Tensor visible;
    torch::Tensor label; ///< class ids, kUnknownLabel or kOutsideBoxesLabel
    torch::Tensor boxes; ///< float32 [n, 5]: class id, x0, y0, x1, y1 in pixels
    torch::Tensor boxed; ///< bool [C]: the classes that its source's boxes mark, which kOutsideBoxesLabel excludes

    bool isPair() const { return infrared.defined() && visible.defined(); }
    /// Whether pixels have no label that a teacher may label. Where annotators looked at all pixels and left some
    /// open, nobody else shall decide.
    bool leavesOpen() const;
    /// Whether all pixels were looked at by an annotator.
    bool isLabelled() const { return label.defined() && !leavesOpen(); }
    std::int64_t height() const { return any().size(0); }
    std::int64_t width() const { return any().size(1); }

private:
    const torch::Tensor& any() const { return visible.defined() ? visible : infrared; }
};

/// The samples of one dataset and which of them hold which class.
struct PackedSource {
    std::string name;
    std::vector<PackedSample> samples;
    std::map<int, std::vector<std::size_t>> withClass; ///< class id → samples with at least 50 pixels of it
};

/// What `duoscope-cli pack` wrote: 8-bit images and labels in one safetensors file, so that training needs no image
/// library.
struct PackedDataset {
    std::string classSet;
    std::vector<std::string> classNames; ///< by id
    int ignoredClass = 0;                ///< class id that means "no label"; -1 for none
    std::vector<PackedSource> training;
    std::vector<PackedSource> validation;

    int classes() const { return static_cast<int>(classNames.size()); }
    /// Id of the class of that name, -1 where there is none.
    int idOf(const std::string& className) const;

    /// Throws Error(Input) where the file is damaged, of another kind, or its samples contradict themselves.
    static PackedDataset load(const std::filesystem::path& file);
};

} // namespace duoscope
