// Every trap of the original module that Beras must not have, by the number it has in the seed's
// notes.
#include <gtest/gtest.h>

#include <beras/base/error.h>
#include <beras/core/diffable.h>
#include <beras/core/gradient_tape.h>

#include "sample_layers.h"

namespace beras {
namespace {

using testing::SeedDense;
using testing::StatedSquare;
using testing::SumAndDifference;
using testing::values_of;

Tensor float64s(std::initializer_list<NestedList> values) { return Tensor(values, DType::float64); }

// 1, lossless freezing: weighted_test.cpp.

TEST(SeedTraps, Number2OneLayerCalledTwiceUnderATape) {
  const StatedSquare square;
  const Tensor x = float64s({3.});
  GradientTape tape;
  const Tensor y = square(square(x));
  EXPECT_EQ(values_of(tape.gradient(y, x)), (std::vector<double>{108}));
}

TEST(SeedTraps, Number3IdentityIsNeverReused) {
  const Tensor x = float64s({3.});
  GradientTape tape;
  std::vector<std::uint64_t> ids;
  for (int i = 0; i < 100; ++i) ids.push_back((x * i).id());
  std::sort(ids.begin(), ids.end());
  EXPECT_EQ(std::unique(ids.begin(), ids.end()), ids.end());
}

TEST(SeedTraps, Number4DiamondsAndResidualsAccumulate) {
  const Tensor x = float64s({3.});
  GradientTape tape;
  const Tensor a = x * x;
  const Tensor left = a * 2;
  const Tensor right = a * a;
  const Tensor y = left + right + a + x;
  EXPECT_EQ(values_of(tape.gradient(y, x)), (std::vector<double>{2 * 6. + 4 * 27. + 6. + 1.}));
}

TEST(SeedTraps, Number5ADisconnectedSourceIsNoneOrZeros) {
  const Tensor x = float64s({3.});
  const Tensor other = float64s({1., 2.});
  GradientTape tape({.persistent = true});
  const Tensor y = x * x;
  EXPECT_FALSE(tape.gradient(y, other).defined());
  EXPECT_EQ(
      values_of(tape.gradient(y, other, {.unconnected_gradients = UnconnectedGradients::zero})),
      (std::vector<double>{0, 0}));
  EXPECT_FALSE(tape.gradient(y, Tensor({1, 2}, DType::int32)).defined());
}

TEST(SeedTraps, Number6ACompositeUnderATapeIsTheNormalWay) {
  struct Model : Diffable {
    SeedDense& hidden = add(SeedDense(2, 3));
    StatedSquare& square = add(StatedSquare());
    SeedDense& head = add(SeedDense(3, 1));
    Tensor call(const Tensor& x) const override { return head(square(hidden(x))); }
  };
  const Model model;
  GradientTape tape;
  const Tensor loss = model(Tensor{{1., 2.}, {3., 4.}}).sum();
  const Tensors gradients = tape.gradient(loss, model.trainable_variables());
  ASSERT_EQ(gradients.size(), 4U);
  for (const Tensor& gradient : gradients) EXPECT_TRUE(gradient.defined());
  EXPECT_EQ(values_of(gradients[3]), (std::vector<double>{2}));
}

TEST(SeedTraps, Number7ArithmeticBetweenLayersIsRecorded) {
  const StatedSquare square;
  const Tensor x = float64s({3.});
  GradientTape tape;
  const Tensor y = square(2 * x + 1) / 7;
  EXPECT_DOUBLE_EQ(tape.gradient(y, x).item<double>(), 4);
}

TEST(SeedTraps, Number8EachOutputKnowsItsPlace) {
  const SumAndDifference both;
  const Tensor a = float64s({5.});
  GradientTape tape;
  const Tensors outputs = both.apply({a, float64s({3.})});
  EXPECT_EQ(values_of(tape.gradient(outputs[0] * 10 + outputs[1], a)), (std::vector<double>{11}));
}

// 9, Jacobians that say what they are: jacobian_test.cpp. 10, any target: gradient_tape_test.cpp.
// 11, nesting: there too. 12 and 13, optimizer state and frozen weights: tests/optimizers. 15, the
// partial last batch: tests/models.

TEST(SeedTraps, Number14AChangedWeightIsAnErrorThatNamesIt) {
  SeedDense dense(2, 3);
  const Tensor x{{1., 2.}};
  GradientTape tape;
  const Tensor y = dense(x);
  dense.w.assign(dense.w * 2);
  try {
    tape.gradient(y, dense.w);
    FAIL();
  } catch (const TapeError& error) {
    const std::string message = error.what();
    EXPECT_NE(message.find("[SeedDense] its weight \"w\" of shape (2, 3) was changed"),
              std::string::npos)
        << message;
  }
}

TEST(SeedTraps, Number14AlsoThroughAView) {
  const Tensor x = float64s({{1., 2.}, {3., 4.}});
  GradientTape tape;
  const Tensor y = x * x;
  x[0].fill(7);
  EXPECT_THROW(tape.gradient(y, x), TapeError);
}

TEST(SeedTraps, AnInputPassedOnGetsAnIdentityOfItsOwn) {
  struct PassOn : Diffable {
    Tensor call(const Tensor& x) const override { return x; }
  };
  struct StatedPassOn : PassOn {
    Tensors compose_input_gradients(const Tensors& J) const override { return {J[0] * 3}; }
  };
  const StatedPassOn stated;
  const Tensor x = float64s({2.});
  GradientTape tape({.persistent = true});
  const Tensor y = PassOn()(x);
  EXPECT_NE(y.id(), x.id());
  EXPECT_EQ(values_of(tape.gradient(y * y, x)), (std::vector<double>{4}));
  EXPECT_EQ(values_of(tape.gradient(stated(x), x)), (std::vector<double>{3}));
}

TEST(SeedTraps, AWeightIsNotChangedByWhatATapeComputes) {
  Tensor w = float64s({3.});
  const Tensor held_by_a_layer = w;
  GradientTape tape({.persistent = true});
  const Tensor step = tape.gradient(w * w, w);
  EXPECT_THROW(w -= step, TapeError);
  EXPECT_EQ(values_of(held_by_a_layer), (std::vector<double>{3}));
  const PauseRecording pause;
  w -= step;
  EXPECT_EQ(values_of(held_by_a_layer), (std::vector<double>{-3}));
}

TEST(SeedTraps, AccumulatingInPlaceUnderATapeStaysExact) {
  const Tensor x = float64s({3.});
  GradientTape tape;
  Tensor total = Tensor::zeros({1}, DType::float64);
  for (int i = 0; i < 3; ++i) total += x * x;
  EXPECT_EQ(values_of(tape.gradient(total, x)), (std::vector<double>{18}));
}

TEST(SeedTraps, InPlaceOperatorsUnderATapeStayExact) {
  const Tensor x = float64s({3.});
  GradientTape tape;
  Tensor h = x * x;
  h += x;
  h *= h;
  EXPECT_EQ(values_of(tape.gradient(h, x)), (std::vector<double>{2 * 12. * 7.}));
}

}  // namespace
}  // namespace beras
