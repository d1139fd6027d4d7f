// What lies with a weight besides its values: what it adds to the loss, and what keeps it in
// bounds.
#pragma once

#include <functional>

#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras {

/// A function of a weight: everything in beras/regularizers and beras/constraints is one.
using WeightFunction = std::function<Tensor(const Tensor& weight)>;

/// They lie with the weight, so that whoever holds it (a model, an optimizer) finds them, whatever
/// layer made it.
struct WeightRules {
  /// Gives what the weight adds to the loss: a number.
  WeightFunction regularizer = {};
  /// Gives what the weight becomes after an update: a tensor of its shape.
  WeightFunction constraint = {};
};

/// Lays these with a weight, in place of those that it has; none, where both are empty.
BERAS_API void set_rules(Variable weight, WeightRules rules);

/// Lays with a weight which of these it lacks: what was copied or pickled may have left its rules
/// behind.
BERAS_API void complete_rules(const Variable& weight, WeightRules rules);

/// False as long as no weight of this program has a regularizer: then there is nothing to look for.
BERAS_API bool any_weight_is_regularized();

/// What those of the weights add to the loss that are trainable and have a regularizer, in their
/// order. Recorded by tapes.
BERAS_API Tensors regularization_losses(const Tensors& weights);

/// Writes over a weight what its constraint makes of it, where it has one. ShapeError for another
/// shape.
BERAS_API void constrain(Variable weight);

}  // namespace beras
