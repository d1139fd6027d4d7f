// A learning rate that changes at given steps.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <beras/base/export.h>
#include <beras/core/signature.h>
#include <beras/optimizers/schedules/learning_rate_schedule.h>

namespace beras::optimizers::schedules {

struct PiecewiseConstantDecayOptions {
  std::string name = "PiecewiseConstant";
};

/// values[0] up to and with the step boundaries[0], then values[1] up to and with boundaries[1]
/// ..., and after the last boundary the last value.
///
/// ValueError unless there is one value more than boundaries.
class BERAS_API PiecewiseConstantDecay : public LearningRateSchedule {
 public:
  PiecewiseConstantDecay(std::vector<Scalar> boundaries, std::vector<Scalar> values,
                         PiecewiseConstantDecayOptions options = {});
  double operator()(std::int64_t step) const override;
  const std::vector<Scalar>& boundaries() const { return boundaries_; }
  const std::vector<Scalar>& values() const { return values_; }
  const PiecewiseConstantDecayOptions& options() const { return options_; }

 private:
  std::vector<Scalar> boundaries_;
  std::vector<Scalar> values_;
  PiecewiseConstantDecayOptions options_;
};

template <std::same_as<PiecewiseConstantDecay> Class>
constexpr auto signature(Type<Class>) {
  using Options = Of<Class, PiecewiseConstantDecayOptions>;
  return arguments<Class>("PiecewiseConstantDecay", required<&Class::boundaries>("boundaries"),
                          required<&Class::values>("values"), FIELD(Options, name));
}

}  // namespace beras::optimizers::schedules

namespace beras {

/// A list of numbers.
BERAS_CONFIG_VALUE(std::vector<Scalar>);

}  // namespace beras
