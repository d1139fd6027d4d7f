#include <beras/ops/join.h>

#include <algorithm>
#include <numeric>

#include <beras/base/error.h>
#include <beras/base/in_name_of_internal.h>
#include <beras/core/primitive.h>
#include <beras/ops/indexing.h>
#include <beras/ops/shape.h>
#include <beras/ops/symbolic_internal.h>
#include <beras/tensor/copy.h>
#include <beras/tensor/device_of.h>
#include <beras/tensor/memory_pool_internal.h>
#include <beras/tensor/view.h>

namespace beras::ops {
namespace {

/// x[start:stop] along one axis.
Indices along(std::size_t axis, std::int64_t start, std::int64_t stop) {
  Indices indices(axis, Index(Slice()));
  indices.emplace_back(Slice{start, stop});
  return indices;
}

std::int64_t checked_sum(std::int64_t a, std::int64_t b, const char* who) {
  if (!__builtin_add_overflow(a, b, &a)) return a;
  throw BackendError(who, "an axis whose length fits in 63 bits", "a length of 2^63 or more");
}

/// Without elements, or with the same again and again, an axis may be longer than there is memory
/// for handles to its parts.
void check_parts(const char* who, std::int64_t parts, std::int64_t elements) {
  constexpr std::int64_t most_of_nothing = 1 << 16;
  constexpr std::int64_t bytes = 256;  // of a handle and its shape, about
  const auto room = static_cast<std::int64_t>(machine_memory()) / bytes;
  const std::int64_t most = std::min(std::max(elements, most_of_nothing), room);
  if (parts <= most) return;
  throw ValueError(who, "at most " + std::to_string(most) + " parts", std::to_string(parts));
}

/// Tensors of one dtype along `axis`; each gets its own part of the gradient.
struct Concatenate : Primitive<Concatenate> {
  explicit Concatenate(std::size_t along_axis) : axis(along_axis) {}

  Tensors forward(const Arguments& arguments) const override {
    Shape shape = arguments[0].shape();
    shape[axis] = 0;
    for (const Tensor& part : arguments.inputs()) shape[axis] += part.shape()[axis];
    const Tensor result = Tensor::empty(shape, arguments[0].dtype(), device_of(arguments.inputs()));
    std::int64_t offset = 0;
    for (const Tensor& part : arguments.inputs()) {
      if (part.size() > 0) {
        copy_elements(part, result.as_strided(part.shape(), result.strides(), offset));
      }
      offset += part.shape()[axis] * result.strides()[axis];
    }
    return {result};
  }
  Tensors compose_input_gradients(const Tensors& J) const override {
    Tensors gradients;
    std::int64_t start = 0;
    for (std::size_t i = 0; i < inputs().size(); ++i) {
      const std::int64_t stop = start + inputs()[i].shape()[axis];
      gradients.push_back(wants_input(i) ? get_item(J[0], along(axis, start, stop)) : Tensor());
      start = stop;
    }
    return gradients;
  }
  std::string label() const override { return "concatenate"; }

