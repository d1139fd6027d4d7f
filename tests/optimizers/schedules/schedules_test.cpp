#include <beras/base/error.h>
#include <beras/optimizers/optimizers.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "tests/golden.h"
#include "tests/golden_config.h"
#include "tests/message_of.h"

namespace beras::optimizers::schedules {

/// A user's own.
struct Warmup : LearningRateSchedule {
  explicit Warmup(double target) : target_(target) {}
  double operator()(std::int64_t step) const override {
    return target_ * std::min(1.0, (static_cast<double>(step) + 1) / 4);
  }
  double target() const { return target_; }

 private:
  double target_;
};

template <std::same_as<Warmup> Class>
constexpr auto signature(Type<Class>) {
  return arguments<Class>("Warmup", required<&Class::target>("target"));
}

namespace {

TEST(Schedules, EqualKeras) {
  const golden::Json file = golden::load("schedules");
  ASSERT_GT(file["runs"].size(), 5U);
  for (const auto& [key, run] : file["runs"].items()) {
    const std::string name = key.substr(0, key.find('_'));
    const auto schedule = registry().make(name, golden::config_from(run["config"]));
    for (std::size_t i = 0; i < run["lr"].size(); ++i) {
      const std::int64_t step = file["steps"][i];
      const double expected = run["lr"][i];
      EXPECT_NEAR((*schedule)(step), expected, 1e-8 + 2e-6 * expected) << key << ", step " << step;
    }
  }
}

TEST(Schedules, TakePlainNumbersAndOptions) {
  EXPECT_EQ(PiecewiseConstantDecay({2, 5}, {1., 0.5, 0.25})(5), 0.5);
  EXPECT_EQ(PiecewiseConstantDecay({2, 5}, {1., 0.5, 0.25})(6), 0.25);
  EXPECT_EQ(ExponentialDecay(1, 2, 0.5, {.staircase = true})(3), 0.5);
  EXPECT_EQ(CosineDecay(0, 10, {.warmup_target = 2, .warmup_steps = 4})(1), 0.5);
  EXPECT_EQ(PolynomialDecay(1, 10, {.end_learning_rate = 0})(5), 0.5);
  EXPECT_EQ(CosineDecayRestarts(1, 10, {.t_mul = 1, .m_mul = 0.5})(20), 0.25);
  EXPECT_EQ(InverseTimeDecay(1, 1, 1)(3), 0.25);
}

TEST(Schedules, RefuseWhatMakesNoSchedule) {
  const std::vector<std::function<void()>> wrong = {
      [] { ExponentialDecay(0.1, 0, 0.5); }, [] { InverseTimeDecay(0.1, -1, 0.5); },
      [] { PolynomialDecay(0.1, 0); },       [] { CosineDecay(0.1, 0); },
      [] { CosineDecayRestarts(0.1, 0); },   [] { PiecewiseConstantDecay({1}, {0.5}); },
  };
  for (const auto& make : wrong) EXPECT_THROW(make(), ValueError);
  EXPECT_EQ(message_of<ValueError>(wrong[0]),
            "[ExponentialDecay] expected decay_steps above 0. Received: 0.");
  EXPECT_EQ(message_of<ValueError>([] { registry().make_from("ExponentialDekay"); }),
            "[schedules] expected a known schedule. Received: \"ExponentialDekay\". Did you mean "
            "\"ExponentialDecay\"?");
}

TEST(Schedules, OfAUserStandInConfigurations) {
  const SGD unregistered({.learning_rate = Warmup(0.5)});
  EXPECT_EQ(unregistered.learning_rate(), 0.125);
  EXPECT_THROW(unregistered.get_config(), ValueError);
  register_serializable<Warmup>("my_package>Warmup");
  const Config config = serialize(SGD({.learning_rate = Warmup(0.5), .momentum = 0.5}));
  EXPECT_EQ(to_string(*config.find("config")->find("learning_rate")),
            "{\"module\": null, \"class_name\": \"Warmup\", \"config\": {\"target\": 0.5}, "
            "\"registered_name\": \"my_package>Warmup\"}");
  const auto again = optimizers::registry().make_from(config);
  again->variables()[0].fill(1);
  EXPECT_EQ(again->learning_rate(), 0.25);
  EXPECT_EQ(again->serialized(), config);
}

}  // namespace
}  // namespace beras::optimizers::schedules
