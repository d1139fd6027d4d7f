// How kernels are reached: for one expression, in which floats raise no signals.
#pragma once

#include <beras/base/hold_traps.h>

namespace beras::backend {

/// A family of kernels, as in `reduce(device)->argument(kind, x, out)`.
template <typename Family>
class Kernels {
 public:
  explicit Kernels(const Family& family) : family_(family) {}
  const Family* operator->() const { return &family_; }

 private:
  const Family& family_;
  HoldTraps hold_;
};

}  // namespace beras::backend
