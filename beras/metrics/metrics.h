// All metrics.
#pragma once

#include <beras/metrics/accuracy.h>
#include <beras/metrics/binary_accuracy.h>
#include <beras/metrics/categorical_accuracy.h>
#include <beras/metrics/get.h>
#include <beras/metrics/mean.h>
#include <beras/metrics/mean_absolute_error.h>
#include <beras/metrics/mean_squared_error.h>
#include <beras/metrics/metric.h>
#include <beras/metrics/sparse_categorical_accuracy.h>
