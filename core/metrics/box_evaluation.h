// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/evaluation_list.h"
#include "core/metrics/found_boxes.h"
#include "core/metrics/metric_table.h"

#include <string>
#include <vector>

namespace duoscope {

/// A class that boxes are of.
struct BoxedClass {
    int id = 0;
    std::string name;
};

/// Which of the same boxes segmentations by several methods have found. A plain value.
struct BoxEvaluation {
    std::string classSet;
    std::string list; ///< whose boxes: "all", "infrared", "visible" or "fusion"
    BoxRule rule;
    std::vector<std::string> methods;
    std::vector<BoxedClass> classes;           ///< by id
    std::vector<std::vector<BoxCount>> counts; ///< [method][class]; `boxes` is the same for all methods
    int lowBoxes = 0;                          ///< of these classes, not tall enough
    int foreignBoxes = 0;                      ///< of classes that the class set does not have
    std::vector<std::string> images;           ///< Those that could be counted for all methods, by name.
    std::vector<LeftOut> leftOut;
    std::size_t withoutResults = 0; ///< See EvaluationList.

    std::size_t listed() const { return images.size() + leftOut.size(); }
    /// Of all classes together.
    BoxCount total(std::size_t method) const;
};

/// A row for each method: the share of the boxes of each class that it has found, and of all of them ("all"), in
/// percent. Each cell's count is the number of boxes; where there is none the value is undefined.
/// @param numbersInHeads  put it into the names of the columns, too: "person (57)"
MetricTable boxTable(const BoxEvaluation& evaluation, bool numbersInHeads);

} // namespace duoscope
