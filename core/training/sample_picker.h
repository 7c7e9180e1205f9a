// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/packed_dataset.h"
#include "core/training/random.h"

#include <string>
#include <vector>

namespace duoscope {

/// A sample and the class it was picked for, -1 for none.
struct PickedSample {
    const PackedSample* sample = nullptr;
    int wanted = -1;
};

/// Draws training samples: first a source by its weight, then a sample in it.
class SamplePicker {
public:
    /// @param weights    "camvid=6,msrs=2"; sources that are not named are left out; empty: all sources alike
    /// @param pairsOnly  only samples with both modalities
    /// The dataset must outlive the picker. Throws Error(Usage) where the text is malformed, a source does not exist or
    /// nothing is left to draw from.
    SamplePicker(const PackedDataset& dataset, const std::string& weights, bool pairsOnly);

    /// @param rareCrops  probability of picking a class first, each alike, and then a sample that shows it
    PickedSample pick(double rareCrops, Random& random) const;

    /// Number of samples that can be picked.
    std::int64_t size() const;

private:
    std::vector<const PackedSource*> m_sources;
    std::vector<double> m_weights; ///< sum to 1
};

} // namespace duoscope