  std::size_t axis;
};

void check_not_empty(const Tensors& tensors, const char* who) {
  if (tensors.empty()) throw ValueError(who, "at least one tensor", "none");
}

void check_shapes_agree(const Tensors& tensors, std::size_t axis) {
  std::int64_t total = 0;
  for (const Tensor& tensor : tensors) {
    Shape expected = tensors[0].shape();
    if (tensor.rank() == expected.size()) expected[axis] = tensor.shape()[axis];
    if (tensor.shape() != expected) {
      throw ShapeError("concatenate", "tensors that agree on all axes but " + std::to_string(axis),
                       to_string(tensors[0].shape()) + " and " + to_string(tensor.shape()));
    }
    total = checked_sum(total, tensor.shape()[axis], "concatenate");
  }
}

/// Their sum; ValueError for negative counts, BackendError where it would not fit in 63 bits.
std::int64_t checked_total(const Shape& repeats, std::int64_t length) {
  if (repeats.size() != static_cast<std::size_t>(length)) {
    throw ShapeError("repeat", "one count for each of " + std::to_string(length) + " elements",
                     std::to_string(repeats.size()) + " counts");
  }
  std::int64_t total = 0;
  for (const std::int64_t count : repeats) {
    if (count < 0) throw ValueError("repeat", "counts of at least 0", std::to_string(count));
    total = checked_sum(total, count, "repeat");
  }
  return total;
}

}  // namespace

Tensor concatenate(const Tensors& tensors, std::int64_t axis) {
  BERAS_NOTE_SYMBOLIC(concatenate, tensors, axis);
  check_not_empty(tensors, "concatenate");
  const std::size_t resolved = resolve_axis(axis, tensors[0].rank(), "concatenate");
  check_shapes_agree(tensors, resolved);
  DType dtype = tensors[0].dtype();
  for (const Tensor& tensor : tensors) dtype = promote(dtype, tensor.dtype());
  Tensors parts;
  for (const Tensor& tensor : tensors) {
    parts.push_back(tensor.dtype() == dtype ? tensor : tensor.astype(dtype));
  }
  return Concatenate(resolved).apply(parts)[0];
}

Tensor stack(const Tensors& tensors, std::int64_t axis) {
  BERAS_NOTE_SYMBOLIC(stack, tensors, axis);
  check_not_empty(tensors, "stack");
  resolve_axis(axis, tensors[0].rank() + 1, "stack");
  Tensors parts;
  for (const Tensor& tensor : tensors) {
    if (tensor.shape() != tensors[0].shape()) {
      throw ShapeError("stack", "tensors of one shape",
                       to_string(tensors[0].shape()) + " and " + to_string(tensor.shape()));
    }
    parts.push_back(expand_dims(tensor, {axis}));
  }
  return concatenate(parts, axis);
}

Tensors split(const Tensor& x, std::int64_t sections, std::int64_t axis) {
  BERAS_NOTE_SYMBOLIC(split, x, sections, axis);
  const std::int64_t length = x.shape()[resolve_axis(axis, x.rank(), "split")];
  if (sections < 1 || length % sections != 0) {
    throw ValueError(
        "split", "a number of sections that divides the axis of length " + std::to_string(length),
        std::to_string(sections));
  }
  check_parts("split", sections, x.size());
  Shape indices;
  for (std::int64_t i = 1; i < sections; ++i) indices.push_back(i * (length / sections));
  return split(x, indices, axis);
}

Tensors split(const Tensor& x, const Shape& indices, std::int64_t axis) {
  BERAS_NOTE_SYMBOLIC(split, x, indices, axis);
  const std::size_t resolved = resolve_axis(axis, x.rank(), "split");
  Tensors parts;
  std::int64_t start = 0;
  for (const std::int64_t stop : indices) {
    parts.push_back(get_item(x, along(resolved, start, stop)));
    start = stop;
  }
  Indices rest(resolved, Index(Slice()));
  rest.emplace_back(Slice{start});
  parts.push_back(get_item(x, rest));
  return parts;
}

Tensors unstack(const Tensor& x, std::int64_t axis) {
  BERAS_NOTE_SYMBOLIC(unstack, x, axis);
  const std::size_t resolved = resolve_axis(axis, x.rank(), "unstack");
  const std::int64_t length = x.shape()[resolved];
  check_parts("unstack", length, x.size());
  Tensors parts;
  for (std::int64_t i = 0; i < length; ++i) {
    Indices indices(resolved, Index(Slice()));
    indices.emplace_back(i);
    parts.push_back(get_item(x, indices));
  }
  return parts;
}

Tensor tile(const Tensor& x, const Shape& repeats) {
  BERAS_NOTE_SYMBOLIC(tile, x, repeats);
  return in_name_of("tile", [&] {
    for (const std::int64_t count : repeats) {
      if (count < 0) throw ValueError("tile", "counts of at least 0", to_string(repeats));
    }
    const std::size_t rank = std::max(x.rank(), repeats.size());
    // (a, b) becomes (1, a, 1, b), is broadcast to (r, a, s, b) and read as (r a, s b).
    Shape apart;
    Shape repeated;
    Shape joined;
    for (std::size_t i = 0; i < rank; ++i) {
      const std::int64_t length = i + x.rank() < rank ? 1 : x.shape()[i + x.rank() - rank];
      const std::int64_t count = i + repeats.size() < rank ? 1 : repeats[i + repeats.size() - rank];
      for (const std::int64_t part : {std::int64_t{1}, length}) apart.push_back(part);
      for (const std::int64_t part : {count, length}) repeated.push_back(part);
      joined.push_back(element_count({count, length}));
    }
    return broadcast_to(x.reshape(apart), repeated).reshape(joined);
  });
}

Tensor repeat(const Tensor& x, std::int64_t repeats, std::optional<std::int64_t> axis) {
  BERAS_NOTE_SYMBOLIC(repeat, x, repeats, axis);
  if (!axis) return repeat(ravel(x), repeats, 0);
  const auto resolved = static_cast<std::ptrdiff_t>(resolve_axis(*axis, x.rank(), "repeat"));
  if (repeats < 0) throw ValueError("repeat", "a count of at least 0", std::to_string(repeats));
  Shape apart = x.shape();
  apart.insert(apart.begin() + resolved + 1, 1);
  Shape repeated = apart;
  repeated[static_cast<std::size_t>(resolved) + 1] = repeats;
  Shape joined = x.shape();
  std::int64_t& length = joined[static_cast<std::size_t>(resolved)];
  length = element_count({length, repeats});
  return broadcast_to(x.reshape(apart), repeated).reshape(joined);
}

Tensor repeat(const Tensor& x, const Shape& repeats, std::optional<std::int64_t> axis) {
  BERAS_NOTE_SYMBOLIC(repeat, x, repeats, axis);
  if (!axis) return repeat(ravel(x), repeats, 0);
  if (repeats.size() == 1) return repeat(x, repeats[0], axis);
  const std::size_t resolved = resolve_axis(*axis, x.rank(), "repeat");
  const Tensor positions =
      Tensor::empty({checked_total(repeats, x.shape()[resolved])}, DType::int64, Device::cpu);
  auto* position = static_cast<std::int64_t*>(positions.raw());
  for (std::size_t i = 0; i < repeats.size(); ++i) {
    position = std::fill_n(position, repeats[i], static_cast<std::int64_t>(i));
  }
  return take(x, positions.to(device_of(x)), axis);
}

Tensor roll(const Tensor& x, std::int64_t shift, std::optional<std::int64_t> axis) {
  BERAS_NOTE_SYMBOLIC(roll, x, shift, axis);
  if (!axis) return roll(ravel(x), shift, 0).reshape(x.shape());
  const std::size_t resolved = resolve_axis(*axis, x.rank(), "roll");
  const std::int64_t length = x.shape()[resolved];
  if (length == 0) return x.copy();
  const std::int64_t cut = ((length - shift % length) % length);
  return concatenate(
      {get_item(x, along(resolved, cut, length)), get_item(x, along(resolved, 0, cut))},
      static_cast<std::int64_t>(resolved));
}

Tensor roll(const Tensor& x, const Shape& shifts, const Shape& axes) {
  BERAS_NOTE_SYMBOLIC(roll, x, shifts, axes);
  const std::size_t count = std::max(shifts.size(), axes.size());
  for (const Shape& numbers : {shifts, axes}) {
    if (numbers.size() == count || numbers.size() == 1) continue;
    throw ShapeError("roll", "a shift for each axis",
                     "shifts " + to_string(shifts) + " for axes " + to_string(axes));
  }
  for (const std::int64_t axis : axes) resolve_axis(axis, x.rank(), "roll");
  if (count == 0) return x.copy();
  Tensor y = x;
  for (std::size_t i = 0; i < count; ++i)
    y = roll(y, shifts[shifts.size() > 1 ? i : 0], axes[axes.size() > 1 ? i : 0]);
  return y;
}

}  // namespace beras::ops
