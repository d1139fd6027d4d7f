#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <beras/base/error.h>
#include <beras/tensor/dtype.h>

namespace beras {
namespace {

constexpr DType bf16 = DType::bfloat16;
constexpr DType f16 = DType::float16;
const std::vector<DType> all = {float32, float64, bf16, f16, int8, int32, int64, uint8, boolean};

TEST(DType, NamesAndSizesAreNumpys) {
  const std::vector<std::string> names = {"float32", "float64", "bfloat16", "float16", "int8",
                                          "int32",   "int64",   "uint8",    "bool"};
  const std::vector<std::int64_t> sizes = {4, 8, 2, 2, 1, 4, 8, 1, 1};
  for (std::size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(dtype_name(all[i]), names[i]);
    EXPECT_EQ(item_size(all[i]), sizes[i]);
    EXPECT_EQ(dtype_from_name(names[i]), all[i]);
  }
}

TEST(DType, UnknownNameNamesTheNearest) {
  try {
    dtype_from_name("flaot32");
    FAIL() << "no error";
  } catch (const ValueError& error) {
    EXPECT_STREQ(error.what(),
                 "[dtype_from_name] expected a known dtype. Received: \"flaot32\". Did you mean "
                 "\"float32\"?");
  }
}

TEST(DType, Kinds) {
  for (const DType dtype : {float32, float64, bf16, f16}) {
    EXPECT_TRUE(is_floating(dtype));
    EXPECT_FALSE(is_integer(dtype));
  }
  for (const DType dtype : {int8, int32, int64, uint8}) {
    EXPECT_TRUE(is_integer(dtype));
    EXPECT_FALSE(is_floating(dtype));
  }
  EXPECT_FALSE(is_floating(boolean));
  EXPECT_FALSE(is_integer(boolean));
}

TEST(DType, PromotionIsSymmetricAndKeepsEquals) {
  for (const DType a : all) {
    EXPECT_EQ(promote(a, a), a);
    for (const DType b : all) EXPECT_EQ(promote(a, b), promote(b, a));
  }
}

// keras.backend.result_type of the same pairs.
TEST(DType, PromotionIsKerass) {
  EXPECT_EQ(promote(float32, float64), float64);
  EXPECT_EQ(promote(bf16, f16), float32);
  EXPECT_EQ(promote(bf16, float32), float32);
  EXPECT_EQ(promote(int64, float32), float32);
  EXPECT_EQ(promote(int64, f16), f16);
  EXPECT_EQ(promote(boolean, bf16), bf16);
  EXPECT_EQ(promote(int8, int32), int32);
  EXPECT_EQ(promote(int32, int64), int64);
  EXPECT_EQ(promote(uint8, int32), int32);
  EXPECT_EQ(promote(uint8, int8), int32);
  EXPECT_EQ(promote(boolean, uint8), uint8);
  EXPECT_EQ(promote(boolean, int8), int8);
}

TEST(DType, FollowsTheCppType) {
  EXPECT_EQ(dtype_of<float>(), float32);
  EXPECT_EQ(dtype_of<long long>(), int64);
  EXPECT_EQ(dtype_of<float16>(), f16);
  for (const DType dtype : all) {
    visit_dtype(dtype, [dtype](auto type) { EXPECT_EQ(dtype_of<decltype(type)>(), dtype); });
  }
}

}  // namespace
}  // namespace beras
