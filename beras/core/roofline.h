// How fast the machine can compute and move memory: what the profiler's shares are shares of.
#pragma once

#include <beras/base/export.h>

namespace beras::profiler {

/// No work takes less than max(flops / peak, bytes / bandwidth): the roofline model (S. Williams,
/// A. Waterman, D. Patterson, "Roofline: an insightful visual performance model", CACM 52, 2009).
/// Peak and bandwidth are those of two kinds of work, so that others may be somewhat faster.
struct BERAS_API Roofline {
  /// Of a float32 matrix product, 1024 x 1024 x 1024.
  double flops_per_second = 0;
  /// Of a[i] = b[i] + 3 c[i] over arrays of 64 MB each that caches do not hold.
  double bytes_per_second = 0;

  /// The least time for this work.
  double seconds(double flops, double bytes) const;
};

/// The speed of this machine with the current number of threads; measured, in about a quarter of a
/// second, when it is first asked for with that number. What else the machine does then makes it
/// seem slower.
BERAS_API Roofline roofline();

}  // namespace beras::profiler
