#include <beras/backend/cpu/copy.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <cstring>

#include <beras/base/parallel.h>
#include <beras/base/small_vector.h>

namespace beras::backend::cpu {
namespace {

constexpr std::int64_t copied_per_piece = 1 << 16;
constexpr std::int64_t columns_at_a_time = 8;

struct Axis {
  std::int64_t length = 1;
  std::int64_t from_stride = 0;
  std::int64_t to_stride = 0;
};

using Loops = SmallVector<Axis, 6>;

/// The two innermost loops: `columns` run fastest in the memory of the destination.
struct Plane {
  Axis rows;
  Axis columns;
};

template <typename From, typename To>
void copy_row(const From* from, std::int64_t from_stride, To* to, std::int64_t to_stride,
              std::int64_t count) {
  if (from_stride == 1 && to_stride == 1) {
    if constexpr (std::is_same_v<From, To>) {
      std::memcpy(to, from, static_cast<std::size_t>(count) * sizeof(To));
    } else {
      for (std::int64_t i = 0; i < count; ++i) to[i] = cast_value<To>(from[i]);
    }
  } else if (from_stride == 0 && to_stride == 1) {
    std::fill_n(to, count, cast_value<To>(*from));
  } else {
    for (std::int64_t i = 0; i < count; ++i) {
      to[i * to_stride] = cast_value<To>(from[i * from_stride]);
    }
  }
}

template <typename From, typename To>
void copy_plane(const void* source, void* destination, const Plane& plane) {
  const auto* from = static_cast<const From*>(source);
  auto* to = static_cast<To*>(destination);
  const auto& [rows, columns] = plane;
  // A transpose goes down a few columns at a time: the lines of `from` then stay in cache.
  const bool transposes = rows.from_stride == 1 && columns.from_stride > 1;
  const std::int64_t step = transposes ? columns_at_a_time : columns.length;
  for (std::int64_t begin = 0; begin < columns.length; begin += step) {
    const std::int64_t count = std::min(step, columns.length - begin);
    for (std::int64_t row = 0; row < rows.length; ++row) {
      copy_row(from + row * rows.from_stride + begin * columns.from_stride, columns.from_stride,
               to + row * rows.to_stride + begin * columns.to_stride, columns.to_stride, count);
    }
  }
}

using PlaneCopy = void (*)(const void* source, void* destination, const Plane& plane);

PlaneCopy plane_copy(DType from, DType to) {
  return visit_dtype(from, [to](auto source) {
    return visit_dtype(to, [](auto target) -> PlaneCopy {
      return copy_plane<decltype(source), decltype(target)>;
    });
  });
}

/// The loops of a copy, outermost first: as few as possible, in the order of the destination's
/// memory; at least two.
Loops plan_loops(const Shape& shape, const Strides& from, const Strides& to) {
  Loops axes;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] != 1) axes.push_back(Axis{shape[i], from[i], to[i]});
  }
  std::stable_sort(axes.begin(), axes.end(), [](const Axis& a, const Axis& b) {
    return std::abs(a.to_stride) > std::abs(b.to_stride);
  });
  Loops loops;
  for (const Axis& axis : axes) {
    if (!loops.empty() && loops.back().from_stride == axis.length * axis.from_stride &&
        loops.back().to_stride == axis.length * axis.to_stride) {
      loops.back() = {loops.back().length * axis.length, axis.from_stride, axis.to_stride};
    } else {
      loops.push_back(axis);
    }
  }
  while (loops.size() < 2) loops.insert(loops.begin(), Axis());
  if (loops.back().from_stride > 1) {
    const auto contiguous_in_source = std::find_if(
        loops.begin(), loops.end() - 1, [](const Axis& a) { return a.from_stride == 1; });
    if (contiguous_in_source != loops.end() - 1) {
      std::rotate(contiguous_in_source, contiguous_in_source + 1, loops.end() - 1);
    }
  }
  return loops;
}

}  // namespace

void Copy::copy(const Tensor& from, const Strides& from_strides, const Tensor& to) const {
  const PlaneCopy copy_piece = plane_copy(from.dtype(), to.dtype());
  const auto* source = static_cast<const std::byte*>(from.raw());
  auto* destination = static_cast<std::byte*>(to.raw());
  const std::int64_t from_item = item_size(from.dtype());
  const std::int64_t to_item = item_size(to.dtype());

  const Loops loops = plan_loops(to.shape(), from_strides, to.strides());
  const Axis rows = loops[loops.size() - 2];
  const Axis columns = loops.back();
  // One piece of work is a few rows by a stretch of columns, at one place of the outer loops.
  const std::int64_t columns_per_piece = std::min(columns.length, copied_per_piece);
  const std::int64_t rows_per_piece =
      std::clamp<std::int64_t>(copied_per_piece / columns_per_piece, 1, rows.length);
  const std::int64_t column_pieces = (columns.length + columns_per_piece - 1) / columns_per_piece;
  const std::int64_t row_pieces = (rows.length + rows_per_piece - 1) / rows_per_piece;
  std::int64_t pieces = row_pieces * column_pieces;
  for (std::size_t i = 0; i + 2 < loops.size(); ++i) pieces *= loops[i].length;

  const std::int64_t grain =
      std::max<std::int64_t>(1, copied_per_piece / (rows_per_piece * columns_per_piece));
  parallel_for(pieces, grain, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t piece = begin; piece < end; ++piece) {
      std::int64_t rest = piece;
      const std::int64_t column = rest % column_pieces * columns_per_piece;
      rest /= column_pieces;
      const std::int64_t row = rest % row_pieces * rows_per_piece;
      rest /= row_pieces;
      std::int64_t from_offset = row * rows.from_stride + column * columns.from_stride;
      std::int64_t to_offset = row * rows.to_stride + column * columns.to_stride;
      for (std::size_t i = loops.size() - 2; i-- > 0;) {
        const std::int64_t position = rest % loops[i].length;
        rest /= loops[i].length;
        from_offset += position * loops[i].from_stride;
        to_offset += position * loops[i].to_stride;
      }
      Plane plane = {rows, columns};
      plane.rows.length = std::min(rows_per_piece, rows.length - row);
      plane.columns.length = std::min(columns_per_piece, columns.length - column);
      copy_piece(source + from_offset * from_item, destination + to_offset * to_item, plane);
    }
  });
}

}  // namespace beras::backend::cpu
