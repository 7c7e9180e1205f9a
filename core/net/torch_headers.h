// SPDX-License-Identifier: GPL-3.0-or-later
// Precompiled once and shared by every target that uses LibTorch.
#pragma once

#include <torch/torch.h>
