#include <beras/backend/cpu/norm.h>

#include <beras/backend/cpu/dispatch.h>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "beras/backend/cpu/layer_norm.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <cmath>

#include <beras/backend/cpu/sweep-inl.h>

HWY_BEFORE_NAMESPACE();
namespace beras::backend::cpu::HWY_NAMESPACE {
namespace {

FloatVector all(float value) { return hn::Set(Floats(), value); }

/// x - mean, the mean being that of all elements; 0 beyond the end.
template <typename At>
FloatVector centred(const At& at, const float* x, float mean) {
  return hn::Sub(at.load(x, mean), all(mean));
}

template <typename At>
void add_to(const At& at, FloatVector term, float* sums) {
  at.store(hn::Add(at.load(sums), term), sums);
}

}  // namespace

void layer_row(const float* x, const float* gamma, const float* beta, float epsilon,
               std::int64_t columns, float* mean, float* inverse, float* y) {
  const auto count = static_cast<float>(columns);
  // The sum is of distances from the first element: it stays small where the mean is large.
  const float m = x[0] + sweep_sum(columns, [&](const auto& at) HWY_ATTR {
                           return centred(at, x, x[0]);
                         }) / count;
  const float variance = sweep_sum(columns,
                                   [&](const auto& at) HWY_ATTR {
                                     const auto difference = centred(at, x, m);
                                     return hn::Mul(difference, difference);
                                   }) /
                         count;
  const float factor = 1 / std::sqrt(variance + epsilon);
  sweep(0, columns, [&](const auto& at) HWY_ATTR {
    const auto n = hn::Mul(centred(at, x, m), all(factor));
    at.store(hn::MulAdd(n, at.load(gamma), at.load(beta)), y);
  });
  *mean = m;
  *inverse = factor;
}

/// dx of one row; adds to dgamma and dbeta.
void layer_gradient_row(const float* x, float mean, float inverse, const float* gamma,
                        const float* dy, std::int64_t columns, float* dx, float* dgamma,
                        float* dbeta) {
  auto sum_h = hn::Zero(Floats()), sum_hn = hn::Zero(Floats());
  sweep(0, columns, [&](const auto& at) HWY_ATTR {
    const auto upstream = at.load(dy);
    const auto n = hn::Mul(centred(at, x, mean), all(inverse));
    const auto h = hn::Mul(upstream, at.load(gamma));
    sum_h = hn::Add(sum_h, h);
    sum_hn = hn::MulAdd(h, n, sum_hn);
    add_to(at, hn::Mul(upstream, n), dgamma);
    add_to(at, upstream, dbeta);
  });
  const auto count = all(static_cast<float>(columns));
  const auto average_h = hn::Div(hn::SumOfLanes(Floats(), sum_h), count);
  const auto average_hn = hn::Div(hn::SumOfLanes(Floats(), sum_hn), count);
  sweep(0, columns, [&](const auto& at) HWY_ATTR {
    const auto n = hn::Mul(centred(at, x, mean), all(inverse));
    const auto h = hn::Mul(at.load(dy), at.load(gamma));
    const auto rest = hn::NegMulAdd(n, average_hn, hn::Sub(h, average_h));
    at.store(hn::Mul(rest, all(inverse)), dx);
  });
}

void layer_rows(const float* x, const float* gamma, const float* beta, float epsilon,
                std::int64_t columns, float* mean, float* inverse, float* y, std::int64_t begin,
                std::int64_t end) {
  for (std::int64_t r = begin; r < end; ++r) {
    layer_row(x + r * columns, gamma, beta, epsilon, columns, mean + r, inverse + r,
              y + r * columns);
  }
}

void layer_gradient_rows(const float* x, const float* mean, const float* inverse,
                         const float* gamma, const float* dy, std::int64_t columns, float* dx,
                         float* dgamma, float* dbeta, std::int64_t begin, std::int64_t end) {
  for (std::int64_t r = begin; r < end; ++r) {
    layer_gradient_row(x + r * columns, mean[r], inverse[r], gamma, dy + r * columns, columns,
                       dx + r * columns, dgamma, dbeta);
  }
}

}  // namespace beras::backend::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

#include <beras/backend/cpu/column_sums_internal.h>

namespace beras::backend::cpu {
namespace {

BERAS_EXPORT(layer_rows);
BERAS_EXPORT(layer_gradient_rows);

}  // namespace

void Norm::layer(const Tensor& x, const Tensor& gamma, const Tensor& beta, double epsilon,
                 Tensor& mean, Tensor& inverse, Tensor& y) const {
  if (x.dtype() != DType::float32)
    return reference::Norm::layer(x, gamma, beta, epsilon, mean, inverse, y);
  parallel_for(x.dim(0), row_grain(x.dim(1)), [&](std::int64_t begin, std::int64_t end) {
    BERAS_DISPATCH(layer_rows)
    (values<float>(x), values<float>(gamma), values<float>(beta), static_cast<float>(epsilon),
     x.dim(1), values<float>(mean), values<float>(inverse), values<float>(y), begin, end);
  });
}

void Norm::layer_gradient(const Tensor& x, const Tensor& mean, const Tensor& inverse,
                          const Tensor& gamma, const Tensor& dy, Tensor& dx, Tensor& dgamma,
                          Tensor& dbeta) const {
  if (x.dtype() != DType::float32) {
    return reference::Norm::layer_gradient(x, mean, inverse, gamma, dy, dx, dgamma, dbeta);
  }
  ColumnSums<2> sums(x.dim(0), x.dim(1));
  sums.for_pieces([&](float* dgamma_part, float* dbeta_part, std::int64_t begin, std::int64_t end) {
    BERAS_DISPATCH(layer_gradient_rows)
    (values<float>(x), values<float>(mean), values<float>(inverse), values<float>(gamma),
     values<float>(dy), x.dim(1), values<float>(dx), dgamma_part, dbeta_part, begin, end);
  });
  sums.add_up(dgamma, dbeta);
}

}  // namespace beras::backend::cpu
#endif
