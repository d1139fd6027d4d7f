#include <beras/ops/conv.h>

#include <string>
#include <utility>
#include <vector>

#include <beras/backend/conv.h>
#include <beras/base/error.h>
#include <beras/core/primitive.h>
#include <beras/ops/cast.h>
#include <beras/ops/epilogue_internal.h>
#include <beras/ops/shape.h>
#include <beras/ops/symbolic_internal.h>
#include <beras/tensor/device_of.h>
#include <beras/tensor/operators.h>

namespace beras::ops {
namespace {

/// The sizes of a convolution, and how its tensors show them.
struct Geometry {
  backend::ConvShape sizes;
  std::size_t axes;

  Shape x() const { return images(sizes.window.input, sizes.channels); }
  Shape y() const { return images(sizes.window.output, sizes.filters); }
  Shape kernel() const {
    Shape shape = cells(sizes.window.size);
    shape.push_back(sizes.channels / sizes.groups);
    shape.push_back(sizes.filters);
    return shape;
  }
  /// A multiplication and an addition for each output and each number of its filter.
  double flops() const {
    return 2.0 * element_count(y()) * element_count(kernel()) / sizes.filters;
  }

 private:
  Shape cells(const backend::Lengths& lengths) const {
    return {lengths.end() - axes, lengths.end()};
  }
  Shape images(const backend::Lengths& lengths, std::int64_t depth) const {
    Shape shape = cells(lengths);
    shape.insert(shape.begin(), sizes.batch);
    shape.push_back(depth);
    return shape;
  }
};

// The three convolutions. Each is linear in both of its inputs, and its gradients are the other
// two.

/// y = x * kernel (+ bias, and then the epilogue).
struct Conv : Primitive<Conv> {
  explicit Conv(Geometry sizes, Epilogue last = Epilogue::none) : geometry(sizes), epilogue(last) {}
  Tensors forward(const Arguments& arguments) const override;
  Tensors compose_input_gradients(const Tensors& J) const override;
  double flops(const Arguments&, const Tensors&) const override { return geometry.flops(); }
  double gradient_flops() const override {
    return (wants_input(0) + wants_input(1)) * geometry.flops();
  }
  std::vector<std::string> argument_names() const override { return {"x", "kernel", "bias"}; }
  std::string label() const override { return "conv"; }

  Geometry geometry;
  Epilogue epilogue;
};

/// dx from dy and kernel.
struct ConvInputGradient : Primitive<ConvInputGradient> {
  explicit ConvInputGradient(Geometry sizes) : geometry(sizes) {}
  Tensors forward(const Arguments& arguments) const override;
  Tensors compose_input_gradients(const Tensors& J) const override;
  double flops(const Arguments&, const Tensors&) const override { return geometry.flops(); }
  std::vector<std::string> argument_names() const override { return {"dy", "kernel"}; }
  std::string label() const override { return "conv_input_gradient"; }

  Geometry geometry;
};

/// dkernel from x and dy.
struct ConvKernelGradient : Primitive<ConvKernelGradient> {
  explicit ConvKernelGradient(Geometry sizes) : geometry(sizes) {}
  Tensors forward(const Arguments& arguments) const override;
  Tensors compose_input_gradients(const Tensors& J) const override;
  double flops(const Arguments&, const Tensors&) const override { return geometry.flops(); }
  std::vector<std::string> argument_names() const override { return {"x", "dy"}; }
  std::string label() const override { return "conv_kernel_gradient"; }

