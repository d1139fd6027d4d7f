#include <beras/models/model.h>

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <filesystem>
#include <limits>
#include <thread>

#include <beras/base/error.h>
#include <beras/base/random.h>
#include <beras/layers/dense.h>
#include <beras/layers/input_layer.h>
#include <beras/losses/losses.h>
#include <beras/metrics/metrics.h>
#include <beras/models/sequential.h>
#include <beras/optimizers/optimizers.h>
#include <beras/tensor/operators.h>
#include <tests/models/temporary_path.h>

namespace beras {
namespace {

/// Points of the plane and on which side of a line they lie.
struct Points {
  Tensor x;
  Tensor y;

  explicit Points(std::int64_t count) {
    std::vector<float> inputs;
    std::vector<std::int32_t> labels;
    for (std::int64_t i = 0; i < count; ++i) {
      const auto bits = philox(5, static_cast<std::uint64_t>(i));
      const float a = 2 * to_unit_float(bits[0]) - 1;
      const float b = 2 * to_unit_float(bits[1]) - 1;
      inputs.insert(inputs.end(), {a, b});
      labels.push_back(a + 2 * b > 0.1F ? 1 : 0);
    }
    x = Tensor(inputs, {count, 2});
    y = Tensor(labels);
  }
};

Sequential classifier() {
  Sequential model;
  model.add(layers::Dense(8, {.activation = "tanh"}));
  model.add(layers::Dense(2));
  model.compile({.optimizer = optimizers::Adam({.learning_rate = 0.05}),
                 .loss = losses::SparseCategoricalCrossentropy({.from_logits = true}),
                 .metrics = {"accuracy"}});
  return model;
}

TEST(Model, FitLearnsAndReportsIt) {
  set_random_seed(1);
  const Points points(200);
  Sequential model = classifier();
  const History history =
      model.fit(points.x, points.y, {.epochs = 15, .verbose = 0, .validation_split = 0.2});
  ASSERT_EQ(history.epochs().size(), 15U);
  EXPECT_LT(history.at("loss").back(), 0.5 * history.at("loss").front());
  EXPECT_GT(history.at("val_accuracy").back(), 0.9);
  const Logs logs = model.evaluate(points.x, points.y, {.verbose = 0});
  EXPECT_GT(logs.at("accuracy"), 0.9);
}

TEST(Model, TheSameSeedGivesTheSameBits) {
  const Points points(100);
  std::vector<float> first;
  for (int run = 0; run < 2; ++run) {
    set_random_seed(7);
    Sequential model = classifier();
    model.fit(points.x, points.y, {.epochs = 2, .verbose = 0});
    const std::vector<float> kernel = model.weights()[0].to_vector<float>();
    if (run == 0) first = kernel;
    EXPECT_EQ(kernel, first);
  }
}

struct CountBatches : Callback {
  std::vector<std::int64_t> batches;
  std::vector<int> epochs;
  void on_epoch_begin(int epoch) override { epochs.push_back(epoch); }
  void on_train_batch_end(std::int64_t batch, const Logs&) override { batches.push_back(batch); }
};

TEST(Model, ThePartialLastBatchCounts) {
  const Points points(70);
  Sequential model = classifier();
  auto counter = std::make_shared<CountBatches>();
  model.fit(
      points.x, points.y,
      {.batch_size = 32, .epochs = 3, .verbose = 0, .callbacks = {counter}, .initial_epoch = 1});
  EXPECT_EQ(counter->batches, (std::vector<std::int64_t>{0, 1, 2, 0, 1, 2}));
  EXPECT_EQ(counter->epochs, (std::vector<int>{1, 2}));
  // The mean over samples, not over batches: one batch of all must give the same.
  const double whole =
      model.evaluate(points.x, points.y, {.batch_size = 70, .verbose = 0}).at("loss");
  EXPECT_NEAR(model.evaluate(points.x, points.y, {.batch_size = 32, .verbose = 0}).at("loss"),
              whole, 1e-6);
}

TEST(Model, ACallbackMayStopTraining) {
  struct StopAtOnce : Callback {
    void on_epoch_end(int, Logs&) override { model().stop_training = true; }
  };
  const Points points(20);
  Sequential model = classifier();
  const History history =
      model.fit(points.x, points.y,
                {.epochs = 9, .verbose = 0, .callbacks = {std::make_shared<StopAtOnce>()}});
  EXPECT_EQ(history.epochs().size(), 1U);
}

TEST(Model, FitsADatasetAndGoesOnWhereAnEpochStopped) {
  const Points points(40);
  Sequential model = classifier();
  auto counter = std::make_shared<CountBatches>();
  const Dataset endless = Dataset::from_tensors(points.x, points.y).batch(10).repeat();
  model.fit(endless, {.epochs = 2, .verbose = 0, .callbacks = {counter}, .steps_per_epoch = 3});
  EXPECT_EQ(counter->batches.size(), 6U);
  EXPECT_THROW(model.fit(endless, {.verbose = 0}), ValueError);
}

TEST(Model, SampleAndClassWeightsWeigh) {
  const Tensor x{{1.}, {2.}};
  const Tensor y{{0.}, {0.}};
  Sequential model;
  model.add(layers::Dense(1, {.kernel_initializer = "ones"}));
  model.compile({.optimizer = optimizers::SGD({.learning_rate = 0}), .loss = "mse"});
  EXPECT_FLOAT_EQ(model.test_on_batch(x, y).at("loss"), 2.5);
  model.reset_metrics();
  EXPECT_FLOAT_EQ(model.test_on_batch(x, y, Tensor{1., 0.}).at("loss"), 0.5);
  model.reset_metrics();
  EXPECT_FLOAT_EQ(model.train_on_batch(x, y, {}, {{0, 3.0}}).at("loss"), 7.5);
}

TEST(Model, PredictGivesAllSamplesInOrder) {
  const Points points(70);
  const Sequential model = classifier();
  const std::vector<float> whole = model.predict(points.x, {.batch_size = 70}).to_vector<float>();
  const std::vector<float> pieces = model.predict(points.x, {.batch_size = 16}).to_vector<float>();
  ASSERT_EQ(whole.size(), 140U);
  for (std::size_t i = 0; i < whole.size(); ++i) EXPECT_NEAR(pieces[i], whole[i], 1e-6);
  EXPECT_THROW(model.get_layer(0).inputs(), ValueError);
}

TEST(Model, ThreadsMayPredictAtOnce) {
  const Points points(64);
  const Sequential model = classifier();
  const std::vector<float> expected = model.predict(points.x).to_vector<float>();
  std::vector<std::thread> threads;
  std::vector<int> wrong(4, 0);
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 20; ++i)
        wrong[t] += model.predict(points.x).to_vector<float>() != expected;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, (std::vector<int>(4, 0)));
}

