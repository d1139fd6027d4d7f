#include <beras/layers/softmax.h>

#include <utility>

#include <beras/activations/functions.h>

namespace beras::layers {

Softmax::Softmax(std::int64_t axis, LayerOptions options)
    : Layer(std::move(options)), axis_(axis) {}

void Softmax::check_input_shape(const Shape& shape) const {
  resolve_axis(axis_, shape.size(), "Softmax");
}

Tensor Softmax::call(const Tensor& x) const { return activations::softmax(x, axis_); }

Shape Softmax::compute_output_shape(const Shape& input_shape) const {
  check_input_shape(input_shape);
  return input_shape;
}

}  // namespace beras::layers
