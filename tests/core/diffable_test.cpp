#include <beras/core/diffable.h>

#include <gtest/gtest.h>

#include <thread>

#include <beras/base/error.h>
#include <beras/core/check_gradients.h>

#include "sample_layers.h"

namespace beras {
namespace {

using testing::ComposedDense;
using testing::ComposedSquare;
using testing::LoopSquare;
using testing::SeedDense;
using testing::StatedSquare;
using testing::SumAndDifference;
using testing::values_of;

const Tensor& point() {
  static const Tensor x = Tensor({{0.5, -1.5}, {2., 3.}}, DType::float64);
  return x;
}

TEST(Diffable, ACallFillsTheSeedsAttributes) {
  const SumAndDifference both;
  const Tensor a{1., 2.};
  const Tensor b{10., 20.};
  both.apply({a, b});
  EXPECT_EQ(both.argnames(), (std::vector<std::string>{"a", "b"}));
  EXPECT_TRUE(both.inputs()[1].same_as(b));
  EXPECT_TRUE(both.input_dict().at("a").same_as(a));
  ASSERT_EQ(both.outputs().size(), 2U);
  EXPECT_EQ(values_of(both.outputs()[1]), (std::vector<double>{-9, -18}));
}

TEST(Diffable, NamedArgumentsKeepTheirNames) {
  const SumAndDifference both;
  both.apply({{"a", Tensor{1.}}, {"second", Tensor{2.}}});
  EXPECT_EQ(both.argnames(), (std::vector<std::string>{"a", "second"}));
}

TEST(Diffable, BeforeTheFirstCallThereIsNothingToLookAt) {
  EXPECT_THROW(ComposedSquare().inputs(), ValueError);
}

TEST(Diffable, EachWayOfStatingGivesTheSameGradient) {
  for (const Diffable* square : std::initializer_list<const Diffable*>{
           new ComposedSquare, new StatedSquare, new LoopSquare}) {
    const std::unique_ptr<const Diffable> owner(square);
    GradientTape tape;
    const Tensor y = (*square)(point());
    EXPECT_EQ(values_of(tape.gradient(y, point())), (std::vector<double>{1, -3, 4, 6}))
        << square->label();
    EXPECT_TRUE(check_gradients(*square, {point()})) << check_gradients(*square, {point()}).message;
  }
}

TEST(Diffable, EachWayIsDerivedFromTheOthers) {
  const Tensor expected = Jacobian::elementwise(2 * point()).dense({2, 2}, {2, 2});
  const Tensors J = {Tensor({{1., 2.}, {3., 4.}}, DType::float64)};
  for (const Diffable* square : std::initializer_list<const Diffable*>{
           new ComposedSquare, new StatedSquare, new LoopSquare}) {
    const std::unique_ptr<const Diffable> owner(square);
    (*square)(point());
    EXPECT_EQ(values_of(square->get_input_gradients().at(0).dense({2, 2}, {2, 2})),
              values_of(expected))
        << square->label();
    EXPECT_EQ(values_of(square->compose_input_gradients(J).at(0)),
              (std::vector<double>{1, -6, 12, 24}))
        << square->label();
  }
}

TEST(Diffable, WithoutUpstreamComposeGivesTheLocalGradients) {
  const SeedDense dense(2, 3);
  dense(point().astype(DType::float32));
  EXPECT_TRUE(dense.compose_input_gradients().at(0).same_as(dense.w));
  EXPECT_EQ(dense.compose_weight_gradients().at(0).shape(), (Shape{2, 2, 1}));
}

TEST(Diffable, TheSeedsDenseAgreesWithItsComposition) {
  const SeedDense stated(2, 3);
  const ComposedDense composed(stated);
  const Tensor x = point().astype(DType::float32);
  for (const Diffable* dense : std::initializer_list<const Diffable*>{&stated, &composed}) {
    EXPECT_TRUE(check_gradients(*dense, {x})) << check_gradients(*dense, {x}).message;
  }
  GradientTape tape({.persistent = true});
  const Tensor a = stated(x);
  const Tensor b = composed(x);
  const Tensors of_stated = tape.gradient(a, {stated.w, stated.b, x});
  const Tensors of_composed = tape.gradient(b, {composed.w, composed.b, x});
  for (int i = 0; i < 3; ++i) EXPECT_EQ(values_of(of_stated[i]), values_of(of_composed[i])) << i;
}

TEST(Diffable, StatedRulesRecordOneCallAndCompositionsNoneOfTheirOwn) {
  GradientTape tape;
  StatedSquare stated;
  stated(point());
  EXPECT_EQ(tape.calls().size(), 1U);
  ComposedSquare()(point());
  ASSERT_EQ(tape.calls().size(), 2U);
  EXPECT_EQ(tape.calls()[1]->diffable().label(), "multiply");
}

TEST(Diffable, HalfAStatementIsAnError) {
  struct OnlyInputs : SeedDense {
    using SeedDense::SeedDense;
    Jacobians get_weight_gradients() const override { return Diffable::get_weight_gradients(); }
  };
  const OnlyInputs dense(2, 3);
  GradientTape tape;
  const Tensor y = dense(point().astype(DType::float32));
  EXPECT_THROW(tape.gradient(y, dense.w), TapeError);
}

TEST(Diffable, OneHalfMayBeAProductAndTheOtherJacobians) {
  struct Mixed : SeedDense {
    using SeedDense::SeedDense;
    Tensors compose_input_gradients(const Tensors& J) const override {
      return {J[0].matmul(w.T())};
    }
  };
  const Mixed mixed(3, 2);
  EXPECT_TRUE(check_gradients(mixed, {Tensor{{0.5, -1.0, 2.0}, {1.5, 0.25, -0.75}}}));
}

TEST(Diffable, ARecordedLayerThatIsGoneIsAnError) {
  GradientTape tape;
  Tensor y;
  {
    const StatedSquare square;
    y = square(point());
  }
  EXPECT_THROW(tape.gradient(y, point()), TapeError);
}

TEST(Diffable, ARecordedLayerMayMoveOrBeOwned) {
  GradientTape tape;
  StatedSquare square;
  const Tensor y = square(point());
  const StatedSquare moved = std::move(square);
  const Tensor z = (*std::make_shared<StatedSquare>())(y);
  EXPECT_EQ(values_of(tape.gradient(z, point()))[3], 4 * 27.);
}

TEST(Diffable, ARecordKeepsAnOwnedLayerAliveButTheLayerDoesNotKeepItself) {
  auto layer = std::make_shared<StatedSquare>();
  const std::weak_ptr<StatedSquare> watch = layer;
  {
    GradientTape tape;
    const Tensor y = (*layer)(point());
    layer.reset();
    EXPECT_FALSE(watch.expired());
  }
  EXPECT_TRUE(watch.expired());
}

TEST(Diffable, CopiesThatAddTheirWeightsLaterShareThem) {
  struct Lazy : Diffable {
    Variable w;
    void make(const Shape& shape) {
      w = add_weight("w", shape, [](const Shape& s, DType d) { return Tensor::ones(s, d); });
    }
    Tensor call(const Tensor& x) const override { return x * w; }
  };
  Lazy first;
  Lazy second = first;
  first.make({2});
  second.make({2});
  EXPECT_TRUE(second.w.same_as(first.w));
  Lazy third = Lazy(first);
  EXPECT_EQ(third.weights().size(), 1U);
  Lazy fourth;
  Lazy fifth = fourth;
  fourth.make({2});
  EXPECT_THROW(fifth.make({3}), ShapeError);
}

TEST(Diffable, InferenceKeepsNoCall) {
  const ComposedSquare square;
  {
    const InferenceScope scope;
    square(point());
  }
  EXPECT_THROW(square.inputs(), ValueError);
}

TEST(Diffable, ThreadsMayCallOneLayerAtOnce) {
  const SeedDense dense(2, 3);
  const Tensor x = point().astype(DType::float32);
  const std::vector<double> expected = values_of(dense(x));
  std::vector<std::thread> threads;
  std::vector<int> wrong(4, 0);
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 50; ++i) {
        GradientTape tape;
        const Tensor y = dense(x);
        wrong[t] += values_of(y) != expected;
        wrong[t] += !tape.gradient(y, dense.w).defined();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, (std::vector<int>(4, 0)));
}

}  // namespace
}  // namespace beras
