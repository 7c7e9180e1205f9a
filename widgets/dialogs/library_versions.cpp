// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/dialogs/library_versions.h"

#include <QtGlobal>

#include <dlfcn.h>

namespace duoscope {
namespace {

/// Of the OpenBLAS that serves this program, if one does: it comes in place of another BLAS, so nothing links to it.
QString openBlasVersion()
{
    using Describe = const char* (*)();
    const auto describe = reinterpret_cast<Describe>(::dlsym(RTLD_DEFAULT, "openblas_get_config"));
    // "OpenBLAS 0.3.21 DYNAMIC_ARCH …"
    return describe ? QString::fromLatin1(describe()).section(' ', 1, 1) : QString();
}

} // namespace

std::vector<LibraryVersion> libraryVersions()
{
    // Versions that only headers out of reach here know come from CMake.
    return {
        {"Qt", qVersion(), "LGPL-3.0-only"},
        {"LibTorch", DUOSCOPE_TORCH_VERSION, "BSD-3-Clause"},
        {"OpenCV", DUOSCOPE_OPENCV_VERSION, "Apache-2.0"},
        {"OpenBLAS", openBlasVersion(), "BSD-3-Clause"},
        {"QCustomPlot", DUOSCOPE_QCUSTOMPLOT_VERSION, "GPL-3.0-or-later"},
        {"spdlog", DUOSCOPE_SPDLOG_VERSION, "MIT"},
        {"CLI11", DUOSCOPE_CLI11_VERSION, "BSD-3-Clause"},
        {"nlohmann-json", DUOSCOPE_JSON_VERSION, "MIT"},
    };
}

} // namespace duoscope
