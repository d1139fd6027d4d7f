#include <beras/ops/shape.h>

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include <beras/base/error.h>
#include <beras/core/check_gradients.h>
#include <beras/core/gradient_tape.h>
#include <beras/ops/join.h>
#include <beras/tensor/create.h>
#include <beras/tensor/operators.h>

namespace beras::ops {
namespace {

using Ints = std::vector<int>;

Tensor counted_elements(const Shape& shape) { return arange(element_count(shape)).reshape(shape); }

bool shares_memory(const Tensor& a, const Tensor& b) {
  const std::uint64_t before = b.version();
  Tensor(a).bump_version();
  return b.version() != before;
}

TEST(ReshapeOp, ReadsInRowMajorOrder) {
  const Tensor x = counted_elements({2, 3});
  EXPECT_EQ(reshape(x, {3, 2}).to_vector<int>(), (Ints{0, 1, 2, 3, 4, 5}));
  EXPECT_EQ(reshape(x, {-1, 2}).shape(), (Shape{3, 2}));
  EXPECT_EQ(reshape(x.T(), {6}).to_vector<int>(), (Ints{0, 3, 1, 4, 2, 5}));
  EXPECT_EQ(reshape(Tensor(7), {1, 1}).to_vector<int>(), (Ints{7}));
  EXPECT_EQ(reshape(zeros({0, 4}), {2, 0}).shape(), (Shape{2, 0}));
}

TEST(ReshapeOp, IsAViewWhereMemoryAllows) {
  const Tensor x = counted_elements({2, 3});
  EXPECT_TRUE(shares_memory(x.reshape({6}), x));
  EXPECT_FALSE(shares_memory(x.T().reshape({6}), x));
  EXPECT_TRUE(shares_memory(x.T().reshape({3, 1, 2}), x));
}

TEST(ReshapeOp, NamesWhatDoesNotFit) {
  try {
    reshape(counted_elements({2, 3}), {4, 2});
    FAIL() << "no error";
  } catch (const ShapeError& error) {
    EXPECT_STREQ(error.what(), "[reshape] expected a shape for 6 elements. Received: (4, 2).");
  }
  EXPECT_THROW(reshape(counted_elements({2, 3}), {-1, -1}), ShapeError);
}

TEST(TransposeOp, OrdersAxes) {
  const Tensor x = counted_elements({2, 3, 4});
  EXPECT_EQ(transpose(x).shape(), (Shape{4, 3, 2}));
  const Tensor y = transpose(x, {1, 2, 0});
  EXPECT_EQ(y.shape(), (Shape{3, 4, 2}));
  EXPECT_EQ((y[{2, 3, 1}].item<int>()), 1 * 12 + 2 * 4 + 3);
  EXPECT_TRUE(shares_memory(y, x));
  EXPECT_EQ(permute(x, {-1, 0, 1}).shape(), (Shape{4, 2, 3}));
  EXPECT_EQ(swapaxes(x, 0, -1).shape(), (Shape{4, 3, 2}));
  EXPECT_EQ(moveaxis(x, 0, -1).shape(), (Shape{3, 4, 2}));
  EXPECT_EQ(moveaxis(x, {0, 1}, {-1, 0}).shape(), (Shape{3, 4, 2}));
  EXPECT_EQ(transpose(Tensor(1)).shape(), Shape{});
}

TEST(TransposeOp, RefusesWhatIsNoOrder) {
  const Tensor x = counted_elements({2, 3});
  EXPECT_THROW(transpose(x, {0, 0}), ValueError);
  EXPECT_THROW(transpose(x, {0}), ValueError);
  EXPECT_THROW(transpose(x, {0, 2}), IndexError);
  EXPECT_THROW(permute(x, {}), ValueError);
  EXPECT_THROW(swapaxes(x, 0, 2), IndexError);
  EXPECT_THROW(moveaxis(x, {0, 0}, {0, 1}), ValueError);
  EXPECT_THROW(moveaxis(x, Shape{0}, Shape{0, 1}), ValueError);
}

TEST(ExpandDimsOp, PutsAxesOfLengthOne) {
  const Tensor x = counted_elements({2, 3});
  EXPECT_EQ(expand_dims(x, 0).shape(), (Shape{1, 2, 3}));
  EXPECT_EQ(expand_dims(x, -1).shape(), (Shape{2, 3, 1}));
  EXPECT_EQ(expand_dims(x, {0, 2}).shape(), (Shape{1, 2, 1, 3}));
  EXPECT_EQ(expand_dims(x, {-1, 0}).shape(), (Shape{1, 2, 3, 1}));
  EXPECT_THROW(expand_dims(x, 3), IndexError);
  EXPECT_THROW(expand_dims(x, {0, 0}), ValueError);
}

TEST(SqueezeOp, DropsAxesOfLengthOne) {
  const Tensor x = counted_elements({1, 2, 1, 3});
  EXPECT_EQ(squeeze(x).shape(), (Shape{2, 3}));
  EXPECT_EQ(squeeze(x, 0).shape(), (Shape{2, 1, 3}));
  EXPECT_EQ(squeeze(x, {0, -2}).shape(), (Shape{2, 3}));
  EXPECT_THROW(squeeze(x, 1), ShapeError);
  EXPECT_THROW(squeeze(x, 4), IndexError);
}

TEST(BroadcastToOp, RepeatsWithoutCopying) {
  const Tensor x = Tensor{{1}, {2}};
  const Tensor y = broadcast_to(x, {2, 2, 3});
  EXPECT_EQ(y.to_vector<int>(), (Ints{1, 1, 1, 2, 2, 2, 1, 1, 1, 2, 2, 2}));
  EXPECT_TRUE(shares_memory(y, x));
  EXPECT_EQ(broadcast_to(Tensor(5), {0, 3}).size(), 0);
  EXPECT_THROW(broadcast_to(x, {3, 3}), ShapeError);
  EXPECT_THROW(broadcast_to(x, {3}), ShapeError);
  EXPECT_THROW(Tensor(y).fill(0), ValueError);
}

TEST(FlipOp, TurnsAround) {
  const Tensor x = counted_elements({2, 3});
  EXPECT_EQ(flip(x).to_vector<int>(), (Ints{5, 4, 3, 2, 1, 0}));
  EXPECT_EQ(flip(x, 1).to_vector<int>(), (Ints{2, 1, 0, 5, 4, 3}));
  EXPECT_TRUE(shares_memory(flip(x), x));
  EXPECT_EQ(flip(zeros({0, 2})).shape(), (Shape{0, 2}));
  EXPECT_THROW(flip(x, 2), IndexError);
}

TEST(CopyOp, GivesContiguousMemoryOfItsOwn) {
  const Tensor x = counted_elements({2, 3});
  EXPECT_TRUE(x.contiguous().same_as(x));
  const Tensor y = x.T().contiguous();
  EXPECT_TRUE(y.is_contiguous());
  EXPECT_EQ(y.to_vector<int>(), (Ints{0, 3, 1, 4, 2, 5}));
  EXPECT_FALSE(shares_memory(x.copy(), x));
  EXPECT_EQ(ravel(x.T()).to_vector<int>(), (Ints{0, 3, 1, 4, 2, 5}));
}

// --- gradients -------------------------------------------------------------------------------

struct GradientCase {
  const char* name;
  std::function<Tensor(const Tensor&)> function;
};

const std::vector<GradientCase> gradient_cases = {
    {"reshape",
     [](const Tensor& x) {
       return reshape(x, {4, -1});
     }},
    {"reshape_copy",
     [](const Tensor& x) {
       return reshape(x.T(), {4, -1});
     }},
    {"ravel", [](const Tensor& x) { return ravel(x); }},
    {"transpose", [](const Tensor& x) { return transpose(x); }},
    {"transpose_axes",
     [](const Tensor& x) {
       return transpose(x, {1, 2, 0});
     }},
    {"swapaxes", [](const Tensor& x) { return swapaxes(x, 0, 1); }},
    {"moveaxis", [](const Tensor& x) { return moveaxis(x, 0, -1); }},
    {"expand_dims",
     [](const Tensor& x) {
       return expand_dims(x, {0, -1});
     }},
    {"squeeze", [](const Tensor& x) { return squeeze(expand_dims(x, 1)); }},
    {"broadcast_to",
     [](const Tensor& x) {
       return broadcast_to(expand_dims(x, 1), {5, 2, 2, 3, 2});
     }},
    {"flip", [](const Tensor& x) { return flip(x); }},
    {"flip_one", [](const Tensor& x) { return flip(x, 1); }},
    {"copy", [](const Tensor& x) { return x.copy(); }},
    {"contiguous", [](const Tensor& x) { return x.T().contiguous(); }},
};

/// Different weights for all elements, so that none can take another's place.
Tensor weighted(const Tensor& y) {
  return y * arange(1.0, static_cast<double>(y.size()) + 1, 1, y.dtype()).reshape(y.shape());
}

TEST(ShapeOps, GradientsAgreeWithDifferences) {
  const Tensor x = linspace(-1, 1, 12).reshape({2, 3, 2});
  for (const GradientCase& test : gradient_cases) {
    const auto report =
        check_gradients([&](const Tensors& in) { return test.function(in[0]); }, {x});
    EXPECT_TRUE(report.ok) << test.name << ": " << report.message;
  }
}

TEST(ShapeOps, SecondDerivativesAgreeWithDifferences) {
  const Tensor x = linspace(-1, 1, 12).reshape({2, 3, 2});
  for (const GradientCase& test : gradient_cases) {
    const auto gradient = [&](const Tensors& in) {
      GradientTape tape;
      const Tensor y = test.function(in[0] * in[0]);
      return tape.gradient(weighted(y * y), in[0]);
    };
    const auto report = check_gradients(gradient, {x});
    EXPECT_TRUE(report.ok) << test.name << ": " << report.message;
  }
}

TEST(ShapeOps, RecordsCarryTheNamesOfKeras) {
  GradientTape tape({.persistent = true});
  const Tensor x = linspace(0, 1, 6).reshape({1, 2, 3});
  const auto last_name = [&] { return tape.calls().back()->diffable().label(); };
  swapaxes(x, 0, 1);
  EXPECT_EQ(last_name(), "swapaxes");
  moveaxis(x, 0, 1);
  EXPECT_EQ(last_name(), "moveaxis");
  squeeze(x);
  EXPECT_EQ(last_name(), "squeeze");
  expand_dims(x, 0);
  EXPECT_EQ(last_name(), "expand_dims");
}

TEST(ShapeOps, IntegersCarryNoGradient) {
  GradientTape tape;
  const Tensor x = counted_elements({2, 3});
  reshape(x, {6});
  transpose(x);
  EXPECT_TRUE(tape.calls().empty());
}

}  // namespace
}  // namespace beras::ops
