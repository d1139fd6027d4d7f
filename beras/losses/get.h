// Losses by name, and the option that takes a loss in any form.
#pragma once

#include <concepts>
#include <memory>
#include <string_view>

#include <beras/base/choice.h>
#include <beras/base/export.h>
#include <beras/core/registry.h>
#include <beras/losses/loss.h>

namespace beras::losses {

/// The loss of Keras's name: a class ("MeanSquaredError"), a function ("mean_squared_error") or its
/// short form ("mse", "MSE").
///
/// "crossentropy" and "ce" choose between the binary, sparse and categorical crossentropy of
/// probabilities by `label_kind`. ValueError with the nearest name if there is none.
BERAS_API std::shared_ptr<Loss> get(std::string_view name);

/// The loss that a name means in compile: it bears that name where it is a function's, as what a
/// model without names for its outputs reports as "mse_loss".
BERAS_API std::shared_ptr<Loss> for_compile(std::string_view name);

/// A loss by name, as an object, as a shared pointer, or as a function of the values per sample.
using AnyLoss = Choice<Loss, for_compile, LossFunctionWrapper>;

/// All losses: Keras's, and those that `register_serializable` has added.
BERAS_API Registry<std::shared_ptr<Loss>>& registry();

}  // namespace beras::losses

namespace beras {

template <std::derived_from<losses::Loss> Class>
Registry<std::shared_ptr<losses::Loss>>& registry_of(Type<Class>) {
  return losses::registry();
}

}  // namespace beras
