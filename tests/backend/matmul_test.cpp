// Holds the fast matrix products against the reference, over shapes, strides, dtypes and thread
// counts.
#include <beras/backend/matmul.h>

#include <gtest/gtest.h>

#include <cmath>
#include <thread>
#include <vector>

#include <beras/backend/registry.h>
#include <beras/base/parallel.h>
#include <tests/backend/numbers.h>

namespace beras::backend {
namespace {

/// A view with the last two axes exchanged.
Tensor swapped(const Tensor& x) {
  Shape shape = x.shape();
  Strides strides = x.strides();
  std::swap(shape[x.rank() - 1], shape[x.rank() - 2]);
  std::swap(strides[x.rank() - 1], strides[x.rank() - 2]);
  return x.as_strided(shape, strides, 0);
}

Shape result_shape(const Tensor& a, const Tensor& b) {
  Shape shape = a.shape();
  shape.back() = b.dim(-1);
  return shape;
}

Tensor product(const Tensor& a, const Tensor& b, const Tensor& bias = {},
               Epilogue epilogue = Epilogue::none) {
  Tensor out = Tensor::empty(result_shape(a, b), a.dtype());
  matmul(Device::cpu)->matmul(a, b, bias, epilogue, out);
  return out;
}

Tensor true_product(const Tensor& a, const Tensor& b, const Tensor& bias = {},
                    Epilogue epilogue = Epilogue::none) {
  const UseReferenceKernels reference;
  return product(a, b, bias, epilogue);
}

TEST(Matmul, ReferenceMultipliesByHand) {
  const Tensor a({{1, 2, 3}, {4, 5, 6}}, DType::float32);
  const Tensor b({{1, 0}, {0, 1}, {2, -1}}, DType::float32);
  EXPECT_EQ(true_product(a, b).to_vector<float>(), (std::vector<float>{7, -1, 16, -1}));
  EXPECT_EQ(true_product(a, b, Tensor({10, 0.5}), Epilogue::relu).to_vector<float>(),
            (std::vector<float>{17, 0, 26, 0}));
}

TEST(Matmul, IntegersWrapAroundAndBoolsAsk) {
  const Tensor big({{2147483647, 2}}, DType::int32);
  EXPECT_EQ(product(big, Tensor({{2}, {1}}, DType::int32)).to_vector<std::int64_t>(),
            std::vector<std::int64_t>{0});
  const Tensor some({{true, false}, {false, false}});
  const Tensor column({{true}, {true}});
  EXPECT_EQ(product(some, column).to_vector<int>(), (std::vector<int>{1, 0}));
}

TEST(Matmul, AgreesWithReferenceForManyShapesAndStrides) {
  const Shape sizes[] = {{1, 1, 1},    {1, 10, 128},   {32, 10, 128},  {7, 5, 3},    {129, 65, 33},
                         {300, 17, 2}, {2, 600, 50},   {64, 128, 784}, {1, 1, 5000}, {130, 520, 96},
                         {1, 183, 7},  {24, 130, 401}, {2, 59000, 9}};
  std::uint32_t seed = 1;
  for (const Shape& size : sizes) {
    for (const int layout : {0, 1, 2, 3}) {
      const std::int64_t m = size[0], n = size[1], k = size[2];
      const Tensor a = layout & 1 ? swapped(numbers({k, m}, ++seed)) : numbers({m, k}, ++seed);
      const Tensor b = layout & 2 ? swapped(numbers({n, k}, ++seed)) : numbers({k, n}, ++seed);
      SCOPED_TRACE(to_string(size) + " layout " + std::to_string(layout));
      const double tolerance = 1e-5 + 1e-8 * static_cast<double>(k);  // each sum has k roundings
      expect_near(product(a, b), true_product(a, b), tolerance);
      const Tensor bias = numbers({n}, ++seed);
      expect_near(product(a, b, bias, Epilogue::relu), true_product(a, b, bias, Epilogue::relu),
                  tolerance);
    }
  }
}

TEST(Matmul, MultipliesDoubles) {
  const Shape sizes[] = {{1, 1, 1}, {4, 16, 8}, {5, 17, 3}, {33, 50, 70}, {130, 40, 300}};
  for (const Shape& size : sizes) {
    SCOPED_TRACE(to_string(size));
    const Tensor a = swapped(numbers({size[2], size[0]}, 1, DType::float64));
    const Tensor b = numbers({size[2], size[1]}, 2, DType::float64);
    const Tensor bias = numbers({size[1]}, 3, DType::float64);
    expect_near(product(a, b), true_product(a, b), 1e-13);
    expect_near(product(a, b, bias, Epilogue::relu), true_product(a, b, bias, Epilogue::relu),
                1e-13);
  }
  const Tensor a = numbers({7, 2, 5, 6}, 1, DType::float64);
  const Tensor b = numbers({7, 2, 6, 3}, 2, DType::float64);
  expect_near(product(a, b), true_product(a, b), 1e-13);
}

TEST(Matmul, TakesStridesThatNoLibraryTakes) {
  const Tensor wide = numbers({40, 60}, 1);
  const Tensor every_second = wide.as_strided({20, 30}, {120, 2}, 0);
  const Tensor reversed = wide.as_strided({30, 20}, {-60, -1}, 40 * 60 - 1);
  const Tensor repeated = wide.as_strided({30, 20}, {0, 1}, 5);
  for (const Tensor& b : {reversed, repeated}) {
    expect_near(product(every_second, b), true_product(every_second, b), 1e-5);
  }
  const Tensor bias = numbers({40}, 2).as_strided({20}, {2}, 0);
  expect_near(product(every_second, reversed, bias), true_product(every_second, reversed, bias),
              1e-5);
}

TEST(Matmul, MultipliesBatchesWithBroadcastAxes) {
  const Tensor a = numbers({2, 3, 5, 7}, 1);
  const Tensor b = numbers({2, 3, 7, 4}, 2);
  const Tensor shared = numbers({7, 4}, 3).as_strided({2, 3, 7, 4}, {0, 0, 4, 1}, 0);
  const Tensor by_row = numbers({3, 7, 4}, 4).as_strided({2, 3, 7, 4}, {0, 28, 4, 1}, 0);
  for (const Tensor& right : {b, shared, by_row}) {
    expect_near(product(a, right), true_product(a, right), 1e-5);
  }
  const Tensor apart = numbers({3, 2, 5, 7}, 5).as_strided({2, 3, 5, 7}, {35, 70, 7, 1}, 0);
  expect_near(product(apart, shared), true_product(apart, shared), 1e-5);
}

TEST(Matmul, ComputesEveryDtype) {
  for (const DType dtype : {DType::int32, DType::int64, DType::uint8, DType::int8}) {
    const Tensor a = Tensor::full({9, 40}, 3, dtype);
    const Tensor b = Tensor::full({40, 8}, 2, dtype);
    expect_near(product(a, b), true_product(a, b), 0);
  }
  for (const DType dtype : {DType::bfloat16, DType::float16}) {
    const Tensor a = numbers({33, 70}, 1, dtype);
    const Tensor b = numbers({70, 20}, 2, dtype);
    const Tensor bias = numbers({20}, 3, dtype);
    expect_near(product(a, b, bias, Epilogue::relu), true_product(a, b, bias, Epilogue::relu),
                dtype == DType::bfloat16 ? 8e-3 : 1e-3);
  }
}

TEST(Matmul, EmptySumsAreTheBias) {
  EXPECT_EQ(product(Tensor::empty({2, 0}), Tensor::empty({0, 2}), Tensor({1., -1.}), Epilogue::relu)
                .to_vector<float>(),
            (std::vector<float>{1, 0, 1, 0}));
  EXPECT_EQ(product(Tensor::empty({0, 3}), Tensor::empty({3, 2})).size(), 0);
}

TEST(Matmul, KeepsNan) {
  const Tensor a({{NAN, 1}}, DType::float32);
  const Tensor b = Tensor::ones({2, 40});
  EXPECT_TRUE(std::isnan(product(a, b, {}, Epilogue::relu).to_vector<float>()[17]));
}

TEST(Matmul, SameBitsForAnyNumberOfThreads) {
  const int threads = num_threads();
  const Shape sizes[] = {{128, 128, 784}, {784, 128, 128}, {10, 128, 8192}, {512, 300, 512}};
  for (const Shape& size : sizes) {
    const Tensor a = swapped(numbers({size[2], size[0]}, 1));
    const Tensor b = numbers({size[2], size[1]}, 2);
    set_num_threads(1);
    const Tensor one = product(a, b);
    for (const int count : {2, 3, 4}) {
      set_num_threads(count);
      EXPECT_TRUE(same_bits(product(a, b), one)) << to_string(size) << " on " << count;
    }
  }
  set_num_threads(threads);
}

TEST(Matmul, ThreadsMultiplyAtTheSameTime) {
  const Tensor a = numbers({64, 200}, 1);
  const Tensor b = numbers({200, 48}, 2);
  const Tensor expected = product(a, b);
  std::vector<std::thread> threads;
  std::vector<int> wrong(4);
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 50; ++i) wrong[t] += !same_bits(product(a, b), expected);
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, std::vector<int>(4));
}

}  // namespace
}  // namespace beras::backend
