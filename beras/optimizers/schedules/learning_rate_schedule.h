// The base of learning rate schedules.
#pragma once

#include <cstdint>

#include <beras/base/export.h>
#include <beras/core/config.h>

namespace beras::optimizers::schedules {

/// The learning rate as a function of the step, with a configuration:
///
/// ```cpp
/// struct Warmup : optimizers::schedules::LearningRateSchedule {
///   explicit Warmup(double target) : target_(target) {}
///   double operator()(std::int64_t step) const override {
///     return step < 100 ? target_ * static_cast<double>(step + 1) / 100 : target_;
///   }
///   double target() const { return target_; }
///
///  private:
///   double target_;
/// };
///
/// optimizers::SGD sgd({.learning_rate = Warmup(0.1)});
/// ```
///
/// With a signature beside it and `register_serializable<Warmup>("my_package>Warmup")` it stands in
/// the optimizer's configuration.
class BERAS_API LearningRateSchedule {
 public:
  virtual ~LearningRateSchedule() = default;
  /// The learning rate after so many steps: 0 for the first.
  virtual double operator()(std::int64_t step) const = 0;
  /// The arguments that make such a schedule again, with Keras's keys; ValueError for a class that
  /// is not registered.
  Config get_config() const;
  /// As Keras serializes it; ValueError for a class that is not registered.
  virtual Config serialized() const;
};

}  // namespace beras::optimizers::schedules
