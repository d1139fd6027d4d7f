// Masks that travel with tensors through layers.
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <beras/base/error.h>
#include <beras/base/warning.h>
#include <beras/core/gradient_tape.h>
#include <beras/layers/layers.h>
#include <beras/ops/ops.h>
#include <beras/tensor/operators.h>
#include <tests/golden.h>

namespace beras::layers {
namespace {

using Bools = std::vector<bool>;

/// Masks the steps that are all zeros.
struct MaskZeros : Layer {
  Tensor call(const Tensor& x) const override { return x * 1; }
  Tensor compute_mask(const Tensor& x, const Tensor&) const override {
    return ops::any(x != 0, -1);
  }
};

/// Is told the mask, and ends it.
struct Look : Layer {
  using Layer::Layer;
  std::vector<std::string> argument_names() const override { return {"x", "mask"}; }
  Tensors forward(const Arguments& arguments) const override {
    const Tensor mask = arguments.size() > 1 ? arguments[1] : Tensor();
    const Tensor& x = arguments[0];
    return {mask.defined() ? x * mask.astype(x.dtype()).reshape({x.dim(0), x.dim(1), 1}) : x * -1};
  }
};

struct Keep : Look {
  Keep() { supports_masking(true); }
};

/// Collects warnings while it lives.
struct Warned {
  Warned() {
    set_warning_handler([this](const std::string& message) { messages.push_back(message); });
  }
  ~Warned() { set_warning_handler({}); }
  std::vector<std::string> messages;
};

const Tensor& steps() {
  static const Tensor x{{{1., 2.}, {0., 0.}, {3., 1.}}, {{0., 0.}, {0., 0.}, {5., 1.}}};
  return x;
}
Bools kept() { return {true, false, true, false, false, true}; }

TEST(LayerMasks, ComeWithTheOutputOfALayerThatComputesThem) {
  const Tensor y = MaskZeros()(steps());
  ASSERT_TRUE(y.mask().defined());
  EXPECT_EQ(y.mask().shape(), (Shape{2, 3}));
  EXPECT_EQ(y.mask().to_vector<bool>(), kept());
  EXPECT_FALSE(steps().mask().defined());
}

TEST(LayerMasks, AreFreedWhereEachIsTheOthers) {
  const std::size_t before = memory_statistics().used;
  {
    Tensor x{1., 2.}, mask{1., 0.};
    x.mask(mask);
    mask.mask(x);
    x.mask(x);
  }
  EXPECT_EQ(memory_statistics().used, before);
}

TEST(LayerMasks, PassThroughLayersThatSupportThemAndNotThroughOperators) {
  const Tensor x = MaskZeros()(steps());
  EXPECT_FALSE((x * 2).mask().defined());
  EXPECT_FALSE(x[Index(0)].mask().defined());
  EXPECT_FALSE(x.detach().mask().defined());
  const std::vector<std::shared_ptr<Layer>> supporting = {std::make_shared<Activation>("relu"),
                                                          std::make_shared<BatchNormalization>(),
                                                          std::make_shared<Dense>(3),
                                                          std::make_shared<Dropout>(0.5),
                                                          std::make_shared<LayerNormalization>(),
                                                          std::make_shared<LeakyReLU>(),
                                                          std::make_shared<ReLU>(),
                                                          std::make_shared<Rescaling>(2.)};
  for (const auto& layer : supporting) {
    EXPECT_TRUE(layer->supports_masking()) << layer->title();
    const Tensor y = (*layer)(x);
    ASSERT_TRUE(y.mask().defined()) << layer->title();
    EXPECT_EQ(y.mask().to_vector<bool>(), kept()) << layer->title();
  }
  EXPECT_TRUE(Softmax().supports_masking());
  const std::vector<std::shared_ptr<Layer>> others = {std::make_shared<Flatten>(),
                                                      std::make_shared<Reshape>(Shape{6}),
                                                      std::make_shared<AveragePooling2D>(2),
                                                      std::make_shared<MaxPooling2D>(2),
                                                      std::make_shared<GlobalAveragePooling2D>(),
                                                      std::make_shared<Conv2D>(2, 3)};
  for (const auto& layer : others) EXPECT_FALSE(layer->supports_masking()) << layer->title();
}

TEST(LayerMasks, EndWithAWarningInALayerThatDoesNotSupportThem) {
  const Tensor x = MaskZeros()(steps());
  Warned warned;
  const Flatten flatten({.name = "flat"});
  EXPECT_FALSE(flatten(x).mask().defined());
  ASSERT_EQ(warned.messages.size(), 1U);
  EXPECT_EQ(warned.messages[0].substr(0, 60),
            "[flat (Flatten)] was given a mask and does not support maski");
  flatten(steps());
  EXPECT_EQ(warned.messages.size(), 1U);
}

TEST(LayerMasks, AreGivenToALayerThatTakesThem) {
  const Tensor x = MaskZeros()(steps());
  Warned warned;
  const Tensor y = Look(LayerOptions{.name = "look"})(x);
  EXPECT_EQ(y.to_vector<float>(), steps().to_vector<float>());
  EXPECT_FALSE(y.mask().defined());
  EXPECT_EQ(warned.messages.size(), 1U);
  EXPECT_EQ(Look()(steps()).to_vector<float>()[0], -1);
  const Tensor z = Keep()(x);
  EXPECT_EQ(z.mask().to_vector<bool>(), kept());
  EXPECT_EQ(warned.messages.size(), 1U);
}

TEST(LayerMasks, ThatAreGivenByHandTakeThePlaceOfTheInputs) {
  const Tensor x = MaskZeros()(steps());
  const Tensor other{{true, true, true}, {false, false, false}};
  for (const Tensor& y :
       {Keep()(x, other), Keep().apply(Arguments{{"x", x}, {"mask", other}})[0]}) {
    EXPECT_EQ(y.to_vector<float>(), (std::vector<float>{1, 2, 0, 0, 3, 1, 0, 0, 0, 0, 0, 0}));
    EXPECT_EQ(y.mask().to_vector<bool>(), other.to_vector<bool>());
  }
  EXPECT_EQ(x.mask().to_vector<bool>(), kept());
}

TEST(LayerMasks, OfSeveralInputsGoByTheirNames) {
  struct Two : Layer {
    std::vector<std::string> argument_names() const override { return {"a", "b", "b_mask"}; }
    Tensors forward(const Arguments& arguments) const override {
      const bool has_mask = arguments.size() > 2 && arguments[2].defined();
      return {Tensor(has_mask ? 1. : 0.)};
    }
  };
  const Tensor x = MaskZeros()(steps());
  Warned warned;
  EXPECT_EQ(Two()(x, steps()).item<float>(), 0);
  EXPECT_EQ(Two()(steps(), x).item<float>(), 1);
  EXPECT_EQ(Two().apply(Arguments{{"b", x}, {"a", steps()}}).size(), 1U);
}

TEST(LayerMasks, AreSeenByBatchNormalization) {
  const Tensor x = MaskZeros()(steps());
  const BatchNormalization layer;
  const Tensor y = layer(x, {.training = true});
  // Keras's values.
  EXPECT_TRUE(
      golden::near(y.reshape({12}),
                   Tensor{-1.2245152, 1.4110422, -1.8367729, -2.8220849, 0., -0.7055213, -1.8367729,
                          -2.8220849, -1.8367729, -2.8220849, 1.2245154, -0.7055213},
                   1e-5));
  EXPECT_TRUE(golden::near(layer.moving_mean(), Tensor{0.03, 0.0133333}));
  EXPECT_TRUE(golden::near(layer.moving_variance(), Tensor{1.0166667, 0.9922222}));
  EXPECT_EQ(y.mask().to_vector<bool>(), kept());
}

TEST(LayerMasks, AreSeenBySoftmax) {
  Tensor x{{1., 2., 3.}};
  x = x.copy();
  x.mask(Tensor{{true, false, true}});
  EXPECT_TRUE(golden::near(Softmax()(x), Tensor{{0.11920291, 0., 0.8807970}}));
}

TEST(LayerMasks, SurviveACast) {
  const Tensor x = MaskZeros()(steps());
  const Dense dense(2, {.dtype = "mixed_bfloat16"});
  const Tensor y = dense(x);
  EXPECT_EQ(y.dtype(), DType::bfloat16);
  EXPECT_EQ(y.mask().to_vector<bool>(), kept());
  struct Inner : Layer {
    using Layer::Layer;
    Tensor call(const Tensor& given) const override { return Keep()(given); }
  };
  Warned warned;
  EXPECT_EQ(Inner(LayerOptions{.dtype = DType::float64})(x).mask().to_vector<bool>(), kept());
}

TEST(LayerMasks, AreNotRecordedAndLeaveGradientsAlone) {
  Tensor x = steps().copy();
  const Dense dense(1, {.kernel_initializer = "ones"});
  const MaskZeros masking;
  GradientTape tape;
  const Tensor y = dense(masking(x));
  EXPECT_TRUE(y.mask().defined());
  EXPECT_EQ(tape.gradient(y, x).to_vector<float>(), std::vector<float>(12, 1));
}

TEST(LayerMasks, OfThreadsThatShareALayerAndAnInputAreTheirOwn) {
  const Tensor x = MaskZeros()(steps());
  const Dropout identity(0.5);
  std::vector<std::thread> threads;
  std::vector<Tensor> outputs(4);
  for (std::size_t i = 0; i < outputs.size(); ++i)
    threads.emplace_back([&, i] { outputs[i] = identity(i % 2 ? x : steps()); });
  for (std::thread& thread : threads) thread.join();
  for (std::size_t i = 0; i < outputs.size(); ++i)
    EXPECT_EQ(outputs[i].mask().defined(), i % 2 == 1);
}

TEST(LayerMasks, ATensorIsNoMaskOfItself) {
  Tensor x{true, false};
  x.mask(x);
  EXPECT_FALSE(x.mask().same_as(x));
  EXPECT_EQ(x.mask().to_vector<bool>(), (Bools{true, false}));
  x.mask({});
  EXPECT_FALSE(x.mask().defined());
}

}  // namespace
}  // namespace beras::layers
