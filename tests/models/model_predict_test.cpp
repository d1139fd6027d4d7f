#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

#include <beras/base/error.h>
#include <beras/layers/layers.h>
#include <tests/models/linear_model.h>

namespace beras {
namespace {

TEST(Predict, TakesBatchesOfSamplesWithOrWithoutLabels) {
  const Sequential model = linear_model();
  const Tensor x = counting_samples(5);
  const std::vector<float> expected = {1, 2, 3, 4, 5};
  EXPECT_EQ(model.predict(Dataset::from_tensors({x}).batch(2)).tensor().to_vector<float>(),
            expected);
  const Dataset labelled = Dataset::from_tensors(x, Tensor::zeros({5}));
  EXPECT_EQ(model.predict(labelled.batch(3)).tensor().to_vector<float>(), expected);
  EXPECT_EQ(model.predict(labelled.batch(3)).tensor().shape(), (Shape{5, 1}));
  EXPECT_EQ(model.predict(Tensor::zeros({0, 1})).shape(), (Shape{0, 1}));
}

TEST(Predict, GivesMemoryOfItsOwn) {
  const Sequential flatten{layers::Flatten()}, linear{layers::Activation("linear")},
      dropout{layers::Dropout(0.5)};
  for (const Sequential& model : {flatten, linear, dropout}) {
    Tensor x{{1.}, {2.}};
    const Tensor whole = model.predict(x), single = model.predict_on_batch(x);
    EXPECT_FALSE(whole.shares_memory(x));
    EXPECT_FALSE(single.shares_memory(x));
    x.fill(9);
    EXPECT_EQ(whole.to_vector<float>(), (std::vector<float>{1, 2}));
  }
}

TEST(Predict, KeepsBatchesOfABufferThatIsFilledAgain) {
  const Sequential model{layers::Flatten()};
  const Dataset batches = Dataset::from_generator([]() -> Dataset::Generator {
    Tensor buffer = Tensor::zeros({2, 1});
    return [buffer, step = 0]() mutable -> std::optional<Tensors> {
      if (step == 3) return std::nullopt;
      buffer.fill(step++);
      return Tensors{buffer};
    };
  });
  const std::vector<float> expected = {0, 0, 1, 1, 2, 2};
  EXPECT_EQ(model.predict(batches).tensor().to_vector<float>(), expected);
  EXPECT_EQ(model.predict(batches.prefetch(3)).tensor().to_vector<float>(), expected);
}

TEST(Predict, StopsAfterSoManySteps) {
  const Sequential model = linear_model();
  const Tensor x = counting_samples(3);
  const Dataset endless = Dataset::from_tensors({x}).batch(2).repeat();
  EXPECT_EQ(model.predict(endless, {.steps = 3}).tensor().to_vector<float>(),
            (std::vector<float>{1, 2, 3, 1, 2}));
  EXPECT_EQ(model.predict(x, {.batch_size = 1, .steps = 2}).to_vector<float>(),
            (std::vector<float>{1, 2}));
  EXPECT_THROW(model.predict(endless), ValueError);
  EXPECT_THROW(model.predict(x, {.steps = 0}), ValueError);
  EXPECT_THROW(model.predict(Dataset::from_tensors({x}).batch(2).take(0)), ValueError);
}

struct PredictStations : Callback {
  std::string text;
  std::vector<float> outputs;
  void on_predict_begin() override { text += "begin"; }
  void on_predict_batch_begin(std::int64_t batch) override { text += " (" + std::to_string(batch); }
  void on_predict_batch_end(std::int64_t batch, const Structure& y) override {
    text += " " + std::to_string(batch) + ")";
    for (const float value : y.tensor().to_vector<float>()) outputs.push_back(value);
  }
  void on_predict_end() override { text += " end"; }
};

TEST(Predict, CallsTheCallbacksAtTheirStations) {
  const Sequential model = linear_model();
  auto stations = std::make_shared<PredictStations>();
  model.predict(counting_samples(3), {.batch_size = 2, .callbacks = {stations}});
  EXPECT_EQ(stations->text, "begin (0 0) (1 1) end");
  EXPECT_EQ(stations->outputs, (std::vector<float>{1, 2, 3}));
  EXPECT_THROW(model.predict(counting_samples(3), {.callbacks = {std::shared_ptr<Callback>()}}),
               ValueError);
}

TEST(Predict, ShowsItsProgressIfAsked) {
  const Sequential model = linear_model();
  std::string text;
  const ProgressOutput output{.write = [&](std::string_view piece) { text += piece; }};
  model.predict(counting_samples(3), {.batch_size = 2, .output = output});
  EXPECT_EQ(text, "");
  model.predict(counting_samples(3), {.batch_size = 2, .verbose = 1, .output = output});
  EXPECT_EQ(text.substr(0, 4), "2/2 ");
  EXPECT_EQ(text.back(), '\n');
}

TEST(Predict, TakesBatchesOfAnySize) {
  const Sequential model = linear_model();
  const Tensor x = counting_samples(3);
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  EXPECT_EQ(model.predict(x, {.batch_size = most}).to_vector<float>(),
            model.predict(x, {.batch_size = 2}).to_vector<float>());
}

}  // namespace
}  // namespace beras
