#include <beras/ops/reduce.h>

#include <algorithm>
#include <string>

#include <beras/backend/reduce.h>
#include <beras/base/error.h>
#include <beras/core/primitive.h>
#include <beras/core/scopes.h>
#include <beras/ops/binary.h>
#include <beras/ops/cast.h>
#include <beras/ops/scan.h>
#include <beras/ops/select.h>
#include <beras/ops/shape.h>
#include <beras/ops/unary.h>
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
  }

  Shape kept;
  Shape with_ones;
  Tensor view;
};

void check_not_empty(std::string_view who, const Tensor& x, const Shape& axes) {
  for (const std::int64_t axis : axes) {
    if (x.shape()[axis] > 0) continue;
    throw ValueError(who, "at least one element to choose from",
                     "a tensor of shape " + to_string(x.shape()));
  }
}

DType computed_dtype(ReduceKind kind, DType dtype) {
  switch (kind) {
    case ReduceKind::mean:
      return is_floating(dtype) ? dtype : DType::float32;
    case ReduceKind::sum:
    case ReduceKind::prod:
      return item_size(dtype) == 1 ? DType::int32 : dtype;
    case ReduceKind::any:
    case ReduceKind::all:
      return DType::boolean;
    default:
      return dtype;
  }
}

Tensor evaluate(ReduceKind kind, const Tensor& given, const Shape& axes, bool keepdims) {
  if (kind == ReduceKind::max || kind == ReduceKind::min) {
    check_not_empty(kind_name(kind), given, axes);
  }
  const Tensor x = cast(given, computed_dtype(kind, given.dtype()));
  const Reduced reduced(x, axes);
  Tensor out = Tensor::empty(reduced.kept, x.dtype());
  backend::reduce(x.device()).reduce(kind, reduced.view, out);
  return keepdims ? out.reshape(reduced.with_ones) : out;
}

struct Reduction : Primitive<Reduction> {
  Reduction(ReduceKind which, const Shape& along, bool keep)
      : kind(which), axes(along), keepdims(keep) {}

  Tensor call(const Tensor& x) const override { return evaluate(kind, x, axes, keepdims); }

  Tensors compose_input_gradients(const Tensors& J) const override {
    const Tensor& x = inputs()[0];
    const Tensor dy = spread(J[0], x);
    switch (kind) {
      case ReduceKind::sum:
        return {dy};
      case ReduceKind::mean:
        return {dy * (static_cast<double>(J[0].size()) / static_cast<double>(x.size()))};
      case ReduceKind::prod:
        return {dy * other_factors(x)};
      case ReduceKind::max:
      case ReduceKind::min: {
        const Tensor chosen = cast(x == spread(outputs()[0], x), x.dtype());
        return {dy * chosen / ops::sum(chosen, axes_as_argument(), true)};
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
  /// A reduced tensor repeated to the shape of x.
  Tensor spread(const Tensor& reduced, const Tensor& x) const {
    return broadcast_to(reduced.reshape(with_ones(x)), x.shape());
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
  Tensor out = Tensor::empty(reduced.kept, DType::int32);
  backend::reduce(x.device()).argument(kind, reduced.view, out);
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
  return apply(ReduceKind::sum, x, axes, keepdims);
}
Tensor prod(const Tensor& x, const Axes& axes, bool keepdims) {
  return apply(ReduceKind::prod, x, axes, keepdims);
}
Tensor mean(const Tensor& x, const Axes& axes, bool keepdims) {
  return apply(ReduceKind::mean, x, axes, keepdims);
}
Tensor max(const Tensor& x, const Axes& axes, bool keepdims) {
  return apply(ReduceKind::max, x, axes, keepdims);
}
Tensor min(const Tensor& x, const Axes& axes, bool keepdims) {
  return apply(ReduceKind::min, x, axes, keepdims);
}
Tensor max(const Tensor& x, const Axes& axes, bool keepdims, Scalar initial) {
  const Tensor bound(initial, x.dtype());
  if (x.size() > 0) return maximum(max(x, axes, keepdims), bound);
  return broadcast_to(bound, any(x, axes, keepdims).shape()).copy();
}
Tensor min(const Tensor& x, const Axes& axes, bool keepdims, Scalar initial) {
  const Tensor bound(initial, x.dtype());
  if (x.size() > 0) return minimum(min(x, axes, keepdims), bound);
  return broadcast_to(bound, any(x, axes, keepdims).shape()).copy();
}
Tensor any(const Tensor& x, const Axes& axes, bool keepdims) {
  return apply(ReduceKind::any, x, axes, keepdims);
}
Tensor all(const Tensor& x, const Axes& axes, bool keepdims) {
  return apply(ReduceKind::all, x, axes, keepdims);
}

Tensor var(const Tensor& x, const Axes& axes, bool keepdims) {
  const bool is_half = is_floating(x.dtype()) && item_size(x.dtype()) == 2;
  const Tensor wide = is_half ? cast(x, DType::float32) : x;
  const Tensor variance = mean(square(wide - mean(wide, axes, true)), axes, keepdims);
  return is_half ? cast(variance, x.dtype()) : variance;
}

Tensor std(const Tensor& x, const Axes& axes, bool keepdims) {
  return sqrt(var(x, axes, keepdims));
}

Tensor logsumexp(const Tensor& x, const Axes& axes, bool keepdims) {
  const Tensor numbers = is_floating(x.dtype()) ? x : cast(x, DType::float32);
  const Tensor largest = max(numbers.detach(), axes, true);
  const Tensor shift = where(isfinite(largest), largest, 0);
  const Tensor sums = log(sum(exp(numbers - shift), axes, true)) + shift;
  return keepdims ? sums : squeeze(sums, axes);
}

Tensor count_nonzero(const Tensor& x, const Axes& axes, bool keepdims) {
  return sum(cast(x, DType::boolean), axes, keepdims);
}

Tensor argmax(const Tensor& x, std::optional<std::int64_t> axis, bool keepdims) {
  return apply(ArgumentKind::argmax, x, axis, keepdims);
}
Tensor argmin(const Tensor& x, std::optional<std::int64_t> axis, bool keepdims) {
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
