#include <beras/backend/reference/norm.h>

#include <cmath>

#include <beras/backend/reference/rows_internal.h>

namespace beras::backend::reference {
namespace {

/// The elements that share a statistic: row or column `which` of a matrix.
struct Line {
  std::int64_t start, step, count;
};
struct Matrix {
  explicit Matrix(const Tensor& x) : rows(x.dim(0)), columns(x.dim(1)) {}
  Line row(std::int64_t r) const { return {r * columns, 1, columns}; }
  Line column(std::int64_t c) const { return {c, columns, rows}; }
  std::int64_t rows, columns;
};

template <typename Term>
double average(const Line& line, const Term& term) {
  double sum = 0;
  for (std::int64_t i = 0; i < line.count; ++i) sum += term(line.start + i * line.step);
  return sum / static_cast<double>(line.count);
}

struct Moments {
  double mean, variance;
};

template <typename T>
Moments moments(const T* x, const Line& line) {
  const double mean = average(line, [&](std::int64_t i) { return x[i]; });
  return {mean, average(line, [&](std::int64_t i) { return (x[i] - mean) * (x[i] - mean); })};
}

template <typename T>
void normalize(const T* x, const Line& line, T mean, T inverse, const T* gamma, const T* beta,
               std::int64_t columns, T* y) {
  for (std::int64_t k = 0, i = line.start; k < line.count; ++k, i += line.step) {
    y[i] = (x[i] - mean) * inverse * gamma[i % columns] + beta[i % columns];
  }
}

template <typename T>
void line_gradient(const T* x, const Line& line, T mean, T inverse, const T* gamma,
                   std::int64_t columns, const T* dy, T* dx) {
  const auto n = [&](std::int64_t i) { return (x[i] - mean) * inverse; };
  const auto h = [&](std::int64_t i) { return dy[i] * gamma[i % columns]; };
  const double average_h = average(line, h);
  const double average_hn = average(line, [&](std::int64_t i) { return h(i) * n(i); });
  for (std::int64_t k = 0, i = line.start; k < line.count; ++k, i += line.step) {
    dx[i] = static_cast<T>(inverse * (h(i) - average_h - n(i) * average_hn));
  }
}

/// dgamma and dbeta, where element i has the statistic statistic_of(row, column).
template <typename T, typename StatisticOf>
void parameter_gradients(const Matrix& matrix, const T* x, const T* mean, const T* inverse,
                         const T* dy, T* dgamma, T* dbeta, const StatisticOf& statistic_of) {
  for (std::int64_t c = 0; c < matrix.columns; ++c) {
    double gamma_sum = 0, beta_sum = 0;
    for (std::int64_t r = 0; r < matrix.rows; ++r) {
      const std::int64_t i = r * matrix.columns + c, statistic = statistic_of(r, c);
      gamma_sum += dy[i] * (x[i] - mean[statistic]) * inverse[statistic];
      beta_sum += dy[i];
    }
    dgamma[c] = static_cast<T>(gamma_sum);
    dbeta[c] = static_cast<T>(beta_sum);
  }
}

}  // namespace

void Norm::layer(const Tensor& x, const Tensor& gamma, const Tensor& beta, double epsilon,
                 Tensor& mean, Tensor& inverse, Tensor& y) const {
  const Matrix matrix(x);
  visit_float(x.dtype(), [&]<typename T>(T) {
    for (std::int64_t r = 0; r < matrix.rows; ++r) {
      const Moments row = moments(values<T>(x), matrix.row(r));
      values<T>(mean)[r] = static_cast<T>(row.mean);
      values<T>(inverse)[r] = static_cast<T>(1 / std::sqrt(row.variance + epsilon));
      normalize(values<T>(x), matrix.row(r), values<T>(mean)[r], values<T>(inverse)[r],
                values<T>(gamma), values<T>(beta), matrix.columns, values<T>(y));
    }
  });
}

void Norm::layer_gradient(const Tensor& x, const Tensor& mean, const Tensor& inverse,
                          const Tensor& gamma, const Tensor& dy, Tensor& dx, Tensor& dgamma,
                          Tensor& dbeta) const {
  const Matrix matrix(x);
  visit_float(x.dtype(), [&]<typename T>(T) {
    for (std::int64_t r = 0; r < matrix.rows; ++r) {
      line_gradient(values<T>(x), matrix.row(r), values<T>(mean)[r], values<T>(inverse)[r],
                    values<T>(gamma), matrix.columns, values<T>(dy), values<T>(dx));
    }
    parameter_gradients(matrix, values<T>(x), values<T>(mean), values<T>(inverse), values<T>(dy),
                        values<T>(dgamma), values<T>(dbeta),
                        [](std::int64_t row, std::int64_t) { return row; });
  });
}

void Norm::batch_moments(const Tensor& x, Tensor& mean, Tensor& variance) const {
  const Matrix matrix(x);
  visit_float(x.dtype(), [&]<typename T>(T) {
    for (std::int64_t c = 0; c < matrix.columns; ++c) {
      const Moments column = moments(values<T>(x), matrix.column(c));
      values<T>(mean)[c] = static_cast<T>(column.mean);
      values<T>(variance)[c] = static_cast<T>(column.variance);
    }
  });
}

void Norm::batch(const Tensor& x, const Tensor& mean, const Tensor& inverse, const Tensor& gamma,
                 const Tensor& beta, Tensor& y) const {
  const Matrix matrix(x);
  visit_float(x.dtype(), [&]<typename T>(T) {
    for (std::int64_t c = 0; c < matrix.columns; ++c) {
      normalize(values<T>(x), matrix.column(c), values<T>(mean)[c], values<T>(inverse)[c],
                values<T>(gamma), values<T>(beta), matrix.columns, values<T>(y));
    }
  });
}

void Norm::batch_gradient(const Tensor& x, const Tensor& mean, const Tensor& inverse,
                          const Tensor& gamma, const Tensor& dy, Tensor& dx, Tensor& dgamma,
                          Tensor& dbeta) const {
  const Matrix matrix(x);
  visit_float(x.dtype(), [&]<typename T>(T) {
    for (std::int64_t c = 0; c < matrix.columns; ++c) {
      line_gradient(values<T>(x), matrix.column(c), values<T>(mean)[c], values<T>(inverse)[c],
                    values<T>(gamma), matrix.columns, values<T>(dy), values<T>(dx));
    }
    parameter_gradients(matrix, values<T>(x), values<T>(mean), values<T>(inverse), values<T>(dy),
                        values<T>(dgamma), values<T>(dbeta),
                        [](std::int64_t, std::int64_t column) { return column; });
  });
}

}  // namespace beras::backend::reference
