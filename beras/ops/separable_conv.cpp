#include <beras/ops/separable_conv.h>

#include <beras/base/error.h>
#include <beras/ops/shape.h>
#include <beras/ops/symbolic_internal.h>

namespace beras::ops {

Tensor depthwise_conv(const Tensor& x, const Tensor& kernel, const ConvOptions& options) {
  BERAS_NOTE_SYMBOLIC(depthwise_conv, x, kernel, options);
  if (kernel.rank() < 2) {
    throw ShapeError("depthwise_conv", "a kernel (size..., channels, filters)",
                     to_string(kernel.shape()));
  }
  Shape shape = kernel.shape();
  const std::int64_t filters = shape.back();
  shape.back() = shape[shape.size() - 2] * filters;
  shape[shape.size() - 2] = 1;
  return conv(x, reshape(kernel, shape), options);
}

Tensor separable_conv(const Tensor& x, const Tensor& depthwise_kernel,
                      const Tensor& pointwise_kernel, const ConvOptions& options) {
  BERAS_NOTE_SYMBOLIC(separable_conv, x, depthwise_kernel, pointwise_kernel, options);
  ConvOptions along = options;
  along.bias = {};
  along.epilogue = Epilogue::none;
  return conv(depthwise_conv(x, depthwise_kernel, along), pointwise_kernel,
              {.data_format = options.data_format,
               .bias = options.bias,
               .epilogue = options.epilogue,
               .who = options.who});
}

}  // namespace beras::ops
