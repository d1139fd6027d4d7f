// Convolution and its two gradients.
#pragma once

#include <cstdint>

#include <beras/backend/kernels.h>
#include <beras/backend/matmul.h>
#include <beras/backend/window.h>
#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras::backend {

/// The sizes of a convolution of images x (batch, window.input..., channels) with a kernel
/// (window.size..., channels / groups, filters), which gives y (batch, window.output..., filters).
/// Group g maps its share of the channels to its share of the filters.
struct ConvShape {
  std::int64_t batch = 1;
  std::int64_t channels = 1;
  std::int64_t filters = 1;
  std::int64_t groups = 1;
  Window window;

  bool operator==(const ConvShape&) const = default;
  /// The number of multiply-adds, cells in the padding included.
  std::int64_t work() const {
    return batch * cell_count(window.output) * cell_count(window.size) * channels / groups *
           filters;
  }
};

/// The three convolutions, each the gradient of the others. All tensors of a call are contiguous
/// and of one dtype.
class BERAS_API ConvKernels {
 public:
  virtual ~ConvKernels() = default;
  /// y[n, o, f] = epilogue(bias[f] + sum over taps t and channels c of x[n, cell(o, t), c]
  /// kernel[t, c, f]). `bias` may be undefined.
  virtual void forward(const ConvShape& shape, const Tensor& x, const Tensor& kernel,
                       const Tensor& bias, Epilogue epilogue, Tensor& y) const = 0;
  /// dx[n, i, c] = sum over f and over all o and t with cell(o, t) = i of dy[n, o, f] kernel[t, c,
  /// f].
  virtual void input_gradient(const ConvShape& shape, const Tensor& dy, const Tensor& kernel,
                              Tensor& dx) const = 0;
  /// dkernel[t, c, f] = sum over n and o of x[n, cell(o, t), c] dy[n, o, f].
  virtual void kernel_gradient(const ConvShape& shape, const Tensor& x, const Tensor& dy,
                               Tensor& dkernel) const = 0;
};

/// The kernels of that device.
BERAS_API Kernels<ConvKernels> conv(Device device);

}  // namespace beras::backend
