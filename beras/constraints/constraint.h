// The base of constraints.
#pragma once

#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras::constraints {

/// What a weight becomes after each update: a tensor of the same shape, near the given one, that is
/// what is wanted of it.
///
/// ```cpp
/// struct Within : constraints::Constraint {
///   Tensor operator()(const Tensor& w) const override { return ops::clip(w, -1, 1); }
/// };
/// ```
///
/// No tape records it. A plain function does as well.
class BERAS_API Constraint {
 public:
  virtual ~Constraint() = default;
  virtual Tensor operator()(const Tensor& w) const = 0;

 protected:
  Constraint() = default;
  Constraint(const Constraint&) = default;
  Constraint& operator=(const Constraint&) = default;
};

}  // namespace beras::constraints
