// One array in .npy form from any source, for .npy and .npz files alike.
#pragma once

#include <beras/data/byte_source_internal.h>
#include <beras/tensor/tensor.h>

namespace beras::data {

/// Reads all of `source` as one .npy file; errors as load_npy's.
Tensor read_npy(ByteSource& source);

}  // namespace beras::data
