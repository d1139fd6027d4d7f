#include <beras/base/flush_subnormals.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <vector>

#include <beras/base/parallel.h>

namespace beras {
namespace {

/// Halves the smallest normal number on every thread of the loops.
std::vector<float> halved() {
  std::vector<float> results(64, std::numeric_limits<float>::min());
  parallel_for(64, 1, [&](std::int64_t begin, std::int64_t) {
    volatile float half = 0.5f;
    results[static_cast<std::size_t>(begin)] *= half;
  });
  return results;
}

#if defined(__SSE2__)
TEST(FlushSubnormals, HoldsOnEveryThreadOfTheParallelLoopsWhileItLives) {
  const std::vector<float> zeros(64, 0.0f);
  const std::vector<float> subnormals(64, std::numeric_limits<float>::min() / 2);
  EXPECT_EQ(halved(), subnormals);
  {
    FlushSubnormals flush;
    EXPECT_EQ(halved(), zeros);
    {
      FlushSubnormals nested;
      EXPECT_EQ(halved(), zeros);
    }
    EXPECT_EQ(halved(), zeros);
  }
  EXPECT_EQ(halved(), subnormals);
}
#endif

}  // namespace
}  // namespace beras
