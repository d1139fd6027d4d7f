#include <beras/base/epsilon.h>
#include <beras/base/error.h>
#include <gtest/gtest.h>

#include <limits>

namespace beras {
namespace {

TEST(Epsilon, IsSetForTheProcess) {
  EXPECT_EQ(epsilon(), 1e-7);
  set_epsilon(0.125);
  EXPECT_EQ(epsilon(), 0.125);
  set_epsilon(1e-7);
}

TEST(Epsilon, RefusesWhatWouldLeaveNothing) {
  for (const double value : {-1.0, 0.5, std::numeric_limits<double>::quiet_NaN()})
    EXPECT_THROW(set_epsilon(value), ValueError);
  EXPECT_EQ(epsilon(), 1e-7);
}

}  // namespace
}  // namespace beras
