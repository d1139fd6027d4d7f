// A weight that exists before the layer whose weight it becomes.
#pragma once

#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras {

/// The initializer whose result is the weight itself: add_weight makes a copy of what others
/// return, if somebody else holds it.
struct BERAS_API Adopted {
  Variable variable;
  Tensor operator()(const Shape&, DType) const { return variable; }
};

}  // namespace beras
