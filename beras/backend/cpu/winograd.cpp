#include <beras/backend/cpu/winograd.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <utility>

#include <beras/backend/cpu/products_internal.h>
#include <beras/backend/cpu/winograd_tiles.h>
#include <beras/backend/cpu/winograd_transform.h>
#include <beras/backend/cpu/working_memory.h>
#include <beras/backend/elements_internal.h>
#include <beras/base/parallel.h>

namespace beras::backend::cpu {
namespace {

using onednn::ConvResult;
using onednn::Gemm;

constexpr std::int64_t taps = 9;

/// The convolution that gives dx from dy: with the taps in the opposite order.
ConvShape turn_back(const ConvShape& shape) {
  ConvShape back = shape;
  std::swap(back.channels, back.filters);
  std::swap(back.window.input, back.window.output);
  for (const std::size_t axis : {1, 2}) back.window.padding[axis] = 2 - shape.window.padding[axis];
  return back;
}

/// Calls body(pointers to the 9 taps, pointers to the 16 numbers, count) for pieces of a kernel
/// (9, size) and of what it is transformed to (16, size).
template <typename Body>
void for_each_piece(const Tensor& kernel, bool is_turned, const Tensor& numbers, const Body& body) {
  const std::int64_t size = kernel.size() / taps;
  parallel_for(size, 1 << 10, [&](std::int64_t begin, std::int64_t end) {
    std::array<float*, taps> of_kernel;
    std::array<float*, winograd_numbers> of_numbers;
    for (std::int64_t t = 0; t < taps; ++t) {
      of_kernel[t] = elements<float>(kernel) + (is_turned ? taps - 1 - t : t) * size + begin;
    }
    for (std::int64_t i = 0; i < winograd_numbers; ++i) {
      of_numbers[i] = elements<float>(numbers) + i * size + begin;
    }
    body(of_kernel.data(), of_numbers.data(), end - begin);
  });
}

/// Calls body(begin, end, numbers, memory for products) for pieces of the tiles; `product` is that
/// of a block.
template <typename Body>
void for_each_tiles(const WinogradTiles& tiles, std::int64_t grain, const Gemm& product,
                    const Body& body) {
  const std::size_t of_numbers = static_cast<std::size_t>(tiles.memory()) * sizeof(float);
  parallel_for_with_memory(
      tiles.count(), grain, of_numbers + onednn::working_memory(product, false),
      [&](std::int64_t piece_begin, std::int64_t piece_end, std::span<std::byte> memory) {
        auto* first = reinterpret_cast<float*>(memory.data());
        for (std::int64_t begin = piece_begin; begin < piece_end; begin += tiles.block()) {
          const std::int64_t end = std::min(begin + tiles.block(), piece_end);
          body(begin, end, tiles.numbers(begin, end, first), memory.subspan(of_numbers));
        }
      });
}

/// y = epilogue(x * kernel + bias), with the taps from the last to the first if they are turned.
void convolve(const ConvShape& shape, const Tensor& x, const Tensor& kernel, bool is_turned,
              const Tensor& bias, Epilogue epilogue, Tensor& y) {
  const std::int64_t size = shape.channels * shape.filters;
  const Tensor weights = Tensor::empty({winograd_numbers, size}, DType::float32, Device::cpu);
  for_each_piece(kernel, is_turned, weights, [](float** from, float** to, std::int64_t count) {
    transform_squares(WinogradTransform::kernel, from, to, count);
  });
  const WinogradTiles tiles(shape);
  const auto product = [&shape](std::int64_t rows) {
    return Gemm{.rows = rows,
                .columns = shape.filters,
                .inner = shape.channels,
                .a = {shape.channels, 1},
                .b = {shape.filters, 1},
                .c_row_stride = shape.filters};
  };
  const auto convolve_tiles = [&](std::int64_t begin, std::int64_t end,
                                  const WinogradTiles::Numbers& numbers,
                                  std::span<std::byte> memory) {
    tiles.transform_x(begin, end, x, numbers);
    const Gemm gemm = product(end - begin);
    for (std::int64_t i = 0; i < winograd_numbers; ++i) {
      constexpr std::int64_t in_all = 5;  // the transform adds this one to all four pixels
      onednn::run(gemm, numbers.of_x + i * gemm.rows * shape.channels,
                  elements<float>(weights) + i * size,
                  i == in_all && bias.defined() ? bias.raw() : nullptr,
                  numbers.of_y + i * gemm.rows * shape.filters, memory);
    }
    tiles.write_y(begin, end, numbers, epilogue, y);
  };
  for_each_tiles(tiles, tiles.block(), product(tiles.block()), convolve_tiles);
}

}  // namespace

bool suits_winograd(const ConvShape& shape, ConvResult result, DType dtype) {
  constexpr std::int64_t least_depth = 32;
  constexpr std::int64_t least_tiles = 96;
  const Window& window = shape.window;
  if (dtype != DType::float32 || shape.groups != 1 || window.size != Lengths{1, 3, 3} ||
      window.stride != Lengths{1, 1, 1} || window.dilation != Lengths{1, 1, 1} ||
      window.input[0] != 1 || window.output[0] != 1) {
    return false;
  }
  const WinogradTiles tiles(result == ConvResult::dx ? turn_back(shape) : shape);
  const std::int64_t work = winograd_numbers * tiles.count() * shape.channels * shape.filters;
  return shape.channels >= least_depth && shape.filters >= least_depth &&
         tiles.count() >= least_tiles && 3 * work <= 2 * shape.work();
}

void convolve_winograd(const ConvShape& shape, const Tensor& x, const Tensor& kernel,
                       const Tensor& bias, Epilogue epilogue, Tensor& y) {
  convolve(shape, x, kernel, false, bias, epilogue, y);
}

void input_gradient_winograd(const ConvShape& shape, const Tensor& dy, const Tensor& kernel,
                             Tensor& dx) {
  const Tensor matrices = kernel.reshape({taps, shape.channels, shape.filters});
  const Tensor back = copy_as(matrices.transpose({0, 2, 1}), DType::float32);
  convolve(turn_back(shape), dy, back, true, {}, Epilogue::none, dx);
}

void kernel_gradient_winograd(const ConvShape& shape, const Tensor& x, const Tensor& dy,
                              Tensor& dkernel) {
  constexpr std::int64_t most_parts = 8;
  const WinogradTiles tiles(shape);
  const std::int64_t blocks = divide_up(tiles.count(), tiles.block());
  const std::int64_t part_length = divide_up(blocks, most_parts) * tiles.block();
  const std::int64_t parts = divide_up(tiles.count(), part_length);
  const std::int64_t size = shape.channels * shape.filters;
  const Tensor sums = Tensor::empty({parts, winograd_numbers * size}, DType::float32, Device::cpu);
  const auto product = [&shape](std::int64_t inner, bool adds) {
    return Gemm{.rows = shape.channels,
                .columns = shape.filters,
                .inner = inner,
                .a = {1, shape.channels},
                .b = {shape.filters, 1},
                .c_row_stride = shape.filters,
                .adds = adds};
  };
  const auto add_tiles = [&](std::int64_t begin, std::int64_t end,
                             const WinogradTiles::Numbers& numbers, std::span<std::byte> memory) {
    tiles.transform_x(begin, end, x, numbers);
    tiles.transform_dy(begin, end, dy, numbers);
    float* sum = elements<float>(sums) + begin / part_length * winograd_numbers * size;
    const Gemm gemm = product(end - begin, begin % part_length > 0);
    for (std::int64_t i = 0; i < winograd_numbers; ++i) {
      onednn::run(gemm, numbers.of_x + i * gemm.inner * shape.channels,
                  numbers.of_y + i * gemm.inner * shape.filters, nullptr, sum + i * size, memory);
    }
  };
  for_each_tiles(tiles, part_length, product(tiles.block(), true), add_tiles);
  add_parts(parts, winograd_numbers * size, elements<float>(sums));
  for_each_piece(dkernel, false, sums, [](float** to, float** from, std::int64_t count) {
    transform_squares(WinogradTransform::kernel_gradient, from, to, count);
  });
}

}  // namespace beras::backend::cpu
