#include <beras/base/error.h>
#include <beras/data/one_hot_encoder.h>
#include <gtest/gtest.h>

#include <limits>

#include "tests/golden.h"

namespace beras {
namespace {

using golden::near;

TEST(OneHotEncoder, EncodesSortedUniqueLabels) {
  OneHotEncoder encoder;
  encoder.fit(Tensor{7, -2, 7, 3});
  EXPECT_TRUE(near(encoder.classes(), Tensor{-2, 3, 7}));
  EXPECT_EQ(encoder.classes().dtype(), int32);
  const Tensor encoded = encoder(Tensor{3, 7});
  EXPECT_EQ(encoded.dtype(), float32);
  EXPECT_TRUE(near(encoded, Tensor{{0., 1., 0.}, {0., 0., 1.}}));
  EXPECT_TRUE(near(encoder(Tensor{{3}, {7}}), Tensor{{{0., 1., 0.}}, {{0., 0., 1.}}}));
}

TEST(OneHotEncoder, DecodesProbabilities) {
  OneHotEncoder encoder;
  encoder.fit(Tensor{0.5, 2.5, -1.});
  EXPECT_TRUE(near(encoder.inverse(Tensor{{0.1, 0.2, 0.7}, {0.8, 0.1, 0.1}}), Tensor{2.5, -1.}));
  const Tensor labels{2.5, 0.5};
  EXPECT_TRUE(near(encoder.inverse(encoder(labels)), labels));
}

TEST(OneHotEncoder, RefusesBadInput) {
  OneHotEncoder encoder;
  EXPECT_THROW(encoder(Tensor{1}), ValueError);
  EXPECT_THROW(encoder.inverse(Tensor{{1., 0.}}), ValueError);
  EXPECT_THROW(encoder.fit(Tensor::zeros({0})), ValueError);
  EXPECT_THROW(encoder.fit(Tensor{1., std::numeric_limits<double>::quiet_NaN()}), ValueError);
  encoder.fit(Tensor{1, 2});
  EXPECT_THROW(encoder.inverse(Tensor{{1., 0., 0.}}), ShapeError);
  try {
    encoder(Tensor{1, 5});
    FAIL();
  } catch (const ValueError& error) {
    EXPECT_STREQ(error.what(),
                 "[OneHotEncoder] expected a label seen in fit, of [1 2]. Received: 5.");
  }
}

}  // namespace
}  // namespace beras
