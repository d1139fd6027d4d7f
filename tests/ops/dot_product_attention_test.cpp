#include <beras/ops/dot_product_attention.h>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include <beras/base/error.h>
#include <beras/ops/cast.h>

namespace beras::ops {
namespace {

using Floats = std::vector<float>;

/// Two keys, of which the query is like the second by ln 3, and their values 1 and 5.
const double ln3 = std::log(3.0);
Tensor query() { return Tensor{1.0}.reshape({1, 1, 1, 1}); }
Tensor keys() { return Tensor{0.0, ln3}.reshape({1, 2, 1, 1}); }
Tensor values() { return Tensor{1.0, 5.0}.reshape({1, 2, 1, 1}); }

TEST(DotProductAttention, WeighsValuesByTheSoftmaxOfProducts) {
  EXPECT_NEAR(dot_product_attention(query(), keys(), values()).item<float>(), 4, 1e-5);
  EXPECT_NEAR(dot_product_attention(query(), keys(), values(), {.scale = 0}).item<float>(), 3,
              1e-5);
  const Tensor bias = Tensor{0.0, -ln3}.reshape({1, 1, 1, 2});
  EXPECT_NEAR(dot_product_attention(query(), keys(), values(), {.bias = bias}).item<float>(), 3,
              1e-5);
}

TEST(DotProductAttention, LeavesOutWhatTheMaskSaysAndWhatComesLater) {
  const Tensor mask = cast(Tensor{1.0, 0.0}, DType::boolean).reshape({1, 1, 1, 2});
  EXPECT_EQ(dot_product_attention(query(), keys(), values(), {.mask = mask}).item<float>(), 1);
  EXPECT_EQ(dot_product_attention(query(), keys(), values(), {.is_causal = true}).item<float>(), 1);
}

TEST(DotProductAttention, SharesHeadsOfKeys) {
  const Tensor y = dot_product_attention(Tensor::ones({2, 3, 4, 5}), Tensor::ones({2, 6, 2, 5}),
                                         Tensor::ones({2, 6, 2, 5}));
  EXPECT_EQ(y.shape(), (Shape{2, 3, 4, 5}));
  EXPECT_THROW(dot_product_attention(Tensor::ones({2, 3, 4, 5}), Tensor::ones({2, 6, 3, 5}),
                                     Tensor::ones({2, 6, 3, 5})),
               ShapeError);
  EXPECT_THROW(dot_product_attention(query(), keys(), Tensor(1.0)), ShapeError);
}

TEST(DotProductAttention, CapsProducts) {
  const Floats capped =
      dot_product_attention(query(), keys(), values(), {.attn_logits_soft_cap = 1e-6})
          .to_vector<float>();
  EXPECT_NEAR(capped[0], 3, 1e-4);
}

}  // namespace
}  // namespace beras::ops
