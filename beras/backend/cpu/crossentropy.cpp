#include <beras/backend/cpu/crossentropy.h>

#include <beras/backend/cpu/dispatch.h>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "beras/backend/cpu/crossentropy.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <cmath>

#include <beras/backend/cpu/exponentials-inl.h>

HWY_BEFORE_NAMESPACE();
namespace beras::backend::cpu::HWY_NAMESPACE {

void sparse_row(std::int64_t label, const float* x, std::int64_t count, float* kept, float* loss) {
  const float m = row_max(x, count), s = exponential_sum(x, count, m);
  kept[0] = m;
  kept[1] = s;
  *loss = label < 0 ? 0 : std::log(s) - (x[label] - m);
}

void sparse_gradient_row(std::int64_t label, const float* x, std::int64_t count, const float* kept,
                         float dloss, float* dx) {
  const float upstream = label < 0 ? 0 : dloss;
  const auto m = hn::Set(Floats(), kept[0]), factor = hn::Set(Floats(), upstream / kept[1]);
  sweep(0, count, [&](const auto& at) HWY_ATTR {
    at.store(hn::Mul(shifted_exponential(at, x, m), factor), dx);
  });
  if (label >= 0) dx[label] -= upstream;
}

void categorical_row(const float* t, const float* x, std::int64_t count, float* kept, float* loss) {
  const float largest = row_max(x, count), s = exponential_sum(x, count, largest);
  kept[0] = largest;
  kept[1] = s;
  const auto m = hn::Set(Floats(), largest), log_sum = hn::Set(Floats(), std::log(s));
  *loss = sweep_sum(count, [&](const auto& at) HWY_ATTR {
    const auto target = at.load(t);
    const auto term = hn::Mul(target, hn::Sub(log_sum, hn::Sub(at.load(x), m)));
    return hn::IfThenZeroElse(hn::Eq(target, hn::Zero(Floats())), term);
  });
}

void categorical_gradient_row(const float* t, const float* x, std::int64_t count, const float* kept,
                              float dloss, float* dx) {
  const float total = sweep_sum(count, [&](const auto& at) HWY_ATTR { return at.load(t); });
  const auto m = hn::Set(Floats(), kept[0]), factor = hn::Set(Floats(), total / kept[1]);
  const auto upstream = hn::Set(Floats(), dloss);
  sweep(0, count, [&](const auto& at) HWY_ATTR {
    const auto excess = hn::MulSub(shifted_exponential(at, x, m), factor, at.load(t));
    at.store(hn::Mul(excess, upstream), dx);
  });
}

void sparse_rows(const std::int64_t* labels, const float* x, std::int64_t count, float* kept,
                 float* loss, std::int64_t begin, std::int64_t end) {
  for (std::int64_t r = begin; r < end; ++r) {
    sparse_row(labels[r], x + r * count, count, kept + 2 * r, loss + r);
  }
}

void sparse_gradient_rows(const std::int64_t* labels, const float* x, std::int64_t count,
                          const float* kept, const float* dloss, float* dx, std::int64_t begin,
                          std::int64_t end) {
  for (std::int64_t r = begin; r < end; ++r) {
    sparse_gradient_row(labels[r], x + r * count, count, kept + 2 * r, dloss[r], dx + r * count);
  }
}

void categorical_rows(const float* t, const float* x, std::int64_t count, float* kept, float* loss,
                      std::int64_t begin, std::int64_t end) {
  for (std::int64_t r = begin; r < end; ++r) {
    categorical_row(t + r * count, x + r * count, count, kept + 2 * r, loss + r);
  }
}

void categorical_gradient_rows(const float* t, const float* x, std::int64_t count,
                               const float* kept, const float* dloss, float* dx, std::int64_t begin,
                               std::int64_t end) {
  for (std::int64_t r = begin; r < end; ++r) {
    categorical_gradient_row(t + r * count, x + r * count, count, kept + 2 * r, dloss[r],
                             dx + r * count);
  }
}

void binary(const float* t, const float* x, float* loss, std::int64_t begin, std::int64_t end) {
  const Floats d;
  sweep(begin, end, [&](const auto& at) HWY_ATTR {
    const auto logit = at.load(x);
    const auto tail = hn::Log1p(d, hn::Exp(d, hn::Neg(hn::Abs(logit))));
    const auto linear = hn::NegMulAdd(logit, at.load(t), hn::Max(logit, hn::Zero(d)));
    at.store(hn::Add(linear, tail), loss);
  });
}

void binary_gradient(const float* t, const float* x, const float* dloss, float* dx,
                     std::int64_t begin, std::int64_t end) {
  const auto one = hn::Set(Floats(), 1);
  sweep(begin, end, [&](const auto& at) HWY_ATTR {
    const auto sigmoid = hn::Div(one, hn::Add(one, exponential(hn::Neg(at.load(x)))));
    at.store(hn::Mul(hn::Sub(sigmoid, at.load(t)), at.load(dloss)), dx);
  });
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

BERAS_EXPORT(sparse_rows);
BERAS_EXPORT(sparse_gradient_rows);
BERAS_EXPORT(categorical_rows);
BERAS_EXPORT(categorical_gradient_rows);
BERAS_EXPORT(binary);
BERAS_EXPORT(binary_gradient);

constexpr std::int64_t grain = 8192;  // elements that are worth another thread

}  // namespace

void Crossentropy::sparse(const Tensor& labels, const Tensor& x, Tensor& kept, Tensor& loss) const {
  if (x.dtype() != DType::float32) return reference::Crossentropy::sparse(labels, x, kept, loss);
  parallel_for(row_count(x), row_grain(x.dim(-1)), [&](std::int64_t begin, std::int64_t end) {
    BERAS_DISPATCH(sparse_rows)
    (values<std::int64_t>(labels), values<float>(x), x.dim(-1), values<float>(kept),
     values<float>(loss), begin, end);
  });
}

void Crossentropy::sparse_gradient(const Tensor& labels, const Tensor& x, const Tensor& kept,
                                   const Tensor& dloss, Tensor& dx) const {
  if (x.dtype() != DType::float32) {
    return reference::Crossentropy::sparse_gradient(labels, x, kept, dloss, dx);
  }
  parallel_for(row_count(x), row_grain(x.dim(-1)), [&](std::int64_t begin, std::int64_t end) {
    BERAS_DISPATCH(sparse_gradient_rows)
    (values<std::int64_t>(labels), values<float>(x), x.dim(-1), values<float>(kept),
     values<float>(dloss), values<float>(dx), begin, end);
  });
}

void Crossentropy::categorical(const Tensor& t, const Tensor& x, Tensor& kept, Tensor& loss) const {
  if (x.dtype() != DType::float32) return reference::Crossentropy::categorical(t, x, kept, loss);
  parallel_for(row_count(x), row_grain(x.dim(-1)), [&](std::int64_t begin, std::int64_t end) {
    BERAS_DISPATCH(categorical_rows)
    (values<float>(t), values<float>(x), x.dim(-1), values<float>(kept), values<float>(loss), begin,
     end);
  });
}

void Crossentropy::categorical_gradient(const Tensor& t, const Tensor& x, const Tensor& kept,
                                        const Tensor& dloss, Tensor& dx) const {
  if (x.dtype() != DType::float32) {
    return reference::Crossentropy::categorical_gradient(t, x, kept, dloss, dx);
  }
  parallel_for(row_count(x), row_grain(x.dim(-1)), [&](std::int64_t begin, std::int64_t end) {
    BERAS_DISPATCH(categorical_gradient_rows)
    (values<float>(t), values<float>(x), x.dim(-1), values<float>(kept), values<float>(dloss),
     values<float>(dx), begin, end);
  });
}

void Crossentropy::binary(const Tensor& t, const Tensor& x, Tensor& loss) const {
  if (x.dtype() != DType::float32) return reference::Crossentropy::binary(t, x, loss);
  parallel_for(x.size(), grain, [&](std::int64_t begin, std::int64_t end) {
    BERAS_DISPATCH(binary)
    (values<float>(t), values<float>(x), values<float>(loss), begin, end);
  });
}

void Crossentropy::binary_gradient(const Tensor& t, const Tensor& x, const Tensor& dloss,
                                   Tensor& dx) const {
  if (x.dtype() != DType::float32) {
    return reference::Crossentropy::binary_gradient(t, x, dloss, dx);
  }
  parallel_for(x.size(), grain, [&](std::int64_t begin, std::int64_t end) {
    BERAS_DISPATCH(binary_gradient)
    (values<float>(t), values<float>(x), values<float>(dloss), values<float>(dx), begin, end);
  });
}

}  // namespace beras::backend::cpu
#endif
