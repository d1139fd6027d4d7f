#include <beras/initializers/orthogonal.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include <beras/base/error.h>
#include <beras/initializers/random.h>
#include <beras/initializers/seeded_internal.h>

namespace beras::initializers {
namespace {

// Gram-Schmidt on `count` rows of `length` >= `count` numbers. Each row is projected twice, which
// makes the rows orthogonal to rounding. The lengths it divides by are the diagonal of R, so that
// diagonal is positive.
void orthonormalize_rows(std::vector<double>& values, std::int64_t count, std::int64_t length) {
  for (std::int64_t i = 0; i < count; ++i) {
    double* row = values.data() + i * length;
    for (int pass = 0; pass < 2; ++pass) {
      for (std::int64_t k = 0; k < i; ++k) {
        const double* other = values.data() + k * length;
        const double along = std::inner_product(row, row + length, other, 0.0);
        std::transform(row, row + length, other, row,
                       [along](double x, double direction) { return x - along * direction; });
      }
    }
    const double norm = std::sqrt(std::inner_product(row, row + length, row, 0.0));
    std::for_each(row, row + length, [norm](double& x) { x /= norm; });
  }
}

}  // namespace

Orthogonal::Orthogonal(OrthogonalOptions options)
    : options_(options), seed_(drawn_seed(options.seed)) {}

Tensor Orthogonal::operator()(const Shape& shape, DType dtype) const {
  if (shape.size() < 2) {
    throw ShapeError("Orthogonal", "a shape of rank 2 or more", "shape " + to_string(shape));
  }
  if (!default_device().holds_values()) return Tensor::empty(shape, dtype);
  const std::int64_t columns = shape.back();
  const std::int64_t rows = columns == 0 ? 0 : element_count(shape) / columns;
  const std::int64_t count = std::min(rows, columns), length = std::max(rows, columns);
  const RandomNormal normal({.stddev = 1.0, .seed = seed_});
  std::vector<double> basis = normal({count, length}, DType::float64).to_vector<double>();
  orthonormalize_rows(basis, count, length);
  std::for_each(basis.begin(), basis.end(), [this](double& x) { x *= options_.gain; });
  const Tensor matrix(basis, {count, length});
  Tensor result = Tensor::empty(shape, dtype);
  Tensor(result.as_strided({rows, columns}, {columns, 1}, 0))
      .assign(rows < columns ? matrix : matrix.as_strided({rows, columns}, {1, length}, 0));
  return result;
}

}  // namespace beras::initializers
