// Runs a body over arrays of floats or bfloat16, a vector at a time, the rest included; compiled
// once for each instruction set. The body sees floats.
#if defined(BERAS_BACKEND_CPU_SWEEP_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef BERAS_BACKEND_CPU_SWEEP_INL_H
#undef BERAS_BACKEND_CPU_SWEEP_INL_H
#else
#define BERAS_BACKEND_CPU_SWEEP_INL_H
#endif

#include <hwy/cache_control.h>
#include <hwy/highway.h>

#include <cstdint>
#include <cstring>

#include <beras/tensor/half.h>

HWY_BEFORE_NAMESPACE();
namespace beras::backend::cpu::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using Floats = hn::ScalableTag<float>;
using FloatVector = hn::Vec<Floats>;
using HalfWords = hn::Rebind<std::uint16_t, Floats>;

HWY_INLINE FloatVector widen(hn::Vec<HalfWords> halves) {
  const hn::RebindToUnsigned<Floats> words;
  return hn::BitCast(Floats(), hn::ShiftLeft<16>(hn::PromoteTo(words, halves)));
}

/// Rounded as beras::bfloat16 does it, on every processor: instructions that do it flush
/// subnormals.
HWY_INLINE hn::Vec<HalfWords> narrow(FloatVector value) {
  const hn::RebindToUnsigned<Floats> words;
  const auto bits = hn::BitCast(words, value);
  const auto upper = hn::ShiftRight<16>(bits);
  const auto is_odd = hn::And(upper, hn::Set(words, 1u));
  const auto rounded = hn::ShiftRight<16>(hn::Add(bits, hn::Add(is_odd, hn::Set(words, 0x7fffu))));
  const auto quiet = hn::Or(upper, hn::Set(words, 0x40u));
  const auto is_nan = hn::RebindMask(words, hn::IsNaN(value));
  return hn::TruncateTo(HalfWords(), hn::IfThenElse(is_nan, quiet, rounded));
}

/// A whole vector of every array, from one position on.
struct Whole {
  std::int64_t position;
  FloatVector load(const float* array, float /*fill*/ = 0) const {
    return hn::LoadU(Floats(), array + position);
  }
  void store(FloatVector value, float* array) const {
    hn::StoreU(value, Floats(), array + position);
  }
  FloatVector load(const bfloat16* array, float /*fill*/ = 0) const {
    return widen(hn::LoadU(HalfWords(), reinterpret_cast<const std::uint16_t*>(array + position)));
  }
  void store(FloatVector value, bfloat16* array) const {
    hn::StoreU(narrow(value), HalfWords(), reinterpret_cast<std::uint16_t*>(array + position));
  }
};

/// The same, but what it stores goes past the cache: to an array that begins with a whole vector.
struct WholePastCache : Whole {
  void store(FloatVector value, float* array) const {
    hn::Stream(value, Floats(), array + position);
  }
};

/// The last `count` elements, fewer than a vector: nothing beyond them is touched; what is missing
/// reads as `fill`.
struct Rest {
  std::int64_t position;
  std::size_t count;
#if HWY_TARGET <= HWY_AVX2  // masked loads and stores leave alone what is masked off
  FloatVector load(const float* array, float fill = 0) const {
    const auto mask = hn::FirstN(Floats(), count);
    const auto lanes = hn::MaskedLoad(mask, Floats(), array + position);
    return hn::IfThenElse(mask, lanes, hn::Set(Floats(), fill));
  }
  void store(FloatVector value, float* array) const {
    hn::BlendedStore(value, hn::FirstN(Floats(), count), Floats(), array + position);
  }
#else
  FloatVector load(const float* array, float fill = 0) const {
    HWY_ALIGN float lanes[hn::MaxLanes(Floats())];
    hn::Store(hn::Set(Floats(), fill), Floats(), lanes);
    std::memcpy(lanes, array + position, count * sizeof(float));
    return hn::Load(Floats(), lanes);
  }
  void store(FloatVector value, float* array) const {
    HWY_ALIGN float lanes[hn::MaxLanes(Floats())];
    hn::Store(value, Floats(), lanes);
    std::memcpy(array + position, lanes, count * sizeof(float));
  }
#endif
  FloatVector load(const bfloat16* array, float fill = 0) const {
    HWY_ALIGN std::uint16_t lanes[hn::MaxLanes(HalfWords())];
    hn::Store(narrow(hn::Set(Floats(), fill)), HalfWords(), lanes);
    std::memcpy(lanes, array + position, count * sizeof(bfloat16));
    return widen(hn::Load(HalfWords(), lanes));
  }
  void store(FloatVector value, bfloat16* array) const {
    HWY_ALIGN std::uint16_t lanes[hn::MaxLanes(HalfWords())];
    hn::Store(narrow(value), HalfWords(), lanes);
    std::memcpy(array + position, lanes, count * sizeof(bfloat16));
  }
};

/// body(at) for each vector of [begin, end): every element goes through the same instructions,
/// wherever the range is cut.
template <typename Body>
HWY_INLINE void sweep(std::int64_t begin, std::int64_t end, const Body& body) {
  const auto lanes = static_cast<std::int64_t>(hn::Lanes(Floats()));
  std::int64_t i = begin;
  for (; i + lanes <= end; i += lanes) body(Whole{i});
  if (i < end) body(Rest{i, static_cast<std::size_t>(end - i)});
}

/// The element of an array for each position, or its first for all.
template <typename At>
HWY_INLINE FloatVector load_by_step(const At& at, const float* array, std::int64_t step) {
  return step == 0 ? hn::Set(Floats(), *array) : at.load(array);
}

/// As sweep, with stores past the cache into `out`, if that is wanted and where its vectors lie
/// straight.
template <typename Body>
HWY_INLINE void sweep_into(const float* out, bool past_cache, std::int64_t begin, std::int64_t end,
                           const Body& body) {
  const auto lanes = static_cast<std::int64_t>(hn::Lanes(Floats()));
  const bool is_aligned = reinterpret_cast<std::uintptr_t>(out + begin) % sizeof(FloatVector) == 0;
  if (!past_cache || !is_aligned) return sweep(begin, end, body);
  const std::int64_t whole_end = end - (end - begin) % lanes;
  for (std::int64_t i = begin; i < whole_end; i += lanes) body(WholePastCache{i});
  hwy::FlushStream();
  sweep(whole_end, end, body);
}

/// The sum of term(at) over [0, count).
template <typename Term>
HWY_INLINE float sweep_sum(std::int64_t count, const Term& term) {
  auto sum = hn::Zero(Floats());
  sweep(0, count, [&](const auto& at) HWY_ATTR { sum = hn::Add(sum, term(at)); });
  return hn::GetLane(hn::SumOfLanes(Floats(), sum));
}

}  // namespace beras::backend::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
