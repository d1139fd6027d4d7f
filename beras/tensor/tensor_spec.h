// What is known of a tensor before it is computed.
#pragma once

#include <vector>

#include <beras/tensor/dtype.h>
#include <beras/tensor/shape.h>

namespace beras {

/// The shape, where -1 stands for a length that is not known, and the dtype.
struct TensorSpec {
  Shape shape;
  DType dtype = DType::float32;

  bool operator==(const TensorSpec&) const = default;
};

using TensorSpecs = std::vector<TensorSpec>;

}  // namespace beras
