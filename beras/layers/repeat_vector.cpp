#include <beras/layers/repeat_vector.h>

#include <utility>

#include <beras/base/error.h>
#include <beras/ops/join.h>
#include <beras/ops/shape.h>

namespace beras::layers {

RepeatVector::RepeatVector(std::int64_t n, RepeatVectorOptions options)
    : Layer({.name = options.name, .dtype = options.dtype, .trainable = options.trainable}),
      n_(n),
      options_(std::move(options)) {
  if (n < 1) throw ValueError("RepeatVector", "n >= 1", std::to_string(n));
}

void RepeatVector::check_input_shape(const Shape& shape) const {
  if (shape.size() != 2) {
    throw ShapeError(label(), "an input of shape (batch, features)",
                     "input of shape " + to_string(shape));
  }
}

Tensor RepeatVector::call(const Tensor& x) const {
  return ops::tile(ops::expand_dims(x, {1}), {1, n_, 1});
}

Shape RepeatVector::compute_output_shape(const Shape& input_shape) const {
  check_input_shape(input_shape);
  return {input_shape[0], n_, input_shape[1]};
}

}  // namespace beras::layers
