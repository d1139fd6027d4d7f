#include <beras/backend/cpu/norm.h>

#include <beras/backend/cpu/dispatch.h>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "beras/backend/cpu/batch_norm.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <algorithm>

#include <beras/backend/cpu/sweep-inl.h>

HWY_BEFORE_NAMESPACE();
namespace beras::backend::cpu::HWY_NAMESPACE {
namespace {

FloatVector all(float value) { return hn::Set(Floats(), value); }

/// (x - mean) inverse, the statistics being those of each element.
template <typename At>
FloatVector normalized(const At& at, const float* x, const float* mean, const float* inverse) {
  return hn::Mul(hn::Sub(at.load(x), at.load(mean)), at.load(inverse));
}

/// sums += term(at, row) for the rows [begin, end), several at a time: adding to memory takes
/// longer than adding to a register.
template <typename Term>
HWY_INLINE void add_rows(std::int64_t begin, std::int64_t end, std::int64_t columns, float* sums,
                         const Term& term) {
  constexpr std::int64_t together = 8;
  for (std::int64_t r = begin; r < end; r += together) {
    const std::int64_t stop = std::min(r + together, end);
    sweep(0, columns, [&](const auto& at) HWY_ATTR {
      auto sum = at.load(sums);
      for (std::int64_t row = r; row < stop; ++row) sum = hn::Add(sum, term(at, row));
      at.store(sum, sums);
    });
  }
}

}  // namespace

/// The means of the columns of some rows, and the sums of squares about them; both begin as 0. Sums
/// are of distances from the first row: they stay small where the mean is large.
void batch_moments_rows(const float* x, std::int64_t columns, float* mean, float* squares,
                        std::int64_t begin, std::int64_t end) {
  const float* first = x + begin * columns;
  add_rows(begin, end, columns, mean, [&](const auto& at, std::int64_t r) HWY_ATTR {
    return hn::Sub(at.load(x + r * columns), at.load(first));
  });
  const auto factor = all(1 / static_cast<float>(end - begin));
  sweep(0, columns, [&](const auto& at) HWY_ATTR {
    at.store(hn::MulAdd(at.load(mean), factor, at.load(first)), mean);
  });
  add_rows(begin, end, columns, squares, [&](const auto& at, std::int64_t r) HWY_ATTR {
    const auto difference = hn::Sub(at.load(x + r * columns), at.load(mean));
    return hn::Mul(difference, difference);
  });
}

void batch_rows(const float* x, const float* mean, const float* scale, const float* beta,
                std::int64_t columns, float* y, std::int64_t begin, std::int64_t end) {
  for (std::int64_t r = begin; r < end; ++r) {
    sweep(0, columns, [&](const auto& at) HWY_ATTR {
      const auto difference = hn::Sub(at.load(x + r * columns), at.load(mean));
      at.store(hn::MulAdd(difference, at.load(scale), at.load(beta)), y + r * columns);
    });
  }
}

/// Adds to dgamma and dbeta.
void batch_parameter_rows(const float* x, const float* mean, const float* inverse, const float* dy,
                          std::int64_t columns, float* dgamma, float* dbeta, std::int64_t begin,
                          std::int64_t end) {
  add_rows(begin, end, columns, dgamma, [&](const auto& at, std::int64_t r) HWY_ATTR {
    return hn::Mul(at.load(dy + r * columns), normalized(at, x + r * columns, mean, inverse));
  });
  add_rows(begin, end, columns, dbeta,
           [&](const auto& at, std::int64_t r) HWY_ATTR { return at.load(dy + r * columns); });
}

/// dx = scale (dy - average_dy - n average_dyn), scale = inverse gamma.
void batch_gradient_rows(const float* x, const float* mean, const float* inverse,
                         const float* scale, const float* average_dy, const float* average_dyn,
                         const float* dy, std::int64_t columns, float* dx, std::int64_t begin,
                         std::int64_t end) {
  for (std::int64_t r = begin; r < end; ++r) {
    sweep(0, columns, [&](const auto& at) HWY_ATTR {
      const auto n = normalized(at, x + r * columns, mean, inverse);
      const auto rest = hn::NegMulAdd(n, at.load(average_dyn),
                                      hn::Sub(at.load(dy + r * columns), at.load(average_dy)));
      at.store(hn::Mul(rest, at.load(scale)), dx + r * columns);
    });
  }
}

}  // namespace beras::backend::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

#include <functional>

#include <beras/backend/cpu/column_sums_internal.h>

