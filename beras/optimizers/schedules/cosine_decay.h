// A learning rate that warms up, if wanted, and then falls along half a cosine.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <beras/base/export.h>
#include <beras/core/signature.h>
#include <beras/optimizers/schedules/learning_rate_schedule.h>

namespace beras::optimizers::schedules {

struct CosineDecayOptions {
  /// What is left in the end, as a fraction of where the decay begins.
  Scalar alpha = 0.0;
  std::string name = "CosineDecay";
  /// Where the decay begins, after `warmup_steps`; without it, at the initial learning rate.
  std::optional<Scalar> warmup_target = std::nullopt;
  Scalar warmup_steps = 0;
};

/// b ((1 - alpha) (1 + cos(pi min(s, decay_steps) / decay_steps)) / 2 + alpha), with s = step and
/// b = initial_learning_rate.
///
/// With a warmup_target: first a line from initial_learning_rate to warmup_target over
/// warmup_steps, then the same with s = step - warmup_steps and b = warmup_target. ValueError for
/// decay_steps that are not above 0. Source: Loshchilov & Hutter, 2017; warm-up: Goyal et al.,
/// 2017.
class BERAS_API CosineDecay : public LearningRateSchedule {
 public:
  CosineDecay(Scalar initial_learning_rate, Scalar decay_steps, CosineDecayOptions options = {});
  double operator()(std::int64_t step) const override;
  Scalar initial_learning_rate() const { return initial_learning_rate_; }
  Scalar decay_steps() const { return decay_steps_; }
  const CosineDecayOptions& options() const { return options_; }

 private:
  double decayed(double begin, double step) const;

  Scalar initial_learning_rate_;
  Scalar decay_steps_;
  CosineDecayOptions options_;
};

template <std::same_as<CosineDecay> Class>
constexpr auto signature(Type<Class>) {
  using Options = Of<Class, CosineDecayOptions>;
  return arguments<Class>(
      "CosineDecay", required<&Class::initial_learning_rate>("initial_learning_rate"),
      required<&Class::decay_steps>("decay_steps"), FIELD(Options, alpha), FIELD(Options, name),
      FIELD(Options, warmup_target), FIELD(Options, warmup_steps));
}

}  // namespace beras::optimizers::schedules