  Geometry geometry;
};

Tensors Conv::forward(const Arguments& arguments) const {
  const Tensor& x = arguments[0];
  Tensor y = Tensor::empty(geometry.y(), x.dtype(), device_of(arguments.inputs()));
  backend::conv(y.device())
      ->forward(geometry.sizes, x.contiguous(), arguments[1].contiguous(),
                arguments.size() == 3 ? arguments[2].contiguous() : Tensor(), epilogue, y);
  return {y};
}

// With u = dy, or 0 where the ReLU gave 0; dbias is the sum of u over all cells of all images.
Tensors Conv::compose_input_gradients(const Tensors& J) const {
  const Tensor& x = inputs()[0];
  const Tensor& kernel = inputs()[1];
  const bool wants_bias = inputs().size() == 3 && wants_input(2);
  const auto [u, dbias] =
      epilogue_gradients(epilogue, outputs()[0], J[0], wants_bias, may_overwrite(J[0]));
  Tensors gradients(inputs().size());
  if (wants_input(0)) gradients[0] = ConvInputGradient(geometry)(u, kernel);
  if (wants_input(1)) gradients[1] = ConvKernelGradient(geometry)(x, u);
  if (wants_bias) gradients[2] = dbias;
  return gradients;
}

Tensors ConvInputGradient::forward(const Arguments& arguments) const {
  Tensor dx = Tensor::empty(geometry.x(), arguments[0].dtype(), device_of(arguments.inputs()));
  backend::conv(dx.device())
      ->input_gradient(geometry.sizes, arguments[0].contiguous(), arguments[1].contiguous(), dx);
  return {dx};
}

Tensors ConvInputGradient::compose_input_gradients(const Tensors& J) const {
  const Tensor& dy = inputs()[0];
  const Tensor& kernel = inputs()[1];
  return {wants_input(0) ? Conv(geometry)(J[0], kernel) : Tensor(),
          wants_input(1) ? ConvKernelGradient(geometry)(J[0], dy) : Tensor()};
}

Tensors ConvKernelGradient::forward(const Arguments& arguments) const {
  Tensor dkernel =
      Tensor::empty(geometry.kernel(), arguments[0].dtype(), device_of(arguments.inputs()));
  backend::conv(dkernel.device())
      ->kernel_gradient(geometry.sizes, arguments[0].contiguous(), arguments[1].contiguous(),
                        dkernel);
  return {dkernel};
}

Tensors ConvKernelGradient::compose_input_gradients(const Tensors& J) const {
  const Tensor& x = inputs()[0];
  const Tensor& dy = inputs()[1];
  return {wants_input(0) ? ConvInputGradient(geometry)(dy, J[0]) : Tensor(),
          wants_input(1) ? Conv(geometry)(x, J[0]) : Tensor()};
}

Geometry find_geometry(const Tensor& x, const Tensor& kernel, const ConvOptions& options) {
  const auto refuse = [&](const std::string& expected) {
    throw ShapeError(options.who, expected,
                     "input of shape " + to_string(x.shape()) + " and kernel of shape " +
                         to_string(kernel.shape()));
  };
  if (x.rank() < 3 || x.rank() > 2 + backend::spatial_axes) refuse("an input of rank 3, 4 or 5");
  if (kernel.rank() != x.rank()) refuse("a kernel of the same rank as the input");
  if (element_count(kernel.shape()) == 0) refuse("a kernel without empty axes");
  const std::size_t axes = x.rank() - 2;
  const std::int64_t channels = x.dim(-1);
  const std::int64_t filters = kernel.dim(-1);
  const std::int64_t groups = channels / kernel.dim(-2);
  if (groups == 0 || channels % kernel.dim(-2) != 0) {
    refuse("a number of channels that is a multiple of " + std::to_string(kernel.dim(-2)));
  }
  if (filters % groups != 0) {
    refuse("a number of filters that is a multiple of the " + std::to_string(groups) + " groups");
  }
  if (options.bias.defined() && options.bias.shape() != Shape{filters}) {
    throw ShapeError(options.who, "a bias of shape " + to_string(Shape{filters}),
                     "shape " + to_string(options.bias.shape()));
  }
  const Shape lengths(x.shape().begin() + 1, x.shape().end() - 1);
  const Shape size(kernel.shape().begin(), kernel.shape().end() - 2);
  return {{.batch = x.dim(0),
           .channels = channels,
           .filters = filters,
           .groups = groups,
           .window = sliding_window(lengths, size, options.strides, options.dilation_rate,
                                    options.padding, options.who)},
          axes};
}

}  // namespace

static auto option_fields(const ConvOptions& options) {
  if (options.bias.defined() || options.epilogue != Epilogue::none) {
    throw ValueError(options.who, "a convolution alone for a configuration",
                     "one with a bias or an epilogue", "Add the bias by an operator of its own");
  }
  return std::tie(options.strides, options.padding, options.data_format, options.dilation_rate);
}

Tensor conv(const Tensor& x, const Tensor& kernel, const ConvOptions& options) {
  BERAS_NOTE_SYMBOLIC(conv, x, kernel, options);
  if (is_channels_first(options.data_format, options.who)) {
    if (x.rank() < 3)
      throw ShapeError(options.who, "an input of rank 3, 4 or 5", "shape " + to_string(x.shape()));
    ConvOptions last = options;
    last.data_format = "channels_last";
    return moveaxis(conv(moveaxis(x, 1, -1), kernel, last), -1, 1);
  }
  const DType dtype = promote(x.dtype(), kernel.dtype());
  Tensors arguments{cast(x, dtype), cast(kernel, dtype)};
  if (options.bias.defined()) arguments.push_back(cast(options.bias, dtype));
  return Conv(find_geometry(x, kernel, options), options.epilogue).apply(arguments)[0];
}

}  // namespace beras::ops
