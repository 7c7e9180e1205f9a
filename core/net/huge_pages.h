// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace duoscope {

/// Asks the kernel for huge pages where large tensors lie on the processor, so that one page fault serves where there
/// were 512: where /sys/kernel/mm/transparent_hugepage/enabled is "madvise" (with "always" there is nothing to ask
/// for). Takes their memory so that pieces which were freed serve again. Once per process, before tensors are computed.
void useHugePages();

} // namespace duoscope
