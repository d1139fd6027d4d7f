// The initializers that the library has: a new one is added here, and nowhere else.
#pragma once

#include <beras/core/signature.h>
#include <beras/initializers/constant.h>
#include <beras/initializers/identity.h>
#include <beras/initializers/orthogonal.h>
#include <beras/initializers/random.h>
#include <beras/initializers/variance_scaling.h>

namespace beras::initializers {

using All = Types<Constant, GlorotNormal, GlorotUniform, HeNormal, HeUniform, Identity, LecunNormal,
                  LecunUniform, Ones, Orthogonal, RandomNormal, RandomUniform, TruncatedNormal,
                  VarianceScaling, Zeros>;

}  // namespace beras::initializers
