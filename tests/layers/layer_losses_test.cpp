#include <beras/base/error.h>
#include <beras/layers/layers.h>
#include <gtest/gtest.h>

#include <thread>

#include <beras/core/gradient_tape.h>
#include <beras/regularizers/regularizers.h>
#include <beras/tensor/operators.h>
#include <tests/message_of.h>

namespace beras::layers {
namespace {

std::vector<double> numbers(const Tensors& losses) {
  std::vector<double> values;
  for (const Tensor& loss : losses) values.push_back(loss.mean().item<double>());
  return values;
}

/// Adds the sum of its input times a factor.
struct Summing : Layer {
  explicit Summing(double factor_ = 1) : factor(factor_) {}
  Tensor call(const Tensor& x) const override {
    add_loss(x.sum() * factor);
    return x;
  }
  double factor;
};

struct Pair : Layer {
  Summing& first = add(Summing(1));
  Summing& second = add(Summing(10));
  Tensor call(const Tensor& x) const override {
    const Tensor y = second(first(x));
    add_loss(Tensor(5.0));
    return y;
  }
};

const Tensor x{{1.0f, 2.0f}};

TEST(LayerLosses, AreThoseOfTheLatestCall) {
  const Summing layer;
  EXPECT_TRUE(layer.losses().empty());
  layer(x);
  EXPECT_EQ(numbers(layer.losses()), (std::vector<double>{3}));
  layer(x * 2);
  EXPECT_EQ(numbers(layer.losses()), (std::vector<double>{6}));
  EXPECT_EQ(numbers(Summing(layer).losses()), (std::vector<double>{6})) << "a copy is the same";
}

TEST(LayerLosses, OfAWholeAreItsOwnAndThoseOfItsParts) {
  const Pair pair;
  pair(x);
  EXPECT_EQ(numbers(pair.losses()), (std::vector<double>{5, 3, 30}));
  EXPECT_EQ(numbers(pair.second.losses()), (std::vector<double>{30}));
  // A call of a part begins that part alone anew.
  pair.first(x * 3);
  EXPECT_EQ(numbers(pair.losses()), (std::vector<double>{5, 9, 30}));
  pair(x);
  EXPECT_EQ(numbers(pair.losses()), (std::vector<double>{5, 3, 30}));
}

TEST(LayerLosses, OfOtherLayersStay) {
  const Summing one(1), other(2);
  one(x);
  other(x);
  EXPECT_EQ(numbers(one.losses()), (std::vector<double>{3}));
  EXPECT_EQ(numbers(other.losses()), (std::vector<double>{6}));
}

TEST(LayerLosses, OfALayerThatIsCalledTwiceAreBoth) {
  struct Twice : Layer {
    Summing& part = add(Summing());
    Tensor call(const Tensor& input) const override { return part(part(input) * 2); }
  };
  const Twice twice;
  twice(x);
  EXPECT_EQ(numbers(twice.losses()), (std::vector<double>{3, 6}));
}

TEST(LayerLosses, TrainableWeightsComeLast) {
  Dense dense(2, {.kernel_initializer = "ones",
                  .kernel_regularizer = regularizers::L2(0.1),
                  .bias_regularizer = [](const Tensor& b) { return b.sum() + 7; },
                  .activity_regularizer = regularizers::L1(0.5)});
  dense.build({-1, 2});
  EXPECT_EQ(dense.losses().size(), 2u);
  const Tensor batch = Tensor::ones({4, 2});
  dense(batch);
  const auto losses = numbers(dense.losses());
  ASSERT_EQ(losses.size(), 3u);
  EXPECT_NEAR(losses[0], 0.5 * 4 * 2 * 2 / 4, 1e-6) << "divided by the batch size";
  EXPECT_NEAR(losses[1], 0.4, 1e-6);
  EXPECT_EQ(losses[2], 7);
  dense.trainable(false);
  EXPECT_EQ(dense.losses().size(), 1u);
}

TEST(LayerLosses, HaveGradients) {
  Dense dense(1, {.kernel_initializer = "ones", .activity_regularizer = regularizers::L2(1)});
  dense.build({-1, 2});
  GradientTape tape;
  dense(x);
  const Tensor gradient = tape.gradient(dense.losses()[0], dense.kernel());
  EXPECT_EQ(gradient.to_vector<float>(), (std::vector<float>{6, 12}));
}

TEST(LayerLosses, ThreadsDoNotSeeEachOthers) {
  const Summing layer;
  layer(x);
  std::thread([&] {
    EXPECT_TRUE(layer.losses().empty());
    layer(x * 100);
    EXPECT_EQ(numbers(layer.losses()), (std::vector<double>{300}));
  }).join();
  EXPECT_EQ(numbers(layer.losses()), (std::vector<double>{3}));
}

TEST(LayerLosses, AreNotAddedWhereALayerIsOnlyTriedOut) {
  const Pair pair;
  pair(x);
  EXPECT_EQ(pair.Layer::compute_output_shape({-1, 2}), (Shape{-1, 2}));
  EXPECT_EQ(numbers(pair.losses()), (std::vector<double>{5, 3, 30}));
}

/// Doubles, and says so itself.
struct Stated : Layer {
  explicit Stated(bool adds_) : adds(adds_) {}
  Summing& part = add(Summing());
  Tensor call(const Tensor& input) const override {
    if (adds) add_loss(input.sum());
    return part(input) * 2;
  }
  Tensors compose_input_gradients(const Tensors& J = {}) const override { return {J[0] * 2}; }
  std::string label() const override { return "Stated"; }
  bool adds;
};

TEST(LayerLosses, AreRefusedWhereGradientsAreStated) {
  const std::string message =
      "[Stated] expected a class written with operators where a call adds to the loss. Received: "
      "one that states its gradients, which know nothing of it.";
  EXPECT_EQ(message_of<ValueError>([] { Stated(true)(x); }), message);
  EXPECT_EQ(message_of<ValueError>([] { Stated(false)(x); }), message) << "its part adds one";
  EXPECT_THROW(Summing().add_loss(Tensor()), ValueError);
}

TEST(LayerLosses, OfWhatALayerComputesNeedNoGradientsOfItsOwn) {
  struct Doubled : Layer {
    Tensor call(const Tensor& input) const override { return input * 2; }
    Tensors compose_input_gradients(const Tensors& J = {}) const override { return {J[0] * 2}; }
  };
  Doubled doubled;
  doubled.activity_regularizer(regularizers::L2(1));
  GradientTape tape;
  doubled(x);
  EXPECT_EQ(tape.gradient(doubled.losses()[0], x).to_vector<float>(), (std::vector<float>{8, 16}));
}

TEST(LayerLosses, AnyLayerMayRegularizeWhatItComputes) {
  Flatten flatten;
  flatten.activity_regularizer("l2");
  flatten(x);
  EXPECT_NEAR(numbers(flatten.losses())[0], 0.05, 1e-7);
  const Config config = flatten.get_config();
  EXPECT_EQ(*config.find("activity_regularizer")->find("class_name"), Config("L2"));
  const auto again = from_config(serialize(flatten));
  EXPECT_TRUE(again->activity_regularizer());
  (*again)(x);
  EXPECT_EQ(again->losses().size(), 1u);
  (*again)(Tensor::zeros({0, 2}));
  EXPECT_EQ(numbers(again->losses()), (std::vector<double>{0})) << "an empty batch";
}

}  // namespace
}  // namespace beras::layers
