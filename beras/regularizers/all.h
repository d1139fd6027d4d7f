// The regularizers that the library has: a new one is added here, and nowhere else.
#pragma once

#include <beras/core/signature.h>
#include <beras/regularizers/l1.h>
#include <beras/regularizers/l1_l2.h>
#include <beras/regularizers/l2.h>
#include <beras/regularizers/orthogonal_regularizer.h>

namespace beras::regularizers {

using All = Types<L1, L1L2, L2, OrthogonalRegularizer>;

}  // namespace beras::regularizers
