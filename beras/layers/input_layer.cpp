#include <beras/layers/input_layer.h>

#include <algorithm>

#include <beras/base/error.h>

namespace beras::layers {

InputLayer::InputLayer(const Shape& shape, const InputOptions& options)
    : Layer({.name = options.name, .dtype = DType(options.dtype)}), batch_shape_(shape) {
  const bool negative =
      std::any_of(shape.begin(), shape.end(), [](std::int64_t length) { return length < -1; });
  if (negative) throw ShapeError("InputLayer", "axes of length >= 0, or -1", to_string(shape));
  const std::int64_t batch_size = options.batch_size.value_or(-1);
  if (options.batch_size && batch_size < 0) {
    throw ValueError("InputLayer", "batch_size >= 0", std::to_string(batch_size));
  }
  batch_shape_.insert(batch_shape_.begin(), batch_size);
  autocast(false);
  build(batch_shape_);
}

void InputLayer::check_input_shape(const Shape& shape) const {
  const auto fits = [](std::int64_t expected, std::int64_t received) {
    return expected == received || expected == -1 || received == -1;
  };
  if (!std::equal(batch_shape_.begin(), batch_shape_.end(), shape.begin(), shape.end(), fits)) {
    throw ShapeError(label(), "shape " + to_string(batch_shape_),
                     "input of shape " + to_string(shape), "-1 stands for any length");
  }
}

Shape InputLayer::compute_output_shape(const Shape& input_shape) const {
  check_input_shape(input_shape);
  return input_shape;
}

}  // namespace beras::layers
