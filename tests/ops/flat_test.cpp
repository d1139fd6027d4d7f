#include <beras/ops/flat_internal.h>

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include <beras/ops/activation.h>
#include <beras/ops/binary.h>
#include <beras/ops/pool.h>
#include <beras/ops/reduce.h>
#include <beras/ops/select.h>
#include <beras/ops/sort.h>
#include <beras/ops/unary.h>
#include <beras/tensor/operators.h>
#include <tests/backend/numbers.h>
#include <tests/ops/derivatives.h>

namespace beras::ops {
namespace {

using backend::numbers;
using FlatCase = std::pair<std::string, Function>;

const std::vector<FlatCase> flat_cases = {
    {"abs", [](const Tensors& t) { return abs(t[0]); }},
    {"relu", [](const Tensors& t) { return relu(t[0]); }},
    {"round", [](const Tensors& t) { return round(t[0]); }},
    {"sign", [](const Tensors& t) { return sign(t[0]); }},
    {"clip", [](const Tensors& t) { return clip(t[0], -0.5, 0.5); }},
    {"maximum", [](const Tensors& t) { return maximum(t[0], 0.1); }},
    {"minimum", [](const Tensors& t) { return minimum(0.1, t[0]); }},
    {"max", [](const Tensors& t) { return max(t[0], 1); }},
    {"max of all", [](const Tensors& t) { return max(t[0]); }},
    {"min",
     [](const Tensors& t) {
       return min(t[0], {0, 2}, true);
     }},
    {"max_pool", [](const Tensors& t) { return max_pool(t[0], 2); }},
    {"sort", [](const Tensors& t) { return sort(t[0], 1); }},
    {"top_k", [](const Tensors& t) { return top_k(t[0], 2).values; }},
};

TEST(Flat, SecondAndThirdDerivativesAreZero) {
  for (const auto& [name, f] : flat_cases) {
    SCOPED_TRACE(name);
    const Tensor x = numbers({2, 4, 3}, 1);
    GradientTape outermost;
    Tensor first, second;
    {
      GradientTape outer;
      {
        GradientTape inner;
        first = inner.gradient(f({x}), x);
      }
      second = outer.gradient(first, x);
    }
    ASSERT_TRUE(second.defined());
    EXPECT_EQ(second.shape(), x.shape());
    EXPECT_EQ(max(abs(second)).item<double>(), 0);
    const Tensor third = outermost.gradient(second, x);
    ASSERT_TRUE(third.defined());
    EXPECT_EQ(max(abs(third)).item<double>(), 0);
  }
}

TEST(Flat, DerivativesOfWhatIsMadeOfThemHold) {
  for (const auto& [name, f] : flat_cases) {
    SCOPED_TRACE(name);
    const Function bent = [&f = f](const Tensors& t) { return f({t[0] * t[0] * t[0] - t[0]}); };
    EXPECT_TRUE(second_derivatives_hold(bent, {numbers({2, 4, 3}, 1)}));
  }
}

TEST(Flat, WithoutATapeIsTheGradientItself) {
  const Tensor gradient{1.}, x{2.};
  EXPECT_TRUE(flat(gradient, x).same_as(gradient));
  EXPECT_TRUE(picked(x).same_as(x));
}

}  // namespace
}  // namespace beras::ops
