#include <beras/backend/crossentropy.h>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include <beras/backend/registry.h>
#include <beras/base/parallel.h>
#include <tests/backend/numbers.h>

namespace beras::backend {
namespace {

Kernels<CrossentropyKernels> kernels() { return crossentropy(Device::cpu); }

/// The results of all kernels for logits (rows, classes).
std::vector<Tensor> all_results(std::int64_t rows, std::int64_t classes) {
  const Tensor x = numbers({rows, classes}, 1), t = numbers({rows, classes}, 2);
  const Tensor dloss = numbers({rows}, 3), dloss_each = numbers({rows, classes}, 4);
  Tensor labels = Tensor::empty({rows}, DType::int64);
  for (std::int64_t r = 0; r < rows; ++r) {
    labels.mutable_data<std::int64_t>()[r] = r % 5 == 4 ? -1 : r % classes;
  }
  const auto like = [](const Tensor& tensor) { return Tensor::empty(tensor.shape()); };
  Tensor sparse_kept = Tensor::empty({rows, 2}), kept = Tensor::empty({rows, 2});
  Tensor sparse = like(dloss), sparse_dx = like(x), categorical = like(dloss);
  Tensor categorical_dx = like(x), binary = like(x), binary_dx = like(x);
  kernels()->sparse(labels, x, sparse_kept, sparse);
  kernels()->sparse_gradient(labels, x, sparse_kept, dloss, sparse_dx);
  kernels()->categorical(t, x, kept, categorical);
  kernels()->categorical_gradient(t, x, kept, dloss, categorical_dx);
  kernels()->binary(t, x, binary);
  kernels()->binary_gradient(t, x, dloss_each, binary_dx);
  return {sparse_kept, sparse, sparse_dx, kept, categorical, categorical_dx, binary, binary_dx};
}

TEST(CrossentropyKernels, AgreeWithTheReferenceForAnyNumberOfClasses) {
  for (const std::int64_t classes : {1, 2, 10, 16, 100, 1001}) {
    const auto fast = all_results(23, classes);
    const UseReferenceKernels scope;
    const auto reference = all_results(23, classes);
    for (std::size_t i = 0; i < fast.size(); ++i) {
      SCOPED_TRACE(testing::Message() << "result " << i << " for " << classes << " classes");
      expect_near(fast[i], reference[i], 1e-5);
    }
  }
}

TEST(CrossentropyKernels, GiveTheSameBitsForAnyNumberOfThreads) {
  const int threads = num_threads();
  set_num_threads(1);
  const auto one = all_results(3000, 10);
  set_num_threads(2);
  const auto two = all_results(3000, 10);
  set_num_threads(threads);
  for (std::size_t i = 0; i < one.size(); ++i) EXPECT_TRUE(same_bits(one[i], two[i])) << i;
}

TEST(CrossentropyKernels, KeepTheirPrecisionFarFromZero) {
  const Tensor x({{1e4, 10001, -1e4}}), label({1}, DType::int64), dloss({1.0});
  Tensor kept = Tensor::empty({1, 2}), loss = Tensor::empty({1}), dx = Tensor::empty({1, 3});
  kernels()->sparse(label, x, kept, loss);
  kernels()->sparse_gradient(label, x, kept, dloss, dx);
  const double p = 1 / (1 + std::exp(-1.0));
  EXPECT_NEAR(loss.item<double>(), -std::log(p), 1e-7);
  const auto values = dx.to_vector<double>();
  EXPECT_NEAR(values[0], 1 - p, 1e-7);
  EXPECT_NEAR(values[1], p - 1, 1e-7);
  EXPECT_EQ(values[2], 0);
}

TEST(CrossentropyKernels, BinaryIsExactInItsTailsAndLetsNotANumberThrough) {
  const Tensor x({100.0, -100.0, NAN}), t({1.0, 0.0, 1.0}), dloss({1.0, 1.0, 1.0});
  Tensor loss = Tensor::empty({3}), dx = Tensor::empty({3});
  kernels()->binary(t, x, loss);
  kernels()->binary_gradient(t, x, dloss, dx);
  EXPECT_LT(loss.to_vector<double>()[0], 1e-37);
  EXPECT_LT(loss.to_vector<double>()[1], 1e-37);
  EXPECT_NEAR(dx.to_vector<double>()[1], 0, 1e-37);
  EXPECT_TRUE(std::isnan(loss.to_vector<double>()[2]));
  EXPECT_TRUE(std::isnan(dx.to_vector<double>()[2]));
}

}  // namespace
}  // namespace beras::backend
