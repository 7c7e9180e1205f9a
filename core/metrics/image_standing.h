// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/evaluation.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace duoscope {

/// How one method stands against another, and all against each other, on one image.
struct ImageStanding {
    std::size_t image = 0; ///< In Evaluation::images.
    double first = 0;      ///< Value of the method that is looked at.
    double second = 0;     ///< Value of the one it stands against.
    std::size_t other = 0; ///< That one, in Evaluation::methods.
    double difference = 0; ///< first - second.
    double lead = 0;       ///< The same, positive where the first is better, whichever direction that is.
    double spread = 0;     ///< Largest less smallest value of all methods: how much they disagree. 0 or more.
};

/// The images on which all methods have a value, in their order. Methods' values may be infinite; two that are equal
/// differ by 0.
/// @param metric  of the evaluation; nothing for all of them together. Then a value is the mean of standard scores,
///                ±(x - mean) / deviation over all methods and images, higher being better, and the spread is the mean
///                of the metrics' spreads in their deviations. Metrics without a finite deviation above 0 tell nothing
///                apart and are left out.
/// @param method  that is looked at
/// @param against the other one; nothing for whichever of the others is best on the image, the first of equals
/// std::out_of_range for indices that are none, std::invalid_argument where both methods are the same or there is no
/// other.
std::vector<ImageStanding> standingsOf(const Evaluation& evaluation, std::optional<std::size_t> metric,
                                       std::size_t method, std::optional<std::size_t> against);

/// Sorts, images of equal lead in their order: where the method is furthest behind comes first.
void sortWorstFirst(std::vector<ImageStanding>& standings);
/// Likewise: where methods disagree most comes first.
void sortMostDisputedFirst(std::vector<ImageStanding>& standings);

} // namespace duoscope
