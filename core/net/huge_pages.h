// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace duoscope {

/// Has tensors of at least 2 MiB on the processor begin at a huge page and asks the kernel for such pages, so that one
/// page fault serves where there were 512. Has an effect where /sys/kernel/mm/transparent_hugepage/enabled is
/// "madvise" (with "always" there is nothing to ask for). Once per process, before tensors are computed.
void useHugePages();

} // namespace duoscope
