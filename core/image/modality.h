// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace duoscope {

/// Which of the two sources of a fused image.
enum class Modality { Infrared, Visible };

} // namespace duoscope
