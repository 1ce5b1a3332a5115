// Whether this build carries a sanitizer's run-time, which has needs of its own. Private to the
// room.
#pragma once

namespace ingestd::extract {

#ifdef INGESTD_SANITIZED
inline constexpr bool is_sanitized = true;
#else
inline constexpr bool is_sanitized = false;
#endif

}  // namespace ingestd::extract
