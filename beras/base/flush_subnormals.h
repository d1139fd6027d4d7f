// Numbers below the normal range slow x86 down up to a hundred times; the moments of idle weights
// decay into them.
#pragma once

#include <beras/base/export.h>

namespace beras {

/// While it lives, this thread and the parallel loops that it runs treat subnormal numbers as zero
/// (FTZ and DAZ). Nothing happens elsewhere than on x86.
class BERAS_API FlushSubnormals {
 public:
  FlushSubnormals();
  ~FlushSubnormals();
  FlushSubnormals(const FlushSubnormals&) = delete;
  FlushSubnormals& operator=(const FlushSubnormals&) = delete;

 private:
  unsigned mode_before_;
};

}  // namespace beras
