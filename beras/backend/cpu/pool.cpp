#include <beras/backend/cpu/pool.h>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "beras/backend/cpu/pool.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <algorithm>
#include <span>
#include <vector>

#include <beras/backend/cpu/sweep-inl.h>
#include <beras/base/parallel.h>

HWY_BEFORE_NAMESPACE();
namespace beras::backend::cpu::HWY_NAMESPACE {

using Cells = std::span<const std::int32_t>;

// A window sees the cells `first + cell` of an image, for all of `cells`.

/// The maxima, and the first cell of each.
void max_of_window(const float* image, std::int64_t channels, std::int32_t first, Cells cells,
                   float* largest, std::int32_t* where) {
  const hn::RebindToSigned<Floats> integers;
  const float* corner = image + first * channels;
  sweep(0, channels, [&](const auto& at) HWY_ATTR {
    auto best = at.load(corner + cells[0] * channels);
    auto best_cell = hn::Set(integers, first + cells[0]);
    for (const std::int32_t cell : cells.subspan(1)) {
      const auto value = at.load(corner + cell * channels);
      const auto is_first_nan = hn::AndNot(hn::IsNaN(best), hn::IsNaN(value));
      const auto wins = hn::Or(hn::Gt(value, best), is_first_nan);
      const auto number = hn::Set(integers, first + cell);
      best = hn::IfThenElse(wins, value, best);
      best_cell = hn::IfThenElse(hn::RebindMask(integers, wins), number, best_cell);
    }
    at.store(best, largest);
    at.store(hn::BitCast(Floats(), best_cell), reinterpret_cast<float*>(where));
  });
}

/// The means.
void average_of_window(const float* image, std::int64_t channels, std::int32_t first, Cells cells,
                       float* mean) {
  const auto count = hn::Set(Floats(), static_cast<float>(cells.size()));
  const float* corner = image + first * channels;
  sweep(0, channels, [&](const auto& at) HWY_ATTR {
    auto sum = at.load(corner + cells[0] * channels);
    for (const std::int32_t cell : cells.subspan(1)) {
      sum = hn::Add(sum, at.load(corner + cell * channels));
    }
    at.store(hn::Div(sum, count), mean);
  });
}

/// Writes `upstream` to the cell that was the maximum, and 0 to the other cells.
void spread_in_window(const float* upstream, const std::int32_t* where, std::int64_t channels,
                      std::int32_t first, Cells cells, float* image) {
  const hn::RebindToSigned<Floats> integers;
  float* corner = image + first * channels;
  sweep(0, channels, [&](const auto& at) HWY_ATTR {
    const auto value = at.load(upstream);
    const auto best = hn::BitCast(integers, at.load(reinterpret_cast<const float*>(where)));
    for (const std::int32_t cell : cells) {
      const auto is_best = hn::Eq(best, hn::Set(integers, first + cell));
      at.store(hn::IfThenElseZero(hn::RebindMask(Floats(), is_best), value),
               corner + cell * channels);
    }
  });
}

/// Adds an equal share of `upstream` to each cell.
void share_in_window(const float* upstream, std::int64_t channels, std::int32_t first, Cells cells,
                     float* image) {
  const auto count = hn::Set(Floats(), static_cast<float>(cells.size()));
  float* corner = image + first * channels;
  sweep(0, channels, [&](const auto& at) HWY_ATTR {
    const auto share = hn::Div(at.load(upstream), count);
    for (const std::int32_t cell : cells) {
      float* row = corner + cell * channels;
      at.store(hn::Add(at.load(row), share), row);
    }
  });
}

}  // namespace beras::backend::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace beras::backend::cpu {
namespace {

HWY_EXPORT(max_of_window);
HWY_EXPORT(spread_in_window);
HWY_EXPORT(average_of_window);
HWY_EXPORT(share_in_window);

bool is_fast(const Tensor& tensor) { return tensor.dtype() == DType::float32; }

/// The images of a batch, as an array of T.
template <typename T>
struct Images {
  T* first;
  std::int64_t length;  // elements of one image

  Images(const Tensor& tensor, const PoolShape& shape, const Lengths& cells)
      : first(static_cast<T*>(tensor.raw())), length(cell_count(cells) * shape.channels) {}
  T* operator[](std::int64_t n) const { return first + n * length; }
};

/// Calls body(n) for all images, several of them in parallel.
template <typename Body>
void for_each_image(const PoolShape& shape, const Body& body) {
  constexpr std::int64_t elements = 1 << 16;
  const std::int64_t image = cell_count(shape.window.input) * shape.channels;
  parallel_for(shape.batch, std::max<std::int64_t>(1, elements / std::max<std::int64_t>(1, image)),
               [&](std::int64_t begin, std::int64_t end) {
                 for (std::int64_t n = begin; n < end; ++n) body(n);
               });
}

/// Calls body(output cell, first, cells) for all cells of the output, which see the cells first +
/// cells[i] of the input.
template <typename Body>
void for_each_window(const Window& window, const Body& body) {
  const auto number_of = [&](const Lengths& at) {
    return static_cast<std::int32_t>((at[0] * window.input[1] + at[1]) * window.input[2] + at[2]);
  };
  // Most windows lie inside the image and see the same pattern of cells.
  std::vector<std::int32_t> pattern, clipped;
  for (std::int64_t i = 0; i < window.size[0]; ++i) {
    for (std::int64_t j = 0; j < window.size[1]; ++j) {
      for (std::int64_t k = 0; k < window.size[2]; ++k) pattern.push_back(number_of({i, j, k}));
    }
  }
  for_each_output(window, [&](const Lengths& output, std::int64_t number) {
    Lengths corner;
    bool is_inside = true;
    for (std::size_t axis = 0; axis < spatial_axes; ++axis) {
      corner[axis] = output[axis] * window.stride[axis] - window.padding[axis];
      is_inside &= corner[axis] >= 0 && corner[axis] + window.size[axis] <= window.input[axis];
    }
    if (is_inside) return body(number, number_of(corner), std::span<const std::int32_t>(pattern));
    clipped.clear();
    for_each_tap(window, output, [&](std::int64_t cell, std::int64_t) {
      clipped.push_back(static_cast<std::int32_t>(cell));
    });
    body(number, 0, std::span<const std::int32_t>(clipped));
  });
}

/// True if no two windows see the same cell.
bool are_apart(const Window& window) {
  bool apart = true;
  for (std::size_t axis = 0; axis < spatial_axes; ++axis)
    apart &= window.output[axis] == 1 || window.stride[axis] >= window.size[axis];
  return apart;
}

/// True if every cell is seen.
bool cover_all(const Window& window) {
  bool covers = true;
  for (std::size_t axis = 0; axis < spatial_axes; ++axis) {
    const std::int64_t last = (window.output[axis] - 1) * window.stride[axis] + window.size[axis];
    covers &= window.stride[axis] <= window.size[axis] || window.output[axis] == 1;
    covers &= last - window.padding[axis] >= window.input[axis];
  }
  return covers;
}

}  // namespace

