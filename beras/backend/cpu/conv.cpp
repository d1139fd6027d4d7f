#include <beras/backend/cpu/conv.h>

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include <beras/backend/cpu/direct_conv.h>
#include <beras/backend/cpu/onednn.h>
#include <beras/backend/cpu/products_internal.h>
#include <beras/backend/cpu/winograd.h>
#include <beras/backend/cpu/working_memory.h>

namespace beras::backend::cpu {
namespace {

using onednn::Convolution;
using onednn::ConvResult;

/// A part of a convolution, and the elements of x and y that it begins with.
struct Part {
  ConvShape shape;
  std::int64_t x_begin = 0;
  std::int64_t y_begin = 0;
};
using Parts = std::vector<Part>;

std::int64_t image_of_x(const ConvShape& shape) {
  return cell_count(shape.window.input) * shape.channels;
}
std::int64_t image_of_y(const ConvShape& shape) {
  return cell_count(shape.window.output) * shape.filters;
}

// Both cut by the shape alone, whatever the number of threads.

/// Whole images, in at most `most` parts.
Parts cut_batch(const ConvShape& shape, std::int64_t most) {
  const std::int64_t count = std::clamp<std::int64_t>(shape.work() / piece_work, 1, most);
  const std::int64_t length = divide_up(shape.batch, count);
  Parts parts;
  for (std::int64_t n = 0; n < shape.batch; n += length) {
    Part& part = parts.emplace_back(Part{shape, n * image_of_x(shape), n * image_of_y(shape)});
    part.shape.batch = std::min(length, shape.batch - n);
  }
  return parts;
}

/// Single images, each in at most `most` parts along the first axis of the output that is not of
/// length 1.
Parts cut_images(const ConvShape& shape, std::int64_t most) {
  const Window& window = shape.window;
  std::size_t axis = 0;
  while (axis + 1 < spatial_axes && window.input[axis] == 1 && window.output[axis] == 1) ++axis;
  const std::int64_t cells = window.output[axis];
  const std::int64_t count =
      std::clamp<std::int64_t>(shape.work() / shape.batch / piece_work, 1, most);
  const std::int64_t length = divide_up(cells, count);
  Parts parts;
  for (std::int64_t n = 0; n < shape.batch; ++n) {
    for (std::int64_t cell = 0; cell < cells; cell += length) {
      Part part{shape, n * image_of_x(shape), n * image_of_y(shape)};
      Window& view = part.shape.window;
      part.shape.batch = 1;
      view.output[axis] = std::min(length, cells - cell);
      const std::int64_t first = cell * window.stride[axis] - window.padding[axis];
      const std::int64_t reach = (view.output[axis] - 1) * window.stride[axis] +
                                 (window.size[axis] - 1) * window.dilation[axis] + 1;
      const std::int64_t begin = std::max<std::int64_t>(0, first);
      view.padding[axis] = begin - first;
      view.input[axis] = std::min(first + reach, window.input[axis]) - begin;
      part.x_begin += begin * (image_of_x(shape) / window.input[axis]);
      part.y_begin += cell * (image_of_y(shape) / cells);
      parts.push_back(part);
    }
  }
  return parts;
}

/// The convolution of parts[i].
Convolution convolution_of(const Parts& parts, std::size_t i, ConvResult result, DType dtype) {
  return {.result = result,
          .dtype = dtype,
          .shape = parts[i].shape,
          .model = parts[parts.size() / 2].shape};
}

std::byte* at(const Tensor& tensor, std::int64_t element) {
  return static_cast<std::byte*>(tensor.raw()) + element * item_size(tensor.dtype());
}

/// Computes x (or dx) or y (or dy) from the other and the kernel, part by part.
void run_parts(const Parts& parts, ConvResult result, const Tensor& x, const Tensor& kernel,
               const Tensor& bias, Epilogue epilogue, const Tensor& y) {
  const DType dtype = kernel.dtype();
  const Convolution model = convolution_of(parts, 0, result, dtype);
  const auto bytes = static_cast<std::int64_t>(onednn::packed_kernel_bytes(model));
  const Tensor packed = Tensor::empty({bytes}, DType::uint8, Device::cpu);
  onednn::pack_kernel(model, kernel.raw(), packed.raw());
  const void* biases = bias.defined() ? bias.raw() : nullptr;
  const auto run_part = [&](std::int64_t i, std::int64_t, std::span<std::byte> memory) {
    const Part& part = parts[i];
    std::byte* y_part = at(y, part.y_begin);
    onednn::run(convolution_of(parts, i, result, dtype), at(x, part.x_begin), packed.raw(), biases,
                y_part, memory);
    apply(epilogue, dtype, y_part, part.shape.batch * image_of_y(part.shape));
  };
  parallel_for_with_memory(std::ssize(parts), 1, onednn::working_memory(model, bias.defined()),
                           run_part);
}

bool is_fast(const ConvShape& shape, DType dtype) {
  return shape.work() > 0 && onednn::supports(dtype);
}

void compute_output(const ConvShape& shape, const Tensor& x, const Tensor& kernel,
                    const Tensor& bias, Epilogue epilogue, Tensor& y) {
  if (suits_winograd(shape, ConvResult::y, y.dtype())) {
    return convolve_winograd(shape, x, kernel, bias, epilogue, y);
  }
  if (suits_direct(shape, y.dtype())) return convolve_direct(shape, x, kernel, bias, epilogue, y);
  constexpr std::int64_t few_images = 8;
  const Parts parts = shape.batch < few_images ? cut_images(shape, 16) : cut_batch(shape, 64);
  run_parts(parts, ConvResult::y, x, kernel, bias, epilogue, y);
}

void compute_input_gradient(const ConvShape& shape, const Tensor& dy, const Tensor& kernel,
                            Tensor& dx) {
  if (suits_winograd(shape, ConvResult::dx, dx.dtype()))
    return input_gradient_winograd(shape, dy, kernel, dx);
  run_parts(cut_batch(shape, 64), ConvResult::dx, dx, kernel, {}, Epilogue::none, dy);
}

void compute_kernel_gradient(const ConvShape& shape, const Tensor& x, const Tensor& dy,
                             Tensor& dkernel) {
  if (suits_winograd(shape, ConvResult::dkernel, dkernel.dtype())) {
    return kernel_gradient_winograd(shape, x, dy, dkernel);
  }
  const Parts parts = cut_batch(shape, 16);
  const auto convolution = [&](std::size_t i) {
    return convolution_of(parts, i, ConvResult::dkernel, dkernel.dtype());
  };
  const auto elements =
      static_cast<std::int64_t>(onednn::packed_kernel_bytes(convolution(0)) / sizeof(float));
  const Tensor partial = Tensor::empty({std::ssize(parts), elements}, DType::float32, Device::cpu);
  auto* sums = static_cast<float*>(partial.raw());
  const auto run_part = [&](std::int64_t i, std::int64_t, std::span<std::byte> memory) {
    onednn::run(convolution(i), at(x, parts[i].x_begin), sums + i * elements, nullptr,
                at(dy, parts[i].y_begin), memory);
  };
  parallel_for_with_memory(std::ssize(parts), 1, onednn::working_memory(convolution(0), false),
                           run_part);
  add_parts(std::ssize(parts), elements, sums);
  onednn::unpack_kernel(convolution(0), sums, dkernel.raw());
}

}  // namespace

void Conv::forward(const ConvShape& shape, const Tensor& x, const Tensor& kernel,
                   const Tensor& bias, Epilogue epilogue, Tensor& y) const {
  if (must_widen(y.dtype())) {
    Tensor wide = Tensor::empty(y.shape(), DType::float32, Device::cpu);
    forward(shape, copy_as(x, DType::float32), copy_as(kernel, DType::float32),
            copy_as(bias, DType::float32), epilogue, wide);
    return copy_elements(wide, y);
  }
  const auto slowly = [&] { reference::Conv::forward(shape, x, kernel, bias, epilogue, y); };
  if (!is_fast(shape, y.dtype())) return slowly();
  onednn::until_process_ends([&] { compute_output(shape, x, kernel, bias, epilogue, y); }, slowly);
}

void Conv::input_gradient(const ConvShape& shape, const Tensor& dy, const Tensor& kernel,
                          Tensor& dx) const {
  if (must_widen(dx.dtype())) {
    Tensor wide = Tensor::empty(dx.shape(), DType::float32, Device::cpu);
    input_gradient(shape, copy_as(dy, DType::float32), copy_as(kernel, DType::float32), wide);
    return copy_elements(wide, dx);
  }
  const auto slowly = [&] { reference::Conv::input_gradient(shape, dy, kernel, dx); };
  if (!is_fast(shape, dx.dtype())) return slowly();
  onednn::until_process_ends([&] { compute_input_gradient(shape, dy, kernel, dx); }, slowly);
}

void Conv::kernel_gradient(const ConvShape& shape, const Tensor& x, const Tensor& dy,
                           Tensor& dkernel) const {
  if (must_widen(dkernel.dtype())) {
    Tensor wide = Tensor::empty(dkernel.shape(), DType::float32, Device::cpu);
    kernel_gradient(shape, copy_as(x, DType::float32), copy_as(dy, DType::float32), wide);
    return copy_elements(wide, dkernel);
  }
  const auto slowly = [&] { reference::Conv::kernel_gradient(shape, x, dy, dkernel); };
  if (!is_fast(shape, dkernel.dtype())) return slowly();
  onednn::until_process_ends([&] { compute_kernel_gradient(shape, x, dy, dkernel); }, slowly);
}

}  // namespace beras::backend::cpu
