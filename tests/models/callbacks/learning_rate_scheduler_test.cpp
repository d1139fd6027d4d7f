#include <beras/models/callbacks/learning_rate_scheduler.h>

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

#include <beras/base/error.h>
#include <tests/models/linear_model.h>

namespace beras::callbacks {
namespace {

TEST(LearningRateScheduler, SetsAndReportsTheRateOfEachEpoch) {
  Sequential model = linear_model(0.5);
  std::string text;
  const LearningRateScheduler halve(
      [](int epoch, double rate) { return epoch == 0 ? rate : rate / 2; }, {.verbose = 1});
  const History history =
      model.fit(counting_samples(1), Tensor::zeros({1, 1}),
                {.epochs = 3,
                 .verbose = 0,
                 .callbacks = {halve},
                 .output = {.write = [&](std::string_view piece) { text += piece; }}});
  EXPECT_EQ(history.at("learning_rate"), (std::vector<double>{0.5, 0.25, 0.125}));
  EXPECT_EQ(text,
            "Epoch 1: setting the learning rate to 0.5.\n"
            "Epoch 2: setting the learning rate to 0.25.\n"
            "Epoch 3: setting the learning rate to 0.125.\n");
  // y = kernel * 1 has the gradient 2 * kernel.
  EXPECT_EQ(model.weights()[0].item<float>(), 0);
}

TEST(LearningRateScheduler, RefusesRatesThatAreNotNumbers) {
  Sequential model = linear_model();
  const LearningRateScheduler broken(
      [](int, double) { return std::numeric_limits<double>::quiet_NaN(); });
  EXPECT_THROW(
      model.fit(counting_samples(1), Tensor::zeros({1, 1}), {.verbose = 0, .callbacks = {broken}}),
      ValueError);
  EXPECT_THROW(LearningRateScheduler{Schedule()}, ValueError);
}

}  // namespace
}  // namespace beras::callbacks
