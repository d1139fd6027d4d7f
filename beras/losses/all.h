// The losses that the library has: a new one is added here, and nowhere else.
#pragma once

#include <beras/core/signature.h>
#include <beras/losses/binary_crossentropy.h>
#include <beras/losses/categorical_crossentropy.h>
#include <beras/losses/mean_absolute_error.h>
#include <beras/losses/mean_squared_error.h>
#include <beras/losses/sparse_categorical_crossentropy.h>

namespace beras::losses {

using All = Types<BinaryCrossentropy, CategoricalCrossentropy, MeanAbsoluteError, MeanSquaredError,
                  SparseCategoricalCrossentropy>;

}  // namespace beras::losses
