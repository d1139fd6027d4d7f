#include <algorithm>
#include <string_view>

#include <beras/base/error.h>
#include <beras/base/suggest.h>
#include <beras/core/primitive.h>
#include <beras/ops/indexing.h>
#include <beras/ops/join.h>
#include <beras/ops/symbolic_internal.h>
#include <beras/tensor/copy.h>
#include <beras/tensor/device_of.h>

namespace beras::ops {
namespace {

/// Surrounds with a constant; the gradient is the window on what was surrounded.
struct ConstantPad : Primitive<ConstantPad> {
  ConstantPad(Shape before, Shape padded, Scalar constant)
      : starts(std::move(before)), shape(std::move(padded)), value(constant) {}

  Tensor call(const Tensor& x) const override {
    Tensor result = Tensor::full(shape, value, x.dtype(), device_of(x));
    std::int64_t offset = 0;
    for (std::size_t axis = 0; axis < shape.size(); ++axis) {
      offset += starts[axis] * result.strides()[axis];
    }
    copy_elements(x, result.as_strided(x.shape(), result.strides(), offset));
    return result;
  }
  Tensors compose_input_gradients(const Tensors& J) const override {
    return {slice(J[0], starts, inputs()[0].shape())};
  }
  std::string label() const override { return "pad"; }

  Shape starts;
  Shape shape;
  Scalar value;
};

constexpr std::int64_t most_padding = std::int64_t{1} << 48;  // sums of lengths stay in range

std::int64_t modulo(std::int64_t a, std::int64_t b) { return (a % b + b) % b; }

/// Which element of an axis of `length` stands at `position` before, on or behind it.
using Source = std::int64_t (*)(std::int64_t position, std::int64_t length);

std::int64_t edge(std::int64_t position, std::int64_t length) {
  return std::clamp<std::int64_t>(position, 0, length - 1);
}

std::int64_t symmetric(std::int64_t position, std::int64_t length) {
  const std::int64_t folded = modulo(position, 2 * length);
  return std::min(folded, 2 * length - 1 - folded);
}

std::int64_t reflect(std::int64_t position, std::int64_t length) {
  if (length == 1) return 0;
  const std::int64_t folded = modulo(position, 2 * length - 2);
  return std::min(folded, 2 * length - 2 - folded);
}

Source source_of(const std::string& mode) {
  if (mode == "edge") return edge;
  if (mode == "symmetric") return symmetric;
  if (mode == "reflect") return reflect;
  if (mode == "wrap") return modulo;
  throw_unknown_name("pad", "mode", mode, {"constant", "edge", "reflect", "symmetric", "wrap"});
}

Tensor pad_from_source(Tensor x, const std::vector<PadWidth>& widths, Source source) {
  for (std::size_t axis = 0; axis < widths.size(); ++axis) {
    const auto [before, after] = widths[axis];
    const std::int64_t length = x.shape()[axis];
    if (before == 0 && after == 0) continue;
    if (length == 0) {
      throw ValueError("pad", "axes with elements to pad from", "shape " + to_string(x.shape()));
    }
    const Tensor positions = Tensor::empty({before + length + after}, DType::int64, Device::cpu);
    auto* position = static_cast<std::int64_t*>(positions.raw());
    for (std::int64_t i = -before; i < length + after; ++i) *position++ = source(i, length);
    x = take(x, positions.to(device_of(x)), static_cast<std::int64_t>(axis));
  }
  return x;
}

std::vector<PadWidth> width_of_each_axis(const std::vector<PadWidth>& widths, std::size_t rank) {
  if (widths.size() != rank && widths.size() != 1) {
    throw ShapeError("pad", "one pair of widths for each of " + std::to_string(rank) + " axes",
                     std::to_string(widths.size()) + " pairs");
  }
  for (const auto& [before, after] : widths) {
    if (std::min(before, after) < 0 || std::max(before, after) > most_padding) {
      throw ValueError("pad", "widths in [0, 2^48]", to_string(Shape{before, after}));
    }
  }
  return widths.size() == rank ? widths : std::vector<PadWidth>(rank, widths[0]);
}

}  // namespace

/// As Keras takes them, which refuses a constant where it is not used.
static auto option_fields(const PadOptions& options) {
  const bool is_zero = options.constant_values.as<double>() == 0;
  return std::tuple(options.mode, is_zero ? std::nullopt : std::optional(options.constant_values));
}

Tensor pad(const Tensor& x, const std::vector<PadWidth>& pad_width, const PadOptions& options) {
  BERAS_NOTE_SYMBOLIC(pad, x, pad_width, options);
  const std::vector<PadWidth> widths = width_of_each_axis(pad_width, x.rank());
  if (options.mode != "constant") return pad_from_source(x, widths, source_of(options.mode));
  Shape starts;
  Shape shape;
  for (std::size_t axis = 0; axis < x.rank(); ++axis) {
    const auto [before, after] = widths[axis];
    starts.push_back(before);
    shape.push_back(before + x.shape()[axis] + after);
  }
  return ConstantPad(starts, shape, options.constant_values)(x);
}

}  // namespace beras::ops
