// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace duoscope::test {

/// Whether this was compiled with both sanitizers (DUOSCOPE_SANITIZE=address): they need memory of their own, and end a
/// program before it crashes.
constexpr bool kSanitized =
#if defined(__SANITIZE_ADDRESS__)
    true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
    true;
#else
    false;
#endif
#else
    false;
#endif

} // namespace duoscope::test
