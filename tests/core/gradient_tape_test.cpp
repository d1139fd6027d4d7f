#include <beras/core/gradient_tape.h>

#include <gtest/gtest.h>

#include <memory>

#include <beras/base/error.h>
#include <beras/core/diffable.h>

#include "sample_layers.h"

namespace beras {
namespace {

using testing::ComposedSquare;
using testing::LoopSquare;
using testing::SeedDense;
using testing::SumAndDifference;
using testing::values_of;

Tensor doubles(std::initializer_list<NestedList> values) { return Tensor(values, DType::float64); }

TEST(GradientTape, GivesGradientsInTheOrderOfTheSources) {
  const Tensor a = doubles({2., 3.});
  const Tensor b = doubles({5., 7.});
  GradientTape tape;
  const Tensor y = (a * a * b).sum();
  const Tensors gradients = tape.gradient(y, {b, a});
  EXPECT_EQ(values_of(gradients[0]), (std::vector<double>{4, 9}));
  EXPECT_EQ(values_of(gradients[1]), (std::vector<double>{20, 42}));
}

TEST(GradientTape, RecordsInsideItsScopeAndNothingOutside) {
  const Tensor x = doubles({1.});
  EXPECT_EQ(Diffable::gradient_tape(), nullptr);
  GradientTape tape;
  EXPECT_EQ(Diffable::gradient_tape(), &tape);
  const Tensor inside = x * x;
  tape.stop();
  EXPECT_EQ(Diffable::gradient_tape(), nullptr);
  const Tensor outside = inside * 3;
  EXPECT_EQ(tape.calls().size(), 1U);
  EXPECT_FALSE(tape.gradient(outside, x).defined());
}

TEST(GradientTape, ATargetThatIsItsOwnSourceHasGradientOne) {
  const Tensor x = doubles({1., 2.});
  GradientTape tape;
  EXPECT_EQ(values_of(tape.gradient(x, x)), (std::vector<double>{1, 1}));
}

TEST(GradientTape, OutputGradientsWeighTheTarget) {
  const Tensor x = doubles({1., 2.});
  GradientTape tape({.persistent = true});
  const Tensor y = x * x;
  EXPECT_EQ(values_of(tape.gradient(y, x, {.output_gradients = {doubles({10., 100.})}})),
            (std::vector<double>{20, 400}));
  EXPECT_THROW(tape.gradient(y, x, {.output_gradients = {doubles({1.})}}), ShapeError);
  EXPECT_THROW(tape.gradient(y, x, {.output_gradients = {y, y}}), ValueError);
}

TEST(GradientTape, ManyTargetsAddUp) {
  const Tensor x = doubles({3.});
  GradientTape tape;
  const Tensors gradients = tape.gradient(Tensors{x * x, 5 * x}, Tensors{x});
  EXPECT_EQ(values_of(gradients[0]), (std::vector<double>{11}));
}

TEST(GradientTape, PersistentTapesMayBeAskedTwiceOthersNot) {
  const Tensor x = doubles({3.});
  GradientTape persistent({.persistent = true});
  const Tensor y = x * x;
  EXPECT_EQ(values_of(persistent.gradient(y, x)), values_of(persistent.gradient(y, x)));
  persistent.stop();
  GradientTape once;
  const Tensor z = x * x;
  once.gradient(z, x);
  EXPECT_TRUE(once.calls().empty());
  EXPECT_THROW(once.gradient(z, x), TapeError);
  once.reset();
  EXPECT_EQ(values_of(once.gradient(x * x, x)), (std::vector<double>{6}));
}

TEST(GradientTape, ABadRequestLeavesTheTapeAsItWas) {
  const Tensor x = doubles({3.});
  GradientTape tape;
  const Tensor y = x * x;
  EXPECT_THROW(tape.gradient(y, Tensor()), ValueError);
  EXPECT_THROW(tape.gradient(Tensor({1}, DType::int32), x), DTypeError);
  EXPECT_TRUE(tape.recording());
  EXPECT_EQ(values_of(tape.gradient(y, x)), (std::vector<double>{6}));
}

TEST(GradientTape, StopRecordingIsAScope) {
  const Tensor x = doubles({3.});
  GradientTape tape;
  Tensor hidden;
  {
    const auto pause = tape.stop_recording();
    hidden = x * x;
  }
  const Tensors gradients = tape.gradient(Tensors{hidden + x}, Tensors{x});
  EXPECT_EQ(values_of(gradients[0]), (std::vector<double>{1}));
}

TEST(GradientTape, WatchesWhatIsNotTrainable) {
  Tensor x = doubles({3.});
  x.trainable(false);
  GradientTape unaware;
  EXPECT_FALSE(unaware.gradient(x * x, x).defined());
  GradientTape tape;
  tape.watch(x);
  EXPECT_EQ(values_of(tape.gradient(x * x, x)), (std::vector<double>{6}));
  EXPECT_THROW(tape.watch(Tensor({1}, DType::int32)), DTypeError);
}

TEST(GradientTape, ListsTheVariablesItSaw) {
  const Tensor w = doubles({3.});
  Tensor data = doubles({4.});
  data.trainable(false);
  GradientTape tape;
  const Tensor y = w * data + w;
  ASSERT_EQ(tape.watched_variables().size(), 1U);
  EXPECT_TRUE(tape.watched_variables()[0].same_as(w));
}

TEST(GradientTape, CanFollowOnlyWhatIsWatched) {
  const Tensor a = doubles({3.});
  const Tensor b = doubles({4.});
  GradientTape tape({.watch_accessed_variables = false});
  tape.watch(a);
  const Tensors gradients = tape.gradient(a * b, {a, b});
  EXPECT_EQ(values_of(gradients[0]), (std::vector<double>{4}));
  EXPECT_FALSE(gradients[1].defined());
}

TEST(GradientTape, JacobianHasEveryDerivative) {
  const Tensor x = doubles({1., 2., 3.});
  GradientTape tape;
  const Tensor jacobian = tape.jacobian((x * x).reshape({3, 1}), x);
  EXPECT_EQ(jacobian.shape(), (Shape{3, 1, 3}));
  EXPECT_EQ(values_of(jacobian), (std::vector<double>{2, 0, 0, 0, 4, 0, 0, 0, 6}));
}

TEST(GradientTape, JacobianOfSeveralSourcesTakesOneWalkAnOutput) {
  const Tensor a{1.0, 2.0}, b{3.0, 4.0}, unrelated{5.0};
  GradientTape tape;
  const Tensors jacobians = tape.jacobian(a * b, {a, b, unrelated});
  ASSERT_EQ(jacobians.size(), 3U);
  EXPECT_EQ(values_of(jacobians[0]), (std::vector<double>{3, 0, 0, 4}));
  EXPECT_EQ(values_of(jacobians[1]), (std::vector<double>{1, 0, 0, 2}));
  EXPECT_EQ(jacobians[2].shape(), (Shape{2, 1}));
  EXPECT_EQ(values_of(jacobians[2]), (std::vector<double>{0, 0}));
  EXPECT_THROW(tape.jacobian(a, {a}), TapeError);
}

TEST(GradientTape, BatchJacobianOfSeveralSources) {
  const Tensor a{{1.0, 2.0}, {3.0, 4.0}}, b{{5.0, 6.0}, {7.0, 8.0}};
  GradientTape tape;
  const Tensors jacobians = tape.batch_jacobian(a * b, {a, b});
  EXPECT_EQ(jacobians[0].shape(), (Shape{2, 2, 2}));
  EXPECT_EQ(values_of(jacobians[0]), (std::vector<double>{5, 0, 0, 6, 7, 0, 0, 8}));
  EXPECT_EQ(values_of(jacobians[1]), (std::vector<double>{1, 0, 0, 2, 3, 0, 0, 4}));
}

TEST(GradientTape, UnconnectedGradientsGoByNameToo) {
  const Tensor a{1.0, 2.0}, unrelated{5.0};
  GradientTape tape({.persistent = true});
  const Tensor sum = (a * a).sum();
  EXPECT_FALSE(tape.gradient(sum, unrelated, {.unconnected_gradients = "none"}).defined());
  EXPECT_EQ(values_of(tape.gradient(sum, unrelated, {.unconnected_gradients = "zero"})),
            (std::vector<double>{0}));
  EXPECT_THROW(tape.gradient(sum, a, {.unconnected_gradients = "zeros"}), ValueError);
}

TEST(GradientTape, BatchJacobianIsPerSample) {
  const Tensor x = doubles({{1., 2.}, {3., 4.}});
  const Tensor w = doubles({{1., 2., 3.}, {4., 5., 6.}});
  GradientTape tape({.persistent = true});
  const Tensor y = (x * x).matmul(w);
  const Tensor jacobian = tape.batch_jacobian(y, x);
  EXPECT_EQ(jacobian.shape(), (Shape{2, 3, 2}));
  EXPECT_EQ(values_of(jacobian), (std::vector<double>{2, 16, 4, 20, 6, 24, 6, 32, 12, 40, 18, 48}));
  EXPECT_THROW(tape.batch_jacobian(y, w.sum()), ShapeError);
}

TEST(GradientTape, SecondAndThirdDerivatives) {
  const Tensor x = doubles({2.});
  GradientTape third;
  Tensor second_derivative;
  {
    GradientTape second;
    Tensor first_derivative;
    {
      GradientTape first;
      first_derivative = first.gradient(x * x * x * x, x);
    }
    EXPECT_EQ(values_of(first_derivative), (std::vector<double>{32}));
    second_derivative = second.gradient(first_derivative, x);
  }
  EXPECT_EQ(values_of(second_derivative), (std::vector<double>{48}));
  EXPECT_EQ(values_of(third.gradient(second_derivative, x)), (std::vector<double>{48}));
}

TEST(GradientTape, HessianAndHessianVectorProduct) {
  const Tensor x = doubles({1., 2.});
  const auto function = [](const Tensor& t) { return (t * t * t).sum() + t[0] * t[1]; };
  GradientTape outer({.persistent = true});
  Tensor gradient;
  {
    GradientTape inner;
    gradient = inner.gradient(function(x), x);
  }
  EXPECT_EQ(values_of(outer.jacobian(gradient, x)), (std::vector<double>{6, 1, 1, 12}));
  EXPECT_EQ(values_of(outer.gradient(gradient, x, {.output_gradients = {doubles({1., 10.})}})),
            (std::vector<double>{16, 121}));
}

TEST(GradientTape, AnOuterTapeSeesThroughAnInnerJacobian) {
  const Tensor x = doubles({1., 2.});
  GradientTape outer;
  Tensor jacobian;
  {
    GradientTape inner;
    jacobian = inner.jacobian(x * x * x, x);
  }
  EXPECT_EQ(values_of(outer.gradient(jacobian, x)), (std::vector<double>{6, 12}));
}

TEST(GradientTape, OnlyWhatIsAskedForIsComputed) {
  struct Counting : Diffable {
    mutable int asked_a = 0;
    mutable int asked_b = 0;
    Tensors forward(const Arguments& arguments) const override {
      return {arguments[0] * arguments[1]};
    }
    Tensors compose_input_gradients(const Tensors& J) const override {
      Tensors gradients(2);
      if (wants_input(0)) ++asked_a, gradients[0] = J[0] * inputs()[1];
      if (wants_input(1)) ++asked_b, gradients[1] = J[0] * inputs()[0];
      return gradients;
    }
  };
  const Counting product;
  const Tensor a = doubles({2.});
  const Tensor b = doubles({5.});
  product(a, b);
  const int before = product.asked_a;
  GradientTape tape;
  EXPECT_EQ(values_of(tape.gradient(product(a, b), b)), (std::vector<double>{2}));
  EXPECT_EQ(product.asked_a, before);
  EXPECT_GE(product.asked_b, 1);
}

TEST(GradientTape, RecordsAreFreedAsTheWalkPasses) {
  // Each record holds one output of a megabyte; the walk must not need them all again at once.
  const Tensor x = Tensor::ones({131072}, DType::float64);
  GradientTape tape;
  Tensor y = x;
  for (int i = 0; i < 20; ++i) y = y * x;
  const std::size_t before = memory_statistics().used;
  y = y.sum();
  const Tensor gradient = tape.gradient(y, x);
  EXPECT_EQ(gradient[0].item<double>(), 21);
  EXPECT_LT(memory_statistics().used, before - (15U << 20));
}

TEST(GradientTape, AChainOfAHundredThousandCalls) {
  const Tensor x = doubles({1.});
  GradientTape tape;
  Tensor y = x;
  for (int i = 0; i < 100000; ++i) y = y + x;
  EXPECT_EQ(values_of(tape.gradient(y, x)), (std::vector<double>{100001}));
}

TEST(GradientTape, GivesGradientsOfFrozenWeightsToWhoFollowsThem) {
  const Tensor x = doubles({{1., 2.}});
  SeedDense first(2, 2), second(2, 1);
  first.trainable(false);
  second.trainable(false);
  const auto gradients = [&](bool follow_frozen) {
    GradientTape tape({.follow_frozen = follow_frozen});
    const Tensor y = second(first(x)).sum();
    return tape.gradient(y, {first.w, second.b});
  };
  EXPECT_FALSE(gradients(false)[0].defined());
  const Tensors frozen = gradients(true);
  first.trainable(true);
  second.trainable(true);
  const Tensors thawed = gradients(false);
  EXPECT_EQ(values_of(frozen[0]), values_of(thawed[0]));
  EXPECT_EQ(values_of(frozen[1]), (std::vector<double>{1}));
}

TEST(GradientTape, APauseThatOutlivesTheAskingEndsQuietly) {
  const Tensor a = doubles({2., 3.});
  GradientTape tape;
  const Tensor y = (a * a).sum();
  {
    const auto pause = tape.stop_recording();
    EXPECT_EQ(values_of(tape.gradient(y, a)), (std::vector<double>{4, 6}));
  }
  EXPECT_FALSE(tape.recording());
}

TEST(GradientTape, AMillionCallsAreForgottenWithoutRecursion) {
  GradientTape tape;
  Tensor y = doubles({1.});
  const Tensor a = y;
  for (int i = 0; i < 1'000'000; ++i) y = -y;
  EXPECT_EQ(tape.calls().size(), 1'000'000U);
  tape.reset();
  EXPECT_TRUE(tape.calls().empty());
  EXPECT_EQ(values_of(y), (std::vector<double>{1}));
}

TEST(GradientTape, MultipleOutputsKnowTheirPlace) {
  const SumAndDifference both;
  const Tensor a = doubles({5.});
  const Tensor b = doubles({3.});
  GradientTape tape({.persistent = true});
  const Tensors outputs = both.apply({a, b});
  EXPECT_EQ(values_of(tape.gradient(outputs[1], b)), (std::vector<double>{-1}));
  EXPECT_EQ(values_of(tape.gradient(outputs[0] * outputs[1], b)), (std::vector<double>{-6}));
}

}  // namespace
}  // namespace beras
