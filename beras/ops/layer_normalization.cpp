#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <beras/backend/norm.h>
#include <beras/base/epsilon.h>
#include <beras/base/error.h>
#include <beras/core/primitive.h>
#include <beras/ops/cast.h>
#include <beras/ops/compute_dtype_internal.h>
#include <beras/ops/normalization.h>
#include <beras/ops/normalization_internal.h>
#include <beras/ops/reduce.h>
#include <beras/ops/shape.h>
#include <beras/ops/symbolic_internal.h>
#include <beras/ops/unary.h>
#include <beras/tensor/device_of.h>
#include <beras/tensor/operators.h>

namespace beras::ops {
namespace {

/// x (..., features...), gamma and beta (features...).
struct LayerNormalization : Primitive<LayerNormalization> {
  explicit LayerNormalization(double added) : epsilon(added) {}

  Tensors forward(const Arguments& arguments) const override {
    const Tensor x = arguments[0].contiguous();
    const std::size_t axes = arguments[1].rank();
    const Device device = device_of(arguments.inputs());
    Tensor y = Tensor::empty(x.shape(), x.dtype(), device);
    Tensor matrix = as_matrix(y, axes);
    Tensor mean = Tensor::empty({matrix.dim(0)}, x.dtype(), device);
    Tensor inverse = Tensor::empty({matrix.dim(0)}, x.dtype(), device);
    backend::norm(device)->layer(as_matrix(x, axes), arguments[1].contiguous(),
                                 arguments[2].contiguous(), epsilon, mean, inverse, matrix);
    save(mean);
    save(inverse);
    return {y};
  }
  Tensors compose_input_gradients(const Tensors& J) const override {
    const Tensor x = inputs()[0].contiguous();
    const Tensor gamma = inputs()[1].contiguous();
    const Device device = device_of(x, gamma, J[0]);
    Tensor dx = Tensor::empty(x.shape(), x.dtype(), device);
    Tensor matrix = as_matrix(dx, gamma.rank());
    Tensor dgamma = Tensor::empty(gamma.shape(), x.dtype(), device);
    Tensor dbeta = Tensor::empty(gamma.shape(), x.dtype(), device);
    backend::norm(device)->layer_gradient(as_matrix(x, gamma.rank()), saved(0), saved(1), gamma,
                                          as_matrix(J[0].contiguous(), gamma.rank()), matrix,
                                          dgamma, dbeta);
    return {dx, dgamma, dbeta};
  }
  std::optional<Tensors> composition(const Arguments& arguments) const override {
    const Tensor& x = arguments[0];
    std::vector<std::int64_t> axes;
    for (std::size_t i = arguments[1].rank(); i > 0; --i)
      axes.push_back(-static_cast<std::int64_t>(i));
    const Tensor difference = x - mean(x, Axes(axes), true);
    const Tensor variance = mean(square(difference), Axes(axes), true);
    return Tensors{difference * rsqrt(variance + epsilon) * arguments[1] + arguments[2]};
  }
  // For each element, 1 for the mean, 3 for the variance, 2 to normalise, 2 to scale and shift;
  // back, 2 for the normalised x, 1 for dbeta, 2 for dgamma, 1 for dy gamma, 3 for its two means, 4
  // for dx.
  double flops(const Arguments&, const Tensors& outputs) const override {
    return 8.0 * outputs[0].size();
  }
  double gradient_flops() const override { return 13.0 * outputs()[0].size(); }
  std::vector<std::string> argument_names() const override { return {"x", "gamma", "beta"}; }
  std::string label() const override { return "layer_normalization"; }

  double epsilon;
};

}  // namespace

Tensor layer_normalization(const Tensor& x, const Tensor& gamma, const Tensor& beta,
                           const Axes& axes, std::optional<double> epsilon) {
  BERAS_NOTE_SYMBOLIC_AS("layer_norm", layer_normalization, x, gamma, beta, axes, epsilon);
  const char* who = "layer_normalization";
  const Shape places = axes.resolve(x.rank(), who);
  if (places.empty()) {
    throw ShapeError(who, "at least one axis", "input of shape " + to_string(x.shape()));
  }
  const auto count = static_cast<std::int64_t>(places.size());
  const auto rank = static_cast<std::int64_t>(x.rank());
  Shape lengths, last;
  for (const std::int64_t place : places) {
    lengths.push_back(x.dim(place));
    last.push_back(rank - count + static_cast<std::int64_t>(last.size()));
  }
  const DType dtype = compute_dtype(x.dtype());
  const Tensor scale = parameter(who, "gamma", gamma, 1, lengths, dtype, device_of(x));
  const Tensor offset = parameter(who, "beta", beta, 0, lengths, dtype, device_of(x));
  const bool is_last = places == last;
  const Tensor input = is_last ? cast(x, dtype) : moveaxis(cast(x, dtype), places, last);
  const LayerNormalization normalize(epsilon.value_or(beras::epsilon()));
  const Tensor y = x.size() > 0 ? normalize(input, scale, offset)
                                : normalize.composition({input, scale, offset})->front();
  return cast(is_last ? y : moveaxis(y, last, places), result_dtype(x.dtype()));
}

}  // namespace beras::ops
