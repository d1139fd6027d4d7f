// How a weight gets its first values, and what lies with it, as the core sees it.
#pragma once

#include <functional>

#include <beras/base/export.h>
#include <beras/core/weight_rules.h>
#include <beras/tensor/any_dtype.h>
#include <beras/tensor/tensor.h>

namespace beras {

/// Makes a tensor of this shape and dtype; everything in beras/initializers converts to it.
using Initializer = std::function<Tensor(const Shape& shape, DType dtype)>;

/// Options of Diffable::add_weight.
struct WeightOptions {
  AnyDType dtype = DType::float32;
  bool trainable = true;
  /// What it adds to the loss while it is trainable; nothing if empty.
  WeightFunction regularizer = {};
  /// What it becomes after each update; what the update made of it if empty.
  WeightFunction constraint = {};
};

}  // namespace beras
