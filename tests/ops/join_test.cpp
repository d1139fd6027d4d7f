#include <beras/ops/join.h>

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include <beras/base/error.h>
#include <beras/core/check_gradients.h>
#include <beras/core/gradient_tape.h>
#include <beras/ops/shape.h>
#include <beras/tensor/create.h>
#include <beras/tensor/operators.h>

namespace beras::ops {
namespace {

using Ints = std::vector<int>;

Tensor counted_floats(const Shape& shape) { return arange(element_count(shape)).reshape(shape); }

TEST(Concatenate, PutsOneAfterAnother) {
  const Tensor a = counted_floats({2, 3});
  const Tensor b = counted_floats({2, 1}) + 10;
  EXPECT_EQ(concatenate({a, b}).to_vector<int>(), (Ints{0, 1, 2, 10, 3, 4, 5, 11}));
  EXPECT_EQ(concatenate({a, a}, 0).shape(), (Shape{4, 3}));
  EXPECT_EQ(concatenate({a.T(), zeros({3, 0}, int32)}, 1).to_vector<int>(),
            (Ints{0, 3, 1, 4, 2, 5}));
  EXPECT_EQ(concatenate({a}).to_vector<int>(), a.to_vector<int>());
}

TEST(Concatenate, PromotesDtypes) {
  EXPECT_EQ(concatenate({Tensor{1}, Tensor{2.5}}).dtype(), float32);
  EXPECT_EQ(concatenate({Tensor{true}, Tensor{2}}).to_vector<int>(), (Ints{1, 2}));
}

TEST(Concatenate, RefusesMisfits) {
  EXPECT_THROW(concatenate({}), ValueError);
  EXPECT_THROW(concatenate({counted_floats({2, 3}), counted_floats({3, 3})}, 1), ShapeError);
  EXPECT_THROW(concatenate({counted_floats({2, 3}), counted_floats({3})}, 0), ShapeError);
  EXPECT_THROW(concatenate({counted_floats({2})}, 1), IndexError);
  EXPECT_THROW(concatenate({Tensor(1), Tensor(2)}), IndexError);
  try {
    concatenate({counted_floats({2, 3}), counted_floats({3, 3})}, 1);
  } catch (const ShapeError& error) {
    EXPECT_STREQ(error.what(),
                 "[concatenate] expected tensors that agree on all axes but 1. Received: (2, 3) "
                 "and (3, 3).");
  }
}

TEST(Stack, MakesANewAxis) {
  const Tensor a{1, 2};
  const Tensor b{3, 4};
  EXPECT_EQ(stack({a, b}).to_vector<int>(), (Ints{1, 2, 3, 4}));
  EXPECT_EQ(stack({a, b}, -1).to_vector<int>(), (Ints{1, 3, 2, 4}));
  EXPECT_EQ(stack({Tensor(1), Tensor(2)}).shape(), (Shape{2}));
  EXPECT_THROW(stack({}), ValueError);
  EXPECT_THROW(stack({a, Tensor{1}}), ShapeError);
  EXPECT_THROW(stack({a, b}, 2), IndexError);
}

TEST(Split, CutsIntoEqualParts) {
  const Tensors parts = split(counted_floats({2, 4}), 2, 1);
  ASSERT_EQ(parts.size(), 2u);
  EXPECT_EQ(parts[0].to_vector<int>(), (Ints{0, 1, 4, 5}));
  EXPECT_EQ(parts[1].to_vector<int>(), (Ints{2, 3, 6, 7}));
  EXPECT_THROW(split(counted_floats({3}), 2), ValueError);
  EXPECT_THROW(split(counted_floats({3}), 0), ValueError);
  EXPECT_THROW(split(counted_floats({3}), 3, 1), IndexError);
}

TEST(Split, CutsNothingIntoAFewNothings) {
  EXPECT_EQ(split(zeros({0, 2}), 3).size(), 3U);
  EXPECT_THROW(split(zeros({0, 2}), std::int64_t{1} << 31), ValueError);
}

TEST(Split, CutsAtIndicesLikeNumpy) {
  const Tensors parts = split(counted_floats({6}), {2, 5, 9});
  ASSERT_EQ(parts.size(), 4u);
  EXPECT_EQ(parts[1].to_vector<int>(), (Ints{2, 3, 4}));
  EXPECT_EQ(parts[2].to_vector<int>(), (Ints{5}));
  EXPECT_EQ(parts[3].size(), 0);
  EXPECT_EQ(split(counted_floats({6}), Shape{-2})[1].to_vector<int>(), (Ints{4, 5}));
}

TEST(Unstack, UndoesStack) {
  const Tensors parts = unstack(counted_floats({2, 3}), 1);
  ASSERT_EQ(parts.size(), 3u);
  EXPECT_EQ(parts[2].to_vector<int>(), (Ints{2, 5}));
  EXPECT_EQ(stack(parts, 1).to_vector<int>(), counted_floats({2, 3}).to_vector<int>());
}

TEST(Unstack, RefusesMorePartsThanThereIsMemoryFor) {
  constexpr std::int64_t many = std::int64_t{1} << 40;
  EXPECT_THROW(unstack(Tensor::empty({many, 0})), ValueError);
  EXPECT_THROW(unstack(Tensor::empty({0, many}), 1), ValueError);
  EXPECT_THROW(unstack(broadcast_to(Tensor(1.), {many})), ValueError);
  EXPECT_THROW(split(Tensor::empty({many, 0}), many), ValueError);
  EXPECT_THROW(split(Tensor::empty({0}), many), ValueError);
  EXPECT_EQ(unstack(Tensor::empty({1000, 0})).size(), 1000u);
}

TEST(Tile, RepeatsTheWhole) {
  const Tensor x = counted_floats({2, 3});
  EXPECT_EQ(tile(x, {2, 1}).to_vector<int>(), (Ints{0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5}));
  EXPECT_EQ(tile(x, {2}).to_vector<int>(), (Ints{0, 1, 2, 0, 1, 2, 3, 4, 5, 3, 4, 5}));
  EXPECT_EQ(tile(Tensor{0, 1}, {2, 2}).to_vector<int>(), (Ints{0, 1, 0, 1, 0, 1, 0, 1}));
  EXPECT_EQ(tile(x, {0}).shape(), (Shape{2, 0}));
  EXPECT_EQ(tile(Tensor(3), {}).shape(), Shape{});
  EXPECT_THROW(tile(x, {-1}), ValueError);
  EXPECT_THROW(tile(x, {INT64_MAX, 2}), BackendError);
}

TEST(Repeat, RepeatsEachElement) {
  const Tensor x = counted_floats({2, 3});
  EXPECT_EQ(repeat(x, 2).to_vector<int>(), (Ints{0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5}));
  EXPECT_EQ(repeat(x, 2, 1).to_vector<int>(), (Ints{0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5}));
  EXPECT_EQ(repeat(x, 2, 1).shape(), (Shape{2, 6}));
  EXPECT_EQ(repeat(x, {1, 2}, 0).to_vector<int>(), (Ints{0, 1, 2, 3, 4, 5, 3, 4, 5}));
  EXPECT_EQ(repeat(x, {0, 2, 1}, 1).to_vector<int>(), (Ints{1, 1, 2, 4, 4, 5}));
  EXPECT_THROW(repeat(x, -1, 0), ValueError);
  EXPECT_THROW(repeat(x, {1, 2}, 1), ShapeError);
  EXPECT_THROW(repeat(x, {1, -2}, 0), ValueError);
  EXPECT_THROW(repeat(x, INT64_MAX, 0), BackendError);
}

TEST(Roll, BringsInWhatFallsOff) {
  const Tensor x = counted_floats({2, 3});
  EXPECT_EQ(roll(x, 1).to_vector<int>(), (Ints{5, 0, 1, 2, 3, 4}));
  EXPECT_EQ(roll(x, -1, 1).to_vector<int>(), (Ints{1, 2, 0, 4, 5, 3}));
  EXPECT_EQ(roll(x, 4, 0).to_vector<int>(), (Ints{0, 1, 2, 3, 4, 5}));
  EXPECT_EQ(roll(x, 7, 1).to_vector<int>(), (Ints{2, 0, 1, 5, 3, 4}));
  EXPECT_EQ(roll(zeros({0, 2}), 1, 0).shape(), (Shape{0, 2}));
  EXPECT_THROW(roll(x, 1, 2), IndexError);
}

TEST(Roll, ShiftsSeveralAxes) {
  const Tensor x = counted_floats({2, 3});
  EXPECT_EQ(roll(x, {1, 2}, {0, 1}).to_vector<int>(), (Ints{4, 5, 3, 1, 2, 0}));
  EXPECT_EQ(roll(x, Shape{1}, {0, -1}).to_vector<int>(), (Ints{5, 3, 4, 2, 0, 1}));
  EXPECT_EQ(roll(x, {1, 1}, Shape{1}).to_vector<int>(), roll(x, 2, 1).to_vector<int>());
  EXPECT_EQ(roll(x, Shape{}, Shape{}).to_vector<int>(), x.to_vector<int>());
  EXPECT_THROW(roll(x, {1, 2}, {0, 1, 1}), ShapeError);
  EXPECT_THROW(roll(x, {1, 2}, Shape{}), ShapeError);
  EXPECT_THROW(roll(x, {1, 2}, {0, 2}), IndexError);
}

// --- gradients -----------------------------------------------------------------------------------

using Function = std::function<Tensor(const Tensors&)>;

TEST(JoinOps, GradientsAgreeWithDifferences) {
  const Tensors inputs = {linspace(-1, 1, 6).reshape({2, 3}), linspace(2, 3, 6).reshape({2, 3})};
  const std::vector<std::pair<const char*, Function>> functions = {
      {"concatenate",
       [](const Tensors& in) {
         return concatenate({in[0], in[1], in[0]}, 1);
       }},
      {"stack",
       [](const Tensors& in) {
         return stack({in[0], in[1]}, -1);
       }},
      {"split",
       [](const Tensors& in) {
         return split(in[0], 3, 1)[1] * split(in[1], {1, 2}, 1)[2];
       }},
      {"unstack", [](const Tensors& in) { return unstack(in[0])[0] * unstack(in[1])[1]; }},
      {"tile",
       [](const Tensors& in) {
         return tile(in[0], {2, 1, 3}) * tile(in[1], {1, 3});
       }},
      {"repeat",
       [](const Tensors& in) {
         return repeat(in[0], 2, 0) * repeat(in[1], {1, 3}, 0);
       }},
      {"roll", [](const Tensors& in) { return roll(in[0], 1) * roll(in[1], -2, 1); }},
      {"roll of several axes",
       [](const Tensors& in) {
         return roll(in[0], {1, 2}, {0, 1}) * in[1];
       }},
  };
  for (const auto& [name, function] : functions) {
    const auto report = check_gradients(function, inputs);
    EXPECT_TRUE(report.ok) << name << ": " << report.message;
  }
}

TEST(JoinOps, SecondDerivativeOfConcatenateAgreesWithDifferences) {
  const auto gradient = [](const Tensors& in) {
    GradientTape tape;
    const Tensor y = concatenate({in[0] * in[1], in[1]}, 0);
    return tape.gradient(y * y * y, in[1]);
  };
  const auto report = check_gradients(
      gradient, {linspace(-1, 1, 6).reshape({2, 3}), linspace(2, 3, 6).reshape({2, 3})});
  EXPECT_TRUE(report.ok) << report.message;
}

TEST(JoinOps, GradientsOfMixedDtypesComeInEachInputsOwn) {
  GradientTape tape;
  const Tensor a{1.0, 2.0};
  const Tensor b({3.0}, float64);
  const Tensors gradients = tape.gradient(concatenate({a, b}) * 2.0, {a, b});
  EXPECT_EQ(gradients[0].dtype(), float32);
  EXPECT_EQ(gradients[1].dtype(), float64);
  EXPECT_EQ(gradients[0].to_vector<int>(), (Ints{2, 2}));
}

TEST(Join, CountsBeyondMemoryAreErrorsBeforeAnyWork) {
  constexpr std::int64_t far = std::int64_t{1} << 62;
  const Tensor pair = Tensor::ones({2}), nothing = Tensor::empty({far, 0});
  EXPECT_THROW(concatenate({nothing, nothing}, 0), BackendError);
  EXPECT_THROW(repeat(pair, Shape{far, far}, 0), BackendError);
  EXPECT_THROW(repeat(pair, Shape{far, 1}, 0), BackendError);
  EXPECT_THROW(repeat(pair, far, 0), BackendError);
  EXPECT_THROW(tile(pair, {far}), BackendError);
  EXPECT_EQ(concatenate({nothing, Tensor::empty({3, 0})}, 0).shape(), (Shape{far + 3, 0}));
}

}  // namespace
}  // namespace beras::ops
