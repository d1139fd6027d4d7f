// Operators that put tensors together, take them apart, and repeat or surround their elements.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras::ops {

/// The tensors one after another along an axis; their other lengths must agree. The dtype is what
/// theirs promote to.
BERAS_API Tensor concatenate(const Tensors& tensors, std::int64_t axis = -1);
/// Tensors of one shape side by side along a new axis.
BERAS_API Tensor stack(const Tensors& tensors, std::int64_t axis = 0);
/// `sections` equal parts along an axis, as views; ValueError if its length does not divide.
BERAS_API Tensors split(const Tensor& x, std::int64_t sections, std::int64_t axis = 0);
/// The parts between `indices`, as views: {2, 5} gives [:2], [2:5] and [5:]; a single one is
/// written Shape{2}.
BERAS_API Tensors split(const Tensor& x, const Shape& indices, std::int64_t axis = 0);
/// The slices along an axis without that axis, as views: what stack puts together.
BERAS_API Tensors unstack(const Tensor& x, std::int64_t axis = 0);

/// The whole tensor repeated `repeats[i]` times along axis i. The shorter of shape and repeats is
/// extended by ones in front.
BERAS_API Tensor tile(const Tensor& x, const Shape& repeats);
/// Each element repeated in place along an axis; of the raveled `x` if no axis is given.
BERAS_API Tensor repeat(const Tensor& x, std::int64_t repeats,
                        std::optional<std::int64_t> axis = std::nullopt);
/// Element i repeated `repeats[i]` times.
BERAS_API Tensor repeat(const Tensor& x, const Shape& repeats,
                        std::optional<std::int64_t> axis = std::nullopt);
/// Shifted along an axis, what falls off one end coming in at the other; of the raveled `x`, in its
/// own shape, if no axis is given.
BERAS_API Tensor roll(const Tensor& x, std::int64_t shift,
                      std::optional<std::int64_t> axis = std::nullopt);
/// Shifted along each axis by its shift; a single shift is that of all axes, and several along a
/// single axis add up. ShapeError for other counts.
BERAS_API Tensor roll(const Tensor& x, const Shape& shifts, const Shape& axes);

/// How many elements to put before and after an axis.
using PadWidth = std::pair<std::int64_t, std::int64_t>;

struct PadOptions {
  /// "constant", "edge" (the last element again), "reflect" (mirrored at the last element),
  /// "symmetric" (mirrored behind it) or "wrap" (from the other end).
  std::string mode = "constant";
  /// The constant.
  Scalar constant_values = 0;
};

/// `x` surrounded by more elements, (before, after) for each axis; one pair goes for all axes.
BERAS_API Tensor pad(const Tensor& x, const std::vector<PadWidth>& pad_width,
                     const PadOptions& options = {});

}  // namespace beras::ops
