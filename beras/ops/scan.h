// Running sums and products.
#pragma once

#include <cstdint>
#include <optional>

#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras::ops {

// Along one axis, or along the raveled tensor if none is given. int8, uint8 and bool give int32
// (sums along axes so long that it might overflow int64), other integers stay and wrap around.

/// y[i] = x[0] + ... + x[i].
BERAS_API Tensor cumsum(const Tensor& x, std::optional<std::int64_t> axis = std::nullopt);
/// y[i] = x[0] ... x[i]; the gradient is exact where factors are 0.
BERAS_API Tensor cumprod(const Tensor& x, std::optional<std::int64_t> axis = std::nullopt);

}  // namespace beras::ops
