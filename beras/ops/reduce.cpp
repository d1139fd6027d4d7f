#include <beras/ops/reduce.h>

#include <algorithm>
#include <limits>
#include <string>

#include <beras/backend/reduce.h>
#include <beras/base/error.h>
#include <beras/base/in_name_of_internal.h>
#include <beras/core/primitive.h>
#include <beras/core/scopes.h>
#include <beras/ops/binary.h>
#include <beras/ops/cast.h>
#include <beras/ops/compute_dtype_internal.h>
#include <beras/ops/count_dtype_internal.h>
#include <beras/ops/flat_internal.h>
#include <beras/ops/root_internal.h>
#include <beras/ops/scan.h>
#include <beras/ops/select.h>
#include <beras/ops/shape.h>
#include <beras/ops/symbolic_internal.h>
#include <beras/ops/unary.h>
#include <beras/tensor/device_of.h>
#include <beras/tensor/operators.h>

namespace beras {
namespace ops {
namespace {

using backend::ArgumentKind;
using backend::ReduceKind;

/// The shapes of a reduction of `x` along sorted axes, and `x` with those axes moved to the end.
struct Reduced {
  Reduced(const Tensor& x, const Shape& axes) {
    Shape shape;
    Strides strides, reduced_strides;
    Shape reduced_shape;
    for (std::size_t axis = 0; axis < x.rank(); ++axis) {
      const bool is_reduced =
          std::binary_search(axes.begin(), axes.end(), static_cast<std::int64_t>(axis));
      (is_reduced ? reduced_shape : kept).push_back(x.shape()[axis]);
      (is_reduced ? reduced_strides : strides).push_back(x.strides()[axis]);
      with_ones.push_back(is_reduced ? 1 : x.shape()[axis]);
    }
    shape = kept;
    for (const std::int64_t length : reduced_shape) shape.push_back(length);
    for (const std::int64_t stride : reduced_strides) strides.push_back(stride);
    view = x.as_strided(shape, strides, 0);
    count = element_count(reduced_shape);
  }

  Shape kept;
  Shape with_ones;
  Tensor view;
  std::int64_t count;  // of the elements that become one
};

void check_not_empty(std::string_view who, const Tensor& x, const Shape& axes) {
  for (const std::int64_t axis : axes) {
    if (x.shape()[axis] > 0) continue;
    throw ValueError(who, "at least one element to choose from",
                     "a tensor of shape " + to_string(x.shape()));
  }
}

/// The dtype that the elements are reduced in.
DType computed_dtype(ReduceKind kind, DType dtype) {
  switch (kind) {
    case ReduceKind::mean:
      return result_dtype(dtype);
    case ReduceKind::any:
    case ReduceKind::all:
      return DType::boolean;
    default:
      return dtype;
  }
}

/// The dtype of what `count` elements of a dtype give.
DType reduced_dtype(ReduceKind kind, DType dtype, std::int64_t count) {
  if (kind == ReduceKind::sum) return sum_dtype(dtype, count);
  return kind == ReduceKind::prod && item_size(dtype) == 1 ? DType::int32 : dtype;
}

Tensor evaluate(ReduceKind kind, const Tensor& given, const Shape& axes, bool keepdims) {
  if (kind == ReduceKind::max || kind == ReduceKind::min) {
    check_not_empty(kind_name(kind), given, axes);
  }
  const Tensor x = cast(given, computed_dtype(kind, given.dtype()));
  const Reduced reduced(x, axes);
  Tensor out =
      Tensor::empty(reduced.kept, reduced_dtype(kind, x.dtype(), reduced.count), device_of(x));
  backend::reduce(out.device())->reduce(kind, reduced.view, out);
  return keepdims ? out.reshape(reduced.with_ones) : out;
}

struct Reduction : Primitive<Reduction> {
  Reduction(ReduceKind which, const Shape& along, bool keep)
      : kind(which), axes(along), keepdims(keep) {}

  Tensor call(const Tensor& x) const override { return evaluate(kind, x, axes, keepdims); }

