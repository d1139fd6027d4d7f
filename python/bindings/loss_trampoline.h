// Losses whose values per sample may be stated in Python.
#pragma once

#include <type_traits>

#include <beras/base/error.h>
#include <beras/losses/loss.h>

#include "bindings/conversions.h"
#include "bindings/trampoline.h"

namespace beras::python {

/// What bindings ask of a loss past its Python class.
class LossShell {
 public:
  virtual ~LossShell() = default;
  virtual Tensor plain_per_sample(const Tensor& y_true, const Tensor& y_pred) const = 0;
};

/// A loss: `call(y_true, y_pred)` of Python gives the values per sample.
template <typename Base>
class LossTrampoline : public Trampoline<Base>, public LossShell {
 public:
  using Trampoline<Base>::Trampoline;

  Tensors forward(const Arguments& arguments) const override { return Base::forward(arguments); }
  Tensor per_sample(const Tensor& y_true, const Tensor& y_pred) const override {
    if (!this->overrides(Hook::call)) return plain_per_sample(y_true, y_pred);
    const Lock lock;
    return returned<Tensor>(this->ask("call", y_true, y_pred), this->label());
  }
  Tensor plain_per_sample(const Tensor& y_true, const Tensor& y_pred) const final {
    if constexpr (std::is_same_v<Base, losses::Loss>) {
      throw ValueError(this->label(), "a method `call`", "a class without it");
    } else {
      return Base::per_sample(y_true, y_pred);
    }
  }
};

}  // namespace beras::python
