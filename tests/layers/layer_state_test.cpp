// What a layer holds besides weights, where it is, and which dtypes follow from that.
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include <beras/base/error.h>
#include <beras/base/random.h>
#include <beras/layers/layers.h>
#include <beras/layers/registry.h>
#include <beras/metrics/metrics.h>
#include <beras/models/sequential.h>
#include <beras/ops/ops.h>
#include <beras/tensor/operators.h>
#include <tests/message_of.h>

namespace beras::layers {
namespace {

std::vector<std::string> names_of(const Tensors& tensors) {
  std::vector<std::string> names;
  for (const Tensor& tensor : tensors) names.push_back(tensor.name());
  return names;
}

/// Counts its calls, and shifts at random.
struct Jitter : Layer {
  std::shared_ptr<SeedGenerator> generator = std::make_shared<SeedGenerator>(5);
  metrics::Mean& seen;
  Variable scale;

  explicit Jitter(LayerOptions options = {})
      : Layer(std::move(options)), seen(add_metric(metrics::Mean({.name = "seen"}))) {
    add_seed_generator(generator);
  }
  void create_weights(const Shape&) override {
    scale = add_weight("scale", {1}, initializers::Ones());
  }
  Tensor call(const Tensor& x) const override {
    seen.update_state(x);
    return x * scale + random::uniform(x.shape(), 0, 1, DType::float32, *generator);
  }
};

TEST(LayerState, ListsWeightsThenGeneratorsLayerByLayer) {
  Sequential model(Dense(2), Jitter(), Dropout(0.5, {.seed = 7}), Dense(1));
  model.build({-1, 3});
  EXPECT_EQ(names_of(model.variables()),
            (std::vector<std::string>{"kernel", "bias", "scale", "seed_generator_state",
                                      "seed_generator_state", "kernel", "bias"}));
  EXPECT_EQ(model.weights().size(), 5U);
  EXPECT_EQ(model.variables()[4].to_vector<int>(), (std::vector<int>{7, 0}));
}

TEST(LayerState, SharedPartsAreListedOnce) {
  const Dropout shared(0.5);
  Sequential model(shared, Sequential(std::vector<std::shared_ptr<Layer>>{}), shared);
  EXPECT_EQ(model.variables().size(), 1U);
}

TEST(LayerState, ACloneHasGeneratorsOfItsOwn) {
  Sequential model(Dropout(0.5, {.seed = 7}));
  model.build({-1, 3});
  const Sequential clone = model.clone();
  model(Tensor::ones({1, 3}), {.training = true});
  EXPECT_EQ(model.variables()[0].to_vector<int>(), (std::vector<int>{7, 1}));
  ASSERT_EQ(clone.variables().size(), 1U);
  EXPECT_EQ(clone.variables()[0].to_vector<int>(), (std::vector<int>{7, 0}));
}

TEST(LayerState, MetricsAreThoseOfTheLayerAndItsParts) {
  struct Outer : Layer {
    metrics::Mean& own = add_metric(metrics::Mean({.name = "own"}));
    Jitter& inner = add(Jitter());
    Tensor call(const Tensor& x) const override { return inner(x); }
  };
  Outer outer;
  outer(Tensor{{2., 4.}});
  ASSERT_EQ(outer.metrics().size(), 2U);
  EXPECT_EQ(outer.metrics()[0]->name(), "own");
  EXPECT_EQ(outer.metrics()[1].get(), &outer.inner.seen);
  EXPECT_EQ(outer.inner.seen.result().item<float>(), 3);
  EXPECT_EQ(names_of(outer.metrics_variables()),
            (std::vector<std::string>{"total", "count", "total", "count"}));
}

TEST(LayerState, IsFrozenFromTheStartWhereTheOptionsSaySo) {
  Dense dense(2, {.trainable = false});
  EXPECT_TRUE(dense.frozen());
  dense.build({-1, 3});
  EXPECT_TRUE(dense.trainable_variables().empty());
  EXPECT_EQ(dense.non_trainable_variables().size(), 2U);
  dense.trainable(true);
  EXPECT_EQ(dense.trainable_variables().size(), 2U);
  EXPECT_EQ(*Dense(2, {.trainable = false}).get_config().find("trainable"), Config(false));
  EXPECT_TRUE(Jitter(LayerOptions{.trainable = false}).frozen());
}

TEST(LayerState, AFrozenBatchNormalizationKeepsItsStatistics) {
  const BatchNormalization frozen({.trainable = false});
  const Tensor x{{1.}, {3.}};
  EXPECT_EQ(frozen(x, {.training = true}).to_vector<float>(), frozen(x).to_vector<float>());
  EXPECT_EQ(frozen.moving_mean().item<float>(), 0);
}

TEST(LayerState, PathsNameTheLayersAround) {
  Dense inner(1, {.name = "i"}), alone(1, {.name = "alone"});
  EXPECT_EQ(inner.path(), "");
  Sequential in(LayerOptions{.name = "in"}), out(LayerOptions{.name = "out"});
  in.append(std::make_shared<Dense>(inner));
  out.append(std::make_shared<Sequential>(in));
  out.build({-1, 2});
  EXPECT_EQ(inner.path(), "out/in/i");
  EXPECT_EQ(out.path(), "out");
  struct Subclass : Model {
    Dense& dense = add(Dense(2, {.name = "dd"}));
    Subclass() : Model(LayerOptions{.name = "mod"}) {}
    Tensor call(const Tensor& x) const override { return dense(x); }
  } model;
  model(Tensor::ones({1, 3}));
  EXPECT_EQ(model.dense.path(), "mod/dd");
  alone(Tensor::ones({1, 3}));
  EXPECT_EQ(alone.path(), "alone");
}

TEST(LayerState, APolicyMapIsAskedForThePath) {
  const auto map = std::make_shared<DTypePolicyMap>("float32");
  map->set("s/.*", "mixed_bfloat16");
  auto dense = std::make_shared<Dense>(2, DenseOptions{.name = "d", .dtype = map});
  EXPECT_EQ(dense->compute_dtype(), DType::float32);
  Sequential model(LayerOptions{.name = "s"});
  model.append(dense);
  EXPECT_EQ(model(Tensor::ones({1, 3})).dtype(), DType::bfloat16);
  EXPECT_EQ(dense->compute_dtype(), DType::bfloat16);
  EXPECT_EQ(dense->dtype(), DType::float32);
  EXPECT_EQ(dense->weights()[0].dtype(), DType::float32);
  EXPECT_EQ(dense->dtype_policy().name(), "map_float32");
  const Dense alone(2, {.name = "d", .dtype = map});
  EXPECT_EQ(alone(Tensor::ones({1, 3})).dtype(), DType::float32);
}

TEST(LayerState, APolicyMapStandsInConfigurationsAsInKeras) {
  const auto map = std::make_shared<DTypePolicyMap>("float32");
  map->set("s/d", "mixed_bfloat16");
  const Dense dense(2, {.name = "d", .dtype = map});
  const Config config = dense.get_config();
  EXPECT_EQ(
      to_string(*config.find("dtype")),
      "{\"module\": \"keras.dtype_policies\", \"class_name\": \"DTypePolicyMap\", \"config\": "
      "{\"default_policy\": \"float32\", \"policy_map\": {\"s/d\": {\"module\": \"keras\", "
      "\"class_name\": \"DTypePolicy\", \"config\": {\"name\": \"mixed_bfloat16\"}, "
      "\"registered_name\": null}}}, \"registered_name\": null}");
  const auto again = from_config(dense.serialized());
  ASSERT_TRUE(again->dtype_policy().map());
  EXPECT_EQ((*again->dtype_policy().map())["s/d"].name(), "mixed_bfloat16");
  EXPECT_EQ(again->get_config(), config);
}

TEST(LayerState, RefusesNoGenerator) {
  struct Bad : Layer {
    Bad() { add_seed_generator(nullptr); }
  };
  EXPECT_THROW(Bad(), ValueError);
}

}  // namespace
}  // namespace beras::layers
