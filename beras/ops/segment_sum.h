// Sums of rows that belong together.
#pragma once

#include <cstdint>
#include <optional>

#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras::ops {

/// Row i is the sum of the rows of `data` (n, ...) whose segment, in segment_ids (n,), is i. Rows
/// of segments that there are not, negative ones too, are left out. There are as many as the
/// greatest needs if no number is given. ShapeError where there is not one segment for each row.
BERAS_API Tensor segment_sum(const Tensor& data, const Tensor& segment_ids,
                             std::optional<std::int64_t> num_segments = std::nullopt);

}  // namespace beras::ops
