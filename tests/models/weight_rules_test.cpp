#include <gtest/gtest.h>

#include <map>

#include <beras/base/error.h>
#include <beras/beras.h>
#include <beras/layers/registry.h>
#include <tests/golden.h>
#include <tests/golden_config.h>

namespace beras {
namespace {

using golden::Json;

Sequential model_of(const Json& layers) {
  Sequential model;
  for (const Json& layer : layers) {
    model.append(layers::registry().make(layer.at("class_name").get<std::string>(),
                                         golden::config_from(layer.at("config"))));
  }
  return model;
}

Tensors tensors(const Json& values) {
  Tensors all;
  for (const Json& each : values) all.push_back(golden::tensor(each));
  return all;
}

void expect_losses(const layers::Layer& layer, const Json& expected) {
  const Tensors losses = layer.losses();
  ASSERT_EQ(losses.size(), expected.size());
  for (std::size_t i = 0; i < losses.size(); ++i)
    EXPECT_NEAR(losses[i].item<double>(), expected[i].get<double>(),
                2e-6 * (1 + losses[i].item<double>()))
        << i;
}

class RegularizedTraining : public ::testing::TestWithParam<const char*> {};

TEST_P(RegularizedTraining, GoesAsKerasDoes) {
  static const Json cases = golden::load("weight_rules").at("training");
  const Json& expected = cases.at(GetParam());
  const Tensor x = golden::tensor(expected.at("x")), y = golden::tensor(expected.at("y"));
  Sequential model = model_of(expected.at("layers"));
  model.build(x.shape());
  model.set_weights(tensors(expected.at("weights")));
  model(x);
  expect_losses(model, expected.at("losses"));
  expect_losses(model.get_layer(0), expected.at("losses_of_first"));
  model.compile(
      {.optimizer = optimizers::SGD({.learning_rate = 0.02}), .loss = "mse", .loss_weights = 0.5});
  // A clone has all of it.
  Sequential clone = model.clone();
  clone.compile(
      {.optimizer = optimizers::SGD({.learning_rate = 0.02}), .loss = "mse", .loss_weights = 0.5});
  for (Sequential* each : {&model, &clone}) {
    const auto near = [](double actual, const Json& value) {
      return golden::near(Tensor(actual, DType::float64), golden::tensor(value, DType::float64),
                          3e-6);
    };
    EXPECT_TRUE(near(each->evaluate(x, y, {.batch_size = 2, .verbose = 0})["loss"],
                     expected.at("evaluated")));
    EXPECT_TRUE(near(each->test_on_batch(x, y)["loss"], expected.at("tested")));
    for (const Json& step : expected.at("steps")) {
      EXPECT_TRUE(near(each->train_on_batch(x, y)["loss"], step.at("loss")));
      const Tensors weights = tensors(step.at("weights"));
      for (std::size_t i = 0; i < weights.size(); ++i)
        EXPECT_TRUE(golden::near(each->weights()[i], weights[i], 1e-5)) << i;
    }
    each->get_layer(0).trainable(false);
    (*each)(x);
    const Tensors losses = each->losses();
    const Json& frozen = expected.at("losses_with_the_first_frozen");
    ASSERT_EQ(losses.size(), frozen.size());
    for (std::size_t i = 0; i < losses.size(); ++i)
      EXPECT_TRUE(golden::near(losses[i], golden::tensor(frozen[i]), 1e-5)) << i;
  }
}

INSTANTIATE_TEST_SUITE_P(Cases, RegularizedTraining,
                         ::testing::Values("dense", "convolution", "normalization"));

/// Its loss is what it adds in its call.
struct Added : Model {
  layers::Dense& dense = add(layers::Dense(1, {.kernel_initializer = "ones"}));
  Tensor call(const Tensor& x) const override {
    const Tensor y = dense(x);
    add_loss((y * y).mean());
    return y;
  }
};

TEST(AddedLosses, MayBeAllThatAModelTrainsOn) {
  Added model;
  model.compile({.optimizer = optimizers::SGD({.learning_rate = 0.1})});
  const Tensor x = Tensor::ones({4, 2});
  EXPECT_NEAR(model.train_on_batch(x, {})["loss"], 4, 1e-6);
  EXPECT_NEAR(model.dense.kernel().to_vector<float>()[0], 0.6, 1e-6);
  const double before = model.evaluate(x, {}, {.verbose = 0})["loss"];
  model.fit(x, {}, {.epochs = 3, .verbose = 0});
  EXPECT_LT(model.evaluate(x, {}, {.verbose = 0})["loss"], before);
}

TEST(AddedLosses, AreNotCollectedInPrediction) {
  Added model;
  const Tensor x = Tensor::ones({4, 2});
  model.predict(x);
  EXPECT_TRUE(model.losses().empty());
  model(x);
  model.predict_on_batch(x * 2);
  ASSERT_EQ(model.losses().size(), 1u);
  EXPECT_NEAR(model.losses()[0].item<double>(), 4, 1e-6);
}

TEST(AddedLosses, AModelWithoutAnyLossSaysSo) {
  Sequential model(layers::Dense(1));
  model.compile({.optimizer = "sgd"});
  EXPECT_THROW(model.train_on_batch(Tensor::ones({2, 2}), Tensor::ones({2, 1})), ValueError);
}

TEST(AddedLosses, AModelsOwnActivityIsRegularizedInItsCloneToo) {
  Sequential model{layers::Flatten()};
  model.activity_regularizer(regularizers::L1(1));
  const Sequential clone = model.clone();
  clone(Tensor::ones({2, 3}));
  ASSERT_EQ(clone.losses().size(), 1u);
  EXPECT_EQ(clone.losses()[0].item<float>(), 3);
}

TEST(WeightRulesInPlans, ARehearsalKeepsThem) {
  Sequential model(layers::Dense(1, {.kernel_regularizer = "l2", .kernel_constraint = "non_neg"}));
  model.build({-1, 3});
  model.compile({.optimizer = "sgd", .loss = "mse"});
  const Tensors before = model.get_weights();
  model.plan(4);
  EXPECT_TRUE(golden::near(model.weights()[0], before[0], 0));
  EXPECT_EQ(model.losses().size(), 1u);
  EXPECT_TRUE(model.weights()[0].rules()->constraint);
}

TEST(WeightRulesOfOptimizers, ApplyWhereverTheWeightIsFrom) {
  Variable weight{1.0f, -1.0f};
  set_rules(weight, {.constraint = constraints::AnyConstraint("non_neg")});
  for (const char* name : {"sgd", "adam", "rmsprop", "adamw"}) {
    weight.assign(Tensor{1.0f, -1.0f});
    optimizers::get(name)->apply({Tensor{0.0f, 0.0f}}, {weight});
    EXPECT_EQ(weight.to_vector<float>()[1], 0) << name;
  }
}

}  // namespace
}  // namespace beras
