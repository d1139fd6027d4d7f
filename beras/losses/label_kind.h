// What kind of labels a model is trained on, told from shapes alone: what "accuracy" and
// "crossentropy" mean in compile.
#pragma once

#include <cstdint>

#include <beras/base/export.h>
#include <beras/tensor/shape.h>

namespace beras::losses {

enum class LabelKind : std::uint8_t { binary, sparse_categorical, categorical };

/// binary if the last axis of y_pred has length 1; sparse_categorical if y_true has a lower rank or
/// a last axis of length 1; else categorical.
BERAS_API LabelKind label_kind(const Shape& y_true, const Shape& y_pred);

}  // namespace beras::losses
