// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <QByteArray>

#include <map>
#include <string>

namespace duoscope::test {

/// The tensors in a reference file (a plain dictionary written by torch.save), by name.
std::map<std::string, torch::Tensor> readGolden(const std::string& path);

/// Largest |actual − expected|.
double maxError(const torch::Tensor& actual, const torch::Tensor& expected);

/// The 99.9 % quantile of |actual − expected|.
double quantileError(const torch::Tensor& actual, const torch::Tensor& expected);

/// Largest |expected|.
double maxOf(const torch::Tensor& expected);

} // namespace duoscope::test

/// Compares to an absolute tolerance and tells the error on failure.
#define COMPARE_TENSOR(actual, expected, tolerance)                                                                    \
    do {                                                                                                               \
        const torch::Tensor actual_ = (actual);                                                                        \
        const torch::Tensor expected_ = (expected);                                                                    \
        QVERIFY2(actual_.sizes() == expected_.sizes(), #actual " has another shape than expected");                    \
        const double error_ = duoscope::test::maxError(actual_, expected_);                                            \
        QVERIFY2(                                                                                                      \
            error_ <= (tolerance),                                                                                     \
            qPrintable(QString(#actual ": error %1, allowed %2").arg(error_).arg(static_cast<double>(tolerance))));    \
    } while (false)
