#include <beras/base/error.h>
#include <beras/initializers/identity.h>
#include <gtest/gtest.h>

namespace beras::initializers {
namespace {

TEST(Identity, HasTheGainOnTheDiagonal) {
  EXPECT_EQ(Identity({.gain = 2})({2, 3}).to_vector<float>(),
            (std::vector<float>{2, 0, 0, 0, 2, 0}));
  EXPECT_EQ(Identity()({3, 2}).to_vector<float>(), (std::vector<float>{1, 0, 0, 1, 0, 0}));
  EXPECT_EQ(Identity()({0, 2}).size(), 0);
}

TEST(Identity, RefusesWhatIsNoMatrix) {
  EXPECT_THROW(Identity()({2, 2, 2}), ShapeError);
  EXPECT_THROW(Identity()({2}), ShapeError);
}

}  // namespace
}  // namespace beras::initializers
