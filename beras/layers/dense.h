// The fully connected layer.
#pragma once

#include <cstdint>
#include <string>

#include <beras/activations/get.h>
#include <beras/constraints/get.h>
#include <beras/initializers/get.h>
#include <beras/layers/layer.h>
#include <beras/regularizers/get.h>

namespace beras::layers {

struct DenseOptions {
  activations::AnyActivation activation = "linear";
  bool use_bias = true;
  initializers::AnyInitializer kernel_initializer = "glorot_uniform";
  initializers::AnyInitializer bias_initializer = "zeros";
  regularizers::AnyRegularizer kernel_regularizer = {};
  regularizers::AnyRegularizer bias_regularizer = {};
  regularizers::AnyRegularizer activity_regularizer = {};
  constraints::AnyConstraint kernel_constraint = {};
  constraints::AnyConstraint bias_constraint = {};
  std::string name = {};
  DTypePolicy dtype = {};
  bool trainable = true;
};

/// y = activation(x @ kernel + bias) on the last axis: x (batch, ..., in) gives (batch, ...,
/// units).
///
/// Weights: kernel (in, units), bias (units,). ValueError for units < 1; ShapeError for inputs of
/// rank under 2 or another last axis than the first input's.
class BERAS_API Dense : public Layer {
 public:
  explicit Dense(std::int64_t units, DenseOptions options = {});

  Tensor call(const Tensor& x) const override;
  Shape compute_output_shape(const Shape& input_shape) const override;

  const DenseOptions& options() const { return options_; }
  std::int64_t units() const { return units_; }
  const Variable& kernel() const { return kernel_; }
  /// Undefined without `use_bias`.
  const Variable& bias() const { return bias_; }

 protected:
  void create_weights(const Shape& input_shape) override;
  void check_input_shape(const Shape& shape) const override;

 private:
  std::int64_t units_;
  DenseOptions options_;
  Variable kernel_;
  Variable bias_;
};

template <std::same_as<Dense> Class>
constexpr auto signature(Type<Class>) {
  using Options = Of<Class, DenseOptions>;
  return arguments<Class>("Dense", required<&Class::units>("units"), FIELD(Options, activation),
                          FIELD(Options, use_bias), FIELD(Options, kernel_initializer),
                          FIELD(Options, bias_initializer), FIELD(Options, kernel_regularizer),
                          FIELD(Options, bias_regularizer), FIELD(Options, activity_regularizer),
                          FIELD(Options, kernel_constraint), FIELD(Options, bias_constraint),
                          fixed("lora_rank"), fixed("lora_alpha"), fixed("quantization_config"),
                          layer_fields<Options>())
      .in_config_as("units", "activation", "use_bias", "kernel_initializer", "bias_initializer",
                    "kernel_regularizer", "bias_regularizer", "kernel_constraint",
                    "bias_constraint", "quantization_config")
      .with(property<&Class::kernel>("kernel"), property<&Class::bias>("bias"));
}

}  // namespace beras::layers
