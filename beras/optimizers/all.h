// The optimizers that the library has: a new one is added here, and nowhere else.
#pragma once

#include <beras/core/signature.h>
#include <beras/optimizers/adam.h>
#include <beras/optimizers/adamw.h>
#include <beras/optimizers/loss_scale_optimizer.h>
#include <beras/optimizers/rmsprop.h>
#include <beras/optimizers/sgd.h>

namespace beras::optimizers {

using All = Types<Adam, AdamW, LossScaleOptimizer, RMSprop, SGD>;

}  // namespace beras::optimizers
