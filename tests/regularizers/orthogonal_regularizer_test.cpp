#include <beras/regularizers/orthogonal_regularizer.h>

#include <beras/base/error.h>
#include <beras/regularizers/get.h>
#include <tests/message_of.h>
#include <tests/regularizers/penalty.h>

namespace beras::regularizers {
namespace {

TEST(OrthogonalRegularizer, GivesKerasValuesAndGradients) {
  expect_penalties("OrthogonalRegularizer");
}

TEST(OrthogonalRegularizer, SaysWhatIsWrong) {
  EXPECT_EQ(message_of<ValueError>([] { OrthogonalRegularizer({.mode = "row"}); }),
            "[OrthogonalRegularizer] expected mode \"rows\" or \"columns\". Received: \"row\".");
  EXPECT_EQ(message_of<ShapeError>([] {
              OrthogonalRegularizer()(Tensor::ones({2, 2, 2}));
            }),
            "[OrthogonalRegularizer] expected a matrix. Received: shape (2, 2, 2).");
  EXPECT_THROW(OrthogonalRegularizer({.factor = -1}), ValueError);
}

TEST(OrthogonalRegularizer, IsNothingForOrthogonalRows) {
  const Tensor rows{{2.0f, 0.0f}, {0.0f, 3.0f}};
  EXPECT_EQ(OrthogonalRegularizer()(rows).item<float>(), 0);
}

}  // namespace
}  // namespace beras::regularizers
