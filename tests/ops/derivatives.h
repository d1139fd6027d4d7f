// Holds first and second derivatives of a function of tensors against central differences.
#pragma once

#include <gtest/gtest.h>

#include <functional>

#include <beras/core/check_gradients.h>
#include <beras/core/gradient_tape.h>
#include <beras/tensor/operators.h>

namespace beras::ops {

using Function = std::function<Tensor(const Tensors&)>;

/// EXPECT_TRUE(first_derivatives_hold(f, {x})).
inline testing::AssertionResult first_derivatives_hold(const Function& function,
                                                       const Tensors& inputs) {
  const GradientReport report = check_gradients(function, inputs, {.jacobians = false});
  return report ? testing::AssertionSuccess() : testing::AssertionFailure() << report.message;
}

/// The gradient with respect to the first input, itself as a function to be differentiated.
inline testing::AssertionResult second_derivatives_hold(const Function& function,
                                                        const Tensors& inputs) {
  const Function gradient = [&](const Tensors& arguments) {
    GradientTape tape;
    for (const Tensor& argument : arguments) {
      if (is_floating(argument.dtype())) tape.watch(argument);
    }
    const Tensor value = function(arguments);
    return tape.gradient(value * value, arguments[0]);
  };
  return first_derivatives_hold(gradient, inputs);
}

}  // namespace beras::ops
