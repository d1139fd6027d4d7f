#include <beras/ops/linspace.h>

#include <beras/ops/cast.h>
#include <beras/ops/shape.h>
#include <beras/ops/symbolic_internal.h>
#include <beras/ops/unary.h>
#include <beras/tensor/device_of.h>
#include <beras/tensor/operators.h>

namespace beras::ops {

static auto option_fields(const LinspaceOptions& options) {
  return std::tie(options.endpoint, options.dtype);
}

Tensor linspace(const Tensor& start, const Tensor& stop, std::int64_t num, LinspaceOptions options,
                std::int64_t axis) {
  BERAS_NOTE_SYMBOLIC(linspace, start, stop, num, options, axis);
  const Shape shape = broadcast_shapes(start.shape(), stop.shape(), "linspace");
  const std::size_t place = resolve_axis(axis, shape.size() + 1, "linspace");
  Shape along(shape.size() + 1, 1);
  along[0] = num;
  const Tensor share =
      linspace(0.0, 1.0, num, {.endpoint = options.endpoint, .dtype = DType::float64})
          .to(device_of(start, stop))
          .reshape(along);
  // Both ends are met exactly, which start + share (stop - start) does not.
  const Tensor numbers =
      cast(start, DType::float64) * (1.0 - share) + cast(stop, DType::float64) * share;
  const Tensor whole = is_floating(options.dtype) ? numbers : floor(numbers);
  return cast(moveaxis(whole, 0, static_cast<std::int64_t>(place)), options.dtype);
}

}  // namespace beras::ops
