// A learning rate that falls along half a cosine, again and again.
#pragma once

#include <cstdint>
#include <string>

#include <beras/base/export.h>
#include <beras/core/signature.h>
#include <beras/optimizers/schedules/learning_rate_schedule.h>

namespace beras::optimizers::schedules {

struct CosineDecayRestartsOptions {
  /// Each way is so many times as long as that before.
  Scalar t_mul = 2.0;
  /// Each begins at so many times the learning rate where that before began.
  Scalar m_mul = 1.0;
  /// What is left in the end, as a fraction of the initial learning rate.
  Scalar alpha = 0.0;
  std::string name = "SGDRDecay";
};

/// initial_learning_rate ((1 - alpha) m_mul^i (1 + cos(pi p)) / 2 + alpha), where i restarts lie
/// before the step, and p is the part done of the way that follows them, first_decay_steps *
/// t_mul^i steps long.
///
/// ValueError for first_decay_steps that are not above 0. Source: Loshchilov & Hutter, 2017.
class BERAS_API CosineDecayRestarts : public LearningRateSchedule {
 public:
  CosineDecayRestarts(Scalar initial_learning_rate, Scalar first_decay_steps,
                      CosineDecayRestartsOptions options = {});
  double operator()(std::int64_t step) const override;
  Scalar initial_learning_rate() const { return initial_learning_rate_; }
  Scalar first_decay_steps() const { return first_decay_steps_; }
  const CosineDecayRestartsOptions& options() const { return options_; }

 private:
  Scalar initial_learning_rate_;
  Scalar first_decay_steps_;
  CosineDecayRestartsOptions options_;
};

template <std::same_as<CosineDecayRestarts> Class>
constexpr auto signature(Type<Class>) {
  using Options = Of<Class, CosineDecayRestartsOptions>;
  return arguments<Class>(
      "CosineDecayRestarts", required<&Class::initial_learning_rate>("initial_learning_rate"),
      required<&Class::first_decay_steps>("first_decay_steps"), FIELD(Options, t_mul),
      FIELD(Options, m_mul), FIELD(Options, alpha), FIELD(Options, name));
}

}  // namespace beras::optimizers::schedules
