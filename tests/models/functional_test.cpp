#include <gtest/gtest.h>

#include <memory>
#include <thread>

#include <beras/base/error.h>
#include <beras/core/check_gradients.h>
#include <beras/core/gradient_tape.h>
#include <beras/layers/layers.h>
#include <beras/models/models.h>
#include <beras/ops/ops.h>
#include <beras/tensor/operators.h>

namespace beras {
namespace {

using layers::Dense;
using layers::Input;

/// Samples of two features.
Tensor three_samples() {
  Tensor x{{1., 2.}, {3., 4.}, {5., -6.}};
  x.trainable(false);
  return x;
}

std::string message_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

TEST(Functional, ComputesWhatItsLayersCompute) {
  Dense hidden(3, {.activation = "relu"}), scores(2);
  const Tensor x = Input({2});
  Model model(x, scores(hidden(x)));
  EXPECT_EQ(to_string(model.output_shape()), "(-1, 2)");
  EXPECT_EQ(model.weights().size(), 4U);
  EXPECT_EQ(model(three_samples()).to_vector<float>(),
            scores(hidden(three_samples())).to_vector<float>());
  EXPECT_EQ(model.label(), "Functional");
}

TEST(Functional, IsMadeOfTemporaries) {
  const auto x = Input({28, 28, 1});
  const auto y = Dense(10)(layers::Flatten()(x));
  Model model(x, y);
  EXPECT_EQ(to_string(model(Tensor::zeros({4, 28, 28, 1})).shape()), "(4, 10)");
  EXPECT_EQ(model.count_params(), 7850);
}

TEST(Functional, KnowsShapesAndDtypes) {
  const Tensor image = Input({8, 9, 1}, {.name = "image"});
  EXPECT_TRUE(image.is_symbolic());
  EXPECT_EQ(to_string(image.shape()), "(-1, 8, 9, 1)");
  EXPECT_EQ(image.name(), "image");
  EXPECT_EQ(to_string(layers::Conv2D(4, {3, 3})(image).shape()), "(-1, 6, 7, 4)");
  EXPECT_EQ(to_string((image * 2 + 1).shape()), "(-1, 8, 9, 1)");
  EXPECT_EQ(to_string(ops::mean(image, {1, 2}).shape()), "(-1, 1)");
  EXPECT_EQ(to_string(ops::reshape(image, {-1, 72}).shape()), "(-1, 72)");
  EXPECT_EQ(to_string(image[{ellipsis, Slice{2, 5}, 0}].shape()), "(-1, 8, 3)");
  EXPECT_EQ((image > 0).dtype(), DType::boolean);
  EXPECT_EQ(ops::cast(image, DType::float16).dtype(), DType::float16);
}

TEST(Functional, TakesUnknownAxes) {
  const Tensor x = Input({-1, 4});
  const Tensor y = Dense(3)(x);
  EXPECT_EQ(to_string(y.shape()), "(-1, -1, 3)");
  EXPECT_EQ(to_string(ops::sum(y, {1}).shape()), "(-1, 3)");
  EXPECT_EQ(to_string(ops::concatenate({y, y}, 1).shape()), "(-1, -1, 3)");
  Model model(x, ops::sum(y, {1}));
  EXPECT_EQ(to_string(model(Tensor::ones({2, 5, 4})).shape()), "(2, 3)");
  EXPECT_EQ(to_string(model(Tensor::ones({1, 7, 4})).shape()), "(1, 3)");
}

TEST(Functional, HasSeveralInputsAndOutputs) {
  const Tensor a = Input({2}, {.name = "a"}), b = Input({2}, {.name = "b"});
  Model model({a, b}, {a + b, a * b, a - 2.0});
  const Tensor x = three_samples(), y = three_samples() * 10.0;
  const Tensors outputs = model.apply({x, y});
  EXPECT_EQ(outputs[0].to_vector<float>(), (x + y).to_vector<float>());
  EXPECT_EQ(outputs[1].to_vector<float>(), (x * y).to_vector<float>());
  EXPECT_EQ(outputs[2].to_vector<float>(), (x - 2.0).to_vector<float>());
  const Tensors by_name = model.apply({{"b", y}, {"a", x}});
  EXPECT_EQ(by_name[2].to_vector<float>(), outputs[2].to_vector<float>());
}

TEST(Functional, SharesLayersBetweenCalls) {
  Dense encode(3);
  const Tensor a = Input({2}), b = Input({2});
  Model model({a, b}, encode(a) - encode(b));
  EXPECT_EQ(model.weights().size(), 2U);
  EXPECT_EQ(model.layers().size(), 3U);  // two inputs and the layer
  const Tensors outputs = model.apply({three_samples(), three_samples()});
  EXPECT_EQ(outputs[0].to_vector<float>(), std::vector<float>(9, 0));
}

TEST(Functional, IsTrainedAsAnyModel) {
  const Tensor x = Input({2});
  const Tensor hidden = Dense(8, {.activation = "tanh"})(x);
  Model model(x, Dense(1)(ops::concatenate({hidden, x})));
  model.compile({.optimizer = "adam", .loss = "mse"});
  const Tensor y{{1.}, {0.}, {-1.}};
  const History history = model.fit(three_samples(), y, {.epochs = 200, .verbose = 0});
  EXPECT_LT(history.at("loss").back(), 0.3 * history.at("loss").front());
}

TEST(Functional, IsRecordedLikeItsLayers) {
  const Tensor x = Input({2});
  auto model = std::make_shared<Model>(x, ops::square(Dense(3)(x)) * 2.0);
  const GradientReport report = check_gradients(*model, {three_samples()});
  EXPECT_TRUE(report.ok) << report.message;
}

TEST(Functional, NestsModels) {
  const Tensor x = Input({2});
  Model inner(x, Dense(3)(x), {.name = "inner"});
  const Tensor z = Input({2});
  Model outer(z, inner(z) + inner(z * 2.0));
  EXPECT_EQ(outer.weights().size(), 2U);
  const Tensor expected = inner(three_samples()) + inner(three_samples() * 2.0);
  EXPECT_EQ(outer(three_samples()).to_vector<float>(), expected.to_vector<float>());
}

TEST(Functional, IsCutAtAnyTensor) {
  const Tensor x = Input({2});
  const Tensor hidden = Dense(3, {.activation = "relu", .name = "hidden"})(x);
  Model model(x, Dense(1, {.name = "out"})(hidden));
  Model features(model.input(), model.get_layer("hidden").output());
  Model head(hidden, model.output());
  EXPECT_EQ(to_string(head.input_shape()), "(-1, 3)");
  EXPECT_EQ(head.weights().size(), 2U);
  EXPECT_EQ(head(features(three_samples())).to_vector<float>(),
            model(three_samples()).to_vector<float>());
}

TEST(Functional, IsGoneOnFrom) {
  Sequential base{Input({2}), Dense(3, {.name = "base"})};
  Model model(base.input(), Dense(1)(ops::relu(base.output())));
  EXPECT_EQ(model.weights().size(), 4U);
  EXPECT_TRUE(model.weights()[0].same_as(base.weights()[0]));
  Model features(base.input(), base.get_layer("base").output());
  EXPECT_EQ(features(three_samples()).to_vector<float>(), base(three_samples()).to_vector<float>());
}

TEST(Functional, IsCloned) {
  const Tensor a = Input({2}, {.name = "a"}), b = Input({2});
  Dense encode(3, {.name = "encode"});
  const Tensor x = Input({3});
  Model inner(x, ops::tanh(x) * 2.0);
  Model model({a, b}, {inner(encode(a)), inner(encode(b)) + 1.0});
  Model clone = model.clone();
  EXPECT_EQ(clone.weights().size(), 2U);
  EXPECT_FALSE(clone.weights()[0].same_as(model.weights()[0]));
  const Tensors expected = model.apply({three_samples(), three_samples()});
  const Tensors outputs = clone.apply({three_samples(), three_samples()});
  EXPECT_EQ(outputs[1].to_vector<float>(), expected[1].to_vector<float>());
  model.weights()[0].fill(0);
  EXPECT_EQ(clone.apply({three_samples(), three_samples()})[1].to_vector<float>(),
            expected[1].to_vector<float>());
  EXPECT_EQ(clone.get_layer("encode").name(), "encode");
  Model own;
  EXPECT_THROW(own.clone(), ValueError);
}

TEST(Functional, TakesAnAxisOfOneTooManyOrTooFew) {
  const Tensor x = Input({1});
  Model model(x, x * 2.0);
  EXPECT_EQ(to_string(model(Tensor::ones({3})).shape()), "(3, 1)");
  EXPECT_EQ(to_string(model(Tensor::ones({3, 1, 1})).shape()), "(3, 1)");
}

TEST(Functional, CastsItsInputs) {
  const Tensor x = Input({1});
  Model model(x, x * 0.5);
  EXPECT_EQ(model(Tensor({{3}}, DType::int32)).to_vector<float>(), std::vector<float>{1.5});
}

TEST(Functional, PassesTrainingOn) {
  const Tensor x = Input({2});
  const layers::Dropout dropout(0.5, {.seed = 1});
  Model model(x, dropout(x));
  Model always(x, dropout(x, {.training = true}));
  const Tensor ones = Tensor::ones({10, 2});
  EXPECT_EQ(model(ones).to_vector<float>(), std::vector<float>(20, 1));
  EXPECT_NE(model(ones, {.training = true}).to_vector<float>(), std::vector<float>(20, 1));
  EXPECT_NE(always(ones).to_vector<float>(), std::vector<float>(20, 1));
}

TEST(Functional, AsksForNothingThatHasAnEffect) {
  const layers::Dropout dropout(0.5);
  layers::BatchNormalization norm;
  set_random_seed(1);
  const Tensor before = random::uniform({1});
  set_random_seed(1);
  norm(dropout(Input({2})), {.training = true});
  EXPECT_EQ(norm.moving_mean().to_vector<float>(), std::vector<float>(2, 0));
  EXPECT_EQ(random::uniform({1}).to_vector<float>(), before.to_vector<float>());
}

TEST(Functional, MayBeDeeperThanAStack) {
  const Tensor x = Input({1});
  Tensor y = x;
  for (int i = 0; i < 20000; ++i) y = y + 1.0;
  Model model(x, y);
  EXPECT_EQ(model(Tensor::zeros({1, 1})).item<float>(), 20000);
}

TEST(Functional, IsRunByManyThreads) {
  const Tensor x = Input({2});
  Model model(x, Dense(3)(Dense(4, {.activation = "relu"})(x)));
  const std::vector<float> expected = model(three_samples()).to_vector<float>();
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int k = 0; k < 20; ++k)
        EXPECT_EQ(model.predict(three_samples()).to_vector<float>(), expected);
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(Functional, RefusesGraphsThatAreNone) {
  const Tensor x = Input({2}, {.name = "x"}), other = Input({2}, {.name = "other"});
  const Tensor y = Dense(1, {.name = "y"})(other);
  EXPECT_NE(message_of([&] { Model(x, y); }).find("\"other\" of shape (-1, 2), which \"y\""),
            std::string::npos)
      << message_of([&] { Model(x, y); });
  EXPECT_NE(message_of([&] { Model({x, x}, x * 1.0); }).find("twice"), std::string::npos);
  EXPECT_THROW((Model(three_samples(), y)), ValueError);
  EXPECT_THROW((Model(x, three_samples())), ValueError);
  EXPECT_THROW((Model(Tensors{}, y)), ValueError);
  const Tensor twin = Input({2}, {.name = "x"});
  EXPECT_NE(message_of([&] { Model({x, twin}, x + twin); }).find("unique"), std::string::npos);
}

TEST(Functional, NamesTheInputThatDoesNotFit) {
  const Tensor a = Input({2}, {.name = "a"}), b = Input({3}, {.name = "b"});
  Model model({a, b}, {a, b});
  const std::string message = message_of([&] { model.apply({three_samples(), three_samples()}); });
  EXPECT_NE(message.find("input \"b\" of shape (-1, 3)"), std::string::npos) << message;
  EXPECT_THROW(model.apply({three_samples()}), ValueError);
  EXPECT_THROW(model.apply({{"a", three_samples()}, {"c", three_samples()}}), ValueError);
  EXPECT_THROW(Dense(3)(Input({})), ShapeError);
  EXPECT_THROW(a + b, ShapeError);
}

TEST(Functional, LetsGoOfWhatNobodyHas) {
  std::weak_ptr<const SymbolicCall> call;
  {
    const Tensor x = Input({2});
    const Tensor y = Dense(3)(x);
    call = y.symbol()->call;
    const Model model(x, y);
  }
  EXPECT_TRUE(call.expired());
}

}  // namespace
}  // namespace beras
