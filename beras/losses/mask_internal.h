// What the mask of predictions says of their values per sample, for losses and metrics alike.
#pragma once

#include <string_view>

#include <beras/tensor/tensor.h>

namespace beras::losses {

/// The mask as bools that broadcast to `values`: for the first axes, or for all of them and a
/// trailing axis of length 1. Undefined if it is; ShapeError if it does not fit.
Tensor mask_for(std::string_view who, const Tensor& mask, const Tensor& values);

/// The weight of each of the values: 0 where the mask is false, else that of its sample, or 1.
/// `sample_weight` as it is where there is no mask.
Tensor masked_weight(std::string_view who, const Tensor& sample_weight, const Tensor& mask,
                     const Tensor& values);

}  // namespace beras::losses
