#include <beras/backend/cpu/pool.h>

#include <algorithm>

#include <beras/base/parallel.h>

namespace beras::backend::cpu {
namespace {

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

}  // namespace

void Pool::max(const PoolShape& shape, const Tensor& x, Tensor& y, Tensor& positions) const {
  if (!is_fast(x)) return reference::Pool::max(shape, x, y, positions);
  const std::int64_t channels = shape.channels;
  const Images<const float> from(x, shape, shape.window.input);
  const Images<float> to(y, shape, shape.window.output);
  const Images<std::int32_t> to_cells(positions, shape, shape.window.output);
  for_each_image(shape, [&](std::int64_t n) {
    for_each_output(shape.window, [&](const Lengths& output, std::int64_t number) {
      float* largest = to[n] + number * channels;
      std::int32_t* where = to_cells[n] + number * channels;
      bool is_first = true;
      for_each_tap(shape.window, output, [&](std::int64_t cell, std::int64_t) {
        const float* row = from[n] + cell * channels;
        const auto here = static_cast<std::int32_t>(cell);
        if (is_first) {
          std::copy_n(row, channels, largest);
          std::fill_n(where, channels, here);
          is_first = false;
          return;
        }
        for (std::int64_t c = 0; c < channels; ++c) {
          const bool is_first_nan = (row[c] != row[c]) & (largest[c] == largest[c]);
          const bool wins = (row[c] > largest[c]) | is_first_nan;
          largest[c] = wins ? row[c] : largest[c];
          where[c] = wins ? here : where[c];
        }
      });
    });
  });
}

void Pool::scatter(const PoolShape& shape, const Tensor& dy, const Tensor& positions,
                   Tensor& dx) const {
  if (!is_fast(dx)) return reference::Pool::scatter(shape, dy, positions, dx);
  const std::int64_t channels = shape.channels;
  const Images<const float> from(dy, shape, shape.window.output);
  const Images<const std::int32_t> cells(positions, shape, shape.window.output);
  const Images<float> to(dx, shape, shape.window.input);
  for_each_image(shape, [&](std::int64_t n) {
    float* image = to[n];
    std::fill_n(image, to.length, 0.f);
    for (std::int64_t first = 0; first < from.length; first += channels) {
      const float* row = from[n] + first;
      const std::int32_t* where = cells[n] + first;
      for (std::int64_t c = 0; c < channels; ++c) image[where[c] * channels + c] += row[c];
    }
  });
}

void Pool::gather(const PoolShape& shape, const Tensor& x, const Tensor& positions,
                  Tensor& y) const {
  if (!is_fast(x)) return reference::Pool::gather(shape, x, positions, y);
  const std::int64_t channels = shape.channels;
  const Images<const float> from(x, shape, shape.window.input);
  const Images<const std::int32_t> cells(positions, shape, shape.window.output);
  const Images<float> to(y, shape, shape.window.output);
  for_each_image(shape, [&](std::int64_t n) {
    for (std::int64_t first = 0; first < to.length; first += channels) {
      float* row = to[n] + first;
      const std::int32_t* where = cells[n] + first;
      for (std::int64_t c = 0; c < channels; ++c) row[c] = from[n][where[c] * channels + c];
    }
  });
}

void Pool::average(const PoolShape& shape, const Tensor& x, Tensor& y) const {
  if (!is_fast(x)) return reference::Pool::average(shape, x, y);
  const std::int64_t channels = shape.channels;
  const Images<const float> from(x, shape, shape.window.input);
  const Images<float> to(y, shape, shape.window.output);
  for_each_image(shape, [&](std::int64_t n) {
    for_each_output(shape.window, [&](const Lengths& output, std::int64_t number) {
      float* mean = to[n] + number * channels;
      std::fill_n(mean, channels, 0.f);
      float count = 0;
      for_each_tap(shape.window, output, [&](std::int64_t cell, std::int64_t) {
        const float* row = from[n] + cell * channels;
        for (std::int64_t c = 0; c < channels; ++c) mean[c] += row[c];
        ++count;
      });
      for (std::int64_t c = 0; c < channels; ++c) mean[c] /= count;
    });
  });
}

void Pool::average_gradient(const PoolShape& shape, const Tensor& dy, Tensor& dx) const {
  if (!is_fast(dx)) return reference::Pool::average_gradient(shape, dy, dx);
  const std::int64_t channels = shape.channels;
  const Images<const float> from(dy, shape, shape.window.output);
  const Images<float> to(dx, shape, shape.window.input);
  for_each_image(shape, [&](std::int64_t n) {
    std::fill_n(to[n], to.length, 0.f);
    for_each_output(shape.window, [&](const Lengths& output, std::int64_t number) {
      const float* upstream = from[n] + number * channels;
      float count = 0;
      for_each_tap(shape.window, output, [&](std::int64_t, std::int64_t) { ++count; });
      for_each_tap(shape.window, output, [&](std::int64_t cell, std::int64_t) {
        float* row = to[n] + cell * channels;
        for (std::int64_t c = 0; c < channels; ++c) row[c] += upstream[c] / count;
      });
    });
  });
}

}  // namespace beras::backend::cpu