  Tensors compose_input_gradients(const Tensors& J) const override {
    const Tensor& x = inputs()[0];
    // Shares are formed in float32 at least: a half holds no large count, and no small share.
    const Tensor dy = cast(J[0].reshape(with_ones(x)), compute_dtype(x.dtype()));
    const auto spread_share = [&](const Tensor& share) {
      return broadcast_to(cast(share, x.dtype()), x.shape());
    };
    switch (kind) {
      case ReduceKind::sum:
        return {spread_share(dy)};
      case ReduceKind::mean:
        return {
            spread_share(dy * (static_cast<double>(dy.size()) / static_cast<double>(x.size())))};
      case ReduceKind::prod:
        return {cast(dy * other_factors(cast(x, dy.dtype())), x.dtype())};
      case ReduceKind::max:
      case ReduceKind::min: {
        const Tensor chosen = x == outputs()[0].reshape(with_ones(x));
        const Tensor share = dy / cast(count_nonzero(chosen, axes_as_argument(), true), dy.dtype());
        return {flat(cast(chosen, x.dtype()) * spread_share(share), x)};
      }
      default:
        return {Tensor()};
    }
  }
  /// A product as the end of a running one, whose derivatives of any order are exact.
  std::optional<Tensors> composition(const Arguments& arguments) const override {
    if (kind != ReduceKind::prod) return std::nullopt;
    const Tensor& x = arguments[0];
    Shape order, shape;
    for (std::size_t axis = 0; axis < x.rank(); ++axis) {
      if (is_reduced(axis)) continue;
      order.push_back(static_cast<std::int64_t>(axis));
      shape.push_back(x.shape()[axis]);
    }
    Shape with_factors = shape;
    with_factors.push_back(1);
    for (const std::int64_t axis : axes) {
      order.push_back(axis);
      with_factors.back() *= x.shape()[axis];
    }
    if (with_factors.back() == 0) return std::nullopt;
    const Tensor products = cumprod(transpose(x, order).reshape(with_factors), -1);
    const Tensor product = products[{ellipsis, -1}];
    return Tensors{keepdims ? product.reshape(with_ones(x)) : product};
  }
  double flops(const Arguments& arguments, const Tensors&) const override {
    return static_cast<double>(arguments[0].size());
  }
  std::string label() const override { return std::string(kind_name(kind)); }

  bool is_reduced(std::size_t axis) const {
    return std::binary_search(axes.begin(), axes.end(), static_cast<std::int64_t>(axis));
  }
  Axes axes_as_argument() const {
    return Axes(std::vector<std::int64_t>(axes.begin(), axes.end()));
  }
  Shape with_ones(const Tensor& x) const {
    Shape shape = x.shape();
    for (const std::int64_t axis : axes) shape[axis] = 1;
    return shape;
  }
  /// For each element, the product of the others: also where some are 0.
  Tensor other_factors(const Tensor& x) const {
    const Tensor is_zero = x == 0;
    const Tensor zeros = ops::sum(is_zero, axes_as_argument(), true);
    const Tensor nonzero = where(is_zero, 1, x);
    const Tensor product = ops::prod(nonzero, axes_as_argument(), true);
    return where(is_zero, where(zeros == 1, product, 0), where(zeros == 0, product / nonzero, 0));
  }

  ReduceKind kind;
  Shape axes;
  bool keepdims;
};

Tensor apply(ReduceKind kind, const Tensor& x, const Axes& axes, bool keepdims) {
  const Shape along = axes.resolve(x.rank(), kind_name(kind));
  return is_watched() ? Reduction(kind, along, keepdims)(x) : evaluate(kind, x, along, keepdims);
}

Tensor evaluate(ArgumentKind kind, const Tensor& x, const Shape& axes, bool keepdims) {
  check_not_empty(kind_name(kind), x, axes);
  const Reduced reduced(x, axes);
  Tensor out = Tensor::empty(reduced.kept, position_dtype(reduced.count), device_of(x));
  backend::reduce(out.device())->argument(kind, reduced.view, out);
  return keepdims ? out.reshape(reduced.with_ones) : out;
}

struct Argument : Primitive<Argument> {
  Argument(ArgumentKind which, const Shape& along, bool keep)
      : kind(which), axes(along), keepdims(keep) {}
  Tensor call(const Tensor& x) const override { return evaluate(kind, x, axes, keepdims); }
  Tensors compose_input_gradients(const Tensors&) const override { return {Tensor()}; }
  std::string label() const override { return std::string(kind_name(kind)); }

