// Normalises each channel over the batch while training, and with what it saw then afterwards.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <beras/constraints/get.h>
#include <beras/initializers/get.h>
#include <beras/layers/layer.h>
#include <beras/regularizers/get.h>

namespace beras::layers {

struct BatchNormalizationOptions {
  std::int64_t axis = -1;
  double momentum = 0.99;
  double epsilon = 1e-3;
  bool center = true;
  bool scale = true;
  initializers::AnyInitializer beta_initializer = "zeros";
  initializers::AnyInitializer gamma_initializer = "ones";
  initializers::AnyInitializer moving_mean_initializer = "zeros";
  initializers::AnyInitializer moving_variance_initializer = "ones";
  regularizers::AnyRegularizer beta_regularizer = {};
  regularizers::AnyRegularizer gamma_regularizer = {};
  constraints::AnyConstraint beta_constraint = {};
  constraints::AnyConstraint gamma_constraint = {};
  std::string name = {};
  DTypePolicy dtype = {};
  bool trainable = true;
};

/// y = gamma (x - mean) / sqrt(variance + epsilon) + beta, for each position along `axis`.
///
/// In training, mean and (biased) variance are those of the batch, and the moving ones follow them:
/// moving = momentum moving + (1 - momentum) batch. Else, and always once frozen by
/// trainable(false), they are the moving ones. An empty batch moves nothing. Weights: gamma, beta,
/// and moving_mean and moving_variance, which are not trainable, each (length of axis,). ShapeError
/// for inputs with another length there. Source: Ioffe & Szegedy, 2015.
///
/// `layer(x, mask)` takes the statistics of the batch over those positions alone where the mask, of
/// the shape of x without its last axis, is not 0: with n of them, mean = sum(x) / (n + epsilon())
/// and variance = sum((x - mean)^2) / (n + epsilon()). All positions are normalised.
class BERAS_API BatchNormalization : public Layer {
 public:
  explicit BatchNormalization(BatchNormalizationOptions options = {});

  Tensors forward(const Arguments& arguments) const override;
  Shape compute_output_shape(const Shape& input_shape) const override;

  const BatchNormalizationOptions& options() const { return options_; }
  const Variable& gamma() const { return gamma_; }
  const Variable& beta() const { return beta_; }
  const Variable& moving_mean() const { return moving_mean_; }
  const Variable& moving_variance() const { return moving_variance_; }

 protected:
  void create_weights(const Shape& input_shape) override;
  void check_input_shape(const Shape& shape) const override;
  std::vector<std::string> argument_names() const override { return {"x", "mask"}; }

 private:
  void check_mask(const Shape& input, const Shape& mask) const;
  void follow(const Tensor& mean, const Tensor& variance) const;

  BatchNormalizationOptions options_;
  Variable gamma_;
  Variable beta_;
  Variable moving_mean_;
  Variable moving_variance_;
};

template <std::same_as<BatchNormalization> Class>
constexpr auto signature(Type<Class>) {
  using Options = Of<Class, BatchNormalizationOptions>;
  return arguments<Class>(
             "BatchNormalization", FIELD(Options, axis), FIELD(Options, momentum),
             FIELD(Options, epsilon), FIELD(Options, center), FIELD(Options, scale),
             FIELD(Options, beta_initializer), FIELD(Options, gamma_initializer),
             FIELD(Options, moving_mean_initializer), FIELD(Options, moving_variance_initializer),
             FIELD(Options, beta_regularizer), FIELD(Options, gamma_regularizer),
             FIELD(Options, beta_constraint), FIELD(Options, gamma_constraint),
             fixed("renorm", false), fixed("renorm_clipping"), fixed("renorm_momentum", 0.99),
             fixed("synchronized", false), layer_fields<Options>())
      .in_config_as("axis", "momentum", "epsilon", "center", "scale", "beta_initializer",
                    "gamma_initializer", "moving_mean_initializer", "moving_variance_initializer",
                    "beta_regularizer", "gamma_regularizer", "beta_constraint", "gamma_constraint",
                    "synchronized", "renorm", "renorm_clipping", "renorm_momentum")
      .with(property<&Class::gamma>("gamma"), property<&Class::beta>("beta"),
            property<&Class::moving_mean>("moving_mean"),
            property<&Class::moving_variance>("moving_variance"));
}

}  // namespace beras::layers
