#include <beras/backend/cpu/pool.h>

#include <algorithm>
#include <vector>

#include <beras/backend/cpu/fast_floats_internal.h>
#include <beras/backend/cpu/pool_windows.h>
#include <beras/base/parallel.h>

namespace beras::backend::cpu {
namespace {

/// Sums of bfloat16 that meet in one cell are left to the reference, which rounds once.
bool is_fast(const Tensor& tensor, bool sums_meet = false) {
  return sums_meet ? tensor.dtype() == DType::float32 : is_fast_float(tensor.dtype());
}

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

/// Calls body(n, window, first) for all images, several of them in parallel: the window slides over
/// the whole output, or, where images are few, over a part that begins with output cell `first`.
template <typename Body>
void for_each_part(const PoolShape& shape, const Body& body) {
  constexpr std::int64_t few_images = 8;
  if (shape.batch >= few_images) {
    return for_each_image(shape, [&](std::int64_t n) { body(n, shape.window, 0); });
  }
  const Window& window = shape.window;
  std::size_t axis = 0;
  while (axis + 1 < spatial_axes && window.output[axis] == 1) ++axis;
  constexpr std::int64_t elements = 1 << 13;
  const std::int64_t image = cell_count(window.input) * shape.channels;
  const std::int64_t most_parts = std::max<std::int64_t>(1, image / elements);
  const std::int64_t length = (window.output[axis] - 1) / most_parts + 1;
  const std::int64_t parts = (window.output[axis] - 1) / length + 1;
  parallel_for(shape.batch * parts, 1, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) {
      const std::int64_t first = i % parts * length;
      Window part = window;
      part.output[axis] = std::min(length, window.output[axis] - first);
      part.padding[axis] -= first * window.stride[axis];
      body(i / parts, part, first * (cell_count(window.output) / window.output[axis]));
    }
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
    if (is_inside) return body(number, number_of(corner), Cells(pattern));
    clipped.clear();
    for_each_tap(window, output, [&](std::int64_t cell, std::int64_t) {
      clipped.push_back(static_cast<std::int32_t>(cell));
    });
    body(number, 0, Cells(clipped));
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

/// image[where[i], c] += upstream[i], where element i is of channel c. Only floats have windows
/// that overlap: see is_fast.
template <typename T>
void add_at(const T* upstream, const std::int32_t* where, std::int64_t length,
            std::int64_t channels, T* image) {
  for (std::int64_t first = 0; first < length; first += channels) {
    for (std::int64_t c = 0; c < channels; ++c) {
      T& cell = image[where[first + c] * channels + c];
      cell = T(cell + upstream[first + c]);
    }
  }
}

}  // namespace

void Pool::max(const PoolShape& shape, const Tensor& x, Tensor& y, Tensor& positions) const {
  if (!is_fast(x)) return reference::Pool::max(shape, x, y, positions);
  visit_fast_float(x.dtype(), [&]<typename T>(T) {
    const WindowKernels<T>& kernels = window_kernels<T>();
    const Images<const T> from(x, shape, shape.window.input);
    const Images<T> to(y, shape, shape.window.output);
    const Images<std::int32_t> where(positions, shape, shape.window.output);
    for_each_part(shape, [&](std::int64_t n, const Window& window, std::int64_t begin) {
      for_each_window(window, [&](std::int64_t cell, std::int32_t first, Cells cells) {
        const std::int64_t output = (begin + cell) * shape.channels;
        kernels.max(from[n], shape.channels, first, cells, to[n] + output, where[n] + output);
      });
    });
  });
}

void Pool::scatter(const PoolShape& shape, const Tensor& dy, const Tensor& positions,
                   Tensor& dx) const {
  const bool spreads = are_apart(shape.window), covers = cover_all(shape.window);
  if (!is_fast(dx, !spreads)) return reference::Pool::scatter(shape, dy, positions, dx);
  const Images<const std::int32_t> positions_of(positions, shape, shape.window.output);
  visit_fast_float(dx.dtype(), [&]<typename T>(T) {
    const WindowKernels<T>& kernels = window_kernels<T>();
    const Images<const T> from(dy, shape, shape.window.output);
    const Images<T> to(dx, shape, shape.window.input);
    for_each_image(shape, [&](std::int64_t n) {
      T* image = to[n];
      if (!spreads || !covers) std::fill_n(image, to.length, T(0.f));
      if (!spreads) return add_at(from[n], positions_of[n], from.length, shape.channels, image);
      for_each_window(shape.window, [&](std::int64_t cell, std::int32_t first, Cells cells) {
        const std::int64_t output = cell * shape.channels;
        kernels.spread(from[n] + output, positions_of[n] + output, shape.channels, first, cells,
                       image);
      });
    });
  });
}

void Pool::gather(const PoolShape& shape, const Tensor& x, const Tensor& positions,
                  Tensor& y) const {
  if (!is_fast(x)) return reference::Pool::gather(shape, x, positions, y);
  const Images<const std::int32_t> positions_of(positions, shape, shape.window.output);
  visit_fast_float(x.dtype(), [&]<typename T>(T) {
    const Images<const T> from(x, shape, shape.window.input);
    const Images<T> to(y, shape, shape.window.output);
    for_each_image(shape, [&](std::int64_t n) {
      for (std::int64_t i = 0; i < to.length; ++i) {
        to[n][i] = from[n][positions_of[n][i] * shape.channels + i % shape.channels];
      }
    });
  });
}

void Pool::average(const PoolShape& shape, const Tensor& x, Tensor& y) const {
  if (!is_fast(x)) return reference::Pool::average(shape, x, y);
  visit_fast_float(x.dtype(), [&]<typename T>(T) {
    const WindowKernels<T>& kernels = window_kernels<T>();
    const Images<const T> from(x, shape, shape.window.input);
    const Images<T> to(y, shape, shape.window.output);
    for_each_part(shape, [&](std::int64_t n, const Window& window, std::int64_t begin) {
      for_each_window(window, [&](std::int64_t cell, std::int32_t first, Cells cells) {
        kernels.average(from[n], shape.channels, first, cells,
                        to[n] + (begin + cell) * shape.channels);
      });
    });
  });
}

void Pool::average_gradient(const PoolShape& shape, const Tensor& dy, Tensor& dx) const {
  if (!is_fast(dx, !are_apart(shape.window))) {
    return reference::Pool::average_gradient(shape, dy, dx);
  }
  visit_fast_float(dx.dtype(), [&]<typename T>(T) {
    const WindowKernels<T>& kernels = window_kernels<T>();
    const Images<const T> from(dy, shape, shape.window.output);
    const Images<T> to(dx, shape, shape.window.input);
    for_each_image(shape, [&](std::int64_t n) {
      std::fill_n(to[n], to.length, T(0.f));
      for_each_window(shape.window, [&](std::int64_t cell, std::int32_t first, Cells cells) {
        kernels.share(from[n] + cell * shape.channels, shape.channels, first, cells, to[n]);
      });
    });
  });
}

}  // namespace beras::backend::cpu
