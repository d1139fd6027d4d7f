// Holds the fast copies against the reference, over dtypes, shapes and strides.
#include <beras/backend/copy.h>

#include <gtest/gtest.h>

#include <beras/backend/registry.h>
#include <tests/backend/numbers.h>

namespace beras::backend {
namespace {

/// Both ways give the same; `from` broadcasts to the shape of `to`, whose gaps stay as they are.
void expect_same_copies(const Tensor& from, const Shape& shape, const Strides& strides,
                        std::int64_t capacity, DType dtype) {
  const Strides walk = broadcast_strides(from.shape(), from.strides(), shape, "test");
  const auto copied = [&] {
    const Tensor memory = Tensor::full({capacity}, 1, dtype);
    copy(Device::cpu)->copy(from, walk, memory.as_strided(shape, strides, 0));
    return memory;
  };
  const Tensor fast = copied();
  const UseReferenceKernels reference;
  EXPECT_TRUE(same_bits(fast, copied())) << dtype_name(from.dtype()) << " to " << dtype_name(dtype);
}

constexpr DType all_dtypes[] = {DType::float32, DType::float64, DType::bfloat16,
                                DType::float16, DType::int8,    DType::int32,
                                DType::int64,   DType::uint8,   DType::boolean};

TEST(Copies, CastFromEveryDtypeToEveryDtype) {
  for (const DType from : all_dtypes) {
    const Tensor x = Tensor(numbers({7, 9}, 1).to_vector<double>(), {7, 9});
    const Tensor scaled = Tensor::empty({7, 9}, from);
    copy_elements(x, scaled);
    for (const DType to : all_dtypes) expect_same_copies(scaled, {7, 9}, {9, 1}, 63, to);
  }
}

TEST(Copies, WalkOverAnyStrides) {
  const Tensor x = numbers({40, 30, 20}, 2);
  const Tensor turned = x.as_strided({20, 30, 40}, {1, 20, 600}, 0);
  expect_same_copies(turned, {20, 30, 40}, {1200, 40, 1}, 24000, DType::float32);
  expect_same_copies(x, {40, 30, 20}, {1, 40, 1200}, 24000, DType::float32);
  const Tensor backwards = x.as_strided({40, 30, 10}, {600, -20, 2}, 580);
  expect_same_copies(backwards, {40, 30, 10}, {900, 30, 3}, 36000, DType::float64);
  expect_same_copies(numbers({30, 1}, 3), {40, 30, 20}, {600, 20, 1}, 24000, DType::float32);
  expect_same_copies(numbers({}, 3), {5}, {2}, 10, DType::int32);
}

}  // namespace
}  // namespace beras::backend
