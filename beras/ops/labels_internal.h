// Class labels as they come from users, checked and in one form.
#pragma once

#include <cstdint>
#include <optional>

#include <beras/tensor/tensor.h>

namespace beras::ops {

/// The labels for logits (..., C) as int64, contiguous, of shape (...): from [0, C), or -1 where
/// `target` holds `ignored`.
///
/// `target` has shape (...) or (..., 1), and any dtype. ShapeError otherwise; ValueError naming the
/// first label that is no whole number of [0, C), and where it stands.
Tensor class_labels(const char* who, const Tensor& target, const Shape& logits,
                    std::optional<std::int64_t> ignored);

}  // namespace beras::ops
