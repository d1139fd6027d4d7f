#include <beras/models/callbacks/terminate_on_nan.h>

#include <gtest/gtest.h>

#include <limits>
#include <string>

#include <beras/base/error.h>
#include <tests/models/linear_model.h>

namespace beras::callbacks {
namespace {

/// Its second sample makes the loss infinite.
Tensor exploding_samples() {
  return Tensor(std::vector<float>{1, std::numeric_limits<float>::infinity(), 1, 1}, {4, 1});
}

const FitOptions one_by_one = {.batch_size = 1, .epochs = 5, .verbose = 2, .shuffle = false};

TEST(TerminateOnNaN, StopsAfterTheBatchThatWentWrong) {
  Sequential model = linear_model();
  std::string text;
  FitOptions options = one_by_one;
  options.output.write = [&](std::string_view piece) { text += piece; };
  options.callbacks = {TerminateOnNaN()};
  const History history = model.fit(exploding_samples(), Tensor::zeros({4, 1}), options);
  EXPECT_EQ(history.epochs().size(), 1U);
  EXPECT_EQ(model.optimizer().iterations(), 2);
  EXPECT_EQ(text.find("Epoch 1/5\nBatch 1: the loss is inf, training ends.\n2/4 "), 0U) << text;
}

TEST(TerminateOnNaN, ThrowsIfAsked) {
  Sequential model = linear_model();
  FitOptions options = one_by_one;
  options.verbose = 0;
  options.callbacks = {TerminateOnNaN({.raise_error = true})};
  EXPECT_THROW(model.fit(exploding_samples(), Tensor::zeros({4, 1}), options), Error);
}

TEST(TerminateOnNaN, LetsNumbersPass) {
  Sequential model = linear_model();
  FitOptions options = one_by_one;
  options.verbose = 0;
  options.callbacks = {TerminateOnNaN({.raise_error = true})};
  EXPECT_EQ(model.fit(counting_samples(4), Tensor::zeros({4, 1}), options).epochs().size(), 5U);
}

}  // namespace
}  // namespace beras::callbacks
