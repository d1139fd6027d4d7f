// IDX files, the format of the MNIST family of data sets: four bytes of magic, big-endian lengths,
// then the elements.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include <beras/base/export.h>
#include <beras/tensor/tensor.h>

namespace beras {

/// Reads an IDX file, gzipped or not, into a tensor that is not trainable.
///
/// Element types: uint8, int8, int16 (widened to int32), int32, float32, float64.
/// FormatError if the file is unreadable, truncated, too long, or contradicts itself.
/// Source: http://yann.lecun.com/exdb/mnist, "The IDX file format".
BERAS_API Tensor load_idx(const std::string& path);

/// The same from bytes in memory.
BERAS_API Tensor idx_from_bytes(std::span<const std::byte> bytes);

}  // namespace beras