struct TwoPaths : Model {
  layers::Dense& left = add(layers::Dense(4, {.activation = "relu"}));
  layers::Dense& right = add(layers::Dense(4));
  layers::Dense& head = add(layers::Dense(2));
  Tensor call(const Tensor& x) const override { return head(left(x) + right(x)); }
};

TEST(Model, SubclassesTrainLikeAnyModel) {
  set_random_seed(3);
  const Points points(200);
  TwoPaths model;
  model.compile({.optimizer = optimizers::Adam({.learning_rate = 0.05}),
                 .loss = losses::SparseCategoricalCrossentropy({.from_logits = true}),
                 .metrics = {"accuracy"}});
  const History history = model.fit(points.x, points.y, {.epochs = 10, .verbose = 0});
  EXPECT_GT(history.at("accuracy").back(), 0.9);
  EXPECT_EQ(model.weights().size(), 6U);
  const TwoPaths copy = model;
  EXPECT_TRUE(copy.left.weights()[0].same_as(model.left.weights()[0]));
}

TEST(Model, TrainStepCanBeOverridden) {
  struct Counting : Sequential {
    using Sequential::Sequential;
    int steps = 0;
    Logs train_step(const Batch& batch) override {
      ++steps;
      return Sequential::train_step(batch);
    }
  };
  const Points points(20);
  Counting model;
  model.add(layers::Dense(2));
  model.compile({.loss = losses::SparseCategoricalCrossentropy({.from_logits = true})});
  model.fit(points.x, points.y, {.batch_size = 5, .verbose = 0});
  EXPECT_EQ(model.steps, 4);
}

