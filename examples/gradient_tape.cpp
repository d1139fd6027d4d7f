// Gradient tapes: first and second derivatives, Jacobians, and what a tape has recorded.
#include <beras/beras.h>

#include <iostream>

using namespace beras;

int main() {
  const Tensor x{1.0, 2.0, 3.0};

  GradientTape tape{{.persistent = true}};
  const Tensor y = (x * x * x).sum();
  const Tensor z = ops::sin(x) * x;
  tape.stop();  // else what follows would be recorded too
  std::cout << "recorded:";
  for (const auto& call : tape.calls()) std::cout << ' ' << call->diffable().label();
  std::cout << "\nd sum(x^3) / dx  = " << tape.gradient(y, x) << '\n';
  std::cout << "dz / dx, z = x sin x =\n" << tape.jacobian(z, x) << '\n';

  // A tape around a tape: the inner walk is recorded too.
  GradientTape outer{{.persistent = true}};
  Tensor slope;
  {
    GradientTape inner;
    slope = inner.gradient((x * x * x).sum(), x);
  }
  std::cout << "\nHessian of sum(x^3) =\n" << outer.jacobian(slope, x) << '\n';
  const Tensor direction{1.0, 0.0, -1.0};
  std::cout << "Hessian times a vector = "
            << outer.gradient(slope, x, {.output_gradients = {direction}}) << '\n';

  // A source that the target does not depend on has no gradient, or zeros if you ask for them.
  const Tensor unrelated{1.0, 1.0};
  GradientTape last{{.persistent = true}};
  const Tensor w = x * 2;
  std::cout << "\nunconnected: defined = " << last.gradient(w, unrelated).defined()
            << ", as zeros = "
            << last.gradient(w, unrelated, {.unconnected_gradients = UnconnectedGradients::zero})
            << '\n';
  return 0;
}
