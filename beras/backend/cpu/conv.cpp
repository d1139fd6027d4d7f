#include <beras/backend/cpu/conv.h>

#include <algorithm>
#include <cstddef>

#include <beras/backend/cpu/onednn.h>
#include <beras/backend/cpu/products_internal.h>
#include <beras/base/parallel.h>

namespace beras::backend::cpu {
namespace {

using onednn::Convolution;
using onednn::ConvResult;

/// Images in one piece of a batch that is cut into at most `most` pieces: by the shape alone.
std::int64_t piece_length(const ConvShape& shape, std::int64_t most) {
  const std::int64_t pieces = std::clamp<std::int64_t>(shape.work() / piece_work, 1, most);
  return divide_up(shape.batch, pieces);
}

/// The sub-array of images [first, ...) of a tensor.
std::byte* images(const Tensor& tensor, std::int64_t first) {
  const std::int64_t image = tensor.size() / tensor.dim(0);
  return static_cast<std::byte*>(tensor.raw()) + first * image * item_size(tensor.dtype());
}

/// Calls body(convolution of a piece, its number, its first image) for all pieces of the batch.
template <typename Body>
void for_each_piece(const Convolution& whole, const Body& body) {
  const std::int64_t length = whole.layout_batch;
  parallel_for(whole.shape.batch, length, [&](std::int64_t begin, std::int64_t end) {
    Convolution piece = whole;
    piece.shape.batch = end - begin;
    body(piece, begin / length, begin);
  });
}

Tensor pack(const Convolution& convolution, const Tensor& kernel) {
  const auto bytes = static_cast<std::int64_t>(onednn::packed_kernel_bytes(convolution));
  Tensor packed = Tensor::empty({bytes}, DType::uint8);
  onednn::pack_kernel(convolution, kernel.raw(), packed.raw());
  return packed;
}

bool is_fast(const ConvShape& shape, DType dtype) {
  return shape.work() > 0 && onednn::supports(dtype);
}

}  // namespace

void Conv::forward(const ConvShape& shape, const Tensor& x, const Tensor& kernel,
                   const Tensor& bias, Epilogue epilogue, Tensor& y) const {
  if (must_widen(y.dtype())) {
    Tensor wide = Tensor::empty(y.shape(), DType::float32);
    forward(shape, copy_as(x, DType::float32), copy_as(kernel, DType::float32),
            copy_as(bias, DType::float32), epilogue, wide);
    return copy_elements(wide, y);
  }
  if (!is_fast(shape, y.dtype())) {
    return reference::Conv::forward(shape, x, kernel, bias, epilogue, y);
  }
  const Convolution whole{.result = ConvResult::y,
                          .dtype = y.dtype(),
                          .shape = shape,
                          .layout_batch = piece_length(shape, 64)};
  const Tensor packed = pack(whole, kernel);
  const void* biases = bias.defined() ? bias.raw() : nullptr;
  for_each_piece(whole, [&](const Convolution& piece, std::int64_t, std::int64_t first) {
    std::byte* result = images(y, first);
    onednn::run(piece, images(x, first), packed.raw(), biases, result);
    apply(epilogue, y.dtype(), result, y.size() / shape.batch * piece.shape.batch);
  });
}

void Conv::input_gradient(const ConvShape& shape, const Tensor& dy, const Tensor& kernel,
                          Tensor& dx) const {
  if (must_widen(dx.dtype())) {
    Tensor wide = Tensor::empty(dx.shape(), DType::float32);
    input_gradient(shape, copy_as(dy, DType::float32), copy_as(kernel, DType::float32), wide);
    return copy_elements(wide, dx);
  }
  if (!is_fast(shape, dx.dtype())) {
    return reference::Conv::input_gradient(shape, dy, kernel, dx);
  }
  const Convolution whole{.result = ConvResult::dx,
                          .dtype = dx.dtype(),
                          .shape = shape,
                          .layout_batch = piece_length(shape, 64)};
  const Tensor packed = pack(whole, kernel);
  for_each_piece(whole, [&](const Convolution& piece, std::int64_t, std::int64_t first) {
    onednn::run(piece, images(dx, first), packed.raw(), nullptr, images(dy, first));
  });
}

void Conv::kernel_gradient(const ConvShape& shape, const Tensor& x, const Tensor& dy,
                           Tensor& dkernel) const {
  if (must_widen(dkernel.dtype())) {
    Tensor wide = Tensor::empty(dkernel.shape(), DType::float32);
    kernel_gradient(shape, copy_as(x, DType::float32), copy_as(dy, DType::float32), wide);
    return copy_elements(wide, dkernel);
  }
  if (!is_fast(shape, dkernel.dtype())) {
    return reference::Conv::kernel_gradient(shape, x, dy, dkernel);
  }
  const std::int64_t length = piece_length(shape, 16);
  const Convolution whole{.result = ConvResult::dkernel,
                          .dtype = dkernel.dtype(),
                          .shape = shape,
                          .layout_batch = length};
  const std::int64_t pieces = divide_up(shape.batch, length);
  const auto elements =
      static_cast<std::int64_t>(onednn::packed_kernel_bytes(whole) / sizeof(float));
  const Tensor partial = Tensor::empty({pieces, elements}, DType::float32);
  auto* sums = static_cast<float*>(partial.raw());
  for_each_piece(whole, [&](const Convolution& piece, std::int64_t number, std::int64_t first) {
    onednn::run(piece, images(x, first), sums + number * elements, nullptr, images(dy, first));
  });
  parallel_for(elements, 1 << 14, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t piece = 1; piece < pieces; ++piece) {
      const float* part = sums + piece * elements;
      for (std::int64_t i = begin; i < end; ++i) sums[i] += part[i];
    }
  });
  onednn::unpack_kernel(whole, sums, dkernel.raw());
}

}  // namespace beras::backend::cpu
