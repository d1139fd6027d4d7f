// Adam with decoupled weight decay.
#pragma once

#include <optional>

#include <beras/base/export.h>
#include <beras/optimizers/adam.h>

namespace beras::optimizers {

struct AdamWOptions {
  LearningRate learning_rate = 0.001;
  std::optional<double> weight_decay = 0.004;
  double beta_1 = 0.9;
  double beta_2 = 0.999;
  double epsilon = 1e-7;
  bool amsgrad = false;
  BERAS_OPTIMIZER_FIELDS;
};

/// w -= w * weight_decay * lr, then the step of Adam. Source: Loshchilov & Hutter, 2019.
class BERAS_API AdamW : public Adam {
 public:
  explicit AdamW(const AdamWOptions& options = {});
  const AdamWOptions& options() const { return options_; }

 private:
  AdamWOptions options_;
};

template <std::same_as<AdamW> Class>
constexpr auto signature(Type<Class>) {
  using Options = Of<Class, AdamWOptions>;
  return arguments<Class>("AdamW", FIELD(Options, learning_rate), FIELD(Options, weight_decay),
                          FIELD(Options, beta_1), FIELD(Options, beta_2), FIELD(Options, epsilon),
                          FIELD(Options, amsgrad), base_fields<Options>())
      .also_known_as("adamw");
}

}  // namespace beras::optimizers
