#include <beras/backend/cpu/reduce_floats.h>

#include <beras/backend/cpu/dispatch.h>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "beras/backend/cpu/reduce_floats.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <limits>

#include <beras/backend/cpu/sweep-inl.h>

HWY_BEFORE_NAMESPACE();
namespace beras::backend::cpu::HWY_NAMESPACE {
namespace {

struct Larger {
  HWY_INLINE FloatVector operator()(FloatVector a, FloatVector b) const { return hn::Max(a, b); }
};
struct Smaller {
  HWY_INLINE FloatVector operator()(FloatVector a, FloatVector b) const { return hn::Min(a, b); }
};

template <typename Choice>
float extreme(const Choice& choose, float start, const float* run, std::int64_t count) {
  // Two chains of vectors, as one alone would wait for its own last step. NaN, which Max and Min
  // let through or not, is watched for beside them.
  auto even = hn::Set(Floats(), start), odd = even;
  auto has_nan = hn::IsNaN(even);
  const auto step = static_cast<std::int64_t>(hn::Lanes(Floats()));
  std::int64_t i = 0;
  for (; i + 2 * step <= count; i += 2 * step) {
    const auto a = hn::LoadU(Floats(), run + i), b = hn::LoadU(Floats(), run + i + step);
    even = choose(even, a);
    odd = choose(odd, b);
    has_nan = hn::Or(has_nan, hn::Or(hn::IsNaN(a), hn::IsNaN(b)));
  }
  sweep(i, count, [&](const auto& at) HWY_ATTR {
    const auto rest = at.load(run, start);
    odd = choose(odd, rest);
    has_nan = hn::Or(has_nan, hn::IsNaN(rest));
  });
  if (!hn::AllFalse(Floats(), has_nan)) return std::numeric_limits<float>::quiet_NaN();
  HWY_ALIGN float lanes[hn::MaxLanes(Floats())];
  hn::Store(choose(even, odd), Floats(), lanes);
  float best = lanes[0];
  for (std::int64_t lane = 1; lane < step; ++lane) {
    best = hn::GetLane(choose(hn::Set(Floats(), best), hn::Set(Floats(), lanes[lane])));
  }
  return best;
}

template <typename Choice>
void choose_each(const Choice& choose, float* parts, const float* row, std::int64_t count) {
  sweep(0, count, [&](const auto& at) HWY_ATTR {
    const auto a = at.load(parts), b = at.load(row);
    const auto either = hn::IfThenElse(hn::IsNaN(b), b, choose(a, b));
    at.store(hn::IfThenElse(hn::IsNaN(a), a, either), parts);
  });
}

}  // namespace

float largest_of(float start, const float* run, std::int64_t count) {
  return extreme(Larger(), start, run, count);
}
float smallest_of(float start, const float* run, std::int64_t count) {
  return extreme(Smaller(), start, run, count);
}
void raise_to(float* parts, const float* row, std::int64_t count) {
  choose_each(Larger(), parts, row, count);
}
void lower_to(float* parts, const float* row, std::int64_t count) {
  choose_each(Smaller(), parts, row, count);
}

double sum_of(const float* run, std::int64_t count) {
  const hn::ScalableTag<double> doubles;
  const hn::Rebind<float, decltype(doubles)> floats;
  const auto step = static_cast<std::int64_t>(hn::Lanes(doubles));
  // Four chains of vectors, as one alone would wait for its own last step.
  auto a = hn::Zero(doubles), b = a, c = a, d = a;
  std::int64_t i = 0;
  for (; i + 4 * step <= count; i += 4 * step) {
    const float* at = run + i;
    a = hn::Add(a, hn::PromoteTo(doubles, hn::LoadU(floats, at)));
    b = hn::Add(b, hn::PromoteTo(doubles, hn::LoadU(floats, at + step)));
    c = hn::Add(c, hn::PromoteTo(doubles, hn::LoadU(floats, at + 2 * step)));
    d = hn::Add(d, hn::PromoteTo(doubles, hn::LoadU(floats, at + 3 * step)));
  }
  double sum = hn::GetLane(hn::SumOfLanes(doubles, hn::Add(hn::Add(a, b), hn::Add(c, d))));
  for (; i < count; ++i) sum += run[i];
  return sum;
}

void add_rows_to(double* parts, const float* rows, std::int64_t distance, std::int64_t row_count,
                 std::int64_t count) {
  const hn::ScalableTag<double> doubles;
  const hn::Rebind<float, decltype(doubles)> floats;
  const auto step = static_cast<std::int64_t>(hn::Lanes(doubles));
  const auto load = [&](const float* from)
                        HWY_ATTR { return hn::PromoteTo(doubles, hn::LoadU(floats, from)); };
  std::int64_t r = 0;
  for (; r + 4 <= row_count; r += 4) {  // four rows for one look at the parts
    const float* row[4];
    for (std::int64_t k = 0; k < 4; ++k) row[k] = rows + (r + k) * distance;
    std::int64_t i = 0;
    for (; i + step <= count; i += step) {
      const auto sum = hn::Add(hn::Add(load(row[0] + i), load(row[1] + i)),
                               hn::Add(load(row[2] + i), load(row[3] + i)));
      hn::StoreU(hn::Add(hn::LoadU(doubles, parts + i), sum), doubles, parts + i);
    }
    for (; i < count; ++i) {
      const double first = row[0][i], third = row[2][i];
      parts[i] += (first + row[1][i]) + (third + row[3][i]);
    }
  }
  for (; r < row_count; ++r) {
    const float* row = rows + r * distance;
    std::int64_t i = 0;
    for (; i + step <= count; i += step) {
      hn::StoreU(hn::Add(hn::LoadU(doubles, parts + i), load(row + i)), doubles, parts + i);
    }
    for (; i < count; ++i) parts[i] += row[i];
  }
}

}  // namespace beras::backend::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace beras::backend::cpu {

BERAS_EXPORT(largest_of);
BERAS_EXPORT(smallest_of);
BERAS_EXPORT(raise_to);
BERAS_EXPORT(lower_to);
BERAS_EXPORT(sum_of);
BERAS_EXPORT(add_rows_to);

float largest_of(float start, const float* run, std::int64_t count) {
  return BERAS_DISPATCH(largest_of)(start, run, count);
}
float smallest_of(float start, const float* run, std::int64_t count) {
  return BERAS_DISPATCH(smallest_of)(start, run, count);
}
void raise_to(float* parts, const float* row, std::int64_t count) {
  BERAS_DISPATCH(raise_to)(parts, row, count);
}
void lower_to(float* parts, const float* row, std::int64_t count) {
  BERAS_DISPATCH(lower_to)(parts, row, count);
}
double sum_of(const float* run, std::int64_t count) { return BERAS_DISPATCH(sum_of)(run, count); }
void add_rows_to(double* parts, const float* rows, std::int64_t distance, std::int64_t row_count,
                 std::int64_t count) {
  BERAS_DISPATCH(add_rows_to)(parts, rows, distance, row_count, count);
}

}  // namespace beras::backend::cpu
#endif
