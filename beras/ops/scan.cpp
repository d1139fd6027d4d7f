#include <beras/ops/scan.h>

#include <string>

#include <beras/backend/scan.h>
#include <beras/core/primitive.h>
#include <beras/core/scopes.h>
#include <beras/ops/cast.h>
#include <beras/ops/count_dtype_internal.h>
#include <beras/ops/indexing.h>
#include <beras/ops/join.h>
#include <beras/ops/shape.h>
#include <beras/ops/symbolic_internal.h>
#include <beras/tensor/device_of.h>
#include <beras/tensor/operators.h>

namespace beras::ops {
namespace {

using backend::ScanKind;

/// A scan along the last axis.
struct Scan : Primitive<Scan> {
  explicit Scan(ScanKind which) : kind(which) {}

  Tensor call(const Tensor& x) const override {
    const DType dtype = sum_dtype(x.dtype(), x.dim(-1));
    Tensor out = Tensor::empty(x.shape(), dtype, device_of(x));
    backend::scan(out.device())->scan(kind, cast(x, dtype).contiguous(), out);
    return out;
  }
  Tensors compose_input_gradients(const Tensors& J) const override {
    if (kind == ScanKind::cumsum) return {flip(cumsum(flip(J[0], -1), -1), -1)};
    const Tensor x = inputs()[0].contiguous();
    Tensor dx = Tensor::empty(x.shape(), x.dtype(), device_of(x, J[0]));
    backend::scan(dx.device())->cumprod_gradient(x, J[0].contiguous(), dx);
    return {dx};
  }
  /// The product of 1, 2, 4, 8 ... factors up to each place.
  std::optional<Tensors> composition(const Arguments& arguments) const override {
    if (kind == ScanKind::cumsum) return std::nullopt;
    Tensor y = arguments[0];
    const std::int64_t length = y.dim(-1);
    for (std::int64_t done = 1; done < length; done *= 2) {
      Shape head = y.shape();
      head.back() = done;
      const Tensor before = y[{ellipsis, Slice{0, length - done}}];
      y = y * concatenate({Tensor::ones(head, y.dtype(), device_of(y)), before}, -1);
    }
    return Tensors{y};
  }
  std::string label() const override { return std::string(kind_name(kind)); }

  ScanKind kind;
};

Tensor along(ScanKind kind, const Tensor& x, std::optional<std::int64_t> axis) {
  if (!axis) return Scan(kind)(ravel(x));
  const auto at = static_cast<std::int64_t>(resolve_axis(*axis, x.rank(), kind_name(kind)));
  return moveaxis(Scan(kind)(moveaxis(x, at, -1)), -1, at);
}

}  // namespace

Tensor cumsum(const Tensor& x, std::optional<std::int64_t> axis) {
  BERAS_NOTE_SYMBOLIC(cumsum, x, axis);
  return along(ScanKind::cumsum, x, axis);
}

Tensor cumprod(const Tensor& x, std::optional<std::int64_t> axis) {
  BERAS_NOTE_SYMBOLIC(cumprod, x, axis);
  return along(ScanKind::cumprod, x, axis);
}

}  // namespace beras::ops
