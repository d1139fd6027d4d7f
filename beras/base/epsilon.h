// The small number that keeps quotients and logarithms finite.
#pragma once

#include <beras/base/export.h>

namespace beras {

/// What cross-entropies clip probabilities by, what is added to counts that may be 0, and what
/// operators add that are given no epsilon of their own: 1e-7 unless set.
BERAS_API double epsilon();

/// Sets it, for the whole process. ValueError unless it lies in [0, 1/2).
BERAS_API void set_epsilon(double value);

}  // namespace beras
