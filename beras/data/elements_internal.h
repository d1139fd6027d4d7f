// The elements of an array as files hold them: any byte order, and integer types that Beras widens.
#pragma once

#include <bit>

#include <beras/data/byte_source_internal.h>
#include <beras/tensor/tensor.h>

namespace beras::data {

/// How a file spells an element.
enum class Encoding {
  boolean,
  int8,
  uint8,
  int16,
  uint16,
  int32,
  uint32,
  int64,
  float16,
  float32,
  float64
};

/// Reads `shape` elements in row-major order into a tensor that is not trainable.
///
/// 16-bit integers become int32 and uint32 becomes int64: Beras has no smaller type that holds
/// them. FormatError if the sizes overflow or claim more than the source holds; memory grows only
/// with what was read.
Tensor read_elements(ByteSource& source, const Shape& shape, Encoding encoding, std::endian order);

/// The tensor itself if its elements lie on the host in row-major order, else a copy that does,
/// which is not trainable.
Tensor in_row_major_order(const Tensor& tensor);

/// The elements of a tensor in row-major order, as they lie in memory.
std::span<const std::byte> bytes_of(const Tensor& contiguous);

}  // namespace beras::data
