// Holds the fast reductions against the reference, over kinds, dtypes, shapes, strides and threads.
#include <beras/backend/reduce.h>

#include <gtest/gtest.h>

#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include <beras/backend/registry.h>
#include <beras/base/parallel.h>
#include <tests/backend/numbers.h>

namespace beras::backend {
namespace {

constexpr int reduce_kinds = static_cast<int>(ReduceKind::all) + 1;

/// Reduces the axes of x from `kept` on.
Tensor reduced(ReduceKind kind, const Tensor& x, std::size_t kept) {
  Tensor out = Tensor::empty(Shape(x.shape().begin(), x.shape().begin() + kept), x.dtype());
  reduce(Device::cpu)->reduce(kind, x, out);
  return out;
}

Tensor truly_reduced(ReduceKind kind, const Tensor& x, std::size_t kept) {
  const UseReferenceKernels reference;
  return reduced(kind, x, kept);
}

/// With its axes in another order.
Tensor permuted(const Tensor& x, const Shape& axes) {
  Shape shape;
  Strides strides;
  for (const std::int64_t axis : axes) {
    shape.push_back(x.shape()[axis]);
    strides.push_back(x.strides()[axis]);
  }
  return x.as_strided(shape, strides, 0);
}

double tolerance_of_sums(DType dtype) {
  return dtype == DType::float64   ? 1e-13
         : dtype == DType::float32 ? 1e-6
         : is_floating(dtype)      ? 1e-2
                                   : 0;
}

class Reductions : public testing::TestWithParam<int> {
 protected:
  ReduceKind kind() const { return static_cast<ReduceKind>(GetParam()); }
  bool takes(DType dtype) const {
    if (kind() == ReduceKind::any || kind() == ReduceKind::all) return dtype == DType::boolean;
    return kind() != ReduceKind::mean || is_floating(dtype);
  }
};
INSTANTIATE_TEST_SUITE_P(All, Reductions, testing::Range(0, reduce_kinds), [](const auto& test) {
  return std::string(kind_name(static_cast<ReduceKind>(test.param)));
});

TEST_P(Reductions, AgreeWithTheReference) {
  for (const DType dtype :
       {DType::float32, DType::float64, DType::bfloat16, DType::float16, DType::int8, DType::uint8,
        DType::int32, DType::int64, DType::boolean}) {
    if (!takes(dtype)) continue;
    const Tensor cube = numbers({5, 33, 7}, 1, dtype), long_one = numbers({70000}, 2, dtype);
    const Tensor tall = numbers({23000, 3}, 3, dtype), wide = numbers({4, 3000}, 4, dtype);
    for (const auto& [x, kept] :
         std::vector<std::pair<Tensor, std::size_t>>{{cube, 0},
                                                     {cube, 1},
                                                     {cube, 2},
                                                     {cube, 3},
                                                     {permuted(cube, {2, 0, 1}), 1},
                                                     {permuted(cube, {1, 2, 0}), 2},
                                                     {permuted(cube, {1, 0, 2}), 1},
                                                     {permuted(cube, {2, 1, 0}), 0},
                                                     {long_one, 0},
                                                     {long_one, 1},
                                                     {tall, 0},
                                                     {tall, 1},
                                                     {permuted(tall, {1, 0}), 1},
                                                     {wide, 1},
                                                     {permuted(wide, {1, 0}), 1},
                                                     {Tensor::empty({0, 4}, dtype), 1}}) {
      expect_near(reduced(kind(), x, kept), truly_reduced(kind(), x, kept),
                  tolerance_of_sums(dtype));
    }
  }
}

TEST_P(Reductions, PassNanOn) {
  if (!takes(DType::float32)) return;
  for (const std::int64_t position : {0, 5, 16, 99}) {
    Tensor x = numbers({100, 4}, 1);
    x.mutable_data<float>()[position * 4 + 2] = NAN;
    EXPECT_TRUE(std::isnan(reduced(kind(), x, 0).item<float>()));
    const auto columns = reduced(kind(), permuted(x, {1, 0}), 1).to_vector<float>();
    EXPECT_TRUE(std::isnan(columns[2]));
    EXPECT_FALSE(std::isnan(columns[1]));
  }
}

TEST_P(Reductions, HaveTheSameBitsForAnyNumberOfThreads) {
  const DType dtype = takes(DType::float32) ? DType::float32 : DType::boolean;
  const Tensor long_one = numbers({140003}, 1, dtype), tall = numbers({50000, 3}, 2, dtype);
  const int threads = num_threads();
  for (const auto& [x, kept] : std::vector<std::pair<Tensor, std::size_t>>{
           {long_one, 0}, {permuted(tall, {1, 0}), 1}, {tall, 1}}) {
    set_num_threads(1);
    const Tensor one = reduced(kind(), x, kept);
    set_num_threads(2);
    const Tensor two = reduced(kind(), x, kept);
    EXPECT_TRUE(same_bits(one, two));
  }
  set_num_threads(threads);
}

TEST(ByteReductions, AreFormedInWhatHoldsThem) {
  for (const DType dtype : {DType::int8, DType::uint8, DType::boolean}) {
    const Tensor x = Tensor::full({3, 70000}, dtype == DType::int8 ? -128 : 255, dtype);
    const std::int64_t each = dtype == DType::boolean ? 1 : dtype == DType::int8 ? -128 : 255;
    for (const DType wide : {DType::int32, DType::int64}) {
      for (const bool is_fast : {true, false}) {
        Tensor sums = Tensor::empty({3}, wide), columns = Tensor::empty({70000}, wide);
        std::optional<UseReferenceKernels> reference;
        if (!is_fast) reference.emplace();
        reduce(Device::cpu)->reduce(ReduceKind::sum, x, sums);
        reduce(Device::cpu)->reduce(ReduceKind::sum, permuted(x, {1, 0}), columns);
        EXPECT_EQ(sums.to_vector<std::int64_t>(), std::vector<std::int64_t>(3, 70000 * each));
        EXPECT_EQ(columns.to_vector<std::int64_t>(), std::vector<std::int64_t>(70000, 3 * each));
      }
    }
  }
}

TEST(Arguments, AreWrittenInTheDtypeOfTheOutput) {
  const Tensor x = Tensor{{1., 5., 2.}, {7., 0., 7.}};
  for (const DType dtype : {DType::int32, DType::int64}) {
    Tensor places = Tensor::empty({2}, dtype);
    reduce(Device::cpu)->argument(ArgumentKind::argmax, x, places);
    EXPECT_EQ(places.to_vector<int>(), (std::vector<int>{1, 0}));
    reduce(Device::cpu)->argument(ArgumentKind::argmin, x, places);
    EXPECT_EQ(places.to_vector<int>(), (std::vector<int>{0, 1}));
  }
}

}  // namespace
}  // namespace beras::backend
