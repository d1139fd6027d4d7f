#include <beras/backend/cpu/direct_conv.h>

#include <algorithm>
#include <cstring>
#include <vector>

#include <beras/backend/cpu/conv_line.h>
#include <beras/backend/cpu/products_internal.h>
#include <beras/backend/elements_internal.h>
#include <beras/base/parallel.h>

namespace beras::backend::cpu {
namespace {

constexpr std::int64_t few_filters = 32;       // two vectors, or four of AVX2
constexpr std::int64_t small_piece = 100'000;  // multiply-adds: 1 us of AVX-512

/// The input that all windows of the output see together, from the first cell of the padding on.
Lengths seen_by(const Window& window) {
  Lengths seen;
  for (std::size_t axis = 0; axis < spatial_axes; ++axis) {
    seen[axis] = (window.output[axis] - 1) * window.stride[axis] +
                 (window.size[axis] - 1) * window.dilation[axis] + 1;
  }
  return seen;
}

bool has_padding(const Window& window) {
  const Lengths seen = seen_by(window);
  for (std::size_t axis = 0; axis < spatial_axes; ++axis) {
    if (window.padding[axis] > 0 || seen[axis] > window.input[axis]) return true;
  }
  return false;
}

/// A copy of x with zeros around, after which the window needs no padding.
Tensor pad(const ConvShape& shape, const Tensor& x, Window& window) {
  const Lengths input = window.input;
  const Lengths seen = seen_by(window);
  Tensor padded = Tensor::zeros({shape.batch, seen[0], seen[1], seen[2], shape.channels},
                                DType::float32, Device::cpu);
  const std::int64_t shown = std::min(input[2], seen[2] - window.padding[2]);
  if (shown > 0) {
    for (std::int64_t line = 0; line < shape.batch * input[0] * input[1]; ++line) {
      const std::int64_t h = line % input[1] + window.padding[1];
      const std::int64_t d = line / input[1] % input[0] + window.padding[0];
      if (d >= seen[0] || h >= seen[1]) continue;
      const std::int64_t n = line / input[1] / input[0];
      const std::int64_t to = ((n * seen[0] + d) * seen[1] + h) * seen[2] + window.padding[2];
      std::memcpy(elements<float>(padded) + to * shape.channels,
                  elements<float>(x) + line * input[2] * shape.channels,
                  static_cast<std::size_t>(shown * shape.channels) * sizeof(float));
    }
  }
  window.input = seen;
  window.padding = {0, 0, 0};
  return padded;
}

/// Where the runs of the first pixel begin: the taps of a row of the kernel are one run, unless
/// they are spread.
std::vector<std::int64_t> find_runs(const Window& window, std::int64_t channels) {
  const std::int64_t runs_in_row = window.dilation[2] == 1 ? 1 : window.size[2];
  std::vector<std::int64_t> runs;
  for (std::int64_t i = 0; i < window.size[0]; ++i) {
    for (std::int64_t j = 0; j < window.size[1]; ++j) {
      for (std::int64_t k = 0; k < runs_in_row; ++k) {
        const std::int64_t row = i * window.dilation[0] * window.input[1] + j * window.dilation[1];
        runs.push_back((row * window.input[2] + k * window.dilation[2]) * channels);
      }
    }
  }
  return runs;
}

}  // namespace

bool suits_direct(const ConvShape& shape, DType dtype) {
  constexpr std::int64_t few_pixels = 1024;
  const std::int64_t pixels = shape.batch * cell_count(shape.window.output);
  return dtype == DType::float32 && shape.groups == 1 && shape.work() > 0 &&
         (shape.channels == 1 || pixels <= few_pixels);
}

void convolve_direct(const ConvShape& shape, const Tensor& x, const Tensor& kernel,
                     const Tensor& bias, Epilogue epilogue, Tensor& y) {
  Window window = shape.window;
  const Tensor images = has_padding(window) ? pad(shape, x, window) : x;
  const std::vector<std::int64_t> runs = find_runs(window, shape.channels);
  const ConvLine whole{.pixels = window.output[2],
                       .pixel_stride = window.stride[2] * shape.channels,
                       .runs = runs,
                       .run_length = cell_count(window.size) * shape.channels / std::ssize(runs),
                       .all_filters = shape.filters,
                       .epilogue = epilogue};
  const Lengths& output = window.output;
  const std::int64_t lines = shape.batch * output[0] * output[1];
  const std::int64_t filter_blocks = divide_up(shape.filters, few_filters);
  const std::int64_t count = lines * filter_blocks;
  const std::int64_t pieces = std::min(count, divide_up(shape.work(), small_piece));
  parallel_for(count, divide_up(count, pieces), [&](std::int64_t begin, std::int64_t end) {
    ConvLine line = whole;
    for (std::int64_t i = begin; i < end; ++i) {
      const std::int64_t filter = i % filter_blocks * few_filters;
      line.kernel = elements<float>(kernel) + filter;
      line.bias = bias.defined() ? elements<float>(bias) + filter : nullptr;
      line.filters = std::min(few_filters, shape.filters - filter);
      const std::int64_t number = i / filter_blocks;
      const std::int64_t h = number % output[1] * window.stride[1];
      const std::int64_t d = number / output[1] % output[0] * window.stride[0];
      const std::int64_t n = number / output[1] / output[0];
      const std::int64_t row = (n * window.input[0] + d) * window.input[1] + h;
      convolve_line(line, elements<float>(images) + row * window.input[2] * shape.channels,
                    elements<float>(y) + number * output[2] * shape.filters + filter);
    }
  });
}

}  // namespace beras::backend::cpu
