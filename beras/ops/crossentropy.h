// Cross-entropies: how far predicted probabilities are from the labels, for each sample.
#pragma once

#include <cstdint>
#include <optional>

#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras::ops {

// `output` holds probabilities, which are clipped to [1e-7, 1 - 1e-7] before their logarithm is
// taken, or logits, which are better: they are fused with softmax or sigmoid and exact however far
// from zero. Gradients flow to `target` too, where it is no class number. Results have the dtype of
// `output` (float32 for integers); the 16-bit floats are computed in float32.

/// -sum(target log(p)) along the axis, which vanishes; p is `output`, divided by its sum along the
/// axis, or softmax(output). ShapeError unless both have one shape.
BERAS_API Tensor categorical_crossentropy(const Tensor& target, const Tensor& output,
                                          bool from_logits = false, std::int64_t axis = -1);

/// -log(p[label]) along the axis, p as above, for labels that are integers or floats holding whole
/// numbers.
///
/// `target` has the shape of `output` without the axis, or with length 1 in place of it at the end.
/// Where the label is `ignore_class`, the loss is 0. ShapeError for other shapes; ValueError naming
/// the first label that is no whole number of [0, classes), and its position.
BERAS_API Tensor sparse_categorical_crossentropy(
    const Tensor& target, const Tensor& output, bool from_logits = false, std::int64_t axis = -1,
    std::optional<std::int64_t> ignore_class = std::nullopt);

/// -target log(p) - (1 - target) log(1 - p), element by element; p is `output` or sigmoid(output).
/// ShapeError unless both have one shape.
BERAS_API Tensor binary_crossentropy(const Tensor& target, const Tensor& output,
                                     bool from_logits = false);

}  // namespace beras::ops
