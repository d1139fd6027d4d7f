#include <beras/layers/dense.h>

#include <utility>

#include <beras/activations/functions.h>
#include <beras/base/error.h>
#include <beras/ops/linear.h>

namespace beras::layers {

Dense::Dense(std::int64_t units, DenseOptions options)
    : Layer({.name = options.name,
             .dtype = options.dtype,
             .trainable = options.trainable,
             .activity_regularizer = options.activity_regularizer}),
      units_(units),
      options_(std::move(options)) {
  supports_masking(true);
  if (units < 1) throw ValueError("Dense", "units >= 1", std::to_string(units));
}

void Dense::check_input_shape(const Shape& shape) const {
  const auto fail = [&](const std::string& expected) {
    throw ShapeError(label(), expected, "input of shape " + to_string(shape));
  };
  if (shape.size() < 2) fail("an input of rank 2 or more");
  if (!built() && shape.back() < 0) fail("a known last axis");
  if (built() && shape.back() >= 0 && shape.back() != kernel_.dim(0)) {
    fail("last axis " + std::to_string(kernel_.dim(0)));
  }
}

void Dense::create_weights(const Shape& input_shape) {
  kernel_ = add_weight("kernel", {input_shape.back(), units_}, options_.kernel_initializer,
                       {.dtype = dtype(),
                        .regularizer = options_.kernel_regularizer,
                        .constraint = options_.kernel_constraint});
  if (options_.use_bias) {
    bias_ = add_weight("bias", {units_}, options_.bias_initializer,
                       {.dtype = dtype(),
                        .regularizer = options_.bias_regularizer,
                        .constraint = options_.bias_constraint});
  }
}

Tensor Dense::call(const Tensor& x) const {
  const bool is_relu = options_.activation.is(activations::relu);
  const Tensor y = ops::linear(x, cast(kernel_), cast(bias_),
                               is_relu ? ops::Epilogue::relu : ops::Epilogue::none, "Dense");
  return is_relu ? y : options_.activation(y);
}

Shape Dense::compute_output_shape(const Shape& input_shape) const {
  check_input_shape(input_shape);
  Shape output = input_shape;
  output.back() = units_;
  return output;
}

}  // namespace beras::layers
