#include <beras/base/snake_case.h>

#include <gtest/gtest.h>

namespace beras {
namespace {

TEST(SnakeCase, SpellsClassNamesAsKerasDoes) {
  EXPECT_EQ(snake_case("Dense"), "dense");
  EXPECT_EQ(snake_case("Conv2D"), "conv2d");
  EXPECT_EQ(snake_case("ReLU"), "re_lu");
  EXPECT_EQ(snake_case("MeanIoU"), "mean_io_u");
  EXPECT_EQ(snake_case("LSTM"), "lstm");
  EXPECT_EQ(snake_case("AdamW"), "adam_w");
  EXPECT_EQ(snake_case("SparseCategoricalCrossentropy"), "sparse_categorical_crossentropy");
  EXPECT_EQ(snake_case(""), "");
}

}  // namespace
}  // namespace beras
