#include <optional>
#include <string>
#include <vector>

#include <beras/backend/norm.h>
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

/// All axes of `x` but the last.
Axes row_axes(const Tensor& x) {
  std::vector<std::int64_t> axes;
  for (std::size_t axis = 0; axis + 1 < x.rank(); ++axis) {
    axes.push_back(static_cast<std::int64_t>(axis));
  }
  return Axes(axes);
}

/// With given moments: x (..., C), mean, variance, gamma and beta (C,).
struct BatchNormalization : Primitive<BatchNormalization> {
  explicit BatchNormalization(double added) : epsilon(added) {}

  Tensors forward(const Arguments& arguments) const override {
    const Tensor x = arguments[0].contiguous();
    Tensor y = Tensor::empty(x.shape(), x.dtype(), device_of(arguments.inputs()));
    if (y.size() == 0) return {y};
    Tensor matrix = as_matrix(y, 1);
    backend::norm(y.device())
        ->batch(as_matrix(x, 1), arguments[1].contiguous(), rsqrt(arguments[2] + epsilon),
                arguments[3].contiguous(), arguments[4].contiguous(), matrix);
    return {y};
  }
  Tensors compose_input_gradients(const Tensors& J) const override {
    const Tensor &x = inputs()[0], &gamma = inputs()[3], &dy = J[0];
    const Axes axes = row_axes(x);
    const Tensor inverse = rsqrt(inputs()[2] + epsilon);
    Tensors gradients(5);
    if (wants_input(0) || wants_input(1)) gradients[0] = dy * (gamma * inverse);
    if (wants_input(1)) gradients[1] = -gradients[0].sum(axes);
    if (wants_input(2) || wants_input(3)) {
      gradients[3] = (dy * ((x - inputs()[1]) * inverse)).sum(axes);
      gradients[2] = gradients[3] * gamma * inverse * inverse * -0.5;
    }
    if (wants_input(4)) gradients[4] = dy.sum(axes);
    return gradients;
  }
  double flops(const Arguments&, const Tensors& outputs) const override {
    return 4.0 * outputs[0].size();
  }
  std::vector<std::string> argument_names() const override {
    return {"x", "mean", "variance", "scale", "offset"};
  }
  std::string label() const override { return "batch_normalization"; }

  double epsilon;
};

/// With the moments of x (..., C) itself; gamma and beta (C,). Gives y, mean and variance.
struct BatchNormTraining : Primitive<BatchNormTraining> {
  explicit BatchNormTraining(double added) : epsilon(added) {}

  Tensors forward(const Arguments& arguments) const override {
    const Tensor x = arguments[0].contiguous();
    const Device device = device_of(arguments.inputs());
    const auto kernels = backend::norm(device);
    Tensor y = Tensor::empty(x.shape(), x.dtype(), device);
    Tensor matrix = as_matrix(y, 1);
    Tensor mean = Tensor::empty({x.dim(-1)}, x.dtype(), device);
    Tensor variance = Tensor::empty({x.dim(-1)}, x.dtype(), device);
    kernels->batch_moments(as_matrix(x, 1), mean, variance);
    const Tensor inverse = rsqrt(variance + epsilon);
    kernels->batch(as_matrix(x, 1), mean, inverse, arguments[1].contiguous(),
                   arguments[2].contiguous(), matrix);
    save(inverse);
    return {y, mean, variance};
  }
  Tensors compose_input_gradients(const Tensors& J) const override {
    const Tensor x = inputs()[0].contiguous();
    const Tensor& mean = outputs()[1];
    const auto rows = static_cast<double>(x.size()) / static_cast<double>(x.dim(-1));
    Tensors gradients(3);
    if (J[0].defined()) {
      const Device device = device_of(x, mean, J[0]);
      Tensor dx = Tensor::empty(x.shape(), x.dtype(), device);
      Tensor matrix = as_matrix(dx, 1);
      Tensor dgamma = Tensor::empty(mean.shape(), x.dtype(), device);
      Tensor dbeta = Tensor::empty(mean.shape(), x.dtype(), device);
      backend::norm(device)->batch_gradient(as_matrix(x, 1), mean, saved(0),
                                            inputs()[1].contiguous(),
                                            as_matrix(J[0].contiguous(), 1), matrix, dgamma, dbeta);
      gradients = {dx, dgamma, dbeta};
    }
    const auto add = [&](const Tensor& dx) {
      gradients[0] = gradients[0].defined() ? gradients[0] + dx : dx;
    };
    if (J[1].defined()) add(broadcast_to(J[1] / rows, x.shape()));
    if (J[2].defined()) add((x - mean) * (J[2] * (2 / rows)));
    return gradients;
  }
  std::optional<Tensors> composition(const Arguments& arguments) const override {
    const Tensor& x = arguments[0];
    const Tensor average = mean(x, row_axes(x));
    const Tensor difference = x - average;
    const Tensor variance = mean(square(difference), row_axes(x));
    const Tensor y = difference * (rsqrt(variance + epsilon) * arguments[1]) + arguments[2];
    return Tensors{y, average, variance};
  }
  // For each element, 1 for the mean, 3 for the variance, 2 to normalise, 2 to scale and shift;
  // back, 2 for the normalised x, 1 for dbeta, 2 for dgamma, 1 for dy gamma, 3 for its two means, 4
  // for dx.
  double flops(const Arguments&, const Tensors& outputs) const override {
    return 8.0 * outputs[0].size();
  }
  double gradient_flops() const override { return 13.0 * outputs()[0].size(); }
  std::vector<std::string> argument_names() const override { return {"x", "gamma", "beta"}; }
  std::string label() const override { return "batch_norm_training"; }

