// The metrics that the library has: a new one is added here, and nowhere else.
#pragma once

#include <beras/core/signature.h>
#include <beras/metrics/accuracy.h>
#include <beras/metrics/binary_accuracy.h>
#include <beras/metrics/categorical_accuracy.h>
#include <beras/metrics/mean.h>
#include <beras/metrics/mean_absolute_error.h>
#include <beras/metrics/mean_squared_error.h>
#include <beras/metrics/sparse_categorical_accuracy.h>

namespace beras::metrics {

using All = Types<Accuracy, BinaryAccuracy, CategoricalAccuracy, Mean, MeanAbsoluteError,
                  MeanSquaredError, SparseCategoricalAccuracy>;

}  // namespace beras::metrics
