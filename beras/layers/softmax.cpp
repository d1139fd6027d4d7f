#include <beras/layers/softmax.h>

#include <utility>

#include <beras/activations/functions.h>
#include <beras/base/error.h>
#include <beras/ops/reduce.h>
#include <beras/ops/select.h>
#include <beras/ops/unary.h>
#include <beras/tensor/operators.h>

namespace beras::layers {

Softmax::Softmax(const Axes& axis, LayerOptions options) : Layer(std::move(options)), axis_(axis) {
  supports_masking(true);
  if (!axis.all() && axis.count() == 0) throw ValueError("Softmax", "at least one axis", "none");
}

void Softmax::check_input_shape(const Shape& shape) const {
  axis_.resolve(shape.size(), "Softmax");
}

void Softmax::check_mask(const Shape& input, const Shape& mask) const {
  bool fits = mask.size() <= input.size();
  for (std::size_t i = 0; fits && i < mask.size(); ++i)
    fits = mask[i] == 1 || mask[i] == input[input.size() - mask.size() + i];
  if (fits) return;
  throw ShapeError(label(), "a mask that broadcasts to the input of shape " + to_string(input),
                   to_string(mask));
}

Tensors Softmax::forward(const Arguments& arguments) const {
  const Tensor& x = arguments[0];
  const Tensor given = arguments.size() > 1 ? arguments[1] : Tensor();
  if (!given.defined()) return {of(x)};
  check_mask(x.shape(), given.shape());
  const Tensor mask = given.dtype() == DType::boolean ? given : given > 0.5;
  // Far below what networks give, and finite: where nothing is kept, the second `where` decides.
  const double low = x.dtype() == DType::float16 ? -3e4 : -1e9;
  return {ops::where(mask, of(ops::where(mask, x, low)), 0)};
}

Tensor Softmax::of(const Tensor& x) const {
  if (axis_.count() == 1) return activations::softmax(x, axis_.resolve(x.rank(), "Softmax")[0]);
  return ops::exp(x - ops::logsumexp(x, axis_, true));
}

Shape Softmax::compute_output_shape(const Shape& input_shape) const {
  check_input_shape(input_shape);
  return input_shape;
}

}  // namespace beras::layers
