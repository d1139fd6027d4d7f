#include <beras/regularizers/orthogonal_regularizer.h>

#include <utility>

#include <beras/base/epsilon.h>
#include <beras/ops/binary.h>
#include <beras/ops/matmul.h>
#include <beras/ops/reduce.h>
#include <beras/ops/unary.h>
#include <beras/regularizers/factor_internal.h>
#include <beras/tensor/create.h>
#include <beras/tensor/operators.h>

namespace beras::regularizers {

OrthogonalRegularizer::OrthogonalRegularizer(OrthogonalRegularizerOptions options)
    : options_(std::move(options)) {
  const double factor = checked_factor("OrthogonalRegularizer", "factor", options_.factor);
  options_.factor = static_cast<float>(factor);
  if (options_.mode != "rows" && options_.mode != "columns") {
    throw ValueError("OrthogonalRegularizer", "mode \"rows\" or \"columns\"",
                     "\"" + options_.mode + "\"");
  }
}

Tensor OrthogonalRegularizer::operator()(const Tensor& x) const {
  if (x.rank() != 2)
    throw ShapeError("OrthogonalRegularizer", "a matrix", "shape " + to_string(x.shape()));
  const Tensor rows = options_.mode == "rows" ? x : x.T();
  const Tensor squares = ops::sum(ops::square(rows), 1, true);
  const Tensor unit = rows * ops::rsqrt(ops::maximum(squares, epsilon() * epsilon()));
  const std::int64_t count = rows.dim(0);
  const Tensor of_others = 1 - ops::eye(count, std::nullopt, 0, x.dtype()).detach();
  const double pairs = static_cast<double>(count) * static_cast<double>(count - 1) / 2;
  const Tensor products = ops::abs(ops::matmul(unit, unit.T()) * of_others);
  return ops::sum(products) * (options_.factor * 0.5) / pairs;
}

}  // namespace beras::regularizers
