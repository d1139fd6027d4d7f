#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <random>
#include <vector>

#include <beras/base/error.h>
#include <beras/base/parallel.h>
#include <beras/tensor/copy.h>
#include <beras/tensor/create.h>

namespace beras {
namespace {

/// The element of a tensor at a multi-index, without any of the code under test.
template <typename Element>
Element& at(const Tensor& x, const Shape& index) {
  std::int64_t offset = 0;
  for (std::size_t axis = 0; axis < x.rank(); ++axis) offset += index[axis] * x.strides()[axis];
  return static_cast<Element*>(x.raw())[offset];
}

bool next(Shape& index, const Shape& shape) {
  for (std::size_t axis = shape.size(); axis-- > 0;) {
    if (++index[axis] < shape[axis]) return true;
    index[axis] = 0;
  }
  return false;
}

/// A tensor of `shape` in memory whose axes lie in a random order, some backwards, some with gaps.
Tensor scattered(const Shape& shape, DType dtype, std::mt19937& random) {
  std::vector<std::size_t> order(shape.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::shuffle(order.begin(), order.end(), random);
  Strides strides(shape.size());
  std::int64_t extent = 1;
  for (const std::size_t axis : order) {
    strides[axis] = extent * static_cast<std::int64_t>(1 + random() % 2);
    extent = strides[axis] * shape[axis];
  }
  std::int64_t offset = 0;
  for (std::size_t axis = 0; axis < shape.size(); ++axis) {
    if (random() % 3 != 0 || shape[axis] == 0) continue;
    offset += (shape[axis] - 1) * strides[axis];
    strides[axis] = -strides[axis];
  }
  return Tensor::zeros({extent + 1}, dtype).as_strided(shape, strides, offset);
}

TEST(Copy, AgreesWithPlainLoopsForRandomStrides) {
  std::mt19937 random(1);
  for (int round = 0; round < 300; ++round) {
    Shape shape;
    for (std::size_t i = random() % 5; i > 0; --i) {
      shape.push_back(static_cast<std::int64_t>(random() % 6));
    }
    Shape source_shape = shape;
    for (std::int64_t& length : source_shape) {
      if (random() % 4 == 0) length = 1;
    }
    const Tensor from = scattered(source_shape, float64, random);
    const Tensor to = scattered(shape, float32, random);
    if (from.size() > 0) {
      Shape index(source_shape.size(), 0);
      do at<double>(from, index) = static_cast<double>(random() % 1000);
      while (next(index, source_shape));
    }
    copy_elements(from, to);
    if (to.size() == 0) continue;
    Shape index(shape.size(), 0);
    do {
      Shape source_index = index;
      for (std::size_t i = 0; i < shape.size(); ++i) {
        if (source_shape[i] == 1) source_index[i] = 0;
      }
      ASSERT_EQ(at<float>(to, index), at<double>(from, source_index));
    } while (next(index, shape));
  }
}

TEST(Copy, LargeTransposesAreExactForAnyNumberOfThreads) {
  const Tensor x = ops::arange(700 * 901);
  const Tensor transposed = x.as_strided({901, 700}, {1, 901}, 0);
  const int before = num_threads();
  for (const int threads : {1, 3}) {
    set_num_threads(threads);
    const Tensor result = Tensor::empty({901, 700}, int32);
    copy_elements(transposed, result);
    const int* values = result.data<int>();
    for (int i = 0; i < 901; ++i) {
      for (int j = 0; j < 700; ++j) ASSERT_EQ(values[i * 700 + j], j * 901 + i);
    }
  }
  set_num_threads(before);
}

TEST(Copy, LargeContiguousAndBroadcast) {
  const Tensor x = ops::arange(300000);
  const Tensor same = Tensor::empty({300000}, int32);
  copy_elements(x, same);
  EXPECT_EQ(same.to_vector<int>(), x.to_vector<int>());
  const Tensor rows = Tensor::empty({3, 300000}, float32);
  copy_elements(x, rows);
  EXPECT_EQ(rows.to_vector<int>()[2 * 300000 + 299999], 299999);
  const Tensor columns = Tensor::empty({300000, 3}, int64);
  copy_elements(x.as_strided({300000, 1}, {1, 1}, 0), columns);
  EXPECT_EQ(columns.to_vector<int>()[3 * 123456 + 2], 123456);
}

TEST(Copy, EveryPairOfDtypes) {
  const std::vector<DType> dtypes = {float32, float64, DType::bfloat16, DType::float16, int8,
                                     int32,   int64,   uint8,           boolean};
  for (const DType from : dtypes) {
    for (const DType to : dtypes) {
      const Tensor x({0, 1, 100}, from);
      const Tensor result = Tensor::empty({3}, to);
      copy_elements(x, result);
      const bool binary = from == boolean || to == boolean;
      EXPECT_EQ(result.to_vector<int>(), (std::vector<int>{0, 1, binary ? 1 : 100}));
    }
  }
}

TEST(Copy, MisfitsAreShapeErrors) {
  EXPECT_THROW(copy_elements(Tensor::zeros({2}), Tensor::zeros({3})), ShapeError);
  EXPECT_THROW(copy_elements(Tensor::zeros({2, 3}), Tensor::zeros({3})), ShapeError);
}

TEST(BroadcastStrides, AreZeroWhereAnAxisRepeats) {
  EXPECT_EQ(broadcast_strides({3, 1}, {1, 1}, {2, 3, 4}, "add"), (Strides{0, 1, 0}));
  EXPECT_EQ(broadcast_strides({}, {}, {2}, "add"), (Strides{0}));
}

}  // namespace
}  // namespace beras