TEST(Model, FrozenWeightsStayAsTheyAre) {
  const Points points(20);
  Sequential model = classifier();
  model.build({-1, 2});
  model.get_layer(0).trainable(false);
  const std::vector<float> before = model.weights()[0].to_vector<float>();
  const std::vector<float> head = model.weights()[2].to_vector<float>();
  model.fit(points.x, points.y, {.verbose = 0});
  EXPECT_EQ(model.weights()[0].to_vector<float>(), before);
  EXPECT_NE(model.weights()[2].to_vector<float>(), head);
}

TEST(Model, BadInputIsRefusedBeforeAnythingChanges) {
  const Points points(20);
  Sequential model = classifier();
  model.build({-1, 2});
  const std::vector<float> before = model.weights()[0].to_vector<float>();
  const Tensor fewer = points.y[Slice{0, 19}];
  EXPECT_THROW(model.fit(points.x, fewer, {.verbose = 0}), ShapeError);
  EXPECT_THROW(model.fit(points.x, points.y, {.batch_size = 0, .verbose = 0}), ValueError);
  EXPECT_THROW(model.fit(points.x, points.y, {.verbose = 0, .validation_split = 1}), ValueError);
  EXPECT_THROW(model.fit(points.x, points.y, {.verbose = 3}), ValueError);
  EXPECT_THROW(model.fit(Tensor::zeros({0, 2}), Tensor::zeros({0}), {.verbose = 0}), ValueError);
  EXPECT_THROW(model.fit(points.x, points.y + 5, {.verbose = 0}), ValueError);
  EXPECT_THROW(
      model.fit(points.x, points.y * std::numeric_limits<double>::quiet_NaN(), {.verbose = 0}),
      ValueError);
  Tensor one_bad_label = points.y.astype(float32);
  one_bad_label[-1].fill(std::numeric_limits<double>::quiet_NaN());
  EXPECT_THROW(model.fit(points.x, one_bad_label, {.batch_size = 5, .verbose = 0}), ValueError);
  EXPECT_THROW(model.fit(Tensor(), points.y, {.verbose = 0}), ValueError);
  EXPECT_THROW(model.fit(Tensor::zeros({20, 3}), points.y, {.verbose = 0}), ShapeError);
  EXPECT_THROW(model.evaluate(points.x, fewer, {.verbose = 0}), ShapeError);
  EXPECT_THROW(model.predict(points.x, {.batch_size = 0}), ValueError);
  EXPECT_EQ(model.weights()[0].to_vector<float>(), before);
  Sequential raw;
  raw.add(layers::Dense(2));
  EXPECT_THROW(raw.fit(points.x, points.y), ValueError);
  try {
    raw.compile({.optimizer = "adm", .loss = "mse"});
    FAIL();
  } catch (const ValueError& error) {
    EXPECT_NE(std::string(error.what()).find("adam"), std::string::npos) << error.what();
  }
}

TEST(Model, WeightsGoToAnotherModelOfTheSameMake) {
  const std::string path = ::testing::TempDir() + "beras_same_make.npz";
  const Tensor x = Tensor::ones({2, 3});
  Sequential first(layers::Dense(4), layers::Dense(1)), second(layers::Dense(4), layers::Dense(1));
  first(x);
  second(x);
  ASSERT_NE(first.layers()[0]->name(), second.layers()[0]->name());
  EXPECT_EQ(first.named_weights()[2].first, "dense_1/kernel");
  first.save_weights(path);
  second.load_weights(path);
  EXPECT_EQ(first(x).to_vector<float>(), second(x).to_vector<float>());
}

TEST(Model, WeightsGoToAFileAndBack) {
  const std::string path = ::testing::TempDir() + "beras_model_weights.npz";
  const Points points(20);
  Sequential model = classifier();
  model.build({-1, 2});
  model.save_weights(path);
  Sequential other;
  other.add(layers::Dense(8, {.activation = "tanh", .name = model.get_layer(0).name()}));
  other.add(layers::Dense(2, {.name = model.get_layer(1).name()}));
  other.build({-1, 2});
  other.load_weights(path);
  EXPECT_EQ(other.predict(points.x).to_vector<float>(), model.predict(points.x).to_vector<float>());
  Sequential wider;
  wider.add(layers::Dense(9, {.name = model.get_layer(0).name()}));
  wider.add(layers::Dense(2, {.name = model.get_layer(1).name()}));
  wider.build({-1, 2});
  EXPECT_THROW(wider.load_weights(path), ShapeError);
  std::remove(path.c_str());
  EXPECT_THROW(other.load_weights(path), FormatError);
}

