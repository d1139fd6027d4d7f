// All state of a training run, saved and restored; metrics of layers; loss scaling.
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include <beras/initializers/initializers.h>
#include <beras/layers/layers.h>
#include <beras/metrics/metrics.h>
#include <beras/models/sequential.h>
#include <beras/ops/ops.h>
#include <beras/optimizers/optimizers.h>
#include <beras/tensor/operators.h>

namespace beras {
namespace {

Tensor numbers(const Shape& shape) {
  const auto count = element_count(shape);
  return (ops::arange(static_cast<double>(count)) * 0.37).reshape(shape);
}

Sequential made() {
  Sequential model(layers::Dense(8, {.activation = "relu"}), layers::Dropout(0.3),
                   layers::BatchNormalization(), layers::Dense(2));
  model.build({-1, 3});
  model.compile(
      {.optimizer = optimizers::Adam({.learning_rate = 0.01}), .loss = "mse", .metrics = {"mae"}});
  return model;
}

void copy_state(const Tensors& from, Tensors to) {
  ASSERT_EQ(from.size(), to.size());
  for (std::size_t i = 0; i < from.size(); ++i) {
    EXPECT_EQ(from[i].name(), to[i].name());
    to[i].assign(from[i]);
  }
}

TEST(ModelState, ARunThatIsInterruptedGoesOnBitForBit) {
  const Tensor x = ops::sin(numbers({24, 3})), y = ops::cos(numbers({24, 2}));
  Sequential whole = made(), begun = made(), resumed = made();
  copy_state(whole.variables(), begun.variables());
  FitOptions options{.batch_size = 5, .epochs = 4, .verbose = 0, .shuffle = false};
  const History straight = whole.fit(x, y, options);
  options.epochs = 2;
  begun.fit(x, y, options);

  resumed.optimizer().build(resumed.trainable_variables());
  copy_state(begun.variables(), resumed.variables());
  copy_state(begun.optimizer().variables(), resumed.optimizer().variables());
  copy_state(begun.metrics_variables(), resumed.metrics_variables());
  options.initial_epoch = 2;
  options.epochs = 4;
  const History rest = resumed.fit(x, y, options);

  for (const char* name : {"loss", "mae"}) {
    EXPECT_EQ(straight.at(name)[2], rest.at(name)[0]);
    EXPECT_EQ(straight.at(name)[3], rest.at(name)[1]);
  }
  const Tensors expected = whole.variables(), actual = resumed.variables();
  for (std::size_t i = 0; i < expected.size(); ++i)
    EXPECT_EQ(expected[i].to_vector<double>(), actual[i].to_vector<double>());
  EXPECT_EQ(resumed.optimizer().iterations(), 20);
}

TEST(ModelState, TheGlobalGeneratorIsRestoredLikeAny) {
  set_random_seed(4);
  random::uniform({3});
  const Tensor state = random::global_seed_state().copy();
  const auto next = random::uniform({3}).to_vector<float>();
  random::global_seed_state().assign(state);
  EXPECT_EQ(random::uniform({3}).to_vector<float>(), next);
}

/// Measures what goes through it.
struct Gauge : layers::Layer {
  metrics::Mean& seen = add_metric(metrics::Mean({.name = "seen"}));
  Tensor call(const Tensor& x) const override {
    seen.update_state(x);
    return x;
  }
};

TEST(ModelState, MetricsOfLayersAreFoundBegunAnewAndReported) {
  Sequential model{Gauge(), layers::Dense(1, {.kernel_initializer = "ones"})};
  EXPECT_EQ(model.metrics_names(), (std::vector<std::string>{"seen"}));
  model.compile(
      {.optimizer = optimizers::SGD({.learning_rate = 0.}), .loss = "mse", .metrics = {"mae"}});
  EXPECT_EQ(model.metrics_names(), (std::vector<std::string>{"loss", "mae", "seen"}));
  EXPECT_EQ(model.metrics_variables().size(), 6U);
  const Tensor x{{1., 2.}, {3., 4.}, {0., 2.}}, y{{1.}, {2.}, {0.}};
  const History history = model.fit(
      x, y, {.batch_size = 2, .epochs = 2, .verbose = 0, .validation_data = Batch{x * 2, y}});
  EXPECT_FLOAT_EQ(history.at("seen")[0], 2);
  EXPECT_FLOAT_EQ(history.at("seen")[1], 2);
  EXPECT_FLOAT_EQ(history.at("val_seen")[1], 4);
  EXPECT_FLOAT_EQ(model.evaluate(x, y, {.verbose = 0}).at("seen"), 2);
}

TEST(ModelState, MetricsOfModelsWithinAreTheirOwnMatter) {
  struct Measured : Model {
    metrics::Mean& own = add_metric(metrics::Mean({.name = "own"}));
    Gauge& gauge = add(Gauge());
    Tensor call(const Tensor& x) const override { return gauge(x); }
  };
  Sequential outer{Measured()};
  EXPECT_EQ(outer.metrics_names(), (std::vector<std::string>{"seen"}));
  EXPECT_EQ(Measured().metrics_names(), (std::vector<std::string>{"own", "seen"}));
}

TEST(ModelState, APlanLeavesMetricsAndScalesAsTheyAre) {
  Sequential model{Gauge(), layers::Dense(1)};
  model.build({-1, 2});
  model.compile(
      {.optimizer = optimizers::LossScaleOptimizer("sgd", {.initial_scale = 1e30}), .loss = "mse"});
  model.metrics().back()->update_state(Tensor{3.}, {}, {});
  model.plan(Tensor{{1., 2e20}}, Tensor{{1.}});
  EXPECT_EQ(model.metrics().back()->result().item<float>(), 3);
  EXPECT_EQ(model.metrics().back()->variables()[1].item<float>(), 1);
  EXPECT_FLOAT_EQ(model.optimizer().variables()[3].item<float>(), 1e30f);
  EXPECT_EQ(model.optimizer().iterations(), 0);
}

/// Puts the policy of the process back.
class MixedFloat16 : public ::testing::Test {
 protected:
  void SetUp() override { set_dtype_policy("mixed_float16"); }
  void TearDown() override { set_dtype_policy(DType::float32); }

