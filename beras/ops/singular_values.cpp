#include <beras/ops/singular_values_internal.h>

#include <string>
#include <utility>
#include <vector>

#include <beras/backend/singular_values.h>
#include <beras/base/error.h>
#include <beras/core/primitive.h>
#include <beras/ops/cast.h>
#include <beras/ops/matmul.h>
#include <beras/ops/reduce.h>
#include <beras/ops/shape.h>
#include <beras/tensor/device_of.h>
#include <beras/tensor/operators.h>

namespace beras::ops {
namespace {

/// dy (..., n), u (..., n, m), v (..., n, n) give the sum of dy_i u_i v_i^T.
struct SingularValuesGradient : Primitive<SingularValuesGradient> {
  SingularValuesGradient(Tensor left, Tensor right) : u(std::move(left)), v(std::move(right)) {}

  Tensors forward(const Arguments& arguments) const override {
    return {matmul(swapaxes(u * expand_dims(arguments[1], -1), -1, -2), v)};
  }
  Tensors compose_input_gradients(const Tensors& J) const override {
    if (wants_input(0))
      throw ValueError("norm", "first derivatives of the orders 2, -2 and \"nuc\"", "a second one");
    return {Tensor(), sum(matmul(u, J[0]) * v, -1)};
  }
  std::vector<std::string> argument_names() const override { return {"x", "dy"}; }
  std::string label() const override { return "singular_values_gradient"; }

  Tensor u;
  Tensor v;
};

/// x (..., m, n) of float64 with m >= n.
struct SingularValues : Primitive<SingularValues> {
  Tensor call(const Tensor& x) const override {
    const std::int64_t m = x.dim(-2), n = x.dim(-1);
    Shape shape(x.shape().begin(), x.shape().end() - 2);
    shape.push_back(n);
    const Device device = device_of(x);
    Tensor values = Tensor::zeros(shape, DType::float64, device);
    shape.push_back(m);
    Tensor u = Tensor::zeros(shape, DType::float64, device);
    shape.back() = n;
    Tensor v = Tensor::zeros(shape, DType::float64, device);
    if (values.size() > 0) {
      backend::singular_values(device)->decompose(x.contiguous(), values, u, v);
    }
    save(u.detach());
    save(v.detach());
    return values;
  }
  Tensors compose_input_gradients(const Tensors& J) const override {
    return {SingularValuesGradient(saved(0), saved(1)).apply({inputs()[0], J[0]})[0]};
  }
  std::string label() const override { return "singular_values"; }
};

}  // namespace

Tensor singular_values(const Tensor& x) {
  const Tensor tall = x.dim(-1) > x.dim(-2) ? swapaxes(x, -1, -2) : x;
  return cast(SingularValues()(cast(tall, DType::float64)), x.dtype());
}

}  // namespace beras::ops
