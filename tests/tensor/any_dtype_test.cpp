#include <beras/base/error.h>
#include <beras/tensor/any_dtype.h>
#include <gtest/gtest.h>

#include <string>

#include <beras/tensor/create.h>

namespace beras {
namespace {

TEST(AnyDType, IsADTypeOrItsName) {
  EXPECT_EQ(DType(AnyDType(DType::int32)), DType::int32);
  EXPECT_EQ(DType(AnyDType("float64")), DType::float64);
  EXPECT_EQ(DType(AnyDType(std::string("bool"))), DType::boolean);
  EXPECT_THROW(AnyDType("float23"), ValueError);
}

TEST(AnyDType, IsWhatOptionsTake) {
  EXPECT_EQ(ops::linspace(0, 1, 3, {.dtype = "float64"}).dtype(), DType::float64);
  EXPECT_EQ(ops::linspace(0, 1, 3, {.dtype = DType::float64}).dtype(), DType::float64);
}

}  // namespace
}  // namespace beras
