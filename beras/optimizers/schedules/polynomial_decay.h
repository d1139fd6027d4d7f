// A learning rate that falls along a polynomial.
#pragma once

#include <cstdint>
#include <string>

#include <beras/base/export.h>
#include <beras/core/signature.h>
#include <beras/optimizers/schedules/learning_rate_schedule.h>

namespace beras::optimizers::schedules {

struct PolynomialDecayOptions {
  Scalar end_learning_rate = 0.0001;
  Scalar power = 1.0;
  /// Begins anew, each time over a longer way, rather than stay at the end.
  bool cycle = false;
  std::string name = "PolynomialDecay";
};

/// (initial_learning_rate - end_learning_rate) (1 - min(step, D) / D)^power + end_learning_rate
/// with D = decay_steps or, if cycle, the first multiple of it that is at least step.
///
/// ValueError for decay_steps that are not above 0.
class BERAS_API PolynomialDecay : public LearningRateSchedule {
 public:
  PolynomialDecay(Scalar initial_learning_rate, Scalar decay_steps,
                  PolynomialDecayOptions options = {});
  double operator()(std::int64_t step) const override;
  Scalar initial_learning_rate() const { return initial_learning_rate_; }
  Scalar decay_steps() const { return decay_steps_; }
  const PolynomialDecayOptions& options() const { return options_; }

 private:
  Scalar initial_learning_rate_;
  Scalar decay_steps_;
  PolynomialDecayOptions options_;
};

template <std::same_as<PolynomialDecay> Class>
constexpr auto signature(Type<Class>) {
  using Options = Of<Class, PolynomialDecayOptions>;
  return arguments<Class>(
      "PolynomialDecay", required<&Class::initial_learning_rate>("initial_learning_rate"),
      required<&Class::decay_steps>("decay_steps"), FIELD(Options, end_learning_rate),
      FIELD(Options, power), FIELD(Options, cycle), FIELD(Options, name));
}

}  // namespace beras::optimizers::schedules
