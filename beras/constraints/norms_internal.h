// The lengths that constraints of norms look at. Private to constraints.
#pragma once

#include <beras/ops/reduce.h>
#include <beras/ops/unary.h>

namespace beras::constraints {

/// sqrt(sum(w^2)) over those axes, which keep length 1.
inline Tensor norms(const Tensor& w, const Axes& axis) {
  return ops::sqrt(ops::sum(ops::square(w), axis, true));
}

}  // namespace beras::constraints
