// The inverse of the cumulative standard normal distribution.
#pragma once

namespace beras::backend {

/// z such that a standard normal number is below z with probability p, 0 < p < 1; relative error
/// about 1e-16.
///
/// Source: Wichura, Algorithm AS 241: the percentage points of the normal distribution (1988),
/// PPND16.
double normal_quantile(double p);

}  // namespace beras::backend
