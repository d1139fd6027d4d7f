#include <beras/backend/reference/singular_values.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

namespace beras::backend::reference {
namespace {

using Column = std::vector<double>;

double product(const Column& a, const Column& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

void rotate(Column& a, Column& b, double cosine, double sine) {
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double before = a[i];
    a[i] = cosine * before - sine * b[i];
    b[i] = sine * before + cosine * b[i];
  }
}

/// A matrix that becomes U S, and the V for which it was U S V^T, column by column.
struct Rotation {
  /// True if the two were orthogonal already.
  bool make_orthogonal(std::size_t p, std::size_t q) {
    const double along = product(us[p], us[q]);
    const double p2 = product(us[p], us[p]);
    const double q2 = product(us[q], us[q]);
    constexpr double rounding = std::numeric_limits<double>::epsilon();
    if (std::abs(along) <= rounding * std::sqrt(p2) * std::sqrt(q2)) return true;
    const double zeta = (q2 - p2) / (2 * along);
    const double tangent = std::copysign(1 / (std::abs(zeta) + std::hypot(1, zeta)), zeta);
    const double cosine = 1 / std::hypot(1, tangent);
    rotate(us[p], us[q], cosine, cosine * tangent);
    rotate(v[p], v[q], cosine, cosine * tangent);
    return false;
  }
  void run() {
    constexpr int most_sweeps = 60;  // they converge quadratically, in about ten
    bool done = false;
    for (int sweep = 0; sweep < most_sweeps && !done; ++sweep) {
      done = true;
      for (std::size_t q = 1; q < us.size(); ++q)
        for (std::size_t p = 0; p < q; ++p) done = make_orthogonal(p, q) && done;
    }
  }

  std::vector<Column> us;
  std::vector<Column> v;
};

/// Of a matrix m x n with m >= n, row by row in float64: the n values, and u_i and v_i as rows.
void decompose_matrix(const double* x, std::size_t m, std::size_t n, double* values, double* u,
                      double* v) {
  double largest = 0;  // by which all is divided, so that no square overflows
  bool finite = true;
  for (std::size_t i = 0; i < m * n; ++i) {
    largest = std::max(largest, std::abs(x[i]));
    finite = finite && std::isfinite(x[i]);
  }
  if (!finite) {
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    std::fill_n(values, n, nan);
    std::fill_n(u, n * m, nan);
    std::fill_n(v, n * n, nan);
    return;
  }
  if (largest == 0) return;
  Rotation rotation{std::vector<Column>(n, Column(m)), std::vector<Column>(n, Column(n))};
  for (std::size_t j = 0; j < n; ++j) {
    rotation.v[j][j] = 1;
    for (std::size_t i = 0; i < m; ++i) rotation.us[j][i] = x[i * n + j] / largest;
  }
  rotation.run();
  double greatest = 0;
  for (std::size_t j = 0; j < n; ++j) {
    values[j] = std::sqrt(product(rotation.us[j], rotation.us[j]));
    greatest = std::max(greatest, values[j]);
  }
  const double zero = greatest * static_cast<double>(m) * std::numeric_limits<double>::epsilon();
  for (std::size_t j = 0; j < n; ++j) {
    for (std::size_t i = 0; i < m && values[j] > zero; ++i)
      u[j * m + i] = rotation.us[j][i] / values[j];
    std::copy(rotation.v[j].begin(), rotation.v[j].end(), v + j * n);
    values[j] *= largest;
  }
}

}  // namespace

void SingularValues::decompose(const Tensor& x, Tensor& values, Tensor& u, Tensor& v) const {
  const std::int64_t m = x.dim(-2), n = x.dim(-1);
  for (std::int64_t i = 0; i < values.size() / n; ++i) {
    decompose_matrix(static_cast<const double*>(x.raw()) + i * m * n, static_cast<std::size_t>(m),
                     static_cast<std::size_t>(n), static_cast<double*>(values.raw()) + i * n,
                     static_cast<double*>(u.raw()) + i * n * m,
                     static_cast<double*>(v.raw()) + i * n * n);
  }
}

}  // namespace beras::backend::reference
