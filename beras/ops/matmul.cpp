#include <beras/ops/matmul.h>

#include <string>
#include <vector>

#include <beras/backend/matmul.h>
#include <beras/base/error.h>
#include <beras/core/primitive.h>
#include <beras/ops/cast.h>
#include <beras/ops/reduce_to_shape.h>
#include <beras/ops/shape.h>
#include <beras/ops/symbolic_internal.h>
#include <beras/tensor/copy.h>
#include <beras/tensor/device_of.h>

namespace beras::ops {
namespace {

/// The matrices of `x` with their leading axes broadcast: a view.
Tensor spread(const Tensor& x, Shape leading) {
  if (x.rank() == 2 && leading.empty()) return x;
  leading.push_back(x.dim(-2));
  leading.push_back(x.dim(-1));
  return x.as_strided(leading, broadcast_strides(x.shape(), x.strides(), leading, "matmul"), 0);
}

Shape leading_axes(const Tensor& x) { return {x.shape().begin(), x.shape().end() - 2}; }

/// All rows of all matrices as one tall matrix.
Tensor tall(const Tensor& x) {
  return reshape(x, {element_count({x.shape().begin(), x.shape().end() - 1}), x.dim(-1)});
}

/// y (..., m, n) = a (..., m, k) @ b (..., k, n).
struct MatMul : Primitive<MatMul> {
  Tensors forward(const Arguments& arguments) const override {
    const Tensor& a = arguments[0];
    const Tensor& b = arguments[1];
    const Shape leading = broadcast_shapes(leading_axes(a), leading_axes(b), "matmul");
    Shape shape = leading;
    shape.push_back(a.dim(-2));
    shape.push_back(b.dim(-1));
    Tensor out = Tensor::empty(shape, a.dtype(), device_of(a, b));
    backend::matmul(out.device())
        ->matmul(spread(a, leading), spread(b, leading), {}, backend::Epilogue::none, out);
    return {out};
  }
  // da = dy @ b^T, db = a^T @ dy, summed over the axes that were broadcast.
  Tensors compose_input_gradients(const Tensors& J) const override {
    const Tensor& a = inputs()[0];
    const Tensor& b = inputs()[1];
    Tensors gradients(2);
    if (wants_input(0))
      gradients[0] = reduce_to_shape(matmul(J[0], swapaxes(b, -1, -2)), a.shape());
    if (wants_input(1)) {
      gradients[1] = b.rank() == 2 ? matmul(swapaxes(tall(a), 0, 1), tall(J[0]))
                                   : reduce_to_shape(matmul(swapaxes(a, -1, -2), J[0]), b.shape());
    }
    return gradients;
  }
  double flops(const Arguments& arguments, const Tensors& outputs) const override {
    return 2.0 * outputs[0].size() * arguments[0].dim(-1);
  }
  double gradient_flops() const override {
    return (wants_input(0) + wants_input(1)) * 2.0 * outputs()[0].size() * inputs()[0].dim(-1);
  }
  std::vector<std::string> argument_names() const override { return {"x1", "x2"}; }
  std::string label() const override { return "matmul"; }
};

DType product_dtype(DType a, DType b) {
  return a == DType::int8 && b == DType::int8 ? DType::int32 : promote(a, b);
}

}  // namespace

Tensor matmul(const Tensor& a, const Tensor& b) {
  BERAS_NOTE_SYMBOLIC(matmul, a, b);
  const auto refuse = [&](const char* expected) {
    throw ShapeError("matmul", expected,
                     "inputs of shapes " + to_string(a.shape()) + " and " + to_string(b.shape()));
  };
  if (a.rank() == 0 || b.rank() == 0) refuse("inputs of rank 1 or more");
  if (a.dim(-1) != b.dim(b.rank() == 1 ? 0 : -2)) {
    refuse("the last axis of x1 to be as long as the last but one of x2");
  }
  const DType dtype = product_dtype(a.dtype(), b.dtype());
  const Tensor left = a.rank() == 1 ? expand_dims(a, 0) : a;
  const Tensor right = b.rank() == 1 ? expand_dims(b, 1) : b;
  Tensor product = MatMul()(cast(left, dtype), cast(right, dtype));
  if (a.rank() > 1 && b.rank() > 1) return product;
  std::vector<std::int64_t> added;
  if (a.rank() == 1) added.push_back(-2);
  if (b.rank() == 1) added.push_back(-1);
  return squeeze(product, Axes(added));
}

}  // namespace beras::ops

namespace beras {

Tensor Tensor::matmul(const Tensor& other) const { return ops::matmul(*this, other); }

}  // namespace beras
