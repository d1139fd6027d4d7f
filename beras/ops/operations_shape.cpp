// The table of operations: shapes, and tensors put together and taken apart.
#include <beras/ops/join.h>
#include <beras/ops/linspace.h>
#include <beras/ops/operation_row_internal.h>
#include <beras/ops/shape.h>

namespace beras::ops {
namespace {

using Axis = std::optional<std::int64_t>;

/// One number where there is one, else all: what `split` and others tell apart.
template <typename Function>
auto with_one_or_all(const Config& numbers, const ConfigPlace& place, const Function& function) {
  if (const auto* one = numbers.get_if<std::int64_t>()) return function(*one);
  return function(ConfigValue<Shape>::read(numbers, place));
}

Tensor transpose_of(const Tensor& x, const Axes& axes) { return transpose(x, axes.given()); }

Tensor moveaxis_of(const Tensor& x, const Config& source, const Config& destination) {
  const Shape from = numbers_in(source, {"Moveaxis", "source"});
  const Shape to = numbers_in(destination, {"Moveaxis", "destination"});
  return from.size() == 1 && to.size() == 1 ? moveaxis(x, from[0], to[0]) : moveaxis(x, from, to);
}

Tensors split_of(const Tensor& x, const Config& parts, std::int64_t axis) {
  return with_one_or_all(parts, {"Split", "indices_or_sections"},
                         [&](const auto& value) { return split(x, value, axis); });
}

Tensor tile_of(const Tensor& x, const Config& repeats) {
  return tile(x, numbers_in(repeats, {"Tile", "repeats"}));
}

Tensor repeat_of(const Tensor& x, const Config& repeats, Axis axis) {
  return with_one_or_all(repeats, {"Repeat", "repeats"},
                         [&](const auto& value) { return repeat(x, value, axis); });
}

Tensor roll_of(const Tensor& x, const Config& shift, const Config& axis) {
  const Shape shifts = numbers_in(shift, {"Roll", "shift"});
  if (axis.is_null() && shifts.size() == 1) return roll(x, shifts[0]);
  const Shape axes = numbers_in(axis, {"Roll", "axis"});
  return shifts.size() == 1 && axes.size() == 1 ? roll(x, shifts[0], axes[0])
                                                : roll(x, shifts, axes);
}

/// One number for all, two for each axis, or two numbers of each.
Tensor pad_of(const Tensor& x, const Config& pad_width, const std::string& mode,
              const std::optional<Scalar>& constant_values) {
  constexpr ConfigPlace place{"Pad", "pad_width"};
  const auto width = [&](const Config& numbers) {
    const Shape two = numbers_in(numbers, place);
    if (two.empty() || two.size() > 2) place.refuse("two numbers for each axis", pad_width);
    return PadWidth(two[0], two[two.size() - 1]);
  };
  std::vector<PadWidth> widths;
  const auto* list = pad_width.get_if<Config::List>();
  if (list && !list->empty() && list->front().get_if<Config::List>())
    for (const Config& numbers : *list) widths.push_back(width(numbers));
  else
    widths.push_back(width(pad_width));
  return pad(x, widths, {.mode = mode, .constant_values = constant_values.value_or(0)});
}

Tensor linspace_of(const Tensor& start, const Tensor& stop, std::int64_t num, bool endpoint,
                   std::optional<DType> dtype, std::int64_t axis) {
  return linspace(start, stop, num, {.endpoint = endpoint, .dtype = dtype.value_or(DType::float32)},
                  axis);
}

}  // namespace

OperationRows shape_operations() {
  const OperationModule numpy("ops.numpy"), core("ops.core");
  return {
      numpy("Reshape", "x, [newshape]", &reshape),
      numpy("Ravel", "x", &ravel),
      numpy("Transpose", "x, [axes]", &transpose_of),
      numpy("Swapaxes", "x, [axis1], [axis2]", &swapaxes),
      numpy("Moveaxis", "x, [source], [destination]", &moveaxis_of),
      numpy("ExpandDims", "x, [axis]", &expand_dims),
      numpy("Squeeze", "x, [axis]", &squeeze),
      numpy("BroadcastTo", "x, [shape]", &broadcast_to),
      numpy("Flip", "x, [axis]", &flip),
      numpy("Concatenate", "xs, [axis]", &concatenate),
      numpy("Stack", "x, [axis]", &stack),
      numpy("Split", "x, [indices_or_sections], [axis]", &split_of),
      core("Unstack", "x, [num~null], [axis]", &unstack),
      numpy("Tile", "x, [repeats]", &tile_of),
      numpy("Repeat", "x, [repeats], [axis]", &repeat_of),
      numpy("Roll", "x, [shift], [axis]", &roll_of),
      numpy("Pad", "x, [pad_width], [mode], constant_values=", &pad_of),
      numpy("Linspace", "start, stop, [num], [endpoint], [retstep=false], [dtype], [axis]",
            &linspace_of),
  };
}

}  // namespace beras::ops
