// What every layer keeps to.
#include <beras/base/error.h>
#include <beras/base/random.h>
#include <beras/core/check_gradients.h>
#include <beras/core/gradient_tape.h>
#include <beras/initializers/random.h>
#include <beras/layers/layers.h>
#include <beras/tensor/operators.h>
#include <gtest/gtest.h>
#include <tests/golden.h>

#include <functional>
#include <thread>

namespace beras::layers {
namespace {

struct Subject {
  std::string name;
  Shape sample;
  /// "kernel (4, 3)" ..., the trainable ones first.
  std::vector<std::string> trainable_weights = {};
  std::vector<std::string> other_weights = {};
  bool random = false;
  bool differs_in_training = false;
  std::function<std::shared_ptr<Layer>()> make = nullptr;
  std::function<std::shared_ptr<Layer>(const Layer&)> copy = nullptr;
  std::function<std::shared_ptr<Layer>(Layer&)> move = nullptr;
};

template <typename Make>
Subject subject(Subject facts, Make make) {
  using Type = decltype(make());
  facts.make = [make] { return std::make_shared<Type>(make()); };
  facts.copy = [](const Layer& layer) {
    return std::make_shared<Type>(dynamic_cast<const Type&>(layer));
  };
  facts.move = [](Layer& layer) {
    return std::make_shared<Type>(std::move(dynamic_cast<Type&>(layer)));
  };
  return facts;
}

std::vector<Subject> subjects() {
  return {
      subject({.name = "InputLayer", .sample = {4}}, [] { return InputLayer({4}); }),
      subject({.name = "Dense", .sample = {4}, .trainable_weights = {"kernel (4, 3)", "bias (3,)"}},
              [] { return Dense(3, {.activation = "tanh"}); }),
      subject(
          {.name = "DenseOfSequences", .sample = {2, 4}, .trainable_weights = {"kernel (4, 3)"}},
          [] { return Dense(3, {.use_bias = false}); }),
      subject({.name = "Activation", .sample = {4}}, [] { return Activation("sigmoid"); }),
      subject({.name = "ReLU", .sample = {4}},
              [] { return ReLU({.max_value = 1, .negative_slope = 0.1}); }),
      subject({.name = "LeakyReLU", .sample = {4}}, [] { return LeakyReLU(); }),
      subject({.name = "Softmax", .sample = {2, 3}}, [] { return Softmax(); }),
      subject({.name = "Flatten", .sample = {2, 3, 2}}, [] { return Flatten(); }),
      subject({.name = "Reshape", .sample = {2, 6}},
              [] {
                return Reshape({3, -1});
              }),
      subject({.name = "Dropout", .sample = {50}, .random = true, .differs_in_training = true},
              [] { return Dropout(0.5); }),
      subject({.name = "BatchNormalization",
               .sample = {2, 3},
               .trainable_weights = {"gamma (3,)", "beta (3,)"},
               .other_weights = {"moving_mean (3,)", "moving_variance (3,)"},
               .differs_in_training = true},
              [] { return BatchNormalization(); }),
      subject({.name = "LayerNormalization",
               .sample = {2, 3},
               .trainable_weights = {"gamma (3,)", "beta (3,)"}},
              [] { return LayerNormalization(); }),
      subject({.name = "Conv2D",
               .sample = {5, 4, 2},
               .trainable_weights = {"kernel (3, 2, 2, 3)", "bias (3,)"}},
              [] {
                return Conv2D(3, {3, 2}, {.strides = 2, .padding = "same", .activation = "tanh"});
              }),
      subject({.name = "MaxPooling2D", .sample = {5, 4, 2}},
              [] { return MaxPooling2D(3, {.strides = 2, .padding = "same"}); }),
      subject({.name = "AveragePooling2D", .sample = {5, 4, 2}},
              [] { return AveragePooling2D(2, {.padding = "same"}); }),
      subject({.name = "GlobalAveragePooling2D", .sample = {3, 2, 2}},
              [] { return GlobalAveragePooling2D(); }),
      subject({.name = "Rescaling", .sample = {4}},
              [] { return Rescaling(1.0 / 127.5, {.offset = -1}); }),
  };
}

Shape batch_of(std::int64_t count, Shape sample) {
  sample.insert(sample.begin(), count);
  return sample;
}

Tensor random_batch(const Subject& of, std::int64_t count, std::uint64_t seed = 1) {
  return initializers::RandomNormal({.stddev = 1, .seed = seed})(batch_of(count, of.sample));
}

class LayerContract : public testing::TestWithParam<Subject> {
 protected:
  const Subject& facts = GetParam();
  std::shared_ptr<Layer> layer = facts.make();
  Tensor x = random_batch(facts, 3);
};

TEST_P(LayerContract, OutputShapeIsTheComputedOne) {
  EXPECT_EQ(to_string((*layer)(x).shape()), to_string(layer->compute_output_shape(x.shape())));
  const Shape unknown = layer->compute_output_shape(batch_of(-1, facts.sample));
  EXPECT_EQ(to_string(layer->output_shape()), to_string(unknown));
  EXPECT_EQ(unknown[0], -1);
}

TEST_P(LayerContract, HasItsWeights) {
  layer->build(x.shape());
  const auto described = [](const Tensors& weights) {
    std::vector<std::string> found;
    for (const Tensor& weight : weights)
      found.push_back(weight.name() + " " + to_string(weight.shape()));
    return found;
  };
  EXPECT_EQ(described(layer->trainable_variables()), facts.trainable_weights);
  EXPECT_EQ(described(layer->non_trainable_variables()), facts.other_weights);
  std::int64_t count = 0;
  for (const Tensor& weight : layer->weights()) count += weight.size();
  EXPECT_EQ(layer->count_params(), count);
}

TEST_P(LayerContract, TakesBatchesOfOneAndOfNone) {
  for (bool training : {false, true}) {
    for (std::int64_t count : {1, 0}) {
      const Tensor y = (*layer)(random_batch(facts, count), {.training = training});
      EXPECT_EQ(to_string(y.shape()),
                to_string(layer->compute_output_shape(batch_of(count, facts.sample))));
    }
  }
  for (const Tensor& weight : layer->weights()) {
    for (double value : weight.to_vector<double>())
      EXPECT_TRUE(std::isfinite(value)) << weight.name();
  }
}

TEST_P(LayerContract, CopiesShareTheWeights) {
  const std::shared_ptr<Layer> before = facts.copy(*layer);
  const Tensor y = (*layer)(x);
  const std::shared_ptr<Layer> after = facts.copy(*layer);
  EXPECT_TRUE(golden::near((*before)(x), y, 0));
  EXPECT_TRUE(golden::near((*after)(x), y, 0));
  for (const auto& copy : {before, after}) {
    ASSERT_EQ(copy->weights().size(), layer->weights().size());
    for (std::size_t i = 0; i < layer->weights().size(); ++i) {
      EXPECT_TRUE(copy->weights()[i].same_as(layer->weights()[i]));
    }
  }
}

TEST_P(LayerContract, MovesWithItsWeightsAndLeavesNoTrap) {
  const Tensor y = (*layer)(x);
  const std::shared_ptr<Layer> moved = facts.move(*layer);
  EXPECT_TRUE(golden::near((*moved)(x), y, 0));
  EXPECT_THROW((*layer)(x), ValueError);
  EXPECT_THROW(layer->name(), ValueError);
  EXPECT_THROW(layer->count_params(), ValueError);
}

TEST_P(LayerContract, FreezingIsLossless) {
  layer->build(x.shape());
  const std::size_t trainable = facts.trainable_weights.size();
  layer->trainable(false);
  EXPECT_EQ(layer->trainable_variables().size(), 0u);
  layer->trainable(true);
  EXPECT_EQ(layer->trainable_variables().size(), trainable);
  EXPECT_EQ(layer->non_trainable_variables().size(), facts.other_weights.size());
}

TEST_P(LayerContract, FreezesBeforeItsWeightsAreMade) {
  layer->trainable(false);
  (*layer)(x);
  EXPECT_EQ(layer->trainable_variables().size(), 0u);
  layer->trainable(true);
  EXPECT_EQ(layer->trainable_variables().size(), facts.trainable_weights.size());
}

TEST_P(LayerContract, TwoCallsUnderOneTapeAddTheirGradients) {
  layer->build(x.shape());
  const Tensor other = random_batch(facts, 2, 5);
  const auto gradients_of = [&](const Tensors& batches) {
    Tensors sources = layer->trainable_variables();
    sources.insert(sources.begin(), {x, other});
    GradientTape tape;
    Tensor sum;
    for (const Tensor& batch : batches) {
      const Tensor y = (*layer)(batch);
      const Tensor part = (y * y).sum();
      sum = sum.defined() ? sum + part : part;
    }
    return tape.gradient(sum, sources, {.unconnected_gradients = UnconnectedGradients::zero});
  };
  const Tensors both = gradients_of({x, other}), one = gradients_of({x}),
                two = gradients_of({other});
  for (std::size_t i = 0; i < both.size(); ++i) {
    EXPECT_TRUE(golden::near(both[i], one[i] + two[i], 1e-5)) << i;
  }
}

TEST_P(LayerContract, GradientsAreExact) {
  const auto inference = check_gradients(*layer, {x});
  EXPECT_TRUE(inference) << inference.message;
  if (facts.random) return;
  const auto training = check_gradients(*layer, {x}, {.training = true});
  EXPECT_TRUE(training) << training.message;
}

TEST_P(LayerContract, SecondDerivativesAreExact) {
  const auto report = check_gradients(
      [this](const Tensors& inputs) {
        GradientTape tape;
        tape.watch(inputs[0]);
        const Tensor y = (*layer)(inputs[0]);
        return tape.gradient((y * y).sum(), inputs[0]);
      },
      {x});
  EXPECT_TRUE(report) << report.message;
}

TEST_P(LayerContract, TrainingDiffersOnlyWhereItShould) {
  const Tensor y = (*layer)(x);
  EXPECT_TRUE(golden::near((*layer)(x, {.training = false}), y, 0));
  const Tensor trained = (*layer)(x, {.training = true});
  EXPECT_EQ(trained.to_vector<double>() != y.to_vector<double>(), facts.differs_in_training);
}

TEST_P(LayerContract, ThreadsShareALayerThatIsNotBuilt) {
  std::vector<Tensor> outputs(4);
  std::vector<std::thread> threads;
  for (Tensor& output : outputs) {
    threads.emplace_back([&] {
      const InferenceScope scope;
      output = (*layer)(x);
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const Tensor& output : outputs) EXPECT_TRUE(golden::near(output, (*layer)(x), 0));
  EXPECT_EQ(layer->weights().size(), facts.trainable_weights.size() + facts.other_weights.size());
}

TEST_P(LayerContract, CastsFloatsToTheDtypeItComputesIn) {
  const Tensor y = (*layer)(x.astype(DType::float64));
  const bool casts = dynamic_cast<const InputLayer*>(layer.get()) == nullptr;
  EXPECT_EQ(y.dtype(), casts ? DType::float32 : DType::float64);
  EXPECT_TRUE(golden::near(y, (*layer)(x), 1e-5));
}

TEST_P(LayerContract, StaysInTheDtypeOfItsInputsWithoutAutocast) {
  layer->autocast(false);
  const Tensor y = (*layer)(x.astype(DType::float64));
  EXPECT_EQ(y.dtype(), DType::float64);
  EXPECT_TRUE(golden::near(y, (*layer)(x), 1e-5));
}

TEST_P(LayerContract, ComputesInBfloat16WithFloat32WeightsUnderTheMixedPolicy) {
  x = x.astype(DType::bfloat16).astype(DType::float32);
  x.trainable(true);
  layer->build(x.shape());
  set_dtype_policy("mixed_bfloat16");
  const auto mixed = facts.make();
  set_dtype_policy(DType::float32);
  mixed->build(x.shape());
  mixed->set_weights(layer->get_weights());
  const bool casts = dynamic_cast<const InputLayer*>(layer.get()) == nullptr;
  EXPECT_EQ((*mixed)(x).dtype(), casts ? DType::bfloat16 : DType::float32);
  EXPECT_TRUE(golden::near((*mixed)(x), (*layer)(x), 2e-2));

  const auto gradients_of = [this](const Layer& of) {
    Tensors sources = of.trainable_variables();
    sources.push_back(x);
    GradientTape tape;
    const Tensor y = of(x);
    return tape.gradient((y * y).sum(), sources,
                         {.unconnected_gradients = UnconnectedGradients::zero});
  };
  const Tensors gradients = gradients_of(*mixed), exact = gradients_of(*layer);
  for (std::size_t i = 0; i < gradients.size(); ++i) {
    EXPECT_EQ(gradients[i].dtype(), DType::float32) << i;
    EXPECT_TRUE(golden::near(gradients[i], exact[i], 6e-2)) << i;
  }
}

TEST_P(LayerContract, BuildsRunsAndIsDifferentiatedWithoutMemoryOnMeta) {
  const auto copy = facts.make();
  const Tensor y = (*copy)(x);
  const std::size_t used = memory_statistics().used;
  const DeviceScope scope(Device::meta);
  const Tensor shape_only = random_batch(facts, 3);
  GradientTape tape;
  tape.watch(shape_only);
  const Tensor output = (*layer)(shape_only, {.training = true});
  EXPECT_EQ(output.device(), Device::meta);
  EXPECT_EQ(to_string(output.shape()), to_string(y.shape()));
  EXPECT_EQ(output.dtype(), y.dtype());
  Tensors sources = layer->trainable_variables();
  sources.push_back(shape_only);
  const Tensors gradients = tape.gradient((output * output).sum(), sources,
                                          {.unconnected_gradients = UnconnectedGradients::zero});
  ASSERT_EQ(layer->weights().size(), copy->weights().size());
  for (const Tensor& weight : layer->weights()) EXPECT_EQ(weight.device(), Device::meta);
  for (std::size_t i = 0; i < sources.size(); ++i) {
    EXPECT_EQ(gradients[i].device(), Device::meta);
    EXPECT_EQ(to_string(gradients[i].shape()), to_string(sources[i].shape()));
  }
  EXPECT_EQ(memory_statistics().used, used);
}

TEST_P(LayerContract, TellsTheShapeOfItsOutputForAnInputOnMeta) {
  const Tensor y = (*layer)(x.to(Device::meta));
  EXPECT_EQ(y.device(), Device::meta);
  EXPECT_EQ(to_string(y.shape()), to_string((*layer)(x).shape()));
  for (const Tensor& weight : layer->weights()) EXPECT_EQ(weight.device(), x.device());
}

TEST_P(LayerContract, MakesItsWeightsWhereTheyBelongWhileOnlyShapesAreAsked) {
  {
    const ShapesOnly shapes;
    const Tensor y = (*layer)(x);
    EXPECT_TRUE(y.device() == Device::meta || y.shares_memory(x));  // which views do
  }
  for (const Tensor& weight : layer->weights()) EXPECT_EQ(weight.device(), x.device());
  const Tensor y = (*layer)(x);
  EXPECT_EQ(y.device(), x.device());
  EXPECT_TRUE(golden::near((*layer)(x), y, 0));
}

TEST_P(LayerContract, HasAName) {
  EXPECT_FALSE(layer->name().empty());
  EXPECT_NE(layer->name(), facts.make()->name());
}

INSTANTIATE_TEST_SUITE_P(AllLayers, LayerContract, testing::ValuesIn(subjects()),
                         [](const auto& subject_info) { return subject_info.param.name; });

}  // namespace
}  // namespace beras::layers
