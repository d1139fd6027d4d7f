#include <beras/layers/flatten.h>

#include <algorithm>

#include <beras/base/error.h>

namespace beras::layers {

void Flatten::check_input_shape(const Shape& shape) const {
  if (shape.empty()) throw ShapeError(label(), "an input of rank 1 or more", "input of shape ()");
}

Tensor Flatten::call(const Tensor& x) const { return x.reshape(compute_output_shape(x.shape())); }

Shape Flatten::compute_output_shape(const Shape& input_shape) const {
  check_input_shape(input_shape);
  const Shape sample(input_shape.begin() + 1, input_shape.end());
  const bool known =
      std::all_of(sample.begin(), sample.end(), [](std::int64_t length) { return length >= 0; });
  return {input_shape[0], known ? element_count(sample) : -1};
}

}  // namespace beras::layers
