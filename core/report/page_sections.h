// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/page.h"

namespace duoscope {

// The sections of a page, each of which adds its blocks; page.cpp says in which order.

void addProvenance(const Report& report, Page& page); ///< conventions, methods and their publications
void addQuality(const Report& report, Page& page);    ///< means, ranks, wins, the test of two methods, segmentations
void addImages(const Report& report, Page& page);     ///< metrics of each pair, where they are asked for
void addFindings(const Report& report, Page& page);   ///< attribution by class, stages, warnings
void addPairs(const Report& report, Page& page);      ///< the pairs in detail

} // namespace duoscope
