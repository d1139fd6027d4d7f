// How labels, predictions and sample weights are brought to shapes that go together, for losses and
// metrics alike.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>

#include <beras/tensor/tensor.h>

namespace beras::losses {

/// (y_true, y_pred) with equal ranks, by Keras's repair: a trailing axis of length 1 that only one
/// has is added to the other if that has rank 1, else dropped. The predictions keep their mask.
std::pair<Tensor, Tensor> same_rank(const Tensor& y_true, const Tensor& y_pred);

/// The same, with equal shapes; ShapeError if they differ. Nothing is broadcast: labels (B,) beside
/// predictions (B, F) are a mistake.
std::pair<Tensor, Tensor> same_shape(std::string_view who, const Tensor& y_true,
                                     const Tensor& y_pred);

/// The same with predictions in a floating dtype, float32 for integers and bools, and labels in
/// that of the predictions: differences of integers would wrap around.
std::pair<Tensor, Tensor> same_shape_in_floats(std::string_view who, const Tensor& y_true,
                                               const Tensor& y_pred);

/// Class numbers in the shape of the predictions without their class axis: a trailing axis of
/// length 1 is dropped if there is one too many. ShapeError if they do not fit.
Tensor class_labels(std::string_view who, const Tensor& y_true, const Tensor& y_pred, int axis);

/// The row-major position of the first NaN; -1 if there is none.
std::int64_t first_nan(const Tensor& tensor);

/// One number for each of the values, or for each index of their first axes, so that it broadcasts
/// to `values`; a trailing axis of length 1 too many is dropped. ShapeError if it does not fit,
/// which calls it `what`.
Tensor axes_for(std::string_view who, const char* what, const Tensor& numbers,
                const Tensor& values);

/// The sample weight, so that it broadcasts to `values`: for the first axes, or for all of
/// them and a trailing axis of length 1. ShapeError if it does not fit.
Tensor sample_weight_for(std::string_view who, const Tensor& sample_weight, const Tensor& values);

}  // namespace beras::losses
