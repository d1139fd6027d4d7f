#include <beras/base/error.h>
#include <beras/layers/reshape.h>
#include <gtest/gtest.h>
#include <tests/layers/golden_case.h>

namespace beras::layers {
namespace {

TEST(Reshape, AgreesWithKeras) {
  Reshape layer({-1, 2});
  golden::expect_case(layer, "reshape");
}

TEST(Reshape, KnowsWhatIsKnownOfItsShape) {
  EXPECT_EQ(to_string(Reshape({3, -1}).compute_output_shape({-1, 12})), "(-1, 3, 4)");
  EXPECT_EQ(to_string(Reshape({3, -1}).compute_output_shape({-1, -1})), "(-1, 3, -1)");
  EXPECT_EQ(to_string(Reshape({3, -1})(Tensor::zeros({0, 12})).shape()), "(0, 3, 4)");
  EXPECT_EQ(to_string(Reshape({})(Tensor::zeros({5, 1})).shape()), "(5,)");
}

TEST(Reshape, RefusesWhatDoesNotFit) {
  EXPECT_THROW(Reshape({-1, -1}), ValueError);
  EXPECT_THROW(Reshape({-2, 3}), ValueError);
  EXPECT_THROW(Reshape({3})(Tensor(1.0)), ShapeError);
  try {
    Reshape({28, 28})(Tensor::zeros({2, 783}));
    FAIL();
  } catch (const ShapeError& error) {
    EXPECT_STREQ(
        error.what(),
        "[Reshape] expected samples that fit into (28, 28). Received: input of shape (2, 783).");
  }
  EXPECT_THROW(Reshape({5, -1})(Tensor::zeros({2, 12})), ShapeError);
}

}  // namespace
}  // namespace beras::layers
