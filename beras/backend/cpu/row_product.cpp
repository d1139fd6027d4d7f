#include <beras/backend/cpu/row_product.h>

#include <beras/backend/cpu/dispatch.h>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "beras/backend/cpu/row_product.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <beras/backend/cpu/sweep-inl.h>

HWY_BEFORE_NAMESPACE();
namespace beras::backend::cpu::HWY_NAMESPACE {

constexpr int accumulators = 8;  // as many additions as it takes to hide how long one of them lasts

/// The columns of `vectors` vectors from `at` on. Fewer vectors get more sums each, of every n-th
/// row, which are added up at the end.
template <int vectors, typename At>
HWY_INLINE void multiply_columns(const RowProduct& product, const At& at) {
  constexpr int sums = accumulators / vectors;
  const auto lanes = static_cast<std::int64_t>(hn::Lanes(Floats()));
  FloatVector sum[sums][vectors];
  for (int v = 0; v < vectors; ++v) {
    sum[0][v] = product.bias ? at.load(product.bias + v * lanes) : hn::Zero(Floats());
    for (int s = 1; s < sums; ++s) sum[s][v] = hn::Zero(Floats());
  }
  const auto add_row = [&](FloatVector(&to)[vectors], std::int64_t i) HWY_ATTR {
    const auto factor = hn::Set(Floats(), product.x[i]);
    const float* row = product.matrix + i * product.stride;
    for (int v = 0; v < vectors; ++v) to[v] = hn::MulAdd(factor, at.load(row + v * lanes), to[v]);
  };
  std::int64_t i = 0;
  for (; i + sums <= product.inner; i += sums) {
    for (int s = 0; s < sums; ++s) add_row(sum[s], i + s);
  }
  for (; i < product.inner; ++i) add_row(sum[0], i);
  for (int v = 0; v < vectors; ++v) {
    for (int s = 1; s < sums; ++s) sum[0][v] = hn::Add(sum[0][v], sum[s][v]);
    at.store(sum[0][v], product.y + v * lanes);
  }
}

void multiply_row(const RowProduct& product) {
  const auto lanes = static_cast<std::int64_t>(hn::Lanes(Floats()));
  const std::int64_t columns = product.columns;
  std::int64_t i = 0;
  for (; i + 8 * lanes <= columns; i += 8 * lanes) multiply_columns<8>(product, Whole{i});
  for (; i + 2 * lanes <= columns; i += 2 * lanes) multiply_columns<2>(product, Whole{i});
  for (; i + lanes <= columns; i += lanes) multiply_columns<1>(product, Whole{i});
  if (i < columns) multiply_columns<1>(product, Rest{i, static_cast<std::size_t>(columns - i)});
}

}  // namespace beras::backend::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace beras::backend::cpu {

BERAS_EXPORT(multiply_row);

void multiply_row(const RowProduct& product) { BERAS_DISPATCH(multiply_row)(product); }

}  // namespace beras::backend::cpu
#endif
