#include <beras/layers/batch_normalization.h>

#include <utility>
#include <vector>

#include <beras/base/error.h>
#include <beras/core/scopes.h>
#include <beras/ops/unary.h>
#include <beras/tensor/operators.h>

namespace beras::layers {

BatchNormalization::BatchNormalization(BatchNormalizationOptions options)
    : Layer({.name = options.name, .dtype = options.dtype}), options_(std::move(options)) {
  if (!(options_.momentum >= 0 && options_.momentum <= 1)) {
    throw ValueError("BatchNormalization", "a momentum from 0 to 1",
                     std::to_string(options_.momentum));
  }
  if (!(options_.epsilon >= 0)) {
    throw ValueError("BatchNormalization", "epsilon >= 0", std::to_string(options_.epsilon));
  }
}

void BatchNormalization::check_input_shape(const Shape& shape) const {
  const std::int64_t length = shape[resolve_axis(options_.axis, shape.size(), label())];
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
  const Shape shape{input_shape[resolve_axis(options_.axis, input_shape.size(), label())]};
  if (options_.scale) {
    gamma_ = add_weight("gamma", shape, options_.gamma_initializer, {.dtype = dtype()});
  }
  if (options_.center) {
    beta_ = add_weight("beta", shape, options_.beta_initializer, {.dtype = dtype()});
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
    moving.assign(moving * momentum + batch.reshape(moving.shape()) * (1 - momentum));
  };
  move(moving_mean_, mean);
  move(moving_variance_, variance);
}

Tensors BatchNormalization::forward(const Arguments& arguments) const {
  const Tensor& x = arguments[0];
  const std::size_t axis = resolve_axis(options_.axis, x.rank(), label());
  Shape along_axis(x.rank(), 1);
  along_axis[axis] = x.dim(options_.axis);

  Tensor mean, variance;
  if (arguments.training() && !frozen() && x.size() > 0) {
    std::vector<std::int64_t> others;
    for (std::size_t i = 0; i < x.rank(); ++i) {
      if (i != axis) others.push_back(static_cast<std::int64_t>(i));
    }
    mean = x.mean(Axes(others), true);
    variance = ops::square(x - mean).mean(Axes(others), true);
    follow(mean, variance);
  } else {
    // Copies, as a later call in training may move the originals under the tape.
    mean = moving_mean_.copy().reshape(along_axis);
    variance = moving_variance_.copy().reshape(along_axis);
  }
  Tensor factor = ops::rsqrt(variance + options_.epsilon);
  if (options_.scale) factor = factor * gamma_.reshape(along_axis);
  const Tensor y = (x - mean) * factor;
  return {options_.center ? y + beta_.reshape(along_axis) : y};
}

Shape BatchNormalization::compute_output_shape(const Shape& input_shape) const {
  check_input_shape(input_shape);
  return input_shape;
}

}  // namespace beras::layers
