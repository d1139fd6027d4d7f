#include <beras/backend/cpu/random.h>

#include <beras/backend/cpu/dispatch.h>
#include <beras/backend/cpu/fast_floats_internal.h>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "beras/backend/cpu/random.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <algorithm>

#include <beras/backend/cpu/sweep-inl.h>

HWY_BEFORE_NAMESPACE();
namespace beras::backend::cpu::HWY_NAMESPACE {
namespace {

using Longs = hn::ScalableTag<std::uint64_t>;
using LongVector = hn::Vec<Longs>;

constexpr std::int64_t block_words = 1024;  // stays in the first-level cache

/// The products of the lower halves of each lane.
LongVector multiply_low(LongVector a, LongVector b) {
#if HWY_TARGET == HWY_SCALAR
  const auto low = hn::Set(Longs(), 0xFFFFFFFFu);
  return hn::Mul(hn::And(a, low), hn::And(b, low));
#else
  const hn::Repartition<std::uint32_t, Longs> words;
  return hn::MulEven(hn::BitCast(words, a), hn::BitCast(words, b));
#endif
}

/// The words of philox(key, counter) for as many counters as fill `block_words`; see
/// beras/base/random.h. The lower half of a lane is a word of one counter, the upper half is not
/// used: that is how MulEven takes it.
void philox_block(std::uint64_t key, std::uint64_t counter, std::uint64_t* words) {
  const Longs d;
  const auto multiplier_0 = hn::Set(d, 0xD2511F53u), multiplier_1 = hn::Set(d, 0xCD9E8D57u);
  const auto weyl_0 = hn::Set(d, 0x9E3779B9u), weyl_1 = hn::Set(d, 0xBB67AE85u);
  const auto low = hn::Set(d, 0xFFFFFFFFu);
  auto counters = hn::Iota(d, counter);
  for (std::int64_t done = 0; done < block_words / 4; done += hn::Lanes(d)) {
    auto c0 = counters, c1 = hn::ShiftRight<32>(counters), c2 = hn::Zero(d), c3 = hn::Zero(d);
    auto key_0 = hn::Set(d, key), key_1 = hn::Set(d, key >> 32);
    for (int round = 0; round < 10; ++round) {
      const auto product_0 = multiply_low(multiplier_0, c0);
      const auto product_1 = multiply_low(multiplier_1, c2);
      c0 = hn::Xor(hn::ShiftRight<32>(product_1), hn::Xor(c1, key_0));
      c2 = hn::Xor(hn::ShiftRight<32>(product_0), hn::Xor(c3, key_1));
      c1 = product_1;
      c3 = product_0;
      key_0 = hn::Add(key_0, weyl_0);
      key_1 = hn::Add(key_1, weyl_1);
    }
    const auto first = hn::Or(hn::And(c0, low), hn::ShiftLeft<32>(c1));
    const auto second = hn::Or(hn::And(c2, low), hn::ShiftLeft<32>(c3));
    hn::StoreInterleaved2(first, second, d, words + 2 * done);
    counters = hn::Add(counters, hn::Set(d, hn::Lanes(d)));
  }
}

/// Calls body(block, begin, end) for the pieces of [begin, end) that one block of random words
/// serves, `per_word` elements a word. `begin` is a multiple of what a block serves.
template <typename Body>
void for_blocks(std::uint64_t key, std::int64_t begin, std::int64_t end, std::int64_t per_word,
                const Body& body) {
  HWY_ALIGN std::uint64_t block[block_words / 2];
  for (std::int64_t i = begin; i < end; i += block_words * per_word) {
    philox_block(key, static_cast<std::uint64_t>(i / (4 * per_word)), block);
    body(block, i, std::min(end, i + block_words * per_word));
  }
}

}  // namespace

void uniform(std::uint64_t key, float low, float high, float* out, std::int64_t begin,
             std::int64_t end) {
  const Floats d;
  const hn::RebindToUnsigned<Floats> words;
  const auto from = hn::Set(d, low), to = hn::Set(d, high), range = hn::Set(d, high - low);
  for_blocks(key, begin, end, 1,
             [&](const std::uint64_t* block, std::int64_t i, std::int64_t stop) {
               const auto* bits = reinterpret_cast<const std::uint32_t*>(block);
               sweep(0, stop - i, [&](const auto& at) HWY_ATTR {
                 const auto whole = hn::ShiftRight<8>(hn::Load(words, bits + at.position));
                 const auto unit =
                     hn::Mul(hn::ConvertTo(d, hn::BitCast(hn::RebindToSigned<Floats>(), whole)),
                             hn::Set(d, 0x1p-24f));
                 const auto value = hn::MulAdd(range, unit, from);
                 at.store(hn::IfThenElse(hn::Lt(value, to), value, from), out + i);
               });
             });
}

void dropout(DType dtype, std::uint64_t key, std::uint32_t threshold, float scale, const void* x,
             void* out, std::int64_t begin, std::int64_t end) {
  const Floats d;
  const hn::RebindToSigned<Floats> integers;
  const auto limit = hn::Set(integers, static_cast<std::int32_t>(threshold));
  const auto factor = hn::Set(d, scale);
  for_blocks(
      key, begin, end, 2, [&](const std::uint64_t* block, std::int64_t i, std::int64_t stop) {
        const auto* bits = reinterpret_cast<const std::uint16_t*>(block);
        visit_fast_float(dtype, [&]<typename T>(T) HWY_ATTR {
          const T* from = static_cast<const T*>(x) + i;
          T* to = static_cast<T*>(out) + i;
          sweep(0, stop - i, [&](const auto& at) HWY_ATTR {
            const auto drawn = hn::PromoteTo(integers, hn::Load(HalfWords(), bits + at.position));
            const auto dropped = hn::RebindMask(d, hn::Lt(drawn, limit));
            at.store(hn::IfThenZeroElse(dropped, hn::Mul(at.load(from), factor)), to);
          });
        });
      });
}

}  // namespace beras::backend::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

#include <beras/base/parallel.h>

namespace beras::backend::cpu {
namespace {

BERAS_EXPORT(uniform);
BERAS_EXPORT(dropout);

constexpr std::int64_t grain = 16384;  // a multiple of what one block of random words serves

}  // namespace

void Random::fill(RandomKind kind, std::uint64_t key, double a, double b, Tensor& out) const {
  parallel_for(out.size(), grain, [&](std::int64_t begin, std::int64_t end) {
    if (kind != RandomKind::uniform || out.dtype() != DType::float32) {
      return fill_range(kind, key, a, b, out, begin, end);
    }
    BERAS_DISPATCH(uniform)
    (key, static_cast<float>(a), static_cast<float>(b), static_cast<float*>(out.raw()), begin, end);
  });
}

void Random::dropout(std::uint64_t key, double rate, const Tensor& x, Tensor& out) const {
  if (!is_fast_float(x.dtype())) return reference::Random::dropout(key, rate, x, out);
  const auto scale = static_cast<float>(1 / (1 - rate));
  parallel_for(x.size(), grain, [&](std::int64_t begin, std::int64_t end) {
    BERAS_DISPATCH(dropout)
    (x.dtype(), key, reference::drop_threshold(rate), scale, x.raw(), out.raw(), begin, end);
  });
}

}  // namespace beras::backend::cpu
#endif
