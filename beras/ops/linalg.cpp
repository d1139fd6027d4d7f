#include <beras/ops/linalg.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <beras/base/error.h>
#include <beras/base/in_name_of_internal.h>
#include <beras/ops/binary.h>
#include <beras/ops/cast.h>
#include <beras/ops/compute_dtype_internal.h>
#include <beras/ops/matmul.h>
#include <beras/ops/reduce.h>
#include <beras/ops/root_internal.h>
#include <beras/ops/shape.h>
#include <beras/ops/singular_values_internal.h>
#include <beras/ops/symbolic_internal.h>
#include <beras/ops/unary.h>
#include <beras/tensor/operators.h>

namespace beras::ops {
namespace {

Shape lengths(const Tensor& x, const Shape& axes) {
  Shape result;
  for (const std::int64_t axis : axes) result.push_back(x.dim(axis));
  return result;
}

Shape joined(Shape first, const Shape& second) {
  for (const std::int64_t entry : second) first.push_back(entry);
  return first;
}

Shape resolved(const Shape& axes, const Tensor& x) {
  return Axes(std::vector<std::int64_t>(axes.begin(), axes.end())).ordered(x.rank(), "tensordot");
}

/// The axes of `x` that are not in `axes`.
Shape others(const Tensor& x, const Shape& axes) {
  Shape result;
  for (std::int64_t axis = 0; axis < static_cast<std::int64_t>(x.rank()); ++axis) {
    if (std::find(axes.begin(), axes.end(), axis) == axes.end()) result.push_back(axis);
  }
  return result;
}

Shape range(std::int64_t begin, std::int64_t end) {
  Shape result;
  for (std::int64_t i = begin; i < end; ++i) result.push_back(i);
  return result;
}

Tensor vector_norm(const Tensor& x, double p, const Axes& axis, bool keepdims) {
  if (p == 2) return root(sum(square(x), axis, keepdims));
  if (p == 1) return sum(abs(x), axis, keepdims);
  if (p == 0) return cast(count_nonzero(x, axis, keepdims), x.dtype());
  if (std::isinf(p)) return p > 0 ? max(abs(x), axis, keepdims) : min(abs(x), axis, keepdims);
  return power_flat_at_zero(sum(power_flat_at_zero(abs(x), p), axis, keepdims), 1 / p);
}

Tensor without(const Tensor& norms, const Axes& axes, bool keepdims) {
  return keepdims ? norms : squeeze(norms, axes);
}

/// Along the first of the axes lie the rows, along the second the columns.
Tensor matrix_norm(const Tensor& x, double p, const Axes& axes, bool keepdims) {
  const Shape places = axes.ordered(x.rank(), "norm");
  const bool sums_rows = std::isinf(p);
  const auto summed = static_cast<int>(places[sums_rows ? 1 : 0]);
  const auto compared = static_cast<int>(places[sums_rows ? 0 : 1]);
  const Tensor sums = sum(abs(x), summed, true);
  const Tensor result = p > 0 ? max(sums, compared, true) : min(sums, compared, true);
  return without(result, axes, keepdims);
}

/// The orders 2, -2 and "nuc".
Tensor spectral_norm(const Tensor& x, const NormOrder& ord, const Axes& axes, bool keepdims) {
  const Shape places = axes.ordered(x.rank(), "norm");
  const Tensor values = singular_values(moveaxis(x, places, {-2, -1}));
  const Tensor result = !ord.name().empty() ? sum(values, -1)
                        : ord.p() > 0       ? max(values, -1)
                                            : min(values, -1);
  return keepdims ? expand_dims(result, axes) : result;
}

/// Of float32 or float64.
Tensor wide_norm(const Tensor& floats, const NormOptions& options) {
  const auto& [given, axes, keepdims] = options;
  if (!given) return vector_norm(floats, 2, axes, keepdims);
  const NormOrder& ord = *given;
  const std::size_t count = axes.resolve(floats.rank(), "norm").size();
  if (count != 1 && count != 2) {
    throw ValueError("norm", "one axis of vectors or two of matrices",
                     std::to_string(count) + " axes");
  }
  const bool is_named = !ord.name().empty();
  const bool of_matrix = count == 2;
  if (ord.name() == "fro" && of_matrix) return vector_norm(floats, 2, axes, keepdims);
  if ((ord.name() == "nuc" || (!is_named && std::abs(ord.p()) == 2)) && of_matrix)
    return spectral_norm(floats, ord, axes, keepdims);
  if (is_named) {
    throw ValueError("norm", "a number, or \"fro\" or \"nuc\" for matrices, as order",
                     '"' + ord.name() + '"');
  }
  if (!of_matrix) return vector_norm(floats, ord.p(), axes, keepdims);
  if (!std::isinf(ord.p()) && std::abs(ord.p()) != 1) {
    throw ValueError("norm", "the order \"fro\", \"nuc\", 1, -1, 2, -2, inf or -inf for matrices",
                     std::to_string(ord.p()));
  }
  return matrix_norm(floats, ord.p(), axes, keepdims);
}

}  // namespace

Tensor dot(const Tensor& x1, const Tensor& x2) {
  BERAS_NOTE_SYMBOLIC(dot, x1, x2);
  return in_name_of("dot", [&] {
    if (x1.rank() == 0 || x2.rank() == 0) return multiply(x1, x2);
    return tensordot(x1, x2, Shape{-1}, Shape{x2.rank() == 1 ? -1 : -2});
  });
}

Tensor vdot(const Tensor& x1, const Tensor& x2) {
  BERAS_NOTE_SYMBOLIC(vdot, x1, x2);
  return in_name_of("vdot", [&] { return tensordot(ravel(x1), ravel(x2), 1); });
}

Tensor inner(const Tensor& x1, const Tensor& x2) {
  BERAS_NOTE_SYMBOLIC(inner, x1, x2);
  return in_name_of("inner", [&] {
    if (x1.rank() == 0 || x2.rank() == 0) return multiply(x1, x2);
    return tensordot(x1, x2, Shape{-1}, Shape{-1});
  });
}

Tensor outer(const Tensor& x1, const Tensor& x2) {
  BERAS_NOTE_SYMBOLIC(outer, x1, x2);
  return multiply(reshape(x1, {x1.size(), 1}), reshape(x2, {1, x2.size()}));
}

Tensor tensordot(const Tensor& x1, const Tensor& x2, std::int64_t axes) {
  BERAS_NOTE_SYMBOLIC(tensordot, x1, x2, axes);
  const auto rank1 = static_cast<std::int64_t>(x1.rank());
  const auto rank2 = static_cast<std::int64_t>(x2.rank());
  if (axes < 0 || axes > std::min(rank1, rank2)) {
    throw ValueError("tensordot", "at most as many axes as either tensor has",
                     std::to_string(axes) + " for inputs of shapes " + to_string(x1.shape()) +
                         " and " + to_string(x2.shape()));
  }
  return tensordot(x1, x2, range(rank1 - axes, rank1), range(0, axes));
}

Tensor tensordot(const Tensor& x1, const Tensor& x2, const Shape& axes1, const Shape& axes2) {
  if (any_is_symbolic(x1, x2)) [[unlikely]] {
    const auto again = [](const Tensor& a, const Tensor& b, const std::vector<Shape>& axes) {
      return tensordot(a, b, axes[0], axes[1]);
    };
    return note_symbolic("tensordot", again, x1, x2, std::vector<Shape>{axes1, axes2});
  }
  if (axes1.size() != axes2.size()) {
    throw ValueError("tensordot", "two lists of axes of one length",
                     to_string(axes1) + " and " + to_string(axes2));
  }
  const Shape summed1 = resolved(axes1, x1);
  const Shape summed2 = resolved(axes2, x2);
  const Shape common = lengths(x1, summed1);
  if (common != lengths(x2, summed2)) {
    throw ShapeError(
        "tensordot",
        "axes " + to_string(axes1) + " of x1 as long as " + to_string(axes2) + " of x2",
        "inputs of shapes " + to_string(x1.shape()) + " and " + to_string(x2.shape()));
  }
  const Shape free1 = others(x1, summed1);
  const Shape free2 = others(x2, summed2);
  const std::int64_t count = element_count(common);
  const Shape left{element_count(lengths(x1, free1)), count};
  const Shape right{count, element_count(lengths(x2, free2))};
  const Tensor product = matmul(reshape(transpose(x1, joined(free1, summed1)), left),
                                reshape(transpose(x2, joined(summed2, free2)), right));
  return reshape(product, joined(lengths(x1, free1), lengths(x2, free2)));
}

static auto option_fields(const NormOptions& options) {
  Config order;
  if (options.ord && options.ord->name().empty())
    order = options.ord->p();
  else if (options.ord)
    order = options.ord->name();
  return std::tuple(order, options.axis, options.keepdims);
}

Tensor norm(const Tensor& x, const NormOptions& options) {
  BERAS_NOTE_SYMBOLIC(norm, x, options);
  return in_name_of("norm", [&] {
    return cast(wide_norm(cast(x, compute_dtype(x.dtype())), options), result_dtype(x.dtype()));
  });
}

}  // namespace beras::ops
