// A learning rate that falls exponentially.
#pragma once

#include <cstdint>
#include <string>

#include <beras/base/export.h>
#include <beras/core/signature.h>
#include <beras/optimizers/schedules/learning_rate_schedule.h>

namespace beras::optimizers::schedules {

struct ExponentialDecayOptions {
  /// Falls once in `decay_steps` steps rather than in each.
  bool staircase = false;
  std::string name = "ExponentialDecay";
};

/// initial_learning_rate * decay_rate^p with p = step / decay_steps, rounded down if staircase.
///
/// ValueError for decay_steps that are not above 0.
class BERAS_API ExponentialDecay : public LearningRateSchedule {
 public:
  ExponentialDecay(Scalar initial_learning_rate, Scalar decay_steps, Scalar decay_rate,
                   ExponentialDecayOptions options = {});
  double operator()(std::int64_t step) const override;
  Scalar initial_learning_rate() const { return initial_learning_rate_; }
  Scalar decay_steps() const { return decay_steps_; }
  Scalar decay_rate() const { return decay_rate_; }
  const ExponentialDecayOptions& options() const { return options_; }

 private:
  Scalar initial_learning_rate_;
  Scalar decay_steps_;
  Scalar decay_rate_;
  ExponentialDecayOptions options_;
};

template <std::same_as<ExponentialDecay> Class>
constexpr auto signature(Type<Class>) {
  using Options = Of<Class, ExponentialDecayOptions>;
  return arguments<Class>(
      "ExponentialDecay", required<&Class::initial_learning_rate>("initial_learning_rate"),
      required<&Class::decay_steps>("decay_steps"), required<&Class::decay_rate>("decay_rate"),
      FIELD(Options, staircase), FIELD(Options, name));
}

}  // namespace beras::optimizers::schedules
