// By Jacobi's one-sided method: columns are rotated against each other until all are orthogonal,
// when their lengths are the singular values. Source: Golub and Van Loan, Matrix Computations, 8.6.
#include <beras/ops/singular_values_internal.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include <beras/base/error.h>
#include <beras/core/primitive.h>
#include <beras/ops/cast.h>
#include <beras/ops/matmul.h>
#include <beras/ops/reduce.h>
#include <beras/ops/shape.h>
#include <beras/tensor/device_of.h>
#include <beras/tensor/operators.h>

namespace beras::ops {
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
void decompose(const double* x, std::size_t m, std::size_t n, double* values, double* u,
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

/// dy (..., n), u (..., n, m), v (..., n, n) give the sum of dy_i u_i v_i^T.
struct SingularValuesGradient : Primitive<SingularValuesGradient> {
  SingularValuesGradient(Tensor left, Tensor right) : u(std::move(left)), v(std::move(right)) {}

  Tensors forward(const Arguments& arguments) const override {
    return {matmul(swapaxes(u * expand_dims(arguments[1], -1), -1, -2), v)};
  }
  Tensors compose_input_gradients(const Tensors& J) const override {
    if (wants_input(0))
      throw ValueError("norm", "first derivatives of the orders 2, -2 and \"nuc\"", "a second one");
    return {Tensor(), sum(matmul(u, J[0]) * v, -1)};
  }
  std::vector<std::string> argument_names() const override { return {"x", "dy"}; }
  std::string label() const override { return "singular_values_gradient"; }

  Tensor u;
  Tensor v;
};

/// x (..., m, n) of float64 with m >= n.
struct SingularValues : Primitive<SingularValues> {
  Tensor call(const Tensor& x) const override {
    const Tensor matrices = x.contiguous();
    const std::int64_t m = x.dim(-2), n = x.dim(-1);
    Shape shape(x.shape().begin(), x.shape().end() - 2);
    shape.push_back(n);
    const Device device = device_of(x);
    Tensor values = Tensor::zeros(shape, DType::float64, device);
    shape.push_back(m);
    Tensor u = Tensor::zeros(shape, DType::float64, device);
    shape.back() = n;
    Tensor v = Tensor::zeros(shape, DType::float64, device);
    const std::int64_t count = values.size() > 0 && device.holds_values() ? values.size() / n : 0;
    for (std::int64_t i = 0; i < count; ++i) {
      decompose(static_cast<const double*>(matrices.raw()) + i * m * n, static_cast<std::size_t>(m),
                static_cast<std::size_t>(n), static_cast<double*>(values.raw()) + i * n,
                static_cast<double*>(u.raw()) + i * n * m,
                static_cast<double*>(v.raw()) + i * n * n);
    }
    save(u.detach());
    save(v.detach());
    return values;
  }
  Tensors compose_input_gradients(const Tensors& J) const override {
    return {SingularValuesGradient(saved(0), saved(1)).apply({inputs()[0], J[0]})[0]};
  }
  std::string label() const override { return "singular_values"; }
};

}  // namespace

Tensor singular_values(const Tensor& x) {
  const Tensor tall = x.dim(-1) > x.dim(-2) ? swapaxes(x, -1, -2) : x;
  return cast(SingularValues()(cast(tall, DType::float64)), x.dtype());
}

}  // namespace beras::ops
