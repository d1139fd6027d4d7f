// Whatever can be called with tensors and gives tensors.
#pragma once

#include <concepts>
#include <string>

#include <beras/base/export.h>
#include <beras/core/arguments.h>
#include <beras/tensor/tensor.h>

namespace beras {

/// `layer(x)` is `layer.call(x)`.
///
/// A subclass overrides `call` if it maps one tensor to one tensor, else `forward`. State of a call
/// never lives in the object, so both are const.
class BERAS_API Callable {
 public:
  virtual ~Callable() = default;

  /// Calls it with one, two or three tensors and gives its first output.
  Tensor operator()(const Tensor& x, CallOptions options = {}) const { return first({x}, options); }
  // Templates, so that `layer(x, {.training = true})` cannot mean a second tensor made from a list.
  template <std::same_as<Tensor> Second>
  Tensor operator()(const Tensor& a, const Second& b, CallOptions options = {}) const {
    return first({a, b}, options);
  }
  template <std::same_as<Tensor> Second, std::same_as<Tensor> Third>
  Tensor operator()(const Tensor& a, const Second& b, const Third& c,
                    CallOptions options = {}) const {
    return first({a, b, c}, options);
  }
  /// Calls it with any number of arguments, by position or by name, and gives all outputs.
  Tensors apply(Arguments arguments, CallOptions options = {}) const;

  /// One tensor in, one tensor out.
  virtual Tensor call(const Tensor& x) const;
  /// Any number of tensors in and out, and options such as `training`.
  virtual Tensors forward(const Arguments& arguments) const;
  /// What it is called in errors, records and summaries: the class's name unless overridden
  /// ("Callable" where it was compiled without run-time type information).
  virtual std::string label() const;
  /// What tells it from others of its class: its label, and its name if it has one.
  virtual std::string title() const { return label(); }
  /// The floating-point operations of a call that gave these outputs, for the profiler. 0 (the
  /// default) where none are stated: then those of what it calls count.
  virtual double flops(const Arguments&, const Tensors&) const { return 0; }

 protected:
  Callable() = default;
  Callable(const Callable&) = default;
  Callable(Callable&&) = default;
  Callable& operator=(const Callable&) = default;
  Callable& operator=(Callable&&) = default;

  /// What happens around `forward`; a Diffable records here.
  virtual Tensors invoke(const Arguments& arguments) const { return forward(arguments); }
  /// What a call with symbolic tensors gives: other ones. ValueError for all but Diffables.
  virtual Tensors invoke_symbolically(const Arguments& arguments, CallOptions options) const;

 private:
  Tensors measured(const Arguments& arguments) const;
  Tensor first(Tensors inputs, CallOptions options) const;
};

}  // namespace beras
