// The floating-point mode of a thread: whether it treats subnormal numbers as zero, and whether
// exceptions raise signals.
#pragma once

#if defined(__SSE2__)
#include <immintrin.h>
#endif

namespace beras {

#if defined(__SSE2__)

inline unsigned float_mode() { return _mm_getcsr(); }
inline void set_float_mode(unsigned mode) { _mm_setcsr(mode); }
/// Treats subnormal results (FTZ) and operands (DAZ) as zero.
inline unsigned flushing(unsigned mode) { return mode | 0x8000 | 0x0040; }
/// True if some exception is not masked.
inline bool traps(unsigned mode) { return (~mode & 0x1f80) != 0; }

#else

inline unsigned float_mode() { return 0; }
inline void set_float_mode(unsigned) {}
inline unsigned flushing(unsigned mode) { return mode; }
inline bool traps(unsigned) { return false; }

#endif

}  // namespace beras
