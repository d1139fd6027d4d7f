// Options that take one of several forms: a name, an engine object, or a function of Python.
#pragma once

#include <memory>
#include <string>

#include <beras/activations/get.h>
#include <beras/constraints/get.h>
#include <beras/initializers/get.h>
#include <beras/losses/get.h>
#include <beras/metrics/get.h>
#include <beras/optimizers/get.h>
#include <beras/regularizers/get.h>

#include "bindings/casters.h"

namespace beras::python {

/// How such an option is read: its type in signatures, and `from`, which throws ValueError for an
/// unknown name and TypeError for what is none of the forms.
template <typename T>
struct Chosen;

template <typename T>
concept Choosable = requires {
  Chosen<T>::type_name;
};

struct NameOrCallable {
  static constexpr auto type_name = nb::detail::const_name("str | collections.abc.Callable");
};

template <>
struct Chosen<activations::AnyActivation> : NameOrCallable {
  /// Functions of `beras.activations` are known by name, so that fused kernels are found.
  static activations::AnyActivation from(nb::handle object);
};

template <>
struct Chosen<initializers::AnyInitializer> : NameOrCallable {
  /// A function is called with the shape and `dtype`.
  static initializers::AnyInitializer from(nb::handle object);
};

template <>
struct Chosen<regularizers::AnyRegularizer> : NameOrCallable {
  static regularizers::AnyRegularizer from(nb::handle object);
};

template <>
struct Chosen<constraints::AnyConstraint> : NameOrCallable {
  static constraints::AnyConstraint from(nb::handle object);
};

template <>
struct Chosen<losses::AnyLoss> : NameOrCallable {
  /// A function of y_true and y_pred gives the values per sample.
  static losses::AnyLoss from(nb::handle object);
};

template <>
struct Chosen<metrics::AnyMetric> : NameOrCallable {
  static metrics::AnyMetric from(nb::handle object);
};

template <>
struct Chosen<optimizers::AnyOptimizer> {
  static constexpr auto type_name = nb::detail::const_name("str | beras.optimizers.Optimizer");
  static optimizers::AnyOptimizer from(nb::handle object);
};

template <>
struct Chosen<optimizers::LearningRate> {
  static constexpr auto type_name =
      nb::detail::const_name("float | collections.abc.Callable[[int], float]");
  /// A function is called with the number of steps done.
  static optimizers::LearningRate from(nb::handle object);
};

template <>
struct Chosen<losses::Reduction> {
  static constexpr auto type_name = nb::detail::const_name("str");
  static losses::Reduction from(nb::handle object);
};

}  // namespace beras::python
