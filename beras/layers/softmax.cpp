#include <beras/layers/softmax.h>

#include <utility>

#include <beras/activations/functions.h>
#include <beras/base/error.h>
#include <beras/ops/reduce.h>
#include <beras/ops/unary.h>
#include <beras/tensor/operators.h>

namespace beras::layers {

Softmax::Softmax(Axes axis, LayerOptions options) : Layer(std::move(options)), axis_(axis) {
  if (!axis.all() && axis.count() == 0) throw ValueError("Softmax", "at least one axis", "none");
}

void Softmax::check_input_shape(const Shape& shape) const {
  axis_.resolve(shape.size(), "Softmax");
}

Tensor Softmax::call(const Tensor& x) const {
  if (axis_.count() == 1) return activations::softmax(x, axis_.resolve(x.rank(), "Softmax")[0]);
  return ops::exp(x - ops::logsumexp(x, axis_, true));
}

Shape Softmax::compute_output_shape(const Shape& input_shape) const {
  check_input_shape(input_shape);
  return input_shape;
}

}  // namespace beras::layers