  static Sequential model_of() {
    return Sequential(
        layers::Dense(3, {.activation = "relu", .kernel_initializer = initializers::Constant(0.5)}),
        layers::Dense(1, {.kernel_initializer = initializers::Constant(0.25)}));
  }
  Tensor x{{1., 2.}, {3., 4.}, {0., 1.}}, y{{1.}, {2.}, {0.}};
};

TEST_F(MixedFloat16, TrainsAsKeras) {
  Sequential model = model_of();
  model.compile({.optimizer = optimizers::SGD({.learning_rate = 0.01}), .loss = "mse"});
  EXPECT_EQ(model.optimizer().label(), "LossScaleOptimizer");
  EXPECT_EQ(model.optimizer().name(), "loss_scale_optimizer");
  const History history =
      model.fit(x, y, {.batch_size = 3, .epochs = 3, .verbose = 0, .shuffle = false});
  EXPECT_NEAR(history.at("loss")[0], 0.1822917, 1e-6);
  // Another order of roundings to 11 bits.
  EXPECT_NEAR(history.at("loss")[1], 0.0952724, 5e-4);
  EXPECT_NEAR(history.at("loss")[2], 0.0592248, 5e-4);
  const Tensors weights = model.weights();
  EXPECT_EQ(weights[0].dtype(), DType::float32);
  EXPECT_NEAR(weights[0].to_vector<float>()[0], 0.4934857, 1e-4);
  EXPECT_NEAR(weights[2].to_vector<float>()[0], 0.2147608, 1e-4);
  EXPECT_NEAR(weights[3].item<float>(), -0.0164624, 1e-4);
  EXPECT_EQ(model.optimizer().variables()[2].item<int>(), 3);
}

TEST_F(MixedFloat16, SkipsStepsUntilTheScaleFits) {
  Sequential model = model_of();
  model.compile({.optimizer = optimizers::LossScaleOptimizer(
                     optimizers::SGD({.learning_rate = 0.01}), {.initial_scale = 1 << 20}),
                 .loss = "mse"});
  model.build({-1, 2});
  const auto before = model.weights()[0].to_vector<float>();
  const std::vector<double> scales = {524288, 262144, 131072, 65536, 32768, 16384, 8192, 4096};
  for (const double scale : scales) {
    model.train_on_batch(x * 10, y);
    EXPECT_EQ(model.optimizer().variables()[3].item<double>(), scale);
  }
  EXPECT_EQ(model.weights()[0].to_vector<float>(), before);
  EXPECT_EQ(model.optimizer().iterations(), 0);
}

TEST_F(MixedFloat16, LeavesTheOptimizerAsItIsWhereItIsToldSo) {
  Sequential model = model_of();
  model.compile({.optimizer = "sgd", .loss = "mse", .auto_scale_loss = false});
  EXPECT_EQ(model.optimizer().label(), "SGD");
}

}  // namespace
}  // namespace beras
