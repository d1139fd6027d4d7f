// Programs may ask for a signal where a float overflows, is divided by zero or makes no sense
// (feenableexcept). Kernels pass through such values on the way to right results.
#pragma once

#include <cfenv>

#include <beras/base/export.h>

namespace beras {

/// While it lives, floating-point exceptions raise no signal on this thread, nor in the parallel
/// loops that it runs; afterwards modes and flags are as before. Where nobody asked for signals, it
/// changes nothing.
class BERAS_API HoldTraps {
 public:
  HoldTraps() : trapped_(traps()) {
    if (trapped_) [[unlikely]]
      hold();
  }
  ~HoldTraps() {
    if (trapped_) [[unlikely]]
      release();
  }
  HoldTraps(const HoldTraps&) = delete;
  HoldTraps& operator=(const HoldTraps&) = delete;

 private:
  /// True if some exception is not masked. It is asked before every kernel, so here and not by a
  /// function of the system.
  static bool traps() {
#if defined(__SSE2__)
    return (~__builtin_ia32_stmxcsr() & 0x1f80) != 0;
#else
    return false;
#endif
  }
  void hold();
  void release();

  bool trapped_;
  std::fenv_t before_;
};

}  // namespace beras
