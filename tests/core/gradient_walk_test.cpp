// Rules may write over the upstream gradient, but only where nobody else will read it.
#include <beras/base/error.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
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

/// States as many gradients as it is told to.
struct Forgetful : Diffable {
  Forgetful(std::size_t of_inputs, std::size_t of_weights)
      : of_inputs_(of_inputs), of_weights_(of_weights) {
    const auto ones = [](const Shape& shape, DType dtype) { return Tensor::ones(shape, dtype); };
    scale_ = add_weight("scale", {2}, ones);
  }
  Tensor call(const Tensor& x) const override { return x * scale_; }
  Tensors compose_input_gradients(const Tensors& J) const override {
    return Tensors(of_inputs_, J.empty() ? Tensor() : J[0]);
  }
  Tensors compose_weight_gradients(const Tensors& J) const override {
    return Tensors(of_weights_, J.empty() ? Tensor() : J[0]);
  }

 private:
  std::size_t of_inputs_, of_weights_;
  Variable scale_;
};

TEST(GradientWalk, RefusesRulesThatGiveNothing) {
  const auto gradients = [](std::size_t of_inputs, std::size_t of_weights) -> std::string {
    const Forgetful layer(of_inputs, of_weights);
    const Variable x{-1.f, 2.f};
    GradientTape tape;
    const Tensor y = layer(x);
    try {
      tape.gradient(y, {x, layer.weights()[0]});
    } catch (const ValueError& error) {
      return error.what();
    }
    return "none";
  };
  EXPECT_EQ(gradients(1, 1), "none");
  EXPECT_EQ(gradients(0, 1),
            "[Forgetful] expected a rule that gives 1 gradients, one for each input. Received: 0. "
            "An undefined tensor says that none flows.");
  EXPECT_EQ(gradients(2, 1),
            "[Forgetful] expected a rule that gives 1 gradients, one for each input. Received: 2. "
            "An undefined tensor says that none flows.");
  EXPECT_EQ(gradients(1, 0),
            "[Forgetful] expected a rule that gives 1 gradients, one for each weight. Received: 0. "
            "An undefined tensor says that none flows.");
}

TEST(GradientWalk, RefusesThemToo_WhereJacobiansAreMadeOfThem) {
  const Forgetful layer(0, 1);
  layer(Tensor{-1.f, 2.f});
  EXPECT_THROW(layer.get_input_gradients(), ValueError);
  EXPECT_EQ(layer.get_weight_gradients().size(), 1U);
}

TEST(GradientWalk, AsksNoRuleForWhatNobodyWants) {
  const Forgetful layer(0, 1);
  GradientTape tape;
  Tensor x{-1.f, 2.f};
  x.trainable(false);
  const Tensor y = layer(x);
  EXPECT_EQ(tape.gradient(y, layer.weights()[0]).to_vector<float>(), (Values{1, 1}));
}

}  // namespace
}  // namespace beras
