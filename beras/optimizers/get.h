// Optimizers by name, and the option that takes an optimizer in any form.
#pragma once

#include <memory>
#include <string_view>

#include <beras/base/choice.h>
#include <beras/base/export.h>
#include <beras/optimizers/optimizer.h>

namespace beras::optimizers {

/// The optimizer of that name ("sgd", "rmsprop", "adam", "adamw", upper and lower case alike) with
/// its defaults.
///
/// ValueError with the nearest name if there is none.
BERAS_API std::shared_ptr<Optimizer> get(std::string_view name);

/// An optimizer by name, as an object (whose copy shares its state), or as a shared pointer.
using AnyOptimizer = Choice<Optimizer, get>;

}  // namespace beras::optimizers
