#include <beras/base/error.h>
#include <beras/optimizers/optimizers.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <functional>

#include "tests/message_of.h"

namespace beras::optimizers {
namespace {

TEST(LearningRate, RefusesEmptyFunctions) {
  const std::function<double(std::int64_t)> none;
  const std::function<float(int)> none_either;
  double (*const null)(std::int64_t) = nullptr;
  EXPECT_THROW(LearningRate{none}, ValueError);
  EXPECT_THROW(LearningRate{none_either}, ValueError);
  EXPECT_THROW(LearningRate{null}, ValueError);
  EXPECT_THROW(SGD({.learning_rate = none}), ValueError);
  SGD sgd({.learning_rate = 0.25});
  EXPECT_THROW(sgd.learning_rate(none), ValueError);
  EXPECT_EQ(sgd.learning_rate(), 0.25);
}

TEST(LearningRate, IsANumberAFunctionOrASchedule) {
  EXPECT_EQ(LearningRate(2).at(7), 2);
  EXPECT_EQ(LearningRate([](std::int64_t step) { return 0.5 * static_cast<double>(step); }).at(7),
            3.5);
  const auto shared = std::make_shared<schedules::ExponentialDecay>(1.0, 1, 0.5);
  EXPECT_EQ(LearningRate(shared).at(2), 0.25);
  EXPECT_EQ(LearningRate(shared).schedule(), shared);
  EXPECT_EQ(LearningRate(schedules::ExponentialDecay(1.0, 1, 0.5)).at(3), 0.125);
  EXPECT_THROW(LearningRate(std::shared_ptr<schedules::ExponentialDecay>()), ValueError);
}

TEST(LearningRate, StandsInConfigurationsUnlessItIsAFunction) {
  SGD sgd({.learning_rate = 0.1});
  EXPECT_EQ(*sgd.get_config().find("learning_rate"), Config(0.10000000149011612));
  sgd.learning_rate(schedules::ExponentialDecay(0.1, 5, 0.5));
  EXPECT_EQ(to_string(*sgd.get_config().find("learning_rate")),
            "{\"module\": \"keras.optimizers.schedules\", \"class_name\": \"ExponentialDecay\", "
            "\"config\": {\"initial_learning_rate\": 0.1, \"decay_steps\": 5, \"decay_rate\": 0.5, "
            "\"staircase\": false, \"name\": \"ExponentialDecay\"}, \"registered_name\": null}");
  sgd.learning_rate([](std::int64_t) { return 0.1; });
  EXPECT_EQ(
      message_of<ValueError>([&] { sgd.get_config(); }),
      "[LearningRate] expected a number or a schedule where a configuration is asked for. "
      "Received: a function. Derive a class from LearningRateSchedule, give it a signature and "
      "register it.");
}

TEST(LearningRate, IsAVariableWhereItIsANumber) {
  Adam adam({.learning_rate = 0.5});
  Tensor rate = adam.variables()[1];
  rate.fill(0.25);
  EXPECT_EQ(adam.learning_rate(), 0.25);
  adam.learning_rate(0.125);
  EXPECT_EQ(rate.item<double>(), 0.125);
  adam.learning_rate(schedules::ExponentialDecay(0.1, 5, 0.5));
  EXPECT_EQ(adam.variables().size(), 1U);
  EXPECT_EQ(adam.learning_rate(), 0.1);
  adam.learning_rate(2);
  EXPECT_EQ(adam.variables()[1].item<double>(), 2);
}

}  // namespace
}  // namespace beras::optimizers
