#include <beras/ops/linear.h>

#include <string>
#include <utility>

#include <beras/base/error.h>
#include <beras/core/primitive.h>
#include <beras/ops/cast.h>
#include <beras/ops/epilogue_internal.h>
#include <beras/ops/matmul.h>
#include <beras/ops/shape.h>
#include <beras/ops/symbolic_internal.h>
#include <beras/tensor/copy.h>
#include <beras/tensor/device_of.h>
#include <beras/tensor/operators.h>

namespace beras::ops {
namespace {

/// y (..., out) = epilogue(x (..., in) @ kernel (in, out) + bias (out)).
struct Linear : Primitive<Linear> {
  explicit Linear(Epilogue last) : epilogue(last) {}

  Tensors forward(const Arguments& arguments) const override {
    const Tensor& x = arguments[0];
    const Tensor& kernel = arguments[1];
    Shape shape = x.shape();
    shape.back() = kernel.dim(1);
    Tensor out = Tensor::empty(shape, x.dtype(), device_of(arguments.inputs()));
    const Tensor rows = x.rank() == 1 ? expand_dims(x, 0) : x;
    Tensor result = x.rank() == 1 ? expand_dims(out, 0) : out;
    backend::matmul(out.device())
        ->matmul(rows, rows.rank() == 2 ? kernel : spread(kernel, rows.shape()),
                 arguments.size() == 3 ? arguments[2] : Tensor(), epilogue, result);
    return {out};
  }
  // With u = dy (or 0 where the ReLU gave 0): dx = u @ kernel^T; dkernel = x^T @ u and dbias = sum
  // of u over all rows.
  Tensors compose_input_gradients(const Tensors& J) const override {
    const Tensor& x = inputs()[0];
    const Tensor& kernel = inputs()[1];
    const bool wants_bias = inputs().size() == 3 && wants_input(2);
    const auto [u, dbias] =
        epilogue_gradients(epilogue, outputs()[0], J[0], wants_bias, may_overwrite(J[0]));
    const std::int64_t rows = element_count({x.shape().begin(), x.shape().end() - 1});
    Tensors gradients(inputs().size());
    if (wants_input(0)) gradients[0] = matmul(u, swapaxes(kernel, 0, 1));
    if (wants_input(1)) {
      const Tensor columns = swapaxes(reshape(x, {rows, kernel.dim(0)}), 0, 1);
      gradients[1] = matmul(columns, reshape(u, {rows, kernel.dim(1)}));
    }
    if (wants_bias) gradients[2] = dbias;
    return gradients;
  }
  double flops(const Arguments& arguments, const Tensors& outputs) const override {
    return 2.0 * outputs[0].size() * arguments[1].dim(0);
  }
  double gradient_flops() const override {
    return (wants_input(0) + wants_input(1)) * 2.0 * outputs()[0].size() * inputs()[1].dim(0);
  }
  std::vector<std::string> argument_names() const override { return {"x", "kernel", "bias"}; }
  std::string label() const override { return "linear"; }

  /// The kernel once for each of the rows' leading axes, without a copy.
  static Tensor spread(const Tensor& kernel, Shape rows) {
    rows[rows.size() - 2] = kernel.dim(0);
    rows.back() = kernel.dim(1);
    return kernel.as_strided(
        rows, broadcast_strides(kernel.shape(), kernel.strides(), rows, "linear"), 0);
  }

  Epilogue epilogue;
};

}  // namespace

Tensor linear(const Tensor& x, const Tensor& kernel, const Tensor& bias, Epilogue epilogue,
              std::string_view who) {
  BERAS_NOTE_SYMBOLIC(linear, x, kernel, bias, epilogue, who);
  if (kernel.rank() != 2) {
    throw ShapeError(who, "a kernel of shape (in, out)", "shape " + to_string(kernel.shape()));
  }
  if (x.rank() == 0 || x.dim(-1) != kernel.dim(0)) {
    throw ShapeError(who, "last axis " + std::to_string(kernel.dim(0)),
                     "input of shape " + to_string(x.shape()));
  }
  if (bias.defined() && bias.shape() != Shape{kernel.dim(1)}) {
    throw ShapeError(who, "a bias of shape " + to_string(Shape{kernel.dim(1)}),
                     "shape " + to_string(bias.shape()));
  }
  const DType dtype = promote(x.dtype(), kernel.dtype());
  Tensors arguments;
  arguments.reserve(3);
  arguments.push_back(cast(x, dtype));
  arguments.push_back(cast(kernel, dtype));
  if (bias.defined()) arguments.push_back(cast(bias, dtype));
  return Linear(epilogue).apply(std::move(arguments))[0];
}

}  // namespace beras::ops
