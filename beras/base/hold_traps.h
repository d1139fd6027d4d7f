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
  HoldTraps();
  ~HoldTraps();
  HoldTraps(const HoldTraps&) = delete;
  HoldTraps& operator=(const HoldTraps&) = delete;

 private:
  bool trapped_;
  std::fenv_t before_;
};

}  // namespace beras
