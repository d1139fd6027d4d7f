#include <beras/initializers/constant.h>
#include <gtest/gtest.h>

namespace beras::initializers {
namespace {

TEST(Constant, GivesOneValueEverywhere) {
  EXPECT_EQ(Zeros()({2, 2}).to_vector<float>(), (std::vector<float>{0, 0, 0, 0}));
  EXPECT_EQ(Ones()({3}).to_vector<float>(), (std::vector<float>{1, 1, 1}));
  EXPECT_EQ(Constant(2.5)({1, 2}).to_vector<float>(), (std::vector<float>{2.5f, 2.5f}));
  EXPECT_EQ(Constant()({1}).item<float>(), 0.0f);
}

TEST(Constant, HasShapeAndDtype) {
  const Tensor values = Constant(3)({2, 0}, DType::int64);
  EXPECT_EQ(to_string(values.shape()), "(2, 0)");
  EXPECT_EQ(values.dtype(), DType::int64);
}

}  // namespace
}  // namespace beras::initializers
