// A layer of your own, in each of the ways to state its gradient, and the test that holds it.
#include <beras/beras.h>

#include <iostream>

using namespace beras;

/// x -> a x^2 + b x, with weights a and b for each feature. Nothing is stated but what it does.
struct Parabola : layers::Layer {
  Variable a;
  Variable b;

  void create_weights(const Shape& input_shape) override {
    a = add_weight("a", {input_shape.back()}, initializers::RandomNormal({.seed = 1}));
    b = add_weight("b", {input_shape.back()}, initializers::Ones());
  }
  Tensor call(const Tensor& x) const override { return a * x * x + b * x; }
};

/// Rounds in the forward pass, and lets gradients through as if it had not: a rule that no
/// composition has.
struct StraightThroughRound : Diffable {
  Tensor call(const Tensor& x) const override { return ops::round(x); }
  Jacobians get_input_gradients() const override {
    return {Jacobian::elementwise(Tensor::ones(inputs()[0].shape(), inputs()[0].dtype()))};
  }
};

/// exp as a product: the tape keeps the output and asks for J * exp(x).
struct Exponential : Diffable {
  Tensor call(const Tensor& x) const override { return ops::exp(x); }
  Tensors compose_input_gradients(const Tensors& J) const override { return {J[0] * outputs()[0]}; }
};

int main() {
  const Tensor x{{0.5, -1.5}, {2.0, 0.25}};

  Parabola parabola;
  std::cout << "parabola(x) =\n" << parabola(x) << '\n';
  for (const Variable& weight : parabola.trainable_variables()) {
    std::cout << "  " << weight.name() << " = " << weight << '\n';
  }

  bool all_right = true;
  const Exponential exponential;
  for (const Diffable* layer : std::initializer_list<const Diffable*>{&parabola, &exponential}) {
    const GradientReport report = check_gradients(*layer, {x});
    std::cout << layer->label() << ": " << (report ? "the gradient is right" : report.message)
              << '\n';
    all_right = all_right && report;
  }

  StraightThroughRound rounding;
  GradientTape tape;
  const Tensor rounded = rounding(x * 3);
  std::cout << "rounded =\n"
            << rounded << "\ngradient through it =\n"
            << tape.gradient(rounded, x) << '\n';
  return all_right ? 0 : 1;
}