  ArgumentKind kind;
  Shape axes;
  bool keepdims;
};

Tensor apply(ArgumentKind kind, const Tensor& x, std::optional<std::int64_t> axis, bool keepdims) {
  const Axes axes = axis ? Axes({*axis}) : Axes();
  const Shape along = axes.resolve(x.rank(), kind_name(kind));
  return Argument(kind, along, keepdims)(x);
}

}  // namespace

Tensor sum(const Tensor& x, const Axes& axes, bool keepdims) {
  BERAS_NOTE_SYMBOLIC(sum, x, axes, keepdims);
  return apply(ReduceKind::sum, x, axes, keepdims);
}
Tensor prod(const Tensor& x, const Axes& axes, bool keepdims) {
  BERAS_NOTE_SYMBOLIC(prod, x, axes, keepdims);
  return apply(ReduceKind::prod, x, axes, keepdims);
}
Tensor mean(const Tensor& x, const Axes& axes, bool keepdims) {
  BERAS_NOTE_SYMBOLIC(mean, x, axes, keepdims);
  return apply(ReduceKind::mean, x, axes, keepdims);
}
Tensor max(const Tensor& x, const Axes& axes, bool keepdims) {
  BERAS_NOTE_SYMBOLIC(max, x, axes, keepdims);
  return apply(ReduceKind::max, x, axes, keepdims);
}
Tensor min(const Tensor& x, const Axes& axes, bool keepdims) {
  BERAS_NOTE_SYMBOLIC(min, x, axes, keepdims);
  return apply(ReduceKind::min, x, axes, keepdims);
}
Tensor max(const Tensor& x, const Axes& axes, bool keepdims, Scalar initial) {
  BERAS_NOTE_SYMBOLIC(max, x, axes, keepdims, initial);
  return in_name_of("max", [&] {
    const Tensor bound(initial, x.dtype(), device_of(x));
    if (x.size() > 0) return maximum(max(x, axes, keepdims), bound);
    return broadcast_to(bound, any(x, axes, keepdims).shape()).copy();
  });
}
Tensor min(const Tensor& x, const Axes& axes, bool keepdims, Scalar initial) {
  BERAS_NOTE_SYMBOLIC(min, x, axes, keepdims, initial);
  return in_name_of("min", [&] {
    const Tensor bound(initial, x.dtype(), device_of(x));
    if (x.size() > 0) return minimum(min(x, axes, keepdims), bound);
    return broadcast_to(bound, any(x, axes, keepdims).shape()).copy();
  });
}
Tensor any(const Tensor& x, const Axes& axes, bool keepdims) {
  BERAS_NOTE_SYMBOLIC(any, x, axes, keepdims);
  return apply(ReduceKind::any, x, axes, keepdims);
}
Tensor all(const Tensor& x, const Axes& axes, bool keepdims) {
  BERAS_NOTE_SYMBOLIC(all, x, axes, keepdims);
  return apply(ReduceKind::all, x, axes, keepdims);
}

Tensor var(const Tensor& x, const Axes& axes, bool keepdims) {
  BERAS_NOTE_SYMBOLIC(var, x, axes, keepdims);
  return in_name_of("var", [&] {
    const Tensor wide = cast(x, compute_dtype(x.dtype()));
    const Tensor variance = mean(square(wide - mean(wide, axes, true)), axes, keepdims);
    return cast(variance, result_dtype(x.dtype()));
  });
}

Tensor std(const Tensor& x, const Axes& axes, bool keepdims) {
  BERAS_NOTE_SYMBOLIC(std, x, axes, keepdims);
  return in_name_of("std", [&] {
    const Tensor wide = cast(x, compute_dtype(x.dtype()));
    return cast(root(var(wide, axes, keepdims)), result_dtype(x.dtype()));
  });
}

Tensor logsumexp(const Tensor& x, const Axes& axes, bool keepdims) {
  BERAS_NOTE_SYMBOLIC(logsumexp, x, axes, keepdims);
  return in_name_of("logsumexp", [&] {
    const Tensor numbers = cast(x, compute_dtype(x.dtype()));
    const double lowest = -std::numeric_limits<double>::infinity();  // of no elements
    const Tensor largest = max(numbers.detach(), axes, true, lowest);
    const Tensor shift = where(isfinite(largest), largest, 0);
    const Tensor sums = log(sum(exp(numbers - shift), axes, true)) + shift;
    return cast(keepdims ? sums : squeeze(sums, axes), result_dtype(x.dtype()));
  });
}

Tensor count_nonzero(const Tensor& x, const Axes& axes, bool keepdims) {
  BERAS_NOTE_SYMBOLIC(count_nonzero, x, axes, keepdims);
  return in_name_of("count_nonzero", [&] { return sum(cast(x, DType::boolean), axes, keepdims); });
}

Tensor argmax(const Tensor& x, std::optional<std::int64_t> axis, bool keepdims) {
  BERAS_NOTE_SYMBOLIC(argmax, x, axis, keepdims);
  return apply(ArgumentKind::argmax, x, axis, keepdims);
}
Tensor argmin(const Tensor& x, std::optional<std::int64_t> axis, bool keepdims) {
  BERAS_NOTE_SYMBOLIC(argmin, x, axis, keepdims);
  return apply(ArgumentKind::argmin, x, axis, keepdims);
}

}  // namespace ops

Tensor Tensor::sum(const Axes& axes, bool keepdims) const {
  return ops::sum(*this, axes, keepdims);
}
Tensor Tensor::mean(const Axes& axes, bool keepdims) const {
  return ops::mean(*this, axes, keepdims);
}
Tensor Tensor::max(const Axes& axes, bool keepdims) const {
  return ops::max(*this, axes, keepdims);
}
Tensor Tensor::min(const Axes& axes, bool keepdims) const {
  return ops::min(*this, axes, keepdims);
}

}  // namespace beras
