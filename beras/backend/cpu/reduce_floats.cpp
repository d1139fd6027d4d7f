#include <beras/backend/cpu/reduce_floats.h>

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

void add_to(double* parts, const float* row, std::int64_t count) {
  const hn::ScalableTag<double> doubles;
  const hn::Rebind<float, decltype(doubles)> floats;
  const auto step = static_cast<std::int64_t>(hn::Lanes(doubles));
  std::int64_t i = 0;
  for (; i + step <= count; i += step) {
    const auto wide = hn::PromoteTo(doubles, hn::LoadU(floats, row + i));
    hn::StoreU(hn::Add(hn::LoadU(doubles, parts + i), wide), doubles, parts + i);
  }
  for (; i < count; ++i) parts[i] += row[i];
}

}  // namespace beras::backend::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace beras::backend::cpu {

HWY_EXPORT(largest_of);
HWY_EXPORT(smallest_of);
HWY_EXPORT(raise_to);
HWY_EXPORT(lower_to);
HWY_EXPORT(add_to);

float largest_of(float start, const float* run, std::int64_t count) {
  return HWY_DYNAMIC_DISPATCH(largest_of)(start, run, count);
}
float smallest_of(float start, const float* run, std::int64_t count) {
  return HWY_DYNAMIC_DISPATCH(smallest_of)(start, run, count);
}
void raise_to(float* parts, const float* row, std::int64_t count) {
  HWY_DYNAMIC_DISPATCH(raise_to)(parts, row, count);
}
void lower_to(float* parts, const float* row, std::int64_t count) {
  HWY_DYNAMIC_DISPATCH(lower_to)(parts, row, count);
}
void add_to(double* parts, const float* row, std::int64_t count) {
  HWY_DYNAMIC_DISPATCH(add_to)(parts, row, count);
}

}  // namespace beras::backend::cpu
#endif
