// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

namespace duoscope {

/// Bytes of memory that this process holds now; 0 where the system does not tell.
std::int64_t residentMemory();

/// Bytes that this process could still take without swapping: what the kernel would give, but no more than its
/// container allows. The largest number where the system does not tell.
std::int64_t availableMemory();

/// Asks the system for huge pages there, as far as whole pages lie within; a wish, which may come to nothing.
void preferHugePages(void* memory, std::size_t bytes);

/// Keeps memory that any thread frees for the next that asks, instead of giving it back to the system: tensors of
/// hundreds of megabytes come and go at every layer, and mapping them again doubles the time of a stage. To be called
/// before the first thread is started.
void keepFreedMemory();

/// Gives memory that was freed back to the system, which keepFreedMemory() keeps the allocator from doing: before work
/// that needs it in other sizes.
void releaseFreedMemory();

} // namespace duoscope
