#include <beras/models/callbacks/lambda_callback.h>

#include <gtest/gtest.h>

#include <string>

#include <tests/models/linear_model.h>

namespace beras::callbacks {
namespace {

TEST(LambdaCallback, CallsItsFunctionsAtTheirStations) {
  Sequential model = linear_model();
  std::string text;
  const LambdaCallback callback({
      .on_epoch_begin = [&](int epoch) { text += " [" + std::to_string(epoch); },
      .on_epoch_end =
          [&](int, Logs& logs) {
            text += "]";
            logs["stations"] = static_cast<double>(text.size());
          },
      .on_train_begin = [&] { text += "begin"; },
      .on_train_end = [&](const Logs& logs) { text += " end " + std::to_string(logs.size()); },
      .on_train_batch_begin = [&](std::int64_t batch) { text += " (" + std::to_string(batch); },
      .on_train_batch_end = [&](std::int64_t, const Logs&) { text += ")"; },
  });
  const History history =
      model.fit(counting_samples(4), Tensor::zeros({4, 1}),
                {.batch_size = 2, .epochs = 2, .verbose = 0, .callbacks = {callback}});
  EXPECT_EQ(text, "begin [0 (0) (1)] [1 (0) (1)] end 2");
  EXPECT_EQ(history.at("stations"), (std::vector<double>{17, 29}));
}

TEST(LambdaCallback, NeedsNoFunctions) {
  Sequential model = linear_model();
  model.fit(counting_samples(1), Tensor::zeros({1, 1}),
            {.verbose = 0, .callbacks = {LambdaCallback({})}});
  EXPECT_EQ(model.optimizer().iterations(), 1);
}

}  // namespace
}  // namespace beras::callbacks
