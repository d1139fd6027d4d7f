#include <beras/ops/normalize.h>

#include <gtest/gtest.h>

#include <vector>

#include <beras/base/error.h>
#include <beras/ops/cast.h>

namespace beras::ops {
namespace {

using Floats = std::vector<float>;

TEST(Normalize, DividesByTheNorm) {
  const Tensor x{{3.0, 4.0}, {0.0, 0.0}};
  EXPECT_EQ(normalize(x).to_vector<float>(), (Floats{0.6f, 0.8f, 0, 0}));
  EXPECT_EQ(normalize(Tensor{3.0, -4.0}, -1, 1).to_vector<float>(), (Floats{3 / 7.0f, -4 / 7.0f}));
  EXPECT_EQ(normalize(Tensor(3.0)).to_vector<float>(), (Floats{1}));
  const Tensor over_both = normalize(Tensor{{1.0, 1.0}, {1.0, 1.0}}, {0, 1});
  EXPECT_EQ(over_both.to_vector<float>(), (Floats{0.5, 0.5, 0.5, 0.5}));
  EXPECT_THROW(normalize(x, -1, 0), ValueError);
}

TEST(Normalize, SquaresHalvesInFloat32) {
  const Tensor large = cast(Tensor{30000.0, 40000.0}, DType::float16);
  EXPECT_EQ(normalize(large).dtype(), DType::float16);
  EXPECT_NEAR(cast(normalize(large), DType::float32).to_vector<float>()[0], 0.6f, 1e-3);
  EXPECT_EQ(normalize(Tensor(std::vector<int>{3, 4})).dtype(), DType::float32);
}

TEST(RmsNormalization, DividesByTheRootOfTheMeanSquare) {
  const Tensor x{1.0, 7.0};  // the mean square is 25
  const Floats y = rms_normalization(x, Tensor{2.0, 1.0}, -1, 0).to_vector<float>();
  EXPECT_NEAR(y[0], 0.4f, 1e-6);
  EXPECT_NEAR(y[1], 1.4f, 1e-6);
}

}  // namespace
}  // namespace beras::ops
