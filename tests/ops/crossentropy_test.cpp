#include <beras/ops/crossentropy.h>

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include <beras/base/error.h>
#include <beras/core/check_gradients.h>
#include <beras/core/gradient_tape.h>
#include <beras/ops/indexing.h>
#include <beras/ops/random.h>
#include <beras/ops/softmax.h>
#include <beras/ops/unary.h>
#include <beras/tensor/operators.h>
#include <tests/golden.h>

namespace beras::ops {
namespace {

const golden::Json& losses() {
  static const golden::Json json = golden::load("losses");
  return json;
}

Tensor given(const char* name) { return golden::tensor(losses()["tensors"][name]); }

/// The per-sample values that Keras gave for a loss.
Tensor expected(const char* loss) {
  return golden::tensor(losses()["losses"][loss]["values"]["none"]);
}

TEST(Crossentropy, HasKerasValues) {
  const Tensor onehot = given("onehot"), sparse = given("sparse");
  const Tensor probs = given("probs"), logits = given("logits");
  EXPECT_TRUE(
      golden::near(categorical_crossentropy(onehot, probs), expected("CategoricalCrossentropy")));
  EXPECT_TRUE(golden::near(categorical_crossentropy(onehot, logits, true),
                           expected("CategoricalCrossentropy/logits")));
  EXPECT_TRUE(golden::near(sparse_categorical_crossentropy(sparse, probs),
                           expected("SparseCategoricalCrossentropy")));
  EXPECT_TRUE(golden::near(sparse_categorical_crossentropy(sparse, logits, true),
                           expected("SparseCategoricalCrossentropy/logits")));
  EXPECT_TRUE(golden::near(binary_crossentropy(given("y_bin"), given("p_bin")).mean(-1),
                           expected("BinaryCrossentropy")));
  EXPECT_TRUE(golden::near(binary_crossentropy(given("y_bin"), given("logits"), true).mean(-1),
                           expected("BinaryCrossentropy/logits")));
}

TEST(Crossentropy, ClipsProbabilitiesAsKeras) {
  const Tensor wrong = categorical_crossentropy(Tensor({{0., 1.}}), Tensor({{1., 0.}}));
  EXPECT_NEAR(wrong.item<double>(), -std::log(1e-7), 1e-5);
  const Tensor unscaled = sparse_categorical_crossentropy(Tensor({1}), Tensor({{1., 3.}}));
  EXPECT_NEAR(unscaled.item<double>(), -std::log(0.75), 1e-6);
  const Tensor binary = binary_crossentropy(Tensor({1., 0.}), Tensor({0., 0.}));
  EXPECT_NEAR(binary.to_vector<double>()[0], -std::log(1e-7), 1e-5);
  EXPECT_NEAR(binary.to_vector<double>()[1], 1e-7, 5e-8);
}

TEST(Crossentropy, OfLogitsIsExactFarFromZero) {
  const Tensor logits({{1e4, -1e4, 0.}, {-1e4, 1e4, 9999}});
  const auto loss =
      sparse_categorical_crossentropy(Tensor({1, 1}), logits, true).to_vector<double>();
  EXPECT_NEAR(loss[0], 2e4, 1e-2);
  EXPECT_NEAR(loss[1], std::log1p(std::exp(-1.0)), 1e-6);
  const double infinity = std::numeric_limits<double>::infinity();
  const Tensor masked({{-infinity, 0., 0.}});
  EXPECT_NEAR(categorical_crossentropy(Tensor({{0., 1., 0.}}), masked, true).item<double>(),
              std::log(2.0), 1e-6);
}

TEST(Crossentropy, TakesLabelsOfManyKinds) {
  const Tensor logits = given("logits");
  const auto value = [&](const Tensor& labels) {
    return sparse_categorical_crossentropy(labels, logits, true).to_vector<float>();
  };
  const auto reference = value(Tensor({2, 0, 0, 1}));
  EXPECT_EQ(value(Tensor({2., 0., 0., 1.})), reference);
  EXPECT_EQ(value(Tensor({2, 0, 0, 1}, uint8)), reference);
  EXPECT_EQ(value(Tensor({2, 0, 0, 1}, DType::float16)), reference);
  EXPECT_EQ(value(Tensor({{2}, {0}, {0}, {1}}, int64)), reference);
}

TEST(Crossentropy, WorksAlongAnyAxisAndOverAnyRank) {
  const Tensor x = random::normal({2, 3, 4, 5}, 0, 1, float32, 1);
  const Tensor labels = random::randint({2, 4, 5}, 0, 3, int32, 2);
  const Tensor onehot = one_hot(labels, 3, {.axis = 1});
  for (const bool from_logits : {true, false}) {
    const Tensor output = from_logits ? x : softmax(x, 1);
    const Tensor sparse = sparse_categorical_crossentropy(labels, output, from_logits, 1);
    ASSERT_EQ(sparse.shape(), (Shape{2, 4, 5}));
    EXPECT_TRUE(
        golden::near(categorical_crossentropy(onehot, output, from_logits, 1), sparse, 1e-5));
  }
}

TEST(Crossentropy, IgnoresAClass) {
  const Tensor logits = given("logits"), labels({2, 255, 0, 255});
  for (const bool from_logits : {true, false}) {
    const Tensor output = from_logits ? logits : softmax(logits);
    GradientTape tape;
    tape.watch(output);
    const Tensor loss = sparse_categorical_crossentropy(labels, output, from_logits, -1, 255);
    const auto values = loss.to_vector<double>();
    EXPECT_GT(values[0], 0.1);
    EXPECT_EQ(values[1], 0);
    EXPECT_EQ(values[3], 0);
    const auto gradient = tape.gradient(loss, output).to_vector<double>();
    EXPECT_NE(gradient[0], 0);
    for (const std::size_t i : {3, 4, 5, 9, 10, 11}) EXPECT_EQ(gradient[i], 0);
  }
}

/// Each loss as a function of its outputs alone, for logits (4, 3) and for probabilities.
std::vector<std::function<Tensor(const Tensor&)>> losses_of_outputs(bool from_logits) {
  const Tensor onehot = given("onehot").astype(float64), sparse = given("sparse");
  const Tensor soft = softmax(random::normal({4, 3}, 0, 1, float64, 5));
  return {
      [=](const Tensor& x) { return categorical_crossentropy(onehot, x, from_logits); },
      [=](const Tensor& x) { return categorical_crossentropy(soft, x, from_logits); },
      [=](const Tensor& x) {
        return sparse_categorical_crossentropy(sparse, x, from_logits, -1, 1);
      },
      [=](const Tensor& x) { return binary_crossentropy(soft, x, from_logits); },
  };
}

TEST(Crossentropy, PassesTheGradientCheckTwice) {
  const Tensor logits = random::normal({4, 3}, 0, 1, float64, 3);
  for (const bool from_logits : {true, false}) {
    const Tensor output = from_logits ? logits : softmax(logits);
    for (const auto& loss : losses_of_outputs(from_logits)) {
      const auto first = check_gradients([&](const Tensors& in) { return loss(in[0]); }, {output});
      EXPECT_TRUE(first) << first.message;
      const auto gradient = [&](const Tensors& in) {
        GradientTape tape;
        tape.watch(in[0]);
        return tape.gradient(loss(in[0]), in[0]);
      };
      const auto second = check_gradients(gradient, {output});
      EXPECT_TRUE(second) << second.message;
    }
  }
}

TEST(Crossentropy, GivesLabelsTheirGradientsTwice) {
  const Tensor logits = random::normal({4, 3}, 0, 1, float64, 3);
  const Tensor soft = softmax(random::normal({4, 3}, 0, 1, float64, 4));
  for (const bool from_logits : {true, false}) {
    const Tensor output = from_logits ? logits : softmax(logits);
    const auto check = [&](const std::function<Tensor(const Tensors&)>& loss) {
      const auto first = check_gradients(loss, {soft, output});
      EXPECT_TRUE(first) << first.message;
      const auto gradient = [&](const Tensors& in) {
        GradientTape tape;
        tape.watch(in[0]);
        tape.watch(in[1]);
        const Tensors gradients = tape.gradient(square(loss(in)), in);
        return gradients[0] * 2 + gradients[1];
      };
      const auto second = check_gradients(gradient, {soft, output});
      EXPECT_TRUE(second) << second.message;
    };
    check([=](const Tensors& in) { return categorical_crossentropy(in[0], in[1], from_logits); });
    check([=](const Tensors& in) { return binary_crossentropy(in[0], in[1], from_logits); });
  }
}

TEST(Crossentropy, OfAnImpossibleClassHasFiniteGradientsWhereItIsNotTheLabel) {
  const double infinity = std::numeric_limits<double>::infinity();
  const Tensor target{{0., 1.}}, logits{{-infinity, 2.}};
  GradientTape outer;
  GradientTape tape;
  const Tensor loss = categorical_crossentropy(target, logits, true);
  const Tensor gradient = tape.gradient(loss, logits);
  EXPECT_EQ(gradient.to_vector<float>(), (std::vector<float>{0, 0}));
}

TEST(Crossentropy, KeepsTheDtypeOfTheOutput) {
  const Tensor logits = given("logits").astype(DType::float16);
  const Tensor loss = sparse_categorical_crossentropy(given("sparse"), logits, true);
  EXPECT_EQ(loss.dtype(), DType::float16);
  EXPECT_TRUE(golden::near(loss, expected("SparseCategoricalCrossentropy/logits"), 5e-3));
}

TEST(Crossentropy, TakesEmptyBatches) {
  const Tensor loss =
      sparse_categorical_crossentropy(Tensor::zeros({0}), Tensor::zeros({0, 3}), true);
  EXPECT_EQ(loss.shape(), (Shape{0}));
}

std::string message_of_loss(const Tensor& labels, const Tensor& logits) {
  try {
    sparse_categorical_crossentropy(labels, logits, true);
  } catch (const ValueError& error) {
    return error.what();
  }
  return "";
}

TEST(Crossentropy, NamesTheFirstBadLabelAndItsPlace) {
  const Tensor logits = Tensor::zeros({2, 2, 10});
  const std::string expectation =
      "[sparse_categorical_crossentropy] expected labels that are whole numbers from 0 to 9. "
      "Received: ";
  EXPECT_EQ(message_of_loss(Tensor({{1, 2}, {10, 11}}), logits), expectation + "10 at (1, 0).");
  EXPECT_EQ(message_of_loss(Tensor({{1, -1}, {0, 0}}), logits), expectation + "-1 at (0, 1).");
  EXPECT_EQ(message_of_loss(Tensor({{1., 2.}, {3., NAN}}), logits), expectation + "nan at (1, 1).");
  EXPECT_EQ(message_of_loss(Tensor({{1., 2.5}, {3., 4.}}), logits), expectation + "2.5 at (0, 1).");
}

TEST(Crossentropy, RefusesShapesThatDoNotFit) {
  const Tensor x = Tensor::zeros({4, 3});
  EXPECT_THROW(categorical_crossentropy(Tensor::zeros({4, 2}), x), ShapeError);
  EXPECT_THROW(categorical_crossentropy(Tensor(1.0), Tensor(1.0)), ShapeError);
  EXPECT_THROW(categorical_crossentropy(x, x, true, 2), IndexError);
  EXPECT_THROW(sparse_categorical_crossentropy(Tensor::zeros({3}), x, true), ShapeError);
  EXPECT_THROW(sparse_categorical_crossentropy(Tensor::zeros({4, 3}), x, true), ShapeError);
  EXPECT_THROW(sparse_categorical_crossentropy(Tensor::zeros({4}), Tensor::zeros({4, 0})),
               ShapeError);
  EXPECT_THROW(binary_crossentropy(Tensor::zeros({4}), x), ShapeError);
}

}  // namespace
}  // namespace beras::ops
