// The constraints that the library has: a new one is added here, and nowhere else.
#pragma once

#include <beras/constraints/max_norm.h>
#include <beras/constraints/min_max_norm.h>
#include <beras/constraints/non_neg.h>
#include <beras/constraints/unit_norm.h>
#include <beras/core/signature.h>

namespace beras::constraints {

using All = Types<MaxNorm, MinMaxNorm, NonNeg, UnitNorm>;

}  // namespace beras::constraints
