// A learning rate that falls with the inverse of time.
#pragma once

#include <cstdint>
#include <string>

#include <beras/base/export.h>
#include <beras/core/signature.h>
#include <beras/optimizers/schedules/learning_rate_schedule.h>

namespace beras::optimizers::schedules {

struct InverseTimeDecayOptions {
  /// Falls once in `decay_steps` steps rather than in each.
  bool staircase = false;
  std::string name = "InverseTimeDecay";
};

/// initial_learning_rate / (1 + decay_rate * p) with p = step / decay_steps, rounded down if
/// staircase.
///
/// ValueError for decay_steps that are not above 0.
class BERAS_API InverseTimeDecay : public LearningRateSchedule {
 public:
  InverseTimeDecay(Scalar initial_learning_rate, Scalar decay_steps, Scalar decay_rate,
                   InverseTimeDecayOptions options = {});
  double operator()(std::int64_t step) const override;
  Scalar initial_learning_rate() const { return initial_learning_rate_; }
  Scalar decay_steps() const { return decay_steps_; }
  Scalar decay_rate() const { return decay_rate_; }
  const InverseTimeDecayOptions& options() const { return options_; }

 private:
  Scalar initial_learning_rate_;
  Scalar decay_steps_;
  Scalar decay_rate_;
  InverseTimeDecayOptions options_;
};

template <std::same_as<InverseTimeDecay> Class>
constexpr auto signature(Type<Class>) {
  using Options = Of<Class, InverseTimeDecayOptions>;
  return arguments<Class>(
      "InverseTimeDecay", required<&Class::initial_learning_rate>("initial_learning_rate"),
      required<&Class::decay_steps>("decay_steps"), required<&Class::decay_rate>("decay_rate"),
      FIELD(Options, staircase), FIELD(Options, name));
}

}  // namespace beras::optimizers::schedules
