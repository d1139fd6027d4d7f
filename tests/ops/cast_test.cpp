#include <beras/ops/cast.h>

#include <gtest/gtest.h>

#include <vector>

#include <beras/tensor/operators.h>
#include <tests/ops/derivatives.h>

namespace beras::ops {
namespace {

TEST(Cast, ChangesTheDtype) {
  const Tensor x{-1.5, 0., 2.7};
  EXPECT_EQ(cast(x, DType::int32).to_vector<int>(), (std::vector<int>{-1, 0, 2}));
  EXPECT_EQ(cast(x, DType::boolean).to_vector<int>(), (std::vector<int>{1, 0, 1}));
  EXPECT_EQ(x.astype(DType::float64).dtype(), DType::float64);
  EXPECT_TRUE(cast(x, DType::float32).same_as(x));
}

TEST(Cast, CastsTheGradientBack) {
  const Tensor x{1., 2.};
  GradientTape tape({.persistent = true});
  const Tensor y = cast(x, DType::float64) * 3;
  const Tensor gradient = tape.gradient(y, x);
  EXPECT_EQ(gradient.dtype(), DType::float32);
  EXPECT_EQ(gradient.to_vector<float>(), (std::vector<float>{3, 3}));
  EXPECT_FALSE(tape.gradient(cast(cast(x, DType::int32), DType::float32), x).defined());
}

}  // namespace
}  // namespace beras::ops
