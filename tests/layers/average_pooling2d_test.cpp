#include <beras/base/error.h>
#include <beras/layers/average_pooling2d.h>
#include <gtest/gtest.h>
#include <tests/layers/golden_case.h>

namespace beras::layers {
namespace {

TEST(AveragePooling2D, AgreesWithKeras) {
  AveragePooling2D padded({2, 3}, {.padding = "same"}), sliding(2, {.strides = 1});
  golden::expect_case(padded, "average_pooling2d_same");
  golden::expect_case(sliding, "average_pooling2d_strides_1");
}

TEST(AveragePooling2D, RefusesWhatDoesNotFit) {
  EXPECT_THROW(AveragePooling2D(0), ValueError);
  EXPECT_THROW(AveragePooling2D(2)(Tensor::zeros({4, 4, 1})), ShapeError);
}

}  // namespace
}  // namespace beras::layers
