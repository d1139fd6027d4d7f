#include <beras/layers/batch_normalization.h>

#include <utility>

#include <beras/base/epsilon.h>
#include <beras/base/error.h>
#include <beras/core/replay.h>
#include <beras/core/scopes.h>
#include <beras/ops/cast.h>
#include <beras/ops/compute_dtype_internal.h>
#include <beras/ops/normalization.h>
#include <beras/ops/reduce.h>
#include <beras/ops/select.h>
#include <beras/ops/shape.h>
#include <beras/ops/unary.h>
#include <beras/tensor/operators.h>

namespace beras::layers {
namespace {

/// The mean and the variance along the axis of what the mask, of one axis less than x, keeps.
ops::Moments masked_moments(const Tensor& x, const Tensor& mask, std::int64_t axis) {
  const std::size_t place = resolve_axis(axis, x.rank(), "BatchNormalization");
  std::vector<std::int64_t> rest;
  for (std::size_t i = 0; i < x.rank(); ++i)
    if (i != place) rest.push_back(static_cast<std::int64_t>(i));
  const Axes others(rest);
  const Tensor wide = ops::cast(x, ops::compute_dtype(x.dtype()));
  const Tensor kept = ops::broadcast_to(ops::expand_dims(mask, {-1}), x.shape());
  const Tensor count = ops::sum(ops::cast(kept != 0, wide.dtype()), others, true) + epsilon();
  const Tensor mean = ops::sum(ops::where(kept, wide, 0), others, true) / count;
  const Tensor squares = ops::square(ops::where(kept, wide - mean, 0));
  const Tensor variance = ops::sum(squares, others, true) / count;
  const Shape length{x.dim(axis)};
  return {ops::reshape(mean, length), ops::reshape(variance, length)};
}

}  // namespace

BatchNormalization::BatchNormalization(BatchNormalizationOptions options)
    : Layer({.name = options.name, .dtype = options.dtype, .trainable = options.trainable}),
      options_(std::move(options)) {
  supports_masking(true);
  if (!(options_.momentum >= 0 && options_.momentum <= 1)) {
    throw ValueError("BatchNormalization", "a momentum from 0 to 1",
                     std::to_string(options_.momentum));
  }
  if (!(options_.epsilon >= 0)) {
    throw ValueError("BatchNormalization", "epsilon >= 0", std::to_string(options_.epsilon));
  }
}

void BatchNormalization::check_input_shape(const Shape& shape) const {
  const std::int64_t length =
      shape[resolve_axis(options_.axis, shape.size(), "BatchNormalization")];
  const auto fail = [&](const std::string& expected) {
    throw ShapeError(label(), "axis " + std::to_string(options_.axis) + " of " + expected,
                     "input of shape " + to_string(shape));
  };
  if (!built() && length < 0) fail("known length");
  if (built() && length >= 0 && length != moving_mean_.dim(0)) {
    fail("length " + std::to_string(moving_mean_.dim(0)));
  }
}

void BatchNormalization::create_weights(const Shape& input_shape) {
  const Shape shape{
      input_shape[resolve_axis(options_.axis, input_shape.size(), "BatchNormalization")]};
  if (options_.scale) {
    gamma_ = add_weight("gamma", shape, options_.gamma_initializer,
                        {.dtype = dtype(),
                         .regularizer = options_.gamma_regularizer,
                         .constraint = options_.gamma_constraint});
  }
  if (options_.center) {
    beta_ = add_weight("beta", shape, options_.beta_initializer,
                       {.dtype = dtype(),
                        .regularizer = options_.beta_regularizer,
                        .constraint = options_.beta_constraint});
  }
  const WeightOptions moving{.dtype = dtype(), .trainable = false};
  moving_mean_ = add_weight("moving_mean", shape, options_.moving_mean_initializer, moving);
  moving_variance_ =
      add_weight("moving_variance", shape, options_.moving_variance_initializer, moving);
}

// moving = momentum moving + (1 - momentum) batch. No tape reads the moving statistics themselves,
// so none is disturbed.
void BatchNormalization::follow(const Tensor& mean, const Tensor& variance) const {
  const PauseRecording pause;
  const double momentum = options_.momentum;
  const auto move = [momentum](Variable moving, const Tensor& batch) {
    moving.assign(moving * momentum + batch * (1 - momentum));
  };
  move(moving_mean_, mean);
  move(moving_variance_, variance);
}

void BatchNormalization::check_mask(const Shape& input, const Shape& mask) const {
  bool fits = mask.size() + 1 == input.size();
  for (std::size_t i = 0; fits && i < mask.size(); ++i) fits = mask[i] == 1 || mask[i] == input[i];
  if (fits) return;
  throw ShapeError(label(),
                   "a mask of the shape of the input without its last axis, " +
                       to_string({input.begin(), input.end() - 1}),
                   to_string(mask));
}

Tensors BatchNormalization::forward(const Arguments& arguments) const {
  const Tensor& x = arguments[0];
  const Tensor mask = arguments.size() > 1 ? arguments[1] : Tensor();
  if (mask.defined()) check_mask(x.shape(), mask.shape());
  if (arguments.training() && !frozen() && x.size() > 0) {
    if (mask.defined()) {
      const auto [mean, variance] = masked_moments(x, mask, options_.axis);
      if (!is_replaying()) follow(mean, variance);
      return {ops::batch_normalization(x, mean, variance, options_.axis, beta_, gamma_,
                                       options_.epsilon)};
    }
    const auto [y, mean, variance] =
        ops::batch_norm_training(x, gamma_, beta_, options_.axis, options_.epsilon);
    if (!is_replaying()) follow(mean, variance);
    return {y};
  }
  // Copies, as a later call in training may move the originals under the tape.
  return {ops::batch_normalization(x, moving_mean_.copy(), moving_variance_.copy(), options_.axis,
                                   beta_, gamma_, options_.epsilon)};
}

Shape BatchNormalization::compute_output_shape(const Shape& input_shape) const {
  check_input_shape(input_shape);
  return input_shape;
}

}  // namespace beras::layers
