// Holds a gradient rule against float64 central differences: the one test that every rule passes,
// and users' own layers too.
#pragma once

#include <functional>
#include <string>

#include <beras/base/export.h>
#include <beras/core/diffable.h>

namespace beras {

struct CheckOptions {
  /// Step of the central differences, relative to max(1, |x|).
  double step = 1e-5;
  /// |stated - measured| may be at most absolute + relative * |measured|.
  double absolute_tolerance = 1e-6;
  double relative_tolerance = 1e-5;
  bool training = false;
  /// Inputs that are constants (labels, indices) by position; others that are not floating are
  /// constants anyway.
  std::vector<std::size_t> constant_inputs = {};
  /// Also compares the explicit Jacobians of get_input_gradients and get_weight_gradients.
  bool jacobians = true;
};

/// What check_gradients found.
struct GradientReport {
  bool ok = true;
  /// The worst entry: who, which input or weight, which element, both values, and how the gradient
  /// is stated.
  std::string message;
  explicit operator bool() const { return ok; }
};

/// Compares the gradients that `diffable` states with central differences of its outputs, for every
/// input and every weight.
///
/// Everything is computed in float64, weights included (they are given back as they were). The
/// outputs are weighted with fixed pseudo-random numbers, so that errors do not cancel. Use inputs
/// away from kinks.
BERAS_API GradientReport check_gradients(const Diffable& diffable, const Tensors& inputs,
                                         const CheckOptions& options = {});

/// The same for a function of tensors: it is checked as a composition.
BERAS_API GradientReport check_gradients(const std::function<Tensor(const Tensors&)>& function,
                                         const Tensors& inputs, const CheckOptions& options = {});

}  // namespace beras
