// Rules may write over the upstream gradient, but only where nobody else will read it.
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include <beras/core/gradient_tape.h>
#include <beras/core/primitive.h>
#include <beras/ops/ops.h>
#include <beras/tensor/operators.h>

namespace beras {
namespace {

using Values = std::vector<float>;

TEST(GradientWalk, LeavesTheGivenUpstreamGradientAsItIs) {
  const Variable x{-1.f, 2.f};
  GradientTape tape;
  const Tensor y = ops::relu(x);
  const Tensor upstream{3.f, 4.f};
  EXPECT_EQ(tape.gradient(y, x, {.output_gradients = {upstream}}).to_vector<float>(),
            (Values{0, 4}));
  EXPECT_EQ(upstream.to_vector<float>(), (Values{3, 4}));
}

TEST(GradientWalk, LeavesGradientsThatWereAskedFor) {
  const Variable x{-1.f, 2.f};
  GradientTape tape;
  const Tensor middle = ops::relu(x), y = ops::exp(middle) * 2;
  const Tensors gradients = tape.gradient(y, {x, middle});
  const auto e = static_cast<float>(2 * std::exp(2.));
  EXPECT_FLOAT_EQ(gradients[1].to_vector<float>()[0], 2);
  EXPECT_FLOAT_EQ(gradients[1].to_vector<float>()[1], e);
  EXPECT_FLOAT_EQ(gradients[0].to_vector<float>()[0], 0);
  EXPECT_FLOAT_EQ(gradients[0].to_vector<float>()[1], e);
}

TEST(GradientWalk, LeavesGradientsThatFlowTwoWays) {
  const Variable x{-1.f, 2.f};
  GradientTape tape;
  // The sum passes one gradient to both of its inputs.
  const Tensor y = ops::relu(x) + ops::relu(-x);
  EXPECT_EQ(tape.gradient(y * 5, x).to_vector<float>(), (Values{-5, 5}));
}

TEST(GradientWalk, GivesTheSameFromAPersistentTapeTwice) {
  const Variable x{-1.f, 2.f};
  GradientTape tape({.persistent = true});
  const Tensor y = ops::square(ops::relu(ops::relu(x)));
  EXPECT_EQ(tape.gradient(y, x).to_vector<float>(), (Values{0, 4}));
  EXPECT_EQ(tape.gradient(y, x).to_vector<float>(), (Values{0, 4}));
}

/// Passes its input on, and notes whether its rule might write over the upstream gradient.
struct Probe : Primitive<Probe> {
  explicit Probe(bool& noted) : might(&noted) {}
  Tensor call(const Tensor& x) const override { return x.copy(); }
  Tensors compose_input_gradients(const Tensors& J) const override {
    *might = may_overwrite(J[0]);
    return {J[0].copy()};
  }
  bool* might;
};

TEST(GradientWalk, OffersWhatNobodyElseReads) {
  const Variable x{-1.f, 2.f};
  bool might = false;
  const auto walk = [&](auto&& result_of, const Tensors& upstream = {}) {
    GradientTape tape;
    const Tensor probed = Probe(might)(x);
    tape.gradient(result_of(probed), {x, x}, {.output_gradients = upstream});
    return might;
  };
  const auto doubled = [](const Tensor& probed) { return probed * 2; };
  EXPECT_TRUE(walk(doubled));
  EXPECT_FALSE(walk([](const Tensor& probed) { return probed; }, {Tensor{3.f, 4.f}}));
  GradientTape outer;
  EXPECT_FALSE(walk(doubled)) << "the outer tape records the walk";
}

}  // namespace
}  // namespace beras
