#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <beras/base/error.h>
#include <tests/models/linear_model.h>

namespace beras {
namespace {

struct Stations : Callback {
  std::string text;
  double loss = 0;
  std::int64_t steps = 0;
  void on_test_begin() override {
    text += "begin";
    steps = parameters().steps;
  }
  void on_test_batch_begin(std::int64_t batch) override { text += " (" + std::to_string(batch); }
  void on_test_batch_end(std::int64_t batch, const Logs&) override {
    text += " " + std::to_string(batch) + ")";
  }
  void on_test_end(const Logs& logs) override {
    text += " end";
    loss = logs.at("loss");
  }
};

TEST(Evaluate, CallsTheCallbacksAtTheirStations) {
  Sequential model = linear_model();
  auto stations = std::make_shared<Stations>();
  const Logs logs = model.evaluate(counting_samples(3), Tensor::zeros({3, 1}),
                                   {.batch_size = 2, .verbose = 0, .callbacks = {stations}});
  EXPECT_EQ(stations->text, "begin (0 0) (1 1) end");
  EXPECT_EQ(stations->steps, 2);
  EXPECT_FLOAT_EQ(stations->loss, (1. + 4 + 9) / 3);
  EXPECT_EQ(stations->loss, logs.at("loss"));
}

TEST(Evaluate, StopsAfterSoManySteps) {
  Sequential model = linear_model();
  const Tensor x = counting_samples(4);
  const Tensor y = Tensor::zeros({4, 1});
  const Dataset batches = Dataset::from_tensors(x, y).batch(1);
  EXPECT_FLOAT_EQ(model.evaluate(batches, {.verbose = 0, .steps = 2}).at("loss"), 2.5);
  EXPECT_FLOAT_EQ(model.evaluate(batches.repeat(), {.verbose = 0, .steps = 5}).at("loss"), 6.2);
  EXPECT_FLOAT_EQ(model.evaluate(x, y, {.batch_size = 3, .verbose = 0, .steps = 1}).at("loss"),
                  14. / 3);
  EXPECT_THROW(model.evaluate(batches.repeat(), {.verbose = 0}), ValueError);
  EXPECT_THROW(model.evaluate(batches, {.verbose = 0, .steps = 0}), ValueError);
  EXPECT_THROW(model.evaluate(batches, {.verbose = 0, .callbacks = {std::shared_ptr<Callback>()}}),
               ValueError);
}

TEST(Evaluate, ShowsItsProgressWhereItIsTold) {
  Sequential model = linear_model();
  std::string text;
  model.evaluate(
      counting_samples(2), Tensor::zeros({2, 1}),
      {.batch_size = 1, .output = {.write = [&](std::string_view piece) { text += piece; }}});
  EXPECT_EQ(text.substr(0, 4), "2/2 ");
  EXPECT_NE(text.find("loss: 2.5000\n"), std::string::npos) << text;
}

}  // namespace
}  // namespace beras
