#include <gtest/gtest.h>

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

Ints padded(std::int64_t before, std::int64_t after, const std::string& mode) {
  return pad(Tensor{1, 2, 3}, {{before, after}}, {.mode = mode}).to_vector<int>();
}

// The expected numbers are numpy.pad's.
TEST(Pad, ModesAgreeWithNumpy) {
  EXPECT_EQ(padded(2, 3, "constant"), (Ints{0, 0, 1, 2, 3, 0, 0, 0}));
  EXPECT_EQ(padded(2, 3, "edge"), (Ints{1, 1, 1, 2, 3, 3, 3, 3}));
  EXPECT_EQ(padded(2, 3, "reflect"), (Ints{3, 2, 1, 2, 3, 2, 1, 2}));
  EXPECT_EQ(padded(2, 3, "symmetric"), (Ints{2, 1, 1, 2, 3, 3, 2, 1}));
  EXPECT_EQ(padded(2, 3, "wrap"), (Ints{2, 3, 1, 2, 3, 1, 2, 3}));
}

TEST(Pad, MirrorsAgainWhereTheAxisIsShort) {
  EXPECT_EQ(padded(7, 8, "reflect"), (Ints{2, 3, 2, 1, 2, 3, 2, 1, 2, 3, 2, 1, 2, 3, 2, 1, 2, 3}));
  EXPECT_EQ(padded(7, 8, "symmetric"),
            (Ints{1, 1, 2, 3, 3, 2, 1, 1, 2, 3, 3, 2, 1, 1, 2, 3, 3, 2}));
  EXPECT_EQ(padded(7, 8, "wrap"), (Ints{3, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2}));
  EXPECT_EQ(pad(Tensor{5}, {{2, 1}}, {.mode = "reflect"}).to_vector<int>(), (Ints{5, 5, 5, 5}));
}

TEST(Pad, PadsEveryAxis) {
  const Tensor x = arange(6).reshape({2, 3});
  EXPECT_EQ(pad(x, {{1, 0}, {0, 2}}, {.constant_values = 9}).to_vector<int>(),
            (Ints{9, 9, 9, 9, 9, 0, 1, 2, 9, 9, 3, 4, 5, 9, 9}));
  EXPECT_EQ(pad(x, {{1, 0}, {1, 1}}, {.mode = "reflect"}).to_vector<int>(),
            (Ints{4, 3, 4, 5, 4, 1, 0, 1, 2, 1, 4, 3, 4, 5, 4}));
  EXPECT_EQ(pad(x, {{1, 2}}).shape(), (Shape{5, 6}));
  EXPECT_EQ(pad(x, {{0, 0}}).to_vector<int>(), x.to_vector<int>());
}

TEST(Pad, RefusesBadWidthsAndModes) {
  const Tensor x = arange(6).reshape({2, 3});
  EXPECT_THROW(pad(x, {{1, 1}, {1, 1}, {1, 1}}), ShapeError);
  EXPECT_THROW(pad(x, {{-1, 0}}), ValueError);
  EXPECT_THROW(pad(x, {{0, INT64_MAX}}), ValueError);
  EXPECT_THROW(pad(zeros({0}), {{1, 1}}, {.mode = "edge"}), ValueError);
  try {
    pad(x, {{1, 1}}, {.mode = "reflex"});
    FAIL() << "no error";
  } catch (const ValueError& error) {
    EXPECT_STREQ(error.what(),
                 "[pad] expected a known mode. Received: \"reflex\". Did you mean \"reflect\"?");
  }
}

TEST(Pad, GradientsAgreeWithDifferences) {
  const Tensor x = linspace(-1, 1, 6).reshape({2, 3});
  for (const std::string mode : {"constant", "edge", "reflect", "symmetric", "wrap"}) {
    const auto function = [&](const Tensors& in) {
      return pad(in[0], {{1, 0}, {2, 3}}, {.mode = mode});
    };
    const auto report = check_gradients(function, {x});
    EXPECT_TRUE(report.ok) << mode << ": " << report.message;
    const auto gradient = [&](const Tensors& in) {
      GradientTape tape;
      const Tensor y = function({in[0] * in[0]});
      return tape.gradient(y * y, in[0]);
    };
    const auto second = check_gradients(gradient, {x});
    EXPECT_TRUE(second.ok) << mode << ": " << second.message;
  }
}

}  // namespace
}  // namespace beras::ops
