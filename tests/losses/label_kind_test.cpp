#include <beras/losses/label_kind.h>
#include <gtest/gtest.h>

namespace beras::losses {
namespace {

TEST(LabelKind, IsToldFromShapes) {
  EXPECT_EQ(label_kind({8}, {8, 1}), LabelKind::binary);
  EXPECT_EQ(label_kind({8, 1}, {8, 1}), LabelKind::binary);
  EXPECT_EQ(label_kind({8}, {8, 10}), LabelKind::sparse_categorical);
  EXPECT_EQ(label_kind({8, 1}, {8, 10}), LabelKind::sparse_categorical);
  EXPECT_EQ(label_kind({8, 5}, {8, 5, 10}), LabelKind::sparse_categorical);
  EXPECT_EQ(label_kind({8, 10}, {8, 10}), LabelKind::categorical);
}

}  // namespace
}  // namespace beras::losses
