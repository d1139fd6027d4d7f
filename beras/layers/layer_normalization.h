// Normalises each sample over its own features.
#pragma once

#include <string>

#include <beras/constraints/get.h>
#include <beras/initializers/get.h>
#include <beras/layers/layer.h>
#include <beras/regularizers/get.h>

namespace beras::layers {

struct LayerNormalizationOptions {
  Axes axis = -1;
  double epsilon = 1e-3;
  bool center = true;
  bool scale = true;
  initializers::AnyInitializer beta_initializer = "zeros";
  initializers::AnyInitializer gamma_initializer = "ones";
  regularizers::AnyRegularizer beta_regularizer = {};
  regularizers::AnyRegularizer gamma_regularizer = {};
  constraints::AnyConstraint beta_constraint = {};
  constraints::AnyConstraint gamma_constraint = {};
  std::string name = {};
  DTypePolicy dtype = {};
  bool trainable = true;
};

/// y = gamma (x - mean) / sqrt(variance + epsilon) + beta, with mean and biased variance over
/// `axis` of each sample.
///
/// Weights: gamma and beta, of the shape of those axes. ShapeError for inputs with other lengths
/// there. Source: Ba et al., 2016.
class BERAS_API LayerNormalization : public Layer {
 public:
  explicit LayerNormalization(LayerNormalizationOptions options = {});

  Tensor call(const Tensor& x) const override;
  Shape compute_output_shape(const Shape& input_shape) const override;

  const LayerNormalizationOptions& options() const { return options_; }
  const Variable& gamma() const { return gamma_; }
  const Variable& beta() const { return beta_; }

 protected:
  void create_weights(const Shape& input_shape) override;
  void check_input_shape(const Shape& shape) const override;

 private:
  LayerNormalizationOptions options_;
  Shape lengths_;
  Variable gamma_;
  Variable beta_;
};

template <std::same_as<LayerNormalization> Class>
constexpr auto signature(Type<Class>) {
  using Options = Of<Class, LayerNormalizationOptions>;
  return arguments<Class>("LayerNormalization", FIELD(Options, axis), FIELD(Options, epsilon),
                          FIELD(Options, center), FIELD(Options, scale),
                          FIELD(Options, beta_initializer), FIELD(Options, gamma_initializer),
                          FIELD(Options, beta_regularizer), FIELD(Options, gamma_regularizer),
                          FIELD(Options, beta_constraint), FIELD(Options, gamma_constraint),
                          fixed("rms_scaling", false), layer_fields<Options>())
      .in_config_as("axis", "epsilon", "center", "scale", "rms_scaling", "beta_initializer",
                    "gamma_initializer", "beta_regularizer", "gamma_regularizer", "beta_constraint",
                    "gamma_constraint")
      .with(property<&Class::gamma>("gamma"), property<&Class::beta>("beta"));
}

}  // namespace beras::layers
