#include <beras/initializers/identity.h>

#include <algorithm>

#include <beras/base/error.h>

namespace beras::initializers {

Tensor Identity::operator()(const Shape& shape, DType dtype) const {
  if (shape.size() != 2) {
    throw ShapeError("Identity", "a shape of rank 2", "shape " + to_string(shape));
  }
  Tensor matrix = Tensor::zeros(shape, dtype);
  matrix.as_strided({std::min(shape[0], shape[1])}, {shape[1] + 1}, 0).fill(options_.gain);
  return matrix;
}

}  // namespace beras::initializers