void Pool::max(const PoolShape& shape, const Tensor& x, Tensor& y, Tensor& positions) const {
  if (!is_fast(x)) return reference::Pool::max(shape, x, y, positions);
  const Images<const float> from(x, shape, shape.window.input);
  const Images<float> to(y, shape, shape.window.output);
  const Images<std::int32_t> where(positions, shape, shape.window.output);
  for_each_image(shape, [&](std::int64_t n) {
    for_each_window(shape.window, [&](std::int64_t cell, std::int32_t first, auto cells) {
      const std::int64_t output = cell * shape.channels;
      HWY_DYNAMIC_DISPATCH(max_of_window)
      (from[n], shape.channels, first, cells, to[n] + output, where[n] + output);
    });
  });
}

void Pool::scatter(const PoolShape& shape, const Tensor& dy, const Tensor& positions,
                   Tensor& dx) const {
  if (!is_fast(dx)) return reference::Pool::scatter(shape, dy, positions, dx);
  const Images<const float> from(dy, shape, shape.window.output);
  const Images<const std::int32_t> cells(positions, shape, shape.window.output);
  const Images<float> to(dx, shape, shape.window.input);
  const bool spreads = are_apart(shape.window), covers = cover_all(shape.window);
  for_each_image(shape, [&](std::int64_t n) {
    float* image = to[n];
    if (!spreads || !covers) std::fill_n(image, to.length, 0.f);
    if (spreads) {
      for_each_window(shape.window, [&](std::int64_t cell, std::int32_t first, auto window) {
        const std::int64_t output = cell * shape.channels;
        HWY_DYNAMIC_DISPATCH(spread_in_window)
        (from[n] + output, cells[n] + output, shape.channels, first, window, image);
      });
      return;
    }
    for (std::int64_t first = 0; first < from.length; first += shape.channels) {
      const float* row = from[n] + first;
      const std::int32_t* where = cells[n] + first;
      for (std::int64_t c = 0; c < shape.channels; ++c) {
        image[where[c] * shape.channels + c] += row[c];
      }
    }
  });
}

void Pool::gather(const PoolShape& shape, const Tensor& x, const Tensor& positions,
                  Tensor& y) const {
  if (!is_fast(x)) return reference::Pool::gather(shape, x, positions, y);
  const Images<const float> from(x, shape, shape.window.input);
  const Images<const std::int32_t> cells(positions, shape, shape.window.output);
  const Images<float> to(y, shape, shape.window.output);
  for_each_image(shape, [&](std::int64_t n) {
    for (std::int64_t first = 0; first < to.length; first += shape.channels) {
      float* row = to[n] + first;
      const std::int32_t* where = cells[n] + first;
      for (std::int64_t c = 0; c < shape.channels; ++c) {
        row[c] = from[n][where[c] * shape.channels + c];
      }
    }
  });
}

void Pool::average(const PoolShape& shape, const Tensor& x, Tensor& y) const {
  if (!is_fast(x)) return reference::Pool::average(shape, x, y);
  const Images<const float> from(x, shape, shape.window.input);
  const Images<float> to(y, shape, shape.window.output);
  for_each_image(shape, [&](std::int64_t n) {
    for_each_window(shape.window, [&](std::int64_t cell, std::int32_t first, auto cells) {
      HWY_DYNAMIC_DISPATCH(average_of_window)
      (from[n], shape.channels, first, cells, to[n] + cell * shape.channels);
    });
  });
}

void Pool::average_gradient(const PoolShape& shape, const Tensor& dy, Tensor& dx) const {
  if (!is_fast(dx)) return reference::Pool::average_gradient(shape, dy, dx);
  const Images<const float> from(dy, shape, shape.window.output);
  const Images<float> to(dx, shape, shape.window.input);
  for_each_image(shape, [&](std::int64_t n) {
    std::fill_n(to[n], to.length, 0.f);
    for_each_window(shape.window, [&](std::int64_t cell, std::int32_t first, auto cells) {
      HWY_DYNAMIC_DISPATCH(share_in_window)
      (from[n] + cell * shape.channels, shape.channels, first, cells, to[n]);
    });
  });
}

}  // namespace beras::backend::cpu
#endif
