// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/modality.h"

#include <QString>

#include <optional>

namespace duoscope {

/// What the name of an image file tells about it.
struct ImageNaming {
    std::optional<Modality> modality; ///< by a word such as "ir" or "visible" in its name, else in its folders' names
    QString scene;                    ///< its name without ending and such words; empty of "infrared.png"
};

/// @param file  an absolute path
ImageNaming imageNaming(const QString& file);

} // namespace duoscope
