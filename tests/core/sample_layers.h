// Small Diffables that state their gradients in each of the three ways; shared by the tests of the
// core.
#pragma once

#include <beras/core/diffable.h>
#include <beras/core/gradient_tape.h>
#include <beras/tensor/operators.h>

namespace beras::testing {

/// y = x * x, stated by nothing but its composition.
struct ComposedSquare : Diffable {
  Tensor call(const Tensor& x) const override { return x * x; }
};

/// The same in the seed's way.
struct StatedSquare : Diffable {
  Tensor call(const Tensor& x) const override { return x * x; }
  Jacobians get_input_gradients() const override {
    return {Jacobian::elementwise(2 * inputs()[0])};
  }
};

/// The same as a product, computed by a plain loop over float64 that no tape could follow.
struct LoopSquare : Diffable {
  Tensor call(const Tensor& x) const override {
    Tensor y = Tensor::empty(x.shape(), x.dtype());
    for (std::int64_t i = 0; i < x.size(); ++i) {
      y.mutable_data<double>()[i] = x.data<double>()[i] * x.data<double>()[i];
    }
    return y;
  }
  Tensors compose_input_gradients(const Tensors& J) const override {
    return {2 * inputs()[0] * J[0]};
  }
};

/// A dense layer as the seed's users write it: x @ w + b with Jacobians (in, out) and (batch, in,
/// 1).
struct SeedDense : Diffable {
  Variable w;
  Variable b;

  SeedDense(std::int64_t in, std::int64_t out) {
    w = add_weight("w", {in, out}, [](const Shape& shape, DType dtype) {
      Tensor values = Tensor::empty(shape, DType::float64);
      double* data = values.mutable_data<double>();
      for (std::int64_t i = 0; i < values.size(); ++i)
        data[i] = 0.3 * static_cast<double>(i % 5) - 0.5;
      return values.astype(dtype);
    });
    b = add_weight("b", {1, out},
                   [](const Shape& shape, DType dtype) { return Tensor::zeros(shape, dtype); });
  }
  Tensor call(const Tensor& x) const override { return x.matmul(w) + b; }
  Jacobians get_input_gradients() const override { return {Jacobian::shared(w)}; }
  Jacobians get_weight_gradients() const override {
    const Tensor& x = inputs()[0];
    return {Jacobian::weight(x.reshape({x.dim(0), x.dim(1), 1})),
            Jacobian::weight(Tensor::ones(b.shape(), b.dtype()))};
  }
};

/// The same layer as a composition.
struct ComposedDense : Diffable {
  Variable w;
  Variable b;

  explicit ComposedDense(const SeedDense& like) {
    w = add_weight("w", like.w.shape(), [&](const Shape&, DType) { return like.w.copy(); });
    b = add_weight("b", like.b.shape(), [&](const Shape&, DType) { return like.b.copy(); });
  }
  Tensor call(const Tensor& x) const override { return x.matmul(w) + b; }
};

/// Two outputs: the sum and the difference of two inputs.
struct SumAndDifference : Diffable {
  Tensors forward(const Arguments& arguments) const override {
    return {arguments[0] + arguments[1], arguments[0] - arguments[1]};
  }
  Tensors compose_input_gradients(const Tensors& J) const override {
    const Tensor zero = Tensor::zeros(inputs()[0].shape(), inputs()[0].dtype());
    const Tensor& sum = J[0].defined() ? J[0] : zero;
    const Tensor& difference = J[1].defined() ? J[1] : zero;
    return {sum + difference, sum - difference};
  }
  std::vector<std::string> argument_names() const override { return {"a", "b"}; }
};

inline std::vector<double> values_of(const Tensor& tensor) { return tensor.to_vector<double>(); }

}  // namespace beras::testing
