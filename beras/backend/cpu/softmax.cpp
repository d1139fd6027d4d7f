#include <beras/backend/cpu/softmax.h>

#include <beras/backend/cpu/dispatch.h>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "beras/backend/cpu/softmax.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <cmath>

#include <beras/backend/cpu/exponentials-inl.h>

HWY_BEFORE_NAMESPACE();
namespace beras::backend::cpu::HWY_NAMESPACE {

void softmax_row(const float* x, float* y, std::int64_t count) {
  const auto m = hn::Set(Floats(), row_max(x, count));
  const float sum = sweep_sum(count, [&](const auto& at) HWY_ATTR {
    const auto e = shifted_exponential(at, x, m);
    at.store(e, y);
    return e;
  });
  const auto factor = hn::Set(Floats(), 1 / sum);
  sweep(0, count, [&](const auto& at) HWY_ATTR { at.store(hn::Mul(at.load(y), factor), y); });
}

void log_softmax_row(const float* x, float* y, std::int64_t count) {
  const float largest = row_max(x, count);
  const auto m = hn::Set(Floats(), largest);
  const auto log_sum = hn::Set(Floats(), std::log(exponential_sum(x, count, largest)));
  sweep(0, count,
        [&](const auto& at) HWY_ATTR { at.store(hn::Sub(hn::Sub(at.load(x), m), log_sum), y); });
}

void softmax_gradient_row(const float* y, const float* dy, float* dx, std::int64_t count) {
  const auto sum = hn::Set(Floats(), sweep_sum(count, [&](const auto& at) HWY_ATTR {
                             return hn::Mul(at.load(y), at.load(dy));
                           }));
  sweep(0, count, [&](const auto& at) HWY_ATTR {
    at.store(hn::Mul(at.load(y), hn::Sub(at.load(dy), sum)), dx);
  });
}

void log_softmax_gradient_row(const float* y, const float* dy, float* dx, std::int64_t count) {
  const auto sum =
      hn::Set(Floats(), sweep_sum(count, [&](const auto& at) HWY_ATTR { return at.load(dy); }));
  sweep(0, count, [&](const auto& at) HWY_ATTR {
    at.store(hn::NegMulAdd(exponential(at.load(y)), sum, at.load(dy)), dx);
  });
}

void softmax_rows(SoftmaxKind kind, const float* x, float* y, std::int64_t count,
                  std::int64_t begin, std::int64_t end) {
  const auto row = kind == SoftmaxKind::softmax ? softmax_row : log_softmax_row;
  for (std::int64_t r = begin; r < end; ++r) row(x + r * count, y + r * count, count);
}

void softmax_gradient_rows(SoftmaxKind kind, const float* y, const float* dy, float* dx,
                           std::int64_t count, std::int64_t begin, std::int64_t end) {
  const auto row = kind == SoftmaxKind::softmax ? softmax_gradient_row : log_softmax_gradient_row;
  for (std::int64_t r = begin; r < end; ++r) {
    row(y + r * count, dy + r * count, dx + r * count, count);
  }
}

}  // namespace beras::backend::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

#include <beras/backend/cpu/row_grain_internal.h>
#include <beras/backend/reference/rows_internal.h>
#include <beras/base/parallel.h>

namespace beras::backend::cpu {
namespace {

using reference::row_count;
using reference::values;

BERAS_EXPORT(softmax_rows);
BERAS_EXPORT(softmax_gradient_rows);

}  // namespace

void Softmax::forward(SoftmaxKind kind, const Tensor& x, Tensor& y) const {
  if (x.dtype() != DType::float32) return reference::Softmax::forward(kind, x, y);
  parallel_for(row_count(x), row_grain(x.dim(-1)), [&](std::int64_t begin, std::int64_t end) {
    BERAS_DISPATCH(softmax_rows)
    (kind, values<float>(x), values<float>(y), x.dim(-1), begin, end);
  });
}

void Softmax::gradient(SoftmaxKind kind, const Tensor& y, const Tensor& dy, Tensor& dx) const {
  if (y.dtype() != DType::float32) return reference::Softmax::gradient(kind, y, dy, dx);
  parallel_for(row_count(y), row_grain(y.dim(-1)), [&](std::int64_t begin, std::int64_t end) {
    BERAS_DISPATCH(softmax_gradient_rows)
    (kind, values<float>(y), values<float>(dy), values<float>(dx), y.dim(-1), begin, end);
  });
}

}  // namespace beras::backend::cpu
#endif
