#include <beras/ops/class_labels.h>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace beras::ops {
namespace {

TEST(MultiHot, HasAOneForEachLabel) {
  const Tensor labels = Tensor(std::vector<int>{0, 2, 1, 1}).reshape({2, 2});
  EXPECT_EQ(multi_hot(labels, 3).to_vector<float>(), (std::vector<float>{1, 0, 1, 0, 1, 0}));
  EXPECT_EQ(multi_hot(labels, 3, {.dtype = DType::int32}).dtype(), DType::int32);
}

TEST(InTopK, CountsWhatIsGreater) {
  const Tensor predictions{{0.1, 0.5, 0.4}, {0.3, 0.3, 0.4}, {0.0, 1.0, 2.0}};
  const Tensor targets(std::vector<int>{2, 0, 0});
  EXPECT_EQ(in_top_k(targets, predictions, 2).to_vector<bool>(),
            (std::vector<bool>{true, true, false}));
  const Tensor infinite{{std::numeric_limits<float>::infinity(), 0.0f}};
  EXPECT_EQ(in_top_k(Tensor(std::vector<int>{0}), infinite, 1).to_vector<bool>(),
            (std::vector<bool>{false}));
}

}  // namespace
}  // namespace beras::ops