namespace beras::backend::cpu {
namespace {

BERAS_EXPORT(batch_moments_rows);
BERAS_EXPORT(batch_rows);
BERAS_EXPORT(batch_parameter_rows);
BERAS_EXPORT(batch_gradient_rows);

std::vector<float> products(const Tensor& a, const Tensor& b) {
  std::vector<float> result(static_cast<std::size_t>(a.size()));
  std::transform(values<float>(a), values<float>(a) + a.size(), values<float>(b), result.begin(),
                 std::multiplies<>());
  return result;
}

std::vector<float> divided(const Tensor& x, std::int64_t count) {
  std::vector<float> result(values<float>(x), values<float>(x) + x.size());
  for (float& value : result) value /= static_cast<float>(count);
  return result;
}

}  // namespace

// Pieces are put together pairwise: the squares about the common mean are those about each mean,
// and those of the means' distances. Source: Chan, Golub & LeVeque, 1979.
void Norm::batch_moments(const Tensor& x, Tensor& mean, Tensor& variance) const {
  if (x.dtype() != DType::float32) return reference::Norm::batch_moments(x, mean, variance);
  ColumnSums<2> pieces(x.dim(0), x.dim(1));
  pieces.for_pieces([&](float* means, float* squares, std::int64_t begin, std::int64_t end) {
    BERAS_DISPATCH(batch_moments_rows)
    (values<float>(x), x.dim(1), means, squares, begin, end);
  });
  struct Column {
    double rows = 0, mean = 0, squares = 0;
  };
  std::vector<Column> columns(static_cast<std::size_t>(x.dim(1)));
  pieces.for_each([&](std::int64_t c, float piece_mean, float squares, std::int64_t piece_rows) {
    Column& column = columns[static_cast<std::size_t>(c)];
    const auto rows = static_cast<double>(piece_rows);
    const double distance = piece_mean - column.mean, total = column.rows + rows;
    column.squares += squares + distance * distance * column.rows * rows / total;
    column.mean += distance * rows / total;
    column.rows = total;
  });
  for (std::size_t c = 0; c < columns.size(); ++c) {
    values<float>(mean)[c] = static_cast<float>(columns[c].mean);
    values<float>(variance)[c] = static_cast<float>(columns[c].squares / columns[c].rows);
  }
}

void Norm::batch(const Tensor& x, const Tensor& mean, const Tensor& inverse, const Tensor& gamma,
                 const Tensor& beta, Tensor& y) const {
  if (x.dtype() != DType::float32) return reference::Norm::batch(x, mean, inverse, gamma, beta, y);
  const std::vector<float> scale = products(inverse, gamma);
  parallel_for(x.dim(0), row_grain(x.dim(1)), [&](std::int64_t begin, std::int64_t end) {
    BERAS_DISPATCH(batch_rows)
    (values<float>(x), values<float>(mean), scale.data(), values<float>(beta), x.dim(1),
     values<float>(y), begin, end);
  });
}

void Norm::batch_gradient(const Tensor& x, const Tensor& mean, const Tensor& inverse,
                          const Tensor& gamma, const Tensor& dy, Tensor& dx, Tensor& dgamma,
                          Tensor& dbeta) const {
  if (x.dtype() != DType::float32) {
    return reference::Norm::batch_gradient(x, mean, inverse, gamma, dy, dx, dgamma, dbeta);
  }
  ColumnSums<2> sums(x.dim(0), x.dim(1));
  sums.for_pieces([&](float* dgamma_part, float* dbeta_part, std::int64_t begin, std::int64_t end) {
    BERAS_DISPATCH(batch_parameter_rows)
    (values<float>(x), values<float>(mean), values<float>(inverse), values<float>(dy), x.dim(1),
     dgamma_part, dbeta_part, begin, end);
  });
  sums.add_up(dgamma, dbeta);
  const std::vector<float> scale = products(inverse, gamma);
  const std::vector<float> average_dy = divided(dbeta, x.dim(0));
  const std::vector<float> average_dyn = divided(dgamma, x.dim(0));
  parallel_for(x.dim(0), row_grain(x.dim(1)), [&](std::int64_t begin, std::int64_t end) {
    BERAS_DISPATCH(batch_gradient_rows)
    (values<float>(x), values<float>(mean), values<float>(inverse), scale.data(), average_dy.data(),
     average_dyn.data(), values<float>(dy), x.dim(1), values<float>(dx), begin, end);
  });
}

}  // namespace beras::backend::cpu
#endif
