#include <beras/backend/cpu/epilogue.h>

#include <beras/backend/cpu/dispatch.h>
#include <beras/backend/cpu/fast_floats_internal.h>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "beras/backend/cpu/epilogue.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <beras/backend/cpu/sweep-inl.h>

HWY_BEFORE_NAMESPACE();
namespace beras::backend::cpu::HWY_NAMESPACE {

/// Adds the rows [begin, end) of dy up in `sums`.
void add_rows(DType dtype, const void* dy, std::int64_t columns, float* sums, std::int64_t begin,
              std::int64_t end) {
  visit_fast_float(dtype, [&]<typename T>(T) HWY_ATTR {
    for (std::int64_t r = begin; r < end; ++r) {
      const T* upstream = static_cast<const T*>(dy) + r * columns;
      sweep(0, columns, [&](const auto& at) HWY_ATTR {
        at.store(hn::Add(at.load(sums), at.load(upstream)), sums);
      });
    }
  });
}

/// The gradient of ReLU for elements [begin, end).
void relu_gradient(DType dtype, const void* y, const void* dy, void* dz, std::int64_t begin,
                   std::int64_t end) {
  visit_fast_float(dtype, [&]<typename T>(T) HWY_ATTR {
    sweep(begin, end, [&](const auto& at) HWY_ATTR {
      const auto passes = hn::Gt(at.load(static_cast<const T*>(y)), hn::Zero(Floats()));
      at.store(hn::IfThenElseZero(passes, at.load(static_cast<const T*>(dy))), static_cast<T*>(dz));
    });
  });
}

}  // namespace beras::backend::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

#include <algorithm>

#include <beras/backend/cpu/column_sums_internal.h>

namespace beras::backend::cpu {
namespace {

BERAS_EXPORT(add_rows);
BERAS_EXPORT(relu_gradient);

}  // namespace

void Epilogues::gradient(Epilogue epilogue, const Tensor& y, const Tensor& dy, Tensor& dz,
                         Tensor& dbias) const {
  if (!is_fast_float(dy.dtype())) return reference::Epilogues::gradient(epilogue, y, dy, dz, dbias);
  const std::int64_t columns = dy.dim(1);
  ColumnSums<1> sums(dy.dim(0), columns);
  sums.for_pieces([&](float* part, std::int64_t begin, std::int64_t end) {
    // A block of rows is added up while it lies in the cache.
    constexpr std::int64_t block = 8;
    for (std::int64_t r = begin; r < end; r += block) {
      const std::int64_t last = std::min(r + block, end);
      if (epilogue == Epilogue::relu) {
        BERAS_DISPATCH(relu_gradient)
        (dy.dtype(), y.raw(), dy.raw(), dz.raw(), r * columns, last * columns);
      }
      if (dbias.defined()) BERAS_DISPATCH(add_rows)(dy.dtype(), dz.raw(), columns, part, r, last);
    }
  });
  if (dbias.defined()) sums.add_up(dbias);
}

}  // namespace beras::backend::cpu
#endif