TEST(Model, ShowsWhatItWasCompiledWith) {
  Sequential model;
  EXPECT_TRUE(model.metrics().empty());
  EXPECT_THROW(model.loss(), ValueError);
  EXPECT_THROW(model.compile_options(), ValueError);
  const auto accuracy = std::make_shared<metrics::BinaryAccuracy>();
  model.compile({.loss = "mse", .metrics = {accuracy}, .weighted_metrics = {"binary_accuracy"}});
  EXPECT_EQ(model.metrics_names(),
            (std::vector<std::string>{"loss", "binary_accuracy", "weighted_binary_accuracy"}));
  EXPECT_EQ(model.metrics()[1], accuracy);
  EXPECT_EQ(model.loss().name(), "mse");
  EXPECT_EQ(&model.loss(), model.compile_options().loss.one()->pointer().get());
  EXPECT_EQ(&model.optimizer(), model.compile_options().optimizer.pointer().get());
}

TEST(Model, WithoutALossItTrainsByItsOwnStep) {
  struct Counter : Sequential {
    Counter() : Sequential(layers::Dense(1)) {}
    int steps = 0;
    Logs train_step(const Batch&) override { return {{"steps", ++steps}}; }
  };
  const Tensor x = Tensor::ones({8, 2}), y = Tensor::ones({8, 1});
  Counter model;
  model.compile({.optimizer = "sgd"});
  const History history = model.fit(x, y, {.batch_size = 4, .epochs = 2, .verbose = 0});
  EXPECT_EQ(history.at("steps"), (std::vector<double>{2, 4}));
  EXPECT_THROW(model.evaluate(x, y, {.verbose = 0}), ValueError);
}

TEST(Model, MetricsOfItsOwnBeginEachEpochAnew) {
  struct CountsSteps : Sequential {
    std::shared_ptr<metrics::Mean> steps = std::make_shared<metrics::Mean>();
    std::vector<std::shared_ptr<metrics::Metric>> metrics() const override { return {steps}; }
    Logs train_step(const Batch&) override {
      steps->update_state(1, 0.5);
      return {{"steps", steps->variables()[1].item<double>() * 2}};
    }
  };
  const Points points(20);
  CountsSteps model;
  model.compile({.loss = "mse"});
  const History history =
      model.fit(points.x, points.y, {.batch_size = 5, .epochs = 2, .verbose = 0});
  EXPECT_EQ(history.at("steps"), (std::vector<double>{4, 4}));
}

TEST(Model, FindsLayersByNameAndPosition) {
  Sequential model;
  model.add(layers::Dense(2, {.name = "hidden"}));
  EXPECT_EQ(&model.get_layer("hidden"), &model.get_layer(0));
  EXPECT_THROW(model.get_layer("hiden"), ValueError);
  EXPECT_THROW(model.get_layer(3), IndexError);
}

TEST(Model, CountsNoInputAmongItsLayers) {
  Sequential model{layers::Input({3}), layers::Dense(2), layers::Dense(1)};
  ASSERT_EQ(model.layers().size(), 2U);
  model.get_layer(0).trainable(false);
  EXPECT_EQ(model.trainable_variables().size(), 2U);
  EXPECT_EQ(model.get_layer(1).weights()[0].shape(), (Shape{2, 1}));
  EXPECT_EQ(model.compute_output_shape({5, 3}), (Shape{5, 1}));
  EXPECT_THROW(model.compute_output_shape({5, 4}), ShapeError);
}

TEST(Model, KeepsWeightsInNpzFilesAlone) {
  Sequential model(layers::Dense(2));
  model.build({-1, 3});
  for (const std::string ending : {".h5", ".weights.h5", ".keras", ".pt", ".npy", ".NPZ", ""}) {
    const std::string path = testing::temporary_path(ending);
    const std::string expected =
        "expected a path that ends in .npz, the format of weights. "
        "Received: \"" +
        path + "\".";
    try {
      model.save_weights(path);
      FAIL() << ending;
    } catch (const ValueError& error) {
      EXPECT_EQ(error.what(), "[save_weights] " + expected);
    }
    try {
      model.load_weights(path);
      FAIL() << ending;
    } catch (const ValueError& error) {
      EXPECT_EQ(error.what(), "[load_weights] " + expected);
    }
    EXPECT_FALSE(std::filesystem::exists(path));
  }
}

}  // namespace
}  // namespace beras
