#include <beras/backend/norm.h>

#include <gtest/gtest.h>

#include <vector>

#include <beras/backend/registry.h>
#include <beras/base/parallel.h>
#include <beras/tensor/operators.h>
#include <tests/backend/numbers.h>

namespace beras::backend {
namespace {

Kernels<NormKernels> norm_kernels() { return norm(Device::cpu); }
Tensor like(const Tensor& x) { return Tensor::empty(x.shape(), x.dtype()); }
Tensor vector_of(std::int64_t length) { return Tensor::empty({length}); }

/// The results of all norm_kernels for x (rows, columns).
std::vector<Tensor> all_norms(std::int64_t rows, std::int64_t columns) {
  const Tensor x = numbers({rows, columns}, 1), dy = numbers({rows, columns}, 2);
  const Tensor gamma = numbers({columns}, 3), beta = numbers({columns}, 4);
  Tensor mean = vector_of(rows), inverse = vector_of(rows), y = like(x), dx = like(x);
  Tensor dgamma = like(gamma), dbeta = like(beta);
  norm_kernels()->layer(x, gamma, beta, 1e-3, mean, inverse, y);
  norm_kernels()->layer_gradient(x, mean, inverse, gamma, dy, dx, dgamma, dbeta);
  std::vector<Tensor> results = {mean, inverse, y, dx, dgamma, dbeta};

  Tensor column_mean = like(gamma), variance = like(gamma), by = like(x), bdx = like(x);
  Tensor bdgamma = like(gamma), bdbeta = like(gamma);
  norm_kernels()->batch_moments(x, column_mean, variance);
  const Tensor column_inverse = Tensor::full({columns}, 1.5);
  norm_kernels()->batch(x, column_mean, column_inverse, gamma, beta, by);
  norm_kernels()->batch_gradient(x, column_mean, column_inverse, gamma, dy, bdx, bdgamma, bdbeta);
  for (const Tensor& result : {column_mean, variance, by, bdx, bdgamma, bdbeta}) {
    results.push_back(result);
  }
  return results;
}

TEST(NormKernels, AgreeWithTheReferenceForAnyShape) {
  for (const Shape& shape :
       {Shape{1, 1}, Shape{5, 3}, Shape{7, 16}, Shape{700, 33}, Shape{130, 200}}) {
    const auto fast = all_norms(shape[0], shape[1]);
    const UseReferenceKernels scope;
    const auto reference = all_norms(shape[0], shape[1]);
    for (std::size_t i = 0; i < fast.size(); ++i) {
      SCOPED_TRACE(testing::Message() << "result " << i << " for " << to_string(shape));
      expect_near(fast[i], reference[i], 2e-5);
    }
  }
}

TEST(NormKernels, GiveTheSameBitsForAnyNumberOfThreads) {
  const int threads = num_threads();
  set_num_threads(1);
  const auto one = all_norms(5000, 12);
  set_num_threads(2);
  const auto two = all_norms(5000, 12);
  set_num_threads(threads);
  for (std::size_t i = 0; i < one.size(); ++i) EXPECT_TRUE(same_bits(one[i], two[i])) << i;
}

TEST(NormKernels, RowsDoNotCancelFarFromZero) {
  Tensor x = Tensor::empty({1, 1000});
  float* values = x.mutable_data<float>();
  for (int i = 0; i < 1000; ++i) values[i] = 1e5f + static_cast<float>(i % 2);
  Tensor mean = vector_of(1), inverse = vector_of(1), y = like(x);
  norm_kernels()->layer(x, Tensor::ones({1000}), Tensor::zeros({1000}), 0, mean, inverse, y);
  EXPECT_NEAR(inverse.item<double>(), 2, 1e-4);
}

TEST(NormKernels, ColumnsDoNotCancelFarFromZero) {
  Tensor x = Tensor::empty({4096, 2});
  float* values = x.mutable_data<float>();
  for (std::int64_t i = 0; i < x.size(); ++i) values[i] = i / 2 % 2 == 0 ? 100000.f : 100001.f;
  Tensor mean = vector_of(2), variance = vector_of(2);
  norm_kernels()->batch_moments(x, mean, variance);
  for (const double m : mean.to_vector<double>()) EXPECT_NEAR(m, 100000.5, 1e-2);
  for (const double v : variance.to_vector<double>()) EXPECT_NEAR(v, 0.25, 1e-4);
}

TEST(NormKernels, FollowTheirFormula) {
  const Tensor x({{1., 3.}, {5., 11.}}), gamma({2., 3.}), beta({10., 20.});
  Tensor mean = vector_of(2), inverse = vector_of(2), y = like(x);
  norm_kernels()->layer(x, gamma, beta, 0, mean, inverse, y);
  EXPECT_EQ(mean.to_vector<float>(), (std::vector<float>{2, 8}));
  EXPECT_EQ(y.to_vector<float>(), (std::vector<float>{8, 23, 8, 23}));
  Tensor variance = vector_of(2);
  norm_kernels()->batch_moments(x, mean, variance);
  EXPECT_EQ(mean.to_vector<float>(), (std::vector<float>{3, 7}));
  EXPECT_EQ(variance.to_vector<float>(), (std::vector<float>{4, 16}));
  norm_kernels()->batch(x, mean, Tensor({0.5, 0.25}), gamma, beta, y);
  EXPECT_EQ(y.to_vector<float>(), (std::vector<float>{8, 17, 12, 23}));
}

}  // namespace
}  // namespace beras::backend
