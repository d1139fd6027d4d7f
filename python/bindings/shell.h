// What joins an engine object to the Python object that users hold.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <beras/core/arguments.h>
#include <beras/core/diffable.h>
#include <beras/core/jacobian.h>

#include "bindings/casters.h"
#include "bindings/gradient_readings.h"

namespace beras::python {

/// The methods that a Python class may override and that the engine then calls.
enum class Hook : std::uint8_t {
#define BERAS_HOOK(name) name,
#include "bindings/hooks.def"
#undef BERAS_HOOK
  count
};
/// What they are called, in that order.
const std::vector<std::string>& hook_names();

/// The Python side of an engine object: its "shell" is the Python object that owns the engine
/// object and lives at least as long as anybody uses it (`Shared` sees to that).
class Shell {
 public:
  /// Which gradients of a call are asked for.
  struct Gradients {
    const Diffable& diffable;
    bool for_weights;
    /// Of each input or weight.
    std::function<bool(std::size_t)> wants;

    Tensors sources() const { return for_weights ? diffable.weights() : diffable.inputs(); }
    GradientRole role(const std::string& who, std::size_t position, const Tensor& source,
                      const Tensor& output) const {
      return {who, for_weights, position, source, output};
    }
  };

  virtual ~Shell() = default;

  /// `overridden` names the hooks that the shell's class overrides; done once, when it is made.
  void attach(nb::handle shell, const std::vector<std::string>& overridden);
  bool overrides(Hook hook) const {
    return ((overridden_ >> static_cast<unsigned>(hook)) & 1U) != 0;
  }
  const std::string& class_name() const { return class_name_; }
  /// True while the engine asks the shell for a gradient: `inputs` then are those of the call that
  /// it asks about.
  bool is_asked() const;

  // All of what follows is called with the interpreter's lock, or takes it.
  /// The Python object.
  nb::object shell() const;

 protected:
  /// Calls a method of the shell.
  template <typename... Values>
  nb::object ask(const char* method, Values&&... values) const {
    return shell().attr(method)(std::forward<Values>(values)...);
  }
  Tensors forward_in_python(const Arguments& arguments) const;
  Tensors weights_in_python() const;
  // None where the class says nothing after all: the method gives None or an empty list. What
  // nobody wants is not looked at.
  std::optional<Jacobians> jacobians_in_python(const Gradients& gradients) const;
  std::optional<Tensors> products_in_python(const Gradients& gradients, const Tensors& J) const;
  std::shared_ptr<const void> keep_alive() const;

 private:
  friend class Pending;

  PyObject* shell_ = nullptr;  // borrowed
  std::uint64_t overridden_ = 0;
  std::string class_name_;
};

/// Joins an engine object to its shell, as `Shell::attach`.
template <typename Class>
void attach_to(Class& self, nb::handle shell, const std::vector<std::string>& overridden) {
  dynamic_cast<Shell&>(self).attach(shell, overridden);
}

/// A call that Python has begun: `run`, asked with the value for `training` or None, is what the
/// call itself does, with whatever arguments that are no tensors.
class Pending {
 public:
  Pending(const Shell& shell, nb::handle run, std::optional<bool> training);
  ~Pending();
  Pending(const Pending&) = delete;
  Pending& operator=(const Pending&) = delete;

 private:
  friend class Shell;

  const Shell& shell_;
  nb::handle run_;
  std::optional<bool> training_;
  Pending* outer_;
};

/// Sets a value for the length of a scope.
template <typename T>
class Set {
 public:
  Set(T& place, T value) : place_(place), before_(std::exchange(place, value)) {}
  ~Set() { place_ = before_; }
  Set(const Set&) = delete;
  Set& operator=(const Set&) = delete;

 private:
  T& place_;
  T before_;
};

/// The elements of a list or tuple, or the rows of an array, as tensors; None gives an undefined
/// one.
Tensors tensors_from(nb::handle values);
/// The tensors, each as the one Python object that it stays while anybody holds that.
nb::list remembered(const Tensors& tensors);
/// One output as itself, several as a list.
nb::object outputs_to_python(const Tensors& outputs);

}  // namespace beras::python
