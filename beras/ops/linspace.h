// Numbers at equal distances between the elements of tensors.
#pragma once

#include <cstdint>

#include <beras/base/export.h>
#include <beras/tensor/create.h>

namespace beras::ops {

/// For each pair of elements of start and stop, which broadcast, `num` numbers from the one to the
/// other at equal distances, along a new axis; integers are rounded down. IndexError for an axis
/// that is not there.
BERAS_API Tensor linspace(const Tensor& start, const Tensor& stop, std::int64_t num = 50,
                          LinspaceOptions options = {}, std::int64_t axis = 0);

}  // namespace beras::ops
