#include <beras/layers/rescaling.h>
#include <gtest/gtest.h>
#include <tests/layers/golden_case.h>

namespace beras::layers {
namespace {

TEST(Rescaling, AgreesWithKeras) {
  Rescaling layer(1 / 127.5, {.offset = -1});
  golden::expect_case(layer, "rescaling");
}

TEST(Rescaling, MakesPixelsFloats) {
  const Tensor y = Rescaling(1.0 / 255)(Tensor({{0, 51, 255}}, DType::uint8));
  EXPECT_EQ(y.dtype(), DType::float32);
  EXPECT_TRUE(golden::near(y, Tensor{{0., 0.2, 1.}}));
  EXPECT_EQ(Rescaling(2, {.dtype = DType::float64})(Tensor{{1}}).dtype(), DType::float64);
}

}  // namespace
}  // namespace beras::layers
