// Which batches runs draw, how large they are, and in which order their samples come.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <vector>

#include <beras/base/error.h>
#include <tests/models/linear_model.h>

namespace beras {
namespace {

/// Endless batches of one sample, 1, 2, ... with label 0; a new walk goes on where the last one
/// stood, as a generator of Python's does.
struct Source {
  std::shared_ptr<int> drawn = std::make_shared<int>(0);
  Dataset batches = Dataset::from_generator([drawn = drawn]() -> Dataset::Generator {
    return [drawn]() -> std::optional<Tensors> {
      ++*drawn;
      return Tensors{Tensor::full({1, 1}, *drawn), Tensor::zeros({1, 1})};
    };
  });
};

struct StopAfter : Callback {
  explicit StopAfter(std::int64_t batch) : last(batch) {}
  void on_train_batch_end(std::int64_t batch, const Logs&) override {
    if (batch == last) model().stop_training = true;
  }
  std::int64_t last;
};

TEST(Batches, AreDrawnOnlyToBeTrainedOn) {
  const Source source;
  Sequential model = linear_model();
  const History history =
      model.fit(source.batches, {.epochs = 3, .verbose = 0, .steps_per_epoch = 2});
  EXPECT_EQ(history.at("loss"), (std::vector<double>{2.5, 12.5, 30.5}));
  EXPECT_EQ(*source.drawn, 6);
  model.fit(source.batches, {.verbose = 0, .callbacks = {StopAfter(1)}, .steps_per_epoch = 5});
  EXPECT_EQ(*source.drawn, 8);
  model.evaluate(source.batches, {.verbose = 0, .steps = 3});
  EXPECT_EQ(*source.drawn, 11);
  EXPECT_EQ(model.predict(source.batches, {.steps = 2}).tensor().to_vector<float>(),
            (std::vector<float>{12, 13}));
  EXPECT_EQ(*source.drawn, 13);
  const Source validation;
  model.fit(source.batches, {.epochs = 3,
                             .verbose = 0,
                             .validation_data = validation.batches,
                             .steps_per_epoch = 1,
                             .validation_steps = 4,
                             .validation_frequency = 2});
  EXPECT_EQ(*source.drawn, 16);
  EXPECT_EQ(*validation.drawn, 4);
}

TEST(Batches, GoOnFromEpochToEpochAndBeginAnewAtTheEnd) {
  Sequential model = linear_model();
  const Dataset three = Dataset::from_tensors(counting_samples(3), Tensor::zeros({3, 1})).batch(1);
  const auto losses = [&](std::int64_t steps) {
    return model.fit(three, {.epochs = 4, .verbose = 0, .steps_per_epoch = steps}).at("loss");
  };
  EXPECT_EQ(losses(1), (std::vector<double>{1, 4, 9, 1}));
  EXPECT_EQ(losses(2), (std::vector<double>{2.5, 9, 2.5, 9}));
  for (const double loss : losses(3)) EXPECT_NEAR(loss, 14.0 / 3, 1e-6);
}

/// The sizes of the batches that it is trained, evaluated and asked with.
struct Sizes : Sequential {
  Sizes() : Sequential(linear_model()) {}
  mutable std::vector<std::int64_t> seen;
  Logs train_step(const Batch& batch) override { return note(batch.x), Model::train_step(batch); }
  Logs test_step(const Batch& batch) override { return note(batch.x), Model::test_step(batch); }
  Structure predict_step(const Structure& x) const override {
    return note(x), Model::predict_step(x);
  }
  void note(const Tensor& x) const { seen.push_back(x.dim(0)); }
  std::vector<std::int64_t> taken() { return std::exchange(seen, {}); }
};

TEST(Batches, SpreadTheSamplesOverTheStepsWithoutASize) {
  using SizeList = std::vector<std::int64_t>;
  Sizes model;
  model.compile({.optimizer = "sgd", .loss = "mse"});
  const Tensor x = counting_samples(10), y = Tensor::zeros({10, 1});
  model.fit(x, y, {.verbose = 0, .steps_per_epoch = 3});
  EXPECT_EQ(model.taken(), (SizeList{4, 4, 2}));
  model.fit(x, y, {.verbose = 0});
  EXPECT_EQ(model.taken(), (SizeList{10}));
  model.fit(x, y, {.batch_size = 2, .epochs = 2, .verbose = 0, .steps_per_epoch = 3});
  EXPECT_EQ(model.taken(), (SizeList{2, 2, 2, 2, 2}));
  model.evaluate(x, y, {.verbose = 0, .steps = 4});
  EXPECT_EQ(model.taken(), (SizeList{3, 3, 3, 1}));
  model.predict(x, {.steps = 20});
  EXPECT_EQ(model.taken(), SizeList(10, 1));
  model.predict(x, {.batch_size = 4, .steps = 2});
  EXPECT_EQ(model.taken(), (SizeList{4, 4}));
  model.fit(x, y, {.verbose = 0, .validation_split = 0.5, .validation_steps = 2});
  EXPECT_EQ(model.taken(), (SizeList{5, 3, 2}));
  EXPECT_THROW(model.fit(x, y, {.batch_size = 0}), ValueError);
  EXPECT_THROW(model.evaluate(x, y, {.steps = 0}), ValueError);
  EXPECT_THROW(model.predict(x, {.batch_size = -1}), ValueError);
}

/// The samples of each batch that it is trained on.
struct Samples : Sequential {
  Samples() : Sequential(linear_model()) {}
  std::vector<std::vector<float>> seen;
  Logs train_step(const Batch& batch) override {
    seen.push_back(batch.x.tensor().to_vector<float>());
    EXPECT_EQ(batch.y.tensor().to_vector<float>(), seen.back());
    return {{"loss", 0}};
  }
};

TEST(Batches, MayBeMixedEachWithinItself) {
  const Tensor x = counting_samples(20);
  const auto seen = [&](const Shuffle& shuffle, int epochs = 1) {
    Samples model;
    model.compile({.loss = "mse"});
    model.fit(
        x, x,
        {.batch_size = 8, .epochs = epochs, .verbose = 0, .shuffle = shuffle, .shuffle_seed = 3});
    return model.seen;
  };
  const auto in_order = seen(false);
  const auto mixed = seen("batch", 2);
  ASSERT_EQ(mixed.size(), 6U);
  EXPECT_NE(mixed[0], mixed[3]);
  for (std::size_t i = 0; i < 6; ++i) {
    EXPECT_NE(mixed[i], in_order[i % 3]);
    std::vector<float> sorted = mixed[i];
    std::sort(sorted.begin(), sorted.end());
    EXPECT_EQ(sorted, in_order[i % 3]);
  }
  EXPECT_EQ(seen("batch", 2), mixed);
  EXPECT_NE(seen(true), in_order);
  EXPECT_THROW(seen("samples"), ValueError);
}

TEST(Batches, AreValidatedWithAfterTheEpochsThatAreListed) {
  Sequential model = linear_model(0.01);
  const Tensor x = counting_samples(4), y = Tensor::zeros({4, 1});
  const auto validations = [&](const ValidationFrequency& frequency) {
    std::vector<int> epochs;
    struct Note : Callback {
      std::vector<int>* epochs = nullptr;
      void on_epoch_end(int epoch, Logs& logs) override {
        if (logs.contains("val_loss")) epochs->push_back(epoch + 1);
      }
    } note;
    note.epochs = &epochs;
    model.fit(x, y,
              {.epochs = 5,
               .verbose = 0,
               .callbacks = {note},
               .validation_data = Batch{x, y},
               .validation_frequency = frequency});
    return epochs;
  };
  EXPECT_EQ(validations(2), (std::vector<int>{2, 4}));
  EXPECT_EQ(validations(std::vector<int>{1, 4, 9}), (std::vector<int>{1, 4}));
  EXPECT_THROW(validations(0), ValueError);
}

}  // namespace
}  // namespace beras
