#include <beras/core/weight_rules.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <utility>

#include <beras/base/error.h>
#include <beras/core/scopes.h>

namespace beras {
namespace {

std::atomic<std::int64_t> regularized = 0;

/// Counts those that have a regularizer.
struct CountedRules : WeightRules {
  explicit CountedRules(WeightRules rules)
      : WeightRules(std::move(rules)), counts(static_cast<bool>(regularizer)) {
    if (counts) ++regularized;
  }
  ~CountedRules() {
    if (counts) --regularized;
  }
  CountedRules(const CountedRules&) = delete;
  CountedRules& operator=(const CountedRules&) = delete;

  const bool counts;
};

}  // namespace

void set_rules(Variable weight, WeightRules rules) {
  if (!rules.regularizer && !rules.constraint) return weight.rules(nullptr);
  weight.rules(std::make_shared<const CountedRules>(std::move(rules)));
}

void complete_rules(const Variable& weight, WeightRules rules) {
  const auto& laid = weight.rules();
  const bool brings_regularizer = rules.regularizer && !(laid && laid->regularizer);
  const bool brings_constraint = rules.constraint && !(laid && laid->constraint);
  if (!brings_regularizer && !brings_constraint) return;
  if (laid && !brings_regularizer) rules.regularizer = laid->regularizer;
  if (laid && !brings_constraint) rules.constraint = laid->constraint;
  set_rules(weight, std::move(rules));
}

bool any_weight_is_regularized() { return regularized.load(std::memory_order_relaxed) > 0; }

Tensors regularization_losses(const Tensors& weights) {
  Tensors losses;
  for (const Tensor& weight : weights) {
    const auto& rules = weight.rules();
    if (rules && rules->regularizer && weight.trainable())
      losses.push_back(rules->regularizer(weight));
  }
  return losses;
}

void constrain(Variable weight) {
  const auto rules = weight.rules();
  if (!rules || !rules->constraint) return;
  const PauseRecording pause;
  const Tensor value = rules->constraint(weight);
  if (value.shape() != weight.shape()) {
    throw ShapeError("constraint",
                     to_string(weight.shape()) + " for weight \"" + weight.name() + "\"",
                     "shape " + to_string(value.shape()));
  }
  weight.assign(value);
}

}  // namespace beras