  double epsilon;
};

/// `x` as the kernels take it, the length of the axis, and the way back.
struct ChannelsLast {
  ChannelsLast(const char* who, const Tensor& original, std::int64_t along)
      : axis(along), dtype(result_dtype(original.dtype())) {
    if (original.rank() == 0) throw ShapeError(who, "an input of rank 1 or more", "()");
    const std::size_t place = resolve_axis(axis, original.rank(), who);
    is_last = place + 1 == original.rank();
    shape = {original.shape()[place]};
    const Tensor converted = cast(original, compute_dtype(original.dtype()));
    x = is_last ? converted : moveaxis(converted, axis, -1);
  }
  Tensor restored(const Tensor& y) const {
    return cast(is_last ? y : moveaxis(y, -1, axis), dtype);
  }

  std::int64_t axis;
  DType dtype;
  bool is_last;
  Shape shape;
  Tensor x;
};

}  // namespace

Tensor batch_normalization(const Tensor& x, const Tensor& mean, const Tensor& variance,
                           std::int64_t axis, const Tensor& offset, const Tensor& scale,
                           double epsilon) {
  BERAS_NOTE_SYMBOLIC_AS("batch_norm", batch_normalization, x, mean, variance, axis, offset, scale,
                         epsilon);
  const char* who = "batch_normalization";
  const ChannelsLast input(who, x, axis);
  const DType dtype = input.x.dtype();
  const Device device = device_of(x);
  const Tensors arguments = {input.x, parameter(who, "mean", mean, 0, input.shape, dtype, device),
                             parameter(who, "variance", variance, 1, input.shape, dtype, device),
                             parameter(who, "scale", scale, 1, input.shape, dtype, device),
                             parameter(who, "offset", offset, 0, input.shape, dtype, device)};
  return input.restored(BatchNormalization(epsilon).apply(arguments)[0]);
}

BatchNormalized batch_norm_training(const Tensor& x, const Tensor& gamma, const Tensor& beta,
                                    std::int64_t axis, double epsilon) {
  const char* who = "batch_norm_training";
  const ChannelsLast input(who, x, axis);
  if (x.size() == 0) {
    throw ShapeError(who, "at least one sample and channel",
                     "input of shape " + to_string(x.shape()));
  }
  const DType dtype = input.x.dtype();
  const Device device = device_of(x);
  const Tensors arguments = {input.x, parameter(who, "gamma", gamma, 1, input.shape, dtype, device),
                             parameter(who, "beta", beta, 0, input.shape, dtype, device)};
  const Tensors outputs = BatchNormTraining(epsilon).apply(arguments);
  return {input.restored(outputs[0]), outputs[1], outputs[2]};
}

}  // namespace beras::ops
