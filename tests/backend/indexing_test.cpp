// What the kernels of indices say; ops/indexing_test.cpp and take_test.cpp use them.
#include <beras/backend/indexing.h>

#include <gtest/gtest.h>

namespace beras::backend {
namespace {

using Numbers = std::vector<std::int64_t>;

TEST(IndexingKernels, CountFromTheFrontAndFindWhatIsBeyond) {
  const Tensor x{{-1, 0, 2}, {1, -3, 2}};
  Tensor out = Tensor::empty({2, 3}, DType::int64);
  EXPECT_EQ(indexing(Device::cpu)->positions(x, 3, out), -1);
  EXPECT_EQ(out.to_vector<std::int64_t>(), (Numbers{2, 0, 2, 1, 0, 2}));
  EXPECT_EQ(indexing(Device::cpu)->positions(x, 2, out), 2);
  const Tensor low{0, -3, 9};
  Tensor positions = Tensor::empty({3}, DType::int64);
  EXPECT_EQ(indexing(Device::cpu)->positions(low, 2, positions), 1);
}

TEST(IndexingKernels, PickAndPlaceLines) {
  const Tensor x{{1, 2}, {3, 4}, {5, 6}};
  const Tensors rows{Tensor(Numbers{2, 0, 2})};
  Tensor picked = Tensor::empty({3, 2}, DType::int32);
  indexing(Device::cpu)->gather(x, 0, rows, picked);
  EXPECT_EQ(picked.to_vector<int>(), (std::vector<int>{5, 6, 1, 2, 5, 6}));
  Tensor sum = Tensor::zeros({3, 2}, DType::int32);
  indexing(Device::cpu)->scatter_add(picked, 0, rows, sum);
  EXPECT_EQ(sum.to_vector<int>(), (std::vector<int>{1, 2, 0, 0, 10, 12}));
  const Tensor turned = Tensor::zeros({2, 3}, DType::int32).as_strided({3, 2}, {1, 3}, 0);
  indexing(Device::cpu)->scatter_set(Tensor{{1, 2}, {3, 4}, {5, 6}}, 0, rows, turned);
  EXPECT_EQ(turned.to_vector<int>(), (std::vector<int>{3, 4, 0, 0, 5, 6}));
}

TEST(IndexingKernels, MarkClasses) {
  Tensor out = Tensor::zeros({4, 3});
  indexing(Device::cpu)->one_hot(Tensor(Numbers{2, -1, 0, 3}), out);
  EXPECT_EQ(out.to_vector<int>(), (std::vector<int>{0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0}));
}

}  // namespace
}  // namespace beras::backend
