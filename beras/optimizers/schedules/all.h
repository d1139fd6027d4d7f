// The schedules that the library has: a new one is added here, and nowhere else.
#pragma once

#include <beras/core/signature.h>
#include <beras/optimizers/schedules/cosine_decay.h>
#include <beras/optimizers/schedules/cosine_decay_restarts.h>
#include <beras/optimizers/schedules/exponential_decay.h>
#include <beras/optimizers/schedules/inverse_time_decay.h>
#include <beras/optimizers/schedules/piecewise_constant_decay.h>
#include <beras/optimizers/schedules/polynomial_decay.h>

namespace beras::optimizers::schedules {

using All = Types<CosineDecay, CosineDecayRestarts, ExponentialDecay, InverseTimeDecay,
                  PiecewiseConstantDecay, PolynomialDecay>;

}  // namespace beras::optimizers::schedules
