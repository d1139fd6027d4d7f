#include <beras/ops/glu.h>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include <beras/base/error.h>

namespace beras::ops {
namespace {

TEST(Glu, GatesOneHalfByTheOther) {
  const std::vector<float> y = glu(Tensor{{2.0, 3.0, 0.0, 1.0}}).to_vector<float>();
  EXPECT_EQ(y[0], 1.0f);
  EXPECT_NEAR(y[1], 3 / (1 + std::exp(-1.0)), 1e-6);
  EXPECT_EQ(glu(Tensor::ones({4, 3}), 0).shape(), (Shape{2, 3}));
  EXPECT_THROW(glu(Tensor::ones({3})), ValueError);
}

}  // namespace
}  // namespace beras::ops
