// Gradient descent, with momentum if wanted.
#pragma once

#include <optional>

#include <beras/base/export.h>
#include <beras/optimizers/optimizer.h>

namespace beras::optimizers {

struct SGDOptions {
  LearningRate learning_rate = 0.01;
  /// In [0, 1].
  double momentum = 0;
  bool nesterov = false;
  std::optional<double> weight_decay = std::nullopt;
  BERAS_OPTIMIZER_FIELDS;
};

/// w -= lr g; with momentum v = momentum v - lr g, then w += v or, with nesterov, w += momentum v -
/// lr g.
///
/// The velocity contains the learning rate. Source: Sutskever et al., 2013.
class BERAS_API SGD : public Optimizer {
 public:
  explicit SGD(const SGDOptions& options = {});
  const SGDOptions& options() const { return options_; }

 protected:
  Tensors make_slots(const Variable& weight) const override;
  void update(std::span<WeightUpdate> updates, double learning_rate) override;

 private:
  SGDOptions options_;
};

template <std::same_as<SGD> Class>
constexpr auto signature(Type<Class>) {
  using Options = Of<Class, SGDOptions>;
  return arguments<Class>("SGD", FIELD(Options, learning_rate), FIELD(Options, momentum),
                          FIELD(Options, nesterov), FIELD(Options, weight_decay),
                          base_fields<Options>());
}

}  // namespace beras::optimizers
