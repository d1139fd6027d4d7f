// Optimizers by name, and the option that takes an optimizer in any form.
#pragma once

#include <concepts>
#include <memory>
#include <string_view>

#include <beras/base/choice.h>
#include <beras/base/export.h>
#include <beras/core/registry.h>
#include <beras/optimizers/optimizer.h>

namespace beras::optimizers {

/// The optimizer of that name ("sgd", "rmsprop", "adam", "adamw", upper and lower case alike) with
/// its defaults.
///
/// ValueError with the nearest name if there is none.
BERAS_API std::shared_ptr<Optimizer> get(std::string_view name);

/// An optimizer by name, as an object (whose copy shares its state), or as a shared pointer.
using AnyOptimizer = Choice<Optimizer, get>;

/// All optimizers: Keras's, and those that `register_serializable` has added.
BERAS_API Registry<std::shared_ptr<Optimizer>>& registry();

}  // namespace beras::optimizers

namespace beras {

/// As Keras serializes it; by name, too.
BERAS_CONFIG_VALUE(optimizers::AnyOptimizer);

template <std::derived_from<optimizers::Optimizer> Class>
Registry<std::shared_ptr<optimizers::Optimizer>>& registry_of(Type<Class>) {
  return optimizers::registry();
}

}  // namespace beras
