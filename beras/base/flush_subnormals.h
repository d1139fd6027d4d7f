// Numbers below the normal range slow x86 down up to a hundred times; the moments of idle weights
// decay into them.
#pragma once

#include <vector>

#include <beras/base/export.h>

namespace beras {

/// While it lives, this thread and those of the parallel loops treat subnormal numbers as zero (FTZ
/// and DAZ), then each goes on as before. Nothing happens on processors that have no such mode.
class BERAS_API FlushSubnormals {
 public:
  FlushSubnormals();
  ~FlushSubnormals();
  FlushSubnormals(const FlushSubnormals&) = delete;
  FlushSubnormals& operator=(const FlushSubnormals&) = delete;

 private:
  std::vector<unsigned> modes_;  // of each thread, as found
};

}  // namespace beras
