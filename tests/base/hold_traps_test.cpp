#include <beras/base/hold_traps.h>

#include <fenv.h>
#include <gtest/gtest.h>

#include <vector>

#include <beras/base/parallel.h>

namespace beras {
namespace {

#if defined(__SSE2__) && defined(__GLIBC__)
constexpr int asked_for = FE_DIVBYZERO | FE_INVALID | FE_OVERFLOW;

/// What a division by zero gives on every thread of the loops.
std::vector<double> divided_by_zero() {
  std::vector<double> results(64, 0);
  parallel_for(64, 1, [&](std::int64_t begin, std::int64_t) {
    volatile double zero = 0;
    results[static_cast<std::size_t>(begin)] = 1 / zero;
  });
  return results;
}

TEST(HoldTraps, LetsEveryThreadOfTheParallelLoopsGoOn) {
  feclearexcept(FE_ALL_EXCEPT);
  feenableexcept(asked_for);
  {
    const HoldTraps hold;
    const HoldTraps nested;
    for (const double quotient : divided_by_zero()) EXPECT_GT(quotient, 1e300);
  }
  EXPECT_EQ(fegetexcept(), asked_for);
  EXPECT_EQ(fetestexcept(asked_for), 0) << "what happened in between is nobody's matter";
  fedisableexcept(FE_ALL_EXCEPT);
}

TEST(HoldTraps, ChangesNothingWhereNobodyAskedForSignals) {
  feclearexcept(FE_ALL_EXCEPT);
  {
    const HoldTraps hold;
    divided_by_zero();
    volatile double zero = 0;
    volatile double quotient = 1 / zero;
    static_cast<void>(quotient);
  }
  EXPECT_NE(fetestexcept(FE_DIVBYZERO), 0);
  feclearexcept(FE_ALL_EXCEPT);
}

TEST(HoldTrapsDeathTest, SignalsComeAsBeforeOnceItIsGone) {
  // By the signal itself, or by a sanitizer that reports it.
  EXPECT_DEATH(
      {
        feenableexcept(asked_for);
        { const HoldTraps hold; }
        volatile double zero = 0;
        volatile double quotient = 1 / zero;
        static_cast<void>(quotient);
      },
      "");
}
#endif

}  // namespace
}  // namespace beras
